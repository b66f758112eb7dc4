import { expect } from 'vitest';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Database } from '../../src/store/database.ts';
import type { Data } from '../support/ask-registry.ts';
import type { DatabaseKind } from '../support/database.ts';
import { openTestGateway, store, type TestGateway } from '../support/test-gateway.ts';

const QUERY = `query ($filter: StudyFilter, $sort: [StudySort!], $first: Int, $after: String, $last: Int,
  $before: String, $counts: Boolean = true) {
  studies(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor } nodes { nctId } totalCount @include(if: $counts) appliedFilters { part meaning }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    source { origin complete stale dataTimestamp approximations }
  }
}`;

export type Variables = Readonly<Record<string, unknown>>;

/** A mirror gateway over a database that holds some records, and nobody to ask behind it. */
export interface SearchLab {
  readonly database: Database;
  readonly gateway: TestGateway;
  page(variables: Variables): Promise<Data>;
  /** The code and details of the one error of a page that is refused. */
  refusal(variables: Variables): Promise<Data>;
  close(): Promise<void>;
}

export const idsOf = ({ nodes }: Data): string[] => nodes.map((node: Data) => node.nctId);

export async function openSearchLab(
  { open }: Pick<DatabaseKind, 'open'>,
  records: readonly StudyRecord[],
): Promise<SearchLab> {
  const test = await open();
  await store(test.database, records, 'SAMPLE');
  // Nobody listens there, and nobody may be asked.
  const registryUrl = 'http://127.0.0.1:9/api/v2';
  const gateway = await openTestGateway({ registryUrl, mode: 'mirror', database: test.database });
  return {
    database: test.database,
    gateway,
    page: async variables => {
      const { data, errors } = await gateway.ask(QUERY, variables);
      expect(errors).toBeUndefined();
      return data.studies;
    },
    refusal: async variables => {
      const { data, errors } = await gateway.ask(QUERY, variables);
      expect(data).toEqual({ studies: null });
      expect(errors).toHaveLength(1);
      return errors![0]!.extensions;
    },
    close: async () => {
      await gateway.close();
      await test.dispose();
    },
  };
}

/** What may happen before each page of a walk, and how long a page is. */
export interface WalkOptions {
  readonly size: number;
  readonly before?: () => Promise<void>;
  readonly onPage?: (page: Data, soFar: readonly string[]) => void;
}

/** A list from its first page to its last. */
export async function walkForward(
  { page }: SearchLab,
  variables: Variables,
  { size, before, onPage }: WalkOptions,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    await before?.();
    const next: Data = await page({ ...variables, first: size, after });
    onPage?.(next, ids);
    ids.push(...idsOf(next));
    [after, more] = [next.pageInfo.endCursor, next.pageInfo.hasNextPage];
  }
  return ids;
}

/** The same list from its last page to its first. */
export async function walkBackward(
  { page }: SearchLab,
  variables: Variables,
  { size, before, onPage }: WalkOptions,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null, more = true; more; ) {
    await before?.();
    const next: Data = await page({ ...variables, last: size, before: cursor });
    onPage?.(next, ids);
    ids.unshift(...idsOf(next));
    [cursor, more] = [next.pageInfo.startCursor, next.pageInfo.hasPreviousPage];
  }
  return ids;
}
