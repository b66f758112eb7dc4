import type { GraphQLInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createSchema } from '../../src/server/schema.ts';
import { encodeCursor } from '../../src/shared/page.ts';
import type { Data } from '../support/ask-registry.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { openTestGateway, store, type TestGateway } from '../support/test-gateway.ts';
import { matches, SORT_FIELDS, STORED_PARTS, sortValue } from './stored-oracle.ts';

const QUERY = `query ($filter: StudyFilter, $sort: [StudySort!], $first: Int, $after: String, $last: Int, $before: String) {
  studies(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor } nodes { nctId } totalCount appliedFilters { part meaning }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } source { origin complete stale dataTimestamp }
  }
}`;
const idsOf = ({ nodes }: Data): string[] => nodes.map((node: Data) => node.nctId);
const sample = await readSample();
const SEOUL = { lat: 37.5665, lon: 126.978, distanceKm: 50 };
const BOSTON = { lat: 42.36, lon: -71.06, distanceKm: 30 };
const SAN_DIEGO = { lat: 32.7, lon: -117.2, distanceKm: 200 };

/** One or more filters for each part; each finds some of the sample and not all of it. */
const FILTERS: readonly Readonly<Record<string, unknown>>[] = [
  { ids: ['NCT02888704', 'NCT99000003', 'NCT99900058', 'NCT77777777'] },
  { term: 'asthma' },
  { term: 'heart failure' },
  { condition: 'dermatitis' },
  { intervention: 'placebo' },
  { title: 'expanded access' },
  { outcome: 'survival' },
  { sponsor: 'university' },
  { leadSponsor: 'university' },
  { location: 'seoul' },
  { location: 'boston massachusetts' },
  { country: 'Korea' },
  { country: 'germany' },
  { state: 'California' },
  { city: 'Osaka' },
  { overallStatus: ['RECRUITING', 'WITHHELD'] },
  { phase: ['PHASE1', 'EARLY_PHASE1'] },
  { phase: ['NA'] },
  { studyType: ['OBSERVATIONAL', 'EXPANDED_ACCESS'] },
  { primaryPurpose: ['PREVENTION', 'ECT'] },
  { allocation: ['NON_RANDOMIZED'] },
  { interventionModel: ['CROSSOVER', 'FACTORIAL'] },
  { masking: ['QUADRUPLE'] },
  { funderType: ['NIH', 'AMBIG'] },
  { sex: ['ALL'] },
  { sex: ['MALE', 'FEMALE'] },
  { acceptsAge: 0.1 },
  { acceptsAge: 2 },
  { acceptsAge: 17.5 },
  { acceptsAge: 90 },
  { healthyVolunteers: true },
  { healthyVolunteers: false },
  { hasResults: true },
  { hasResults: false },
  { hasDocuments: true },
  { hasDocuments: false },
  { enrollment: { from: 1_000 } },
  { enrollment: { from: 13, to: 108 } },
  { enrollment: { to: 0 } },
  { start: { from: '2021', to: '2021' } },
  { start: { to: '2018-10' } },
  { primaryCompletion: { from: '2026-12' } },
  { completion: { to: '2022' } },
  { firstPosted: { from: '2021-09-30' } },
  { resultsPosted: { from: '2023', to: '2024-03-01' } },
  { lastUpdate: { from: '2026-11-12' } },
  { near: SEOUL },
  { near: BOSTON },
  { recruitingNear: SAN_DIEGO },
  { meshTerm: 'D003876' },
  { meshTerm: 'D007154' },
  { phase: ['PHASE3'], hasResults: true, acceptsAge: 40 },
  { country: 'USA', city: 'San Diego', recruitingNear: SAN_DIEGO },
  { near: SEOUL, city: 'Incheon' },
  { overallStatus: ['RECRUITING'], country: 'Japan', term: 'cancer' },
];

describe.each(databases)('stored studies on $kind', ({ open }) => {
  let test: TestDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    test = await open();
    await store(test.database, sample, 'SAMPLE');
    // Nobody listens there, and nobody may be asked.
    gateway = await openTestGateway({
      registryUrl: 'http://127.0.0.1:9/api/v2',
      mode: 'mirror',
      database: test.database,
    });
  });
  afterAll(async () => {
    await gateway.close();
    await test.dispose();
  });

  const page = async (variables: Record<string, unknown>): Promise<Data> => {
    const { data, errors } = await gateway.ask(QUERY, variables);
    expect(errors).toBeUndefined();
    return data.studies;
  };
  const refusal = async (variables: Record<string, unknown>) => {
    const { data, errors } = await gateway.ask(QUERY, variables);
    expect(data).toEqual({ studies: null });
    const { code, argument } = errors![0]!.extensions!;
    return { code, argument };
  };

  it('are searched by every part of the filter but the expert syntax', async () => {
    const filter = (await createSchema()).getType('StudyFilter') as GraphQLInputObjectType;
    const parts = Object.keys(filter.getFields()).filter(part => part !== 'essie');
    expect([...STORED_PARTS].sort()).toEqual(parts.sort());
    expect([...new Set(FILTERS.flatMap(Object.keys))].sort()).toEqual(parts);
    expect(await refusal({ filter: { essie: 'heart' } })).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'filter.essie',
    });
  });

  it.each(FILTERS.map(filter => [JSON.stringify(filter), filter] as const))('%s', async (_, filter) => {
    const expected = sample.filter(record => matches(record, filter)).map(record => nctIdOf(record)!);
    const { nodes, totalCount, appliedFilters } = await page({ filter, first: 1000 });
    expect(idsOf({ nodes }).sort()).toEqual(expected.sort());
    expect(totalCount).toBe(expected.length);
    expect(appliedFilters.map(({ part }: Data) => part).sort()).toEqual(Object.keys(filter).sort());
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(sample.length);
  });

  it('say that they are not the whole registry', async () => {
    expect((await page({})).source).toEqual({
      origin: 'SAMPLE',
      complete: false,
      stale: false,
      dataTimestamp: null,
    });
  });

  it('are not found by the names of keys of the record', async () => {
    for (const key of ['interventionNames', 'leadSponsor', 'armGroupLabels'])
      expect(idsOf(await page({ filter: { term: key } }))).toEqual([]);
  });

  it.each([
    [{ term: '' }, 'filter.term'],
    [{ near: { ...SEOUL, lat: 91 } }, 'filter.near.lat'],
    [{ enrollment: { from: 2, to: 1 } }, 'filter.enrollment'],
    [{ phase: ['UNRECOGNISED'] }, 'filter.phase'],
    [{ ids: ['x'] }, 'filter.ids'],
    [{ city: 'nul\0' }, 'filter.city'],
    [{ title: 'x'.repeat(10_000) }, 'filter.title'],
  ])('refuse what the registry could not be asked either: %#', async (filter, argument) => {
    expect(await refusal({ filter })).toEqual({ code: 'BAD_USER_INPUT', argument });
  });

  it.each(['( & |', "'; drop table study; --", '%', '\\', 'a:*', '!heart', '"heart', '日本 💥'])(
    'take any text for text: %j',
    async text => {
      const withWord = `${text} xyzzy`;
      for (const part of ['term', 'location', 'city', 'country'])
        expect(idsOf(await page({ filter: { [part]: withWord } }))).toEqual([]);
    },
  );

  describe('in pages', () => {
    const ids = sample.map(record => nctIdOf(record)!);
    const byId = new Map(sample.map(record => [nctIdOf(record)!, record] as const));
    const SORTS = [
      null,
      ...SORT_FIELDS.flatMap(field => ['ASC', 'DESC'].map(direction => ({ field, direction }))),
    ];

    /** Whether a list is in order: by value, studies without one last, and all of them once. */
    const expectOrder = (list: readonly string[], field: string, direction: string) => {
      expect([...list].sort()).toEqual([...ids].sort());
      const values = list.map(id => sortValue(byId.get(id) as StudyRecord, field));
      const given = values.filter(value => value !== undefined);
      expect(values.slice(0, given.length)).toEqual(given);
      expect(given).toEqual(given.toSorted((a, b) => (direction === 'ASC' ? a - b : b - a)));
    };

    it.each(SORTS.map(sort => [sort ? `${sort.field} ${sort.direction}` : 'no order', sort] as const))(
      'by %s: forward, backward and from any edge the same list',
      async (_, order) => {
        const sort = order ? [order] : [];
        const whole = await page({ sort, first: 1000 });
        const list = idsOf(whole);
        if (order) expectOrder(list, order.field, order.direction);
        else expect(list).toEqual([...ids].sort());

        const forward: string[] = [];
        for (let after: string | null = null, more = true; more; ) {
          const next: Data = await page({ sort, first: 20, after });
          expect(next.totalCount).toBe(ids.length);
          expect(next.pageInfo.hasPreviousPage).toBe(forward.length > 0);
          forward.push(...idsOf(next));
          [after, more] = [next.pageInfo.endCursor, next.pageInfo.hasNextPage];
        }
        expect(forward).toEqual(list);

        const backward: string[] = [];
        for (let before: string | null = null, more = true; more; ) {
          const next: Data = await page({ sort, last: 20, before });
          expect(next.pageInfo.hasNextPage).toBe(backward.length > 0);
          backward.unshift(...idsOf(next));
          [before, more] = [next.pageInfo.startCursor, next.pageInfo.hasPreviousPage];
        }
        expect(backward).toEqual(list);

        const { cursor } = whole.edges[31];
        expect(idsOf(await page({ sort, first: 3, after: cursor }))).toEqual(list.slice(32, 35));
        expect(idsOf(await page({ sort, last: 3, before: cursor }))).toEqual(list.slice(28, 31));
      },
    );

    it('end on nothing beyond the last study, and before the first', async () => {
      const { pageInfo } = await page({ first: 1000 });
      expect(await page({ after: pageInfo.endCursor })).toMatchObject({
        nodes: [],
        pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
      });
      expect(await page({ before: pageInfo.startCursor })).toMatchObject({
        nodes: [],
        pageInfo: { hasNextPage: true, hasPreviousPage: false },
      });
      expect(await page({ first: 0 })).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true } });
    });

    it('refuse cursors of other lists, made-up ones, and orders that need the registry', async () => {
      const { pageInfo } = await page({ first: 1 });
      const after = pageInfo.endCursor;
      const refused = { code: 'BAD_USER_INPUT', argument: 'after' };
      expect(await refusal({ after, filter: { sex: ['ALL'] } })).toEqual(refused);
      expect(await refusal({ after, sort: [{ field: 'START_DATE' }] })).toEqual(refused);
      expect(await refusal({ before: 'x' })).toEqual({ ...refused, argument: 'before' });
      const binding = JSON.stringify(['stored', {}, []]);
      for (const place of [null, 'x', [1, 2], ['', ''.padEnd(3, '\0')], ['a']])
        expect(await refusal({ after: encodeCursor(binding, place) })).toEqual(refused);
      const inSort = { code: 'BAD_USER_INPUT', argument: 'sort' };
      expect(await refusal({ sort: [{ field: 'RELEVANCE' }] })).toEqual(inSort);
      expect(await refusal({ sort: [{ field: 'START_DATE' }, { field: 'ENROLLMENT' }] })).toEqual(inSort);
      expect(await refusal({ first: 1, last: 1 })).toMatchObject({ argument: 'first, last' });
    });
  });

  it('are found by number, by an obsolete number, and not where there is none', async () => {
    const { data, errors } = await gateway.ask(`{
      seed: study(nctId: "nct2888704") { nctId arms { label } source { origin stale } }
      alias: study(nctId: "NCT99900058") { nctIdAliases }
      nobody: study(nctId: "NCT77777777") { nctId }
      bad: study(nctId: "x") { nctId }
    }`);
    expect(data).toMatchObject({
      seed: { nctId: 'NCT02888704', source: { origin: 'SAMPLE', stale: false } },
      alias: { nctIdAliases: ['NCT99900058'] },
      nobody: null,
      bad: null,
    });
    expect(errors?.map(({ path }) => path)).toEqual([['bad']]);
  });
});
