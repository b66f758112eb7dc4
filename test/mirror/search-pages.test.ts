import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { removeStudies } from '../../src/mirror/study-write.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import { databases } from '../support/database.ts';
import { createRandom, createRecordGenerator } from '../support/record-generator.ts';
import { store } from '../support/test-gateway.ts';
import { idsOf, openSearchLab, type SearchLab, walkBackward, walkForward } from './search-lab.ts';
import { type Criterion, inOrder, SORT_FIELDS } from './stored-oracle.ts';

const sample = await readSample();
/** Filters that leave something to go by for each order. */
const FILTER: StudyCriteria = { essie: 'ALL' };
const NEAR: StudyCriteria = { near: { lat: 52.09, lon: 5.12, distanceKm: 800 } };
const WORDS: StudyCriteria = { term: 'study' };

const filterFor = (sort: readonly Criterion[]): StudyCriteria => ({
  ...(sort.some(({ field }) => field === 'DISTANCE') ? NEAR : FILTER),
  ...(sort.some(({ field }) => field === 'RELEVANCE') && WORDS),
});

const ONE = SORT_FIELDS.flatMap(field => ['ASC', 'DESC'].map(direction => [{ field, direction }]));
const TWO = SORT_FIELDS.flatMap((field, i) => {
  const other = SORT_FIELDS[(i + 4) % SORT_FIELDS.length]!;
  return [
    [
      { field, direction: 'ASC' },
      { field: other, direction: 'DESC' },
    ],
    [
      { field: other, direction: 'DESC' },
      { field, direction: 'DESC' },
    ],
  ];
});
const SORTS: readonly (readonly Criterion[])[] = [[], ...ONE, ...TWO];
const named = SORTS.map(
  sort =>
    [sort.map(({ field, direction }) => `${field} ${direction}`).join(', ') || 'no order', sort] as const,
);

describe.each(databases)('pages of stored studies on $kind', ({ open }) => {
  let lab: SearchLab;
  beforeAll(async () => {
    lab = await openSearchLab({ open }, sample);
  });
  afterAll(() => lab.close());

  it.each(named)('by %s: forward, backward and from any edge the same list', async (_, sort) => {
    const filter = filterFor(sort);
    const whole = await lab.page({ filter, sort, first: 1000 });
    const list = idsOf(whole);
    const found = new Set(list);
    expect(list).toEqual(
      inOrder(
        sample.filter(record => found.has(nctIdOf(record)!)),
        sort,
        filter,
      ),
    );
    expect(list.length).toBeGreaterThan(10);

    const size = Math.ceil(list.length / 4);
    const variables = { filter, sort };
    const forward = await walkForward(lab, variables, {
      size,
      onPage: ({ totalCount, pageInfo }, soFar) => {
        expect(totalCount).toBe(list.length);
        expect(pageInfo.hasPreviousPage).toBe(soFar.length > 0);
      },
    });
    expect(forward).toEqual(list);
    const backward = await walkBackward(
      lab,
      { ...variables, counts: false },
      {
        size,
        onPage: ({ pageInfo }, soFar) => expect(pageInfo.hasNextPage).toBe(soFar.length > 0),
      },
    );
    expect(backward).toEqual(list);

    const { cursor } = whole.edges[7];
    expect(idsOf(await lab.page({ ...variables, first: 3, after: cursor }))).toEqual(list.slice(8, 11));
    expect(idsOf(await lab.page({ ...variables, last: 3, before: cursor }))).toEqual(list.slice(4, 7));
  });

  it('end on nothing beyond the last study, and before the first', async () => {
    const { pageInfo } = await lab.page({ first: 1000 });
    expect(await lab.page({ after: pageInfo.endCursor })).toMatchObject({
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
    expect(await lab.page({ before: pageInfo.startCursor })).toMatchObject({
      nodes: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    expect(await lab.page({ first: 0 })).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true } });
  });
});

describe.each(databases)('a walk on $kind while other studies come, change and go', ({ open }) => {
  let lab: SearchLab;
  const random = createRandom(11);
  const below = (end: number): number => Math.floor(random() * end);
  /** Other versions of the same studies, which are somewhere else in every order. */
  const versions = [1, 2, 3].map(seed => createRecordGenerator({ seed, count: 60, size: 'corpus' }));
  const stay = new Set(sample.map(record => nctIdOf(record)!));

  /** One of the others comes or becomes another, and one goes. */
  const disturb = async (): Promise<void> => {
    const some = [below(60), below(60), below(60)].map(i => versions[below(3)]!.record(i));
    await store(lab.database, some, 'SAMPLE');
    const gone = versions[0]!.nctId(below(60));
    await lab.database.transaction(tx => removeStudies(tx, [{ nctId: gone, replacedBy: null }]));
  };

  beforeAll(async () => {
    lab = await openSearchLab({ open }, sample);
    const others = Array.from({ length: 30 }, (_, i) => versions[0]!.record(i));
    expect(others.filter(record => stay.has(nctIdOf(record)!))).toEqual([]);
    await store(lab.database, others, 'SAMPLE');
  });
  afterAll(() => lab.close());

  it.each(named)('by %s meets each study that stays exactly once', async (_, sort) => {
    const filter = filterFor(sort);
    const found = new Set(idsOf(await lab.page({ filter, sort, first: 1000 })));
    const list = inOrder(
      sample.filter(record => found.has(nctIdOf(record)!)),
      sort,
      filter,
    );
    const staying = (ids: readonly string[]) => ids.filter(id => stay.has(id));
    const options = { size: 9, before: disturb };
    expect(staying(await walkForward(lab, { filter, sort }, options))).toEqual(list);
    expect(staying(await walkBackward(lab, { filter, sort, counts: false }, options))).toEqual(list);
  });
});
