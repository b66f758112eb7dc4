import type { GraphQLInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { registryCriteria } from '../../src/registry/essie.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import { createSchema } from '../../src/server/schema.ts';
import { encodeCursor } from '../../src/shared/page.ts';
import type { Data } from '../support/ask-registry.ts';
import { databases } from '../support/database.ts';
import { askDouble } from './search-agreement.ts';
import { idsOf, openSearchLab, type SearchLab } from './search-lab.ts';
import { wordingOf } from './search-wording.ts';

const sample = await readSample();
const SEOUL = { lat: 37.5665, lon: 126.978, distanceKm: 50 };
const BOSTON = { lat: 42.36, lon: -71.06, distanceKm: 30 };
const SAN_DIEGO = { lat: 32.7, lon: -117.2, distanceKm: 200 };

/** One or more filters for each part; each finds some of the sample and not all of it. */
const FILTERS: readonly StudyCriteria[] = [
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
  { essie: 'AREA[Phase]PHASE2 AND NOT AREA[WhyStopped]MISSING OR asthma' },
  { essie: 'SEARCH[Location](AREA[LocationCountry]Japan AND NOT AREA[LocationCity]Tokyo)' },
];

describe.each(databases)('stored studies on $kind', ({ open }) => {
  let lab: SearchLab;
  beforeAll(async () => {
    lab = await openSearchLab({ open }, sample);
  });
  afterAll(() => lab.close());

  it('are searched by every part of the filter', async () => {
    const filter = (await createSchema()).getType('StudyFilter') as GraphQLInputObjectType;
    expect([...new Set(FILTERS.flatMap(Object.keys))].sort()).toEqual(Object.keys(filter.getFields()).sort());
  });

  it.each(FILTERS.map(filter => [JSON.stringify(filter), filter] as const))('%s', async (_, filter) => {
    // The sample knows other names of some things, which the registry's stand-in has to be told.
    const { params } = await wordingOf(lab.database, registryCriteria(filter).params);
    const expected = [...askDouble(sample, params).ids].sort();
    const { nodes, totalCount, appliedFilters } = await lab.page({ filter, first: 1000 });
    expect(idsOf({ nodes }).sort()).toEqual(expected);
    expect(totalCount).toBe(expected.length);
    expect(appliedFilters.map(({ part }: Data) => part).sort()).toEqual(Object.keys(filter).sort());
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(sample.length);
  });

  it('say that they are not the whole registry', async () => {
    expect((await lab.page({})).source).toEqual({
      origin: 'SAMPLE',
      complete: false,
      stale: false,
      dataTimestamp: null,
      approximations: [],
    });
  });

  it.each<[filter: StudyCriteria, approximations: readonly RegExp[]]>([
    [{ phase: ['PHASE2'], country: 'Japan', acceptsAge: 40, ids: ['NCT02888704'] }, []],
    [{ near: SEOUL, meshTerm: 'D003876', hasDocuments: true, enrollment: { from: 1 } }, []],
    [{ essie: 'AREA[Phase]MISSING AND AREA[StartDate]RANGE[2020,MAX]' }, []],
    [{ essie: 'EXPANSION[None]heart' }, []],
    [{ essie: 'AREA[Condition:size]2' }, []],
    [{ essie: 'EXPANSION[Term]heart' }, [/inflected forms/]],
    [{ location: 'seoul' }, [/inflected forms/]],
    [{ leadSponsor: 'university' }, [/inflected forms/]],
    [{ term: 'heart' }, [/inflected forms/, /Synonyms/]],
    [{ phase: ['PHASE2'], essie: 'NOT AREA[BriefTitle]heart' }, [/inflected forms/, /Synonyms/]],
  ])('say in what they may differ from the registry: %j', async (filter, approximations) => {
    const { source } = await lab.page({ filter });
    expect(source.approximations).toEqual(approximations.map(each => expect.stringMatching(each)));
  });

  it('are not found by the names of keys of the record', async () => {
    for (const key of ['interventionNames', 'leadSponsor', 'armGroupLabels'])
      expect(idsOf(await lab.page({ filter: { term: key } }))).toEqual([]);
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
    expect(await lab.refusal({ filter })).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });

  it.each<[essie: string, position: number, expected: RegExp]>([
    ['heart AND', 7, /after it/],
    ['  heart OR (asthma', 12, /closing parenthesis/],
    ['AREA[Fhase]PHASE2', 6, /search area/],
    ['AREA[Phase]PHASE9', 12, /PHASE4/],
    ['heart AND AREA[StartDate]RANGE[2020-02-30,MAX]', 32, /date of the calendar/],
    ['"heart', 1, /quotation mark/],
    ['COVERAGE[FullMatch]EXPANSION[Lossy]heart', 20, /EXPANSION/],
    ['DISTANCE[1,2,3km]', 1, /LocationGeoPoint/],
  ])('say where an expression is wrong: %s', async (essie, position, expected) => {
    expect(await lab.refusal({ filter: { essie } })).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'filter.essie',
      position,
      expected: expect.stringMatching(expected),
    });
  });

  it.each(['( & |', "'; drop table study; --", '%', '\\', 'a:*', '!heart', '"heart', '日本 💥'])(
    'take any text for text: %j',
    async text => {
      const withWord = `${text} xyzzy`;
      for (const part of ['term', 'location', 'city', 'country'])
        expect(idsOf(await lab.page({ filter: { [part]: withWord } }))).toEqual([]);
    },
  );

  it('refuse cursors of other lists and made-up ones, and orders without something to go by', async () => {
    const { pageInfo } = await lab.page({ first: 1 });
    const after = pageInfo.endCursor;
    const refused = { code: 'BAD_USER_INPUT', argument: 'after' };
    expect(await lab.refusal({ after, filter: { sex: ['ALL'] } })).toEqual(refused);
    expect(await lab.refusal({ after, sort: [{ field: 'START_DATE' }] })).toEqual(refused);
    expect(await lab.refusal({ before: 'x' })).toEqual({ ...refused, argument: 'before' });
    const binding = JSON.stringify(['stored', [], []]);
    for (const place of [null, 'x', [1, 2], ['', ''.padEnd(3, '\0')], [], ['a\0']])
      expect(await lab.refusal({ after: encodeCursor(binding, place) })).toEqual(refused);
    expect(idsOf(await lab.page({ after: encodeCursor(binding, ['a']) }))).toEqual([]);
    const inSort = { code: 'BAD_USER_INPUT', argument: 'sort' };
    expect(await lab.refusal({ sort: [{ field: 'DISTANCE' }] })).toMatchObject(inSort);
    const dates = ['START_DATE', 'COMPLETION_DATE', 'ENROLLMENT'].map(field => ({ field }));
    expect(await lab.refusal({ sort: dates })).toMatchObject(inSort);
    expect(await lab.refusal({ first: 1, last: 1 })).toMatchObject({ argument: 'first, last' });
  });

  it('are found by number, by an obsolete number, and not where there is none', async () => {
    const { data, errors } = await lab.gateway.ask(`{
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
