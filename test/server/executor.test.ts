import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { FoundRecord, StudySource } from '../../src/registry/study.source.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createContext } from '../../src/server/context.ts';
import { createSchema } from '../../src/server/schema.ts';
import { RegistryUnavailable } from '../../src/shared/errors.ts';
import { noCopy } from '../support/no-copy.ts';
import { OPERATIONS, type Operation } from './executor-operations.ts';
import { type Ask, type Seen, startPair } from './executor-pair.ts';
import { randomQuery } from './random-query.ts';

/** Kinds of questions in which there is nothing to refuse. */
const SOUND = new Set(['data', 'introspection', 'directives']);
const OUT_OF_REACH = 'NCT90000001';
const UNFORESEEN = 'NCT90000002';
/** Nothing in it is as it should be. */
const SPOILT = 'NCT90000003';
const spoilt = {
  protocolSection: {
    identificationModule: { briefTitle: 'Spoilt' },
    conditionsModule: { conditions: [null, 'Cough'], keywords: 'none' },
    designModule: { enrollmentInfo: { count: 'many', type: 'ACTUAL' } },
    armsInterventionsModule: { armGroups: { label: 'no list' } },
    contactsLocationsModule: { locations: [{ city: 'Bern', geoPoint: 'nowhere' }, { city: 'Basel' }] },
  },
} as unknown as StudyRecord;

const foundOf = (record: StudyRecord): FoundRecord => ({
  record,
  origin: 'SAMPLE',
  fetchedAt: new Date('2026-11-02T10:20:30.456Z'),
  dataTimestamp: null,
  stale: false,
});

/** The sample data set, and studies that go wrong. @param fresh every record is parsed anew, as from a database */
function sourceOf(records: readonly StudyRecord[], fresh: () => boolean): StudySource {
  const all = new Map([...records.map(record => [nctIdOf(record)!, record] as const), [SPOILT, spoilt]]);
  const take = (record: StudyRecord) => foundOf(fresh() ? structuredClone(record) : record);
  return {
    async byIds(ids) {
      if (ids.includes(UNFORESEEN)) throw new TypeError('x is not a function');
      const found = new Map<string, FoundRecord | RegistryUnavailable>();
      for (const id of ids) {
        const record = all.get(id);
        if (record) found.set(id, take(record));
        if (id === OUT_OF_REACH)
          found.set(id, new RegistryUnavailable('The registry cannot be reached.', { retryAfter: 7 }));
      }
      return found;
    },
    async search({ count, wantsTotal, criteria }) {
      const page = records.slice(0, count);
      return {
        items: page.map((record, i) => ({ found: take(record), cursor: `c${i}` })),
        hasNextPage: count < records.length,
        hasPreviousPage: false,
        endCursor: `c${count}`,
        totalCount: wantsTotal ? records.length : null,
        applied: Object.entries(criteria).map(([part, value]) => ({ part, meaning: JSON.stringify(value) })),
        origin: 'SAMPLE',
        dataTimestamp: null,
        stale: false,
        complete: true,
        approximations: [],
        facets: null,
      };
    },
  };
}

describe('the executor answers as graphql-js does', () => {
  let schema: GraphQLSchema;
  let pair: { usual: Ask; ours: Ask; stop(): unknown };
  let fresh = false;
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);

  beforeAll(async () => {
    schema = await createSchema();
    const source = sourceOf(await readSample(), () => fresh);
    pair = await startPair(schema, () =>
      createContext({ ...noCopy, registry: { source, status: {} as never } }),
    );
    process.on('unhandledRejection', note);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    await pair.stop();
  });

  it('is asked many different things', () => {
    const all = Object.values(OPERATIONS).flat();
    const different = new Set(all.map(({ name: _, ...question }) => JSON.stringify(question)));
    expect(different.size).toBe(all.length);
    expect(all.length).toBeGreaterThan(90);
  });

  describe.each(Object.entries(OPERATIONS))('%s', (kind, operations) => {
    it.each(operations.map(operation => [operation.name, operation] as const))('%s', async (_, operation) => {
      const expected = await pair.usual(operation);
      if (SOUND.has(kind)) expect(expected.errors).toEqual([]);
      await expectAlike(operation, expected);
    });
  });

  it('whatever is selected', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(), { minLength: 40, maxLength: 400 }),
        fc.boolean(),
        async (choices, yes) => {
          const operation = { name: 'random', query: randomQuery(schema, choices), variables: { yes } };
          const expected = await pair.usual(operation);
          expect(expected.status, operation.query).toBe(200);
          await expectAlike(operation, expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  async function expectAlike(operation: Operation, expected: Seen): Promise<void> {
    fresh = true;
    expect(await pair.ours(operation), 'the first time').toEqual(expected);
    fresh = false;
    // By and by the plan is known, then the record is met again, then its answers are known.
    for (let time = 2; time < 6; time++) expect(await pair.ours(operation), `time ${time}`).toEqual(expected);
  }
});
