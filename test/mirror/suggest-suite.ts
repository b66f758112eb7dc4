import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { NameKind } from '../../src/mirror/search/names.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Database } from '../../src/store/database.ts';
import type { DatabaseKind, TestDatabase } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';
import { forgetCopy } from '../support/sync-lab.ts';
import { openTestGateway, type TestGateway } from '../support/test-gateway.ts';

export const SUGGEST = `query ($kind: SuggestKind!, $text: String!, $first: Int) {
  suggest(kind: $kind, text: $text, first: $first) { name studyCount }
}`;
/** Nobody listens there. */
export const NOBODY = 'http://127.0.0.1:9/api/v2';

type Suggested = readonly [name: string, studyCount: number];

export interface SuggestSuite {
  readonly database: Database;
  readonly gateway: TestGateway;
  /** @param asked another gateway than the one of the suite */
  suggest(
    kind: NameKind,
    text: string,
    first?: number | null,
    asked?: TestGateway,
  ): Promise<readonly Suggested[]>;
  namesOf(kind: NameKind, text: string, first?: number): Promise<readonly string[]>;
}

/** A gateway over a database whose studies are gone before each test; the names of earlier ones are still there. */
export function openSuggestSuite(open: DatabaseKind['open']): SuggestSuite {
  let test: TestDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    test = await open();
    gateway = await openTestGateway({ registryUrl: NOBODY, mode: 'mirror', database: test.database });
  });
  beforeEach(() => forgetCopy(test.database));
  afterAll(async () => {
    await gateway.close();
    await test.dispose();
  });
  const suggest: SuggestSuite['suggest'] = async (kind, text, first = null, asked = gateway) => {
    const { data, errors } = await asked.ask(SUGGEST, { kind, text, first });
    expect(errors).toBeUndefined();
    const found: { name: string; studyCount: number }[] = data.suggest;
    return found.map(({ name, studyCount }) => [name, studyCount] as const);
  };
  return {
    get database() {
      return test.database;
    },
    get gateway() {
      return gateway;
    },
    suggest,
    namesOf: async (kind, text, first) => (await suggest(kind, text, first)).map(([name]) => name),
  };
}

/** Records that differ in number and have one list of conditions each. */
export const withConditions = (from: number, ...lists: (readonly string[])[]): StudyRecord[] =>
  lists.map((conditions, i) => aRecord({ nctId: `NCT${20_000_000 + from + i}`, conditions }));
