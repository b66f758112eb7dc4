import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { MULTI_VALUED } from '../../src/registry/facet.type.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Data } from '../support/ask-registry.ts';
import { databases } from '../support/database.ts';
import { idsOf, openSearchLab, type SearchLab } from './search-lab.ts';
import { countedBy, FACET_BY, scoreOf, sortValue } from './stored-oracle.ts';

const sample = await readSample();
const byId = new Map(sample.map(record => [nctIdOf(record)!, record] as const));
const recordsOf = (page: Data): StudyRecord[] => idsOf(page).map(id => byId.get(id)!);

describe.each(databases)('stored studies on $kind', ({ open }) => {
  let lab: SearchLab;
  beforeAll(async () => {
    lab = await openSearchLab({ open }, sample);
  });
  afterAll(() => lab.close());

  const WORDS: readonly StudyCriteria[] = [
    { term: 'heart failure' },
    { term: 'cancer' },
    { term: 'placebo drug' },
    { term: 'study of the treatment treatment' },
    { condition: 'disease' },
    { condition: 'disease', title: 'study', term: 'university' },
    { intervention: 'drug placebo' },
    { outcome: 'change', sponsor: 'university' },
    { location: 'united states', leadSponsor: 'university' },
    { term: 'patients', essie: 'NOT asthma', phase: ['PHASE2', 'PHASE3', 'NA'] },
    { title: 'a' },
  ];

  it.each(WORDS)('are in the order of relevance of the registry: %j', async filter => {
    for (const [direction, sign] of [
      ['DESC', -1],
      ['ASC', 1],
    ] as const) {
      const found = recordsOf(
        await lab.page({ filter, sort: [{ field: 'RELEVANCE', direction }], first: 1000 }),
      );
      const scores = found.map(record => scoreOf(record, filter));
      expect(scores.length).toBeGreaterThan(1);
      expect(scores).toEqual(scores.toSorted((a, b) => sign * (a - b)));
    }
  });

  it('are ranked by words alone: what is only filtered by leaves them as they are', async () => {
    const sort = [{ field: 'RELEVANCE' }];
    for (const filter of [
      {},
      { phase: ['PHASE2'] },
      { essie: 'heart OR cancer' },
      { ids: [...byId.keys()] },
    ]) {
      const ids = idsOf(await lab.page({ filter, sort, first: 1000 }));
      expect(ids).toEqual(idsOf(await lab.page({ filter, first: 1000 })));
    }
  });

  const UTRECHT = { lat: 52.09, lon: 5.12, distanceKm: 800 };

  it.each<StudyCriteria>([
    { near: UTRECHT },
    { recruitingNear: UTRECHT },
    { near: UTRECHT, recruitingNear: { ...UTRECHT, lat: 50 } },
  ])('are in the order of distance to the nearest location: %j', async filter => {
    for (const [direction, sign] of [
      ['ASC', 1],
      ['DESC', -1],
    ] as const) {
      const found = recordsOf(
        await lab.page({ filter, sort: [{ field: 'DISTANCE', direction }], first: 1000 }),
      );
      const distances = found.map(record => sortValue(record, 'DISTANCE', filter)!);
      expect(distances.length).toBeGreaterThan(3);
      expect(distances).toEqual(distances.toSorted((a, b) => sign * (a - b)));
    }
  });

  const FILTERS: readonly StudyCriteria[] = [
    {},
    { phase: ['PHASE3', 'PHASE2'] },
    { essie: 'AREA[StartDate]MISSING OR AREA[Phase]MISSING' },
    { near: UTRECHT, hasResults: false },
    { ids: ['NCT02888704'] },
    { essie: 'NOT ALL' },
  ];

  it.each(FILTERS)('are counted by every property, whatever the page: %j', async filter => {
    const { data, errors } = await lab.gateway.ask(
      `query ($filter: StudyFilter, $by: [FacetBy!]!, $few: [FacetBy!]!) {
        studies(filter: $filter, first: 2) {
          facets(by: $by, first: 1000) { by isMultiValued values { value count } valueCount missing }
          few: facets(by: $few, first: 2) { by isMultiValued values { value count } valueCount missing }
        }
      }`,
      { filter, by: FACET_BY, few: FACET_BY.toReversed() },
    );
    expect(errors).toBeUndefined();
    const found = recordsOf(await lab.page({ filter, first: 1000 }));
    const expected = (by: (typeof FACET_BY)[number], first: number) => ({
      ...countedBy(found, by, first),
      isMultiValued: MULTI_VALUED.includes(by),
    });
    expect(data.studies.facets).toEqual(FACET_BY.map(by => expected(by, 1000)));
    expect(data.studies.few).toEqual(FACET_BY.toReversed().map(by => expected(by, 2)));
  });

  it('are counted by each property there is', async () => {
    const { data } = await lab.gateway.ask('{ __type(name: "FacetBy") { enumValues { name } } }');
    expect(data.__type.enumValues.map(({ name }: Data) => name).sort()).toEqual([...FACET_BY].sort());
  });

  it.each([
    ['facets(by: [])', 'by'],
    ['facets(by: [PHASE], first: -1)', 'first'],
    ['facets(by: [PHASE], first: 1001)', 'first'],
  ])('are not counted by nothing, nor without end: %s', async (field, argument) => {
    const { errors } = await lab.gateway.ask(`{ studies { ${field} { by } } }`);
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: 'BAD_USER_INPUT', argument }]);
  });
});
