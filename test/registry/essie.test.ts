import type { GraphQLInputObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registryCriteria } from '../../src/registry/essie.ts';
import { distance, lastDay } from '../../src/registry/essie-values.ts';
import { createSchema } from '../../src/server/schema.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, type TestGateway } from '../support/test-gateway.ts';

let double: RegistryDouble;
let gateway: TestGateway;
beforeAll(async () => {
  double = await startRegistryDouble(records(3));
  gateway = await openTestGateway({ registryUrl: double.url, editionFreshMs: 60_000 });
  await gateway.ask('{ studies { nodes { nctId } } }'); // from here on the edition is known
});
beforeEach(() => double.forget());
afterAll(async () => {
  await gateway.close();
  await double.close();
});

const find = (filter: unknown) =>
  gateway.ask(
    'query ($filter: StudyFilter) { studies(filter: $filter, first: 5) { nodes { nctId } appliedFilters { part meaning } } }',
    { filter },
  );
const NEAR = { lat: 37.5665, lon: -126.978, distanceKm: 50 };
const full = (text: string) => `EXPANSION[None]COVERAGE[FullMatch]"${text}"`;
const advanced = (expression: string) => ({ 'filter.advanced': expression });

/** One row for each part of the filter: alone it becomes exactly these parameters. */
const TABLE: readonly (readonly [part: string, value: unknown, params: Record<string, string>])[] = [
  ['ids', ['nct2888704', 'NCT00000102'], { 'filter.ids': 'NCT02888704|NCT00000102' }],
  ['term', 'heart attack', { 'query.term': 'heart attack' }],
  ['condition', 'AML,ALL', { 'query.cond': 'AML\\,\\ALL' }],
  ['intervention', 'honey (drops)', { 'query.intr': 'honey \\(drops\\)' }],
  ['title', 'COVID-19', { 'query.titles': 'COVID-19' }],
  ['outcome', 'coughs per hour', { 'query.outc': 'coughs per hour' }],
  ['sponsor', 'Merck Sharp & Dohme', { 'query.spons': 'Merck Sharp & Dohme' }],
  ['leadSponsor', 'Pfizer', { 'query.lead': 'Pfizer' }],
  ['location', 'Basel', { 'query.locn': 'Basel' }],
  ['country', 'Switzerland', advanced(`SEARCH[Location](AREA[LocationCountry]${full('Switzerland')})`)],
  ['state', 'New York', advanced(`SEARCH[Location](AREA[LocationState]${full('New York')})`)],
  ['city', 'Basel', advanced(`SEARCH[Location](AREA[LocationCity]${full('Basel')})`)],
  ['overallStatus', ['RECRUITING', 'COMPLETED'], { 'filter.overallStatus': 'RECRUITING|COMPLETED' }],
  ['phase', ['PHASE1', 'PHASE2'], advanced('AREA[Phase](PHASE1 OR PHASE2)')],
  ['studyType', ['OBSERVATIONAL'], advanced('AREA[StudyType]OBSERVATIONAL')],
  ['primaryPurpose', ['TREATMENT'], advanced('AREA[DesignPrimaryPurpose]TREATMENT')],
  ['allocation', ['NA'], advanced('AREA[DesignAllocation]NA')],
  ['interventionModel', ['CROSSOVER'], advanced('AREA[DesignInterventionModel]CROSSOVER')],
  ['masking', ['NONE', 'DOUBLE'], advanced('AREA[DesignMasking](NONE OR DOUBLE)')],
  ['funderType', ['NIH'], advanced('(AREA[LeadSponsorClass]NIH OR AREA[CollaboratorClass]NIH)')],
  ['sex', ['FEMALE', 'ALL'], advanced('AREA[Sex](FEMALE OR "ALL")')],
  [
    'acceptsAge',
    40,
    advanced(
      '(AREA[MinimumAge]RANGE[MIN, 40 years] OR AREA[MinimumAge]MISSING) AND (AREA[MaximumAge]RANGE[40 years, MAX] OR AREA[MaximumAge]MISSING)',
    ),
  ],
  ['healthyVolunteers', false, advanced('AREA[HealthyVolunteers]false')],
  ['hasResults', true, advanced('AREA[HasResults]true')],
  [
    'hasDocuments',
    false,
    advanced('NOT (AREA[LargeDocHasProtocol]true OR AREA[LargeDocHasSAP]true OR AREA[LargeDocHasICF]true)'),
  ],
  [
    'enrollment',
    { from: 10, to: 200 },
    advanced('AREA[EnrollmentCount]RANGE[10, 200] AND NOT AREA[EnrollmentCount]99999999'),
  ],
  ['start', { from: '2020' }, advanced('AREA[StartDate]RANGE[2020-01-01, MAX]')],
  ['primaryCompletion', { to: '2020-02' }, advanced('AREA[PrimaryCompletionDate]RANGE[MIN, 2020-02-29]')],
  [
    'completion',
    { from: '2019-06', to: '2019-06' },
    advanced('AREA[CompletionDate]RANGE[2019-06-01, 2019-06-30]'),
  ],
  ['firstPosted', { from: '2020-05-17' }, advanced('AREA[StudyFirstPostDate]RANGE[2020-05-17, MAX]')],
  ['resultsPosted', { to: '2021' }, advanced('AREA[ResultsFirstPostDate]RANGE[MIN, 2021-12-31]')],
  [
    'lastUpdate',
    { from: '2021', to: '2022' },
    advanced('AREA[LastUpdatePostDate]RANGE[2021-01-01, 2022-12-31]'),
  ],
  ['near', NEAR, advanced('SEARCH[Location](AREA[LocationGeoPoint]DISTANCE[37.5665,-126.978,50km])')],
  [
    'recruitingNear',
    NEAR,
    advanced(
      'SEARCH[Location](AREA[LocationStatus]RECRUITING AND AREA[LocationGeoPoint]DISTANCE[37.5665,-126.978,50km])',
    ),
  ],
  [
    'meshTerm',
    'D003371',
    advanced(
      `(${['ConditionMeshId', 'InterventionMeshId', 'ConditionAncestorId', 'InterventionAncestorId'].map(area => `AREA[${area}]${full('D003371')}`).join(' OR ')})`,
    ),
  ],
  ['essie', 'heart AND NOT attack', advanced('(heart AND NOT attack)')],
];
const UNRELATED = ['fields', 'pageSize'];
const sent = () =>
  double.requests.map(({ url }) =>
    Object.fromEntries([...url.searchParams].filter(([name]) => !UNRELATED.includes(name))),
  );

describe('a part of the filter alone', () => {
  it('has a row in the table below, each of them', async () => {
    const filter = (await createSchema()).getType('StudyFilter') as GraphQLInputObjectType;
    expect(TABLE.map(([part]) => part).sort()).toEqual(Object.keys(filter.getFields()).sort());
  });

  it.each(TABLE)('%s %j', async (part, value, params) => {
    const { data, errors } = await find({ [part]: value });
    expect(errors).toBeUndefined();
    expect(sent()).toEqual([params]);
    expect(data.studies.appliedFilters).toEqual([{ part, meaning: expect.stringMatching(/\w/) }]);
  });
});

describe('several parts', () => {
  it('all hold: words in their parameters, the rest joined by AND, locations in one search of locations', async () => {
    const filter = {
      condition: 'cough',
      term: 'honey',
      phase: ['PHASE2', 'PHASE3'],
      country: 'switzerland',
      city: 'Basel',
      recruitingNear: NEAR,
      hasResults: false,
      overallStatus: ['COMPLETED'],
      essie: 'a OR b',
    };
    const { errors } = await find(filter);
    expect(errors).toBeUndefined();
    expect(sent()).toEqual([
      {
        'query.cond': 'cough',
        'query.term': 'honey',
        'filter.overallStatus': 'COMPLETED',
        'filter.advanced': [
          'AREA[Phase](PHASE2 OR PHASE3)',
          'AREA[HasResults]false',
          '(a OR b)',
          `SEARCH[Location](AREA[LocationCountry]${full('switzerland')} AND AREA[LocationCity]${full('Basel')} AND AREA[LocationStatus]RECRUITING AND AREA[LocationGeoPoint]DISTANCE[37.5665,-126.978,50km])`,
        ].join(' AND '),
      },
    ]);
  });

  it('say what was understood, and which names of a country were united', async () => {
    const { data } = await find({ country: 'Korea, Republic of', acceptsAge: 0.5 });
    expect(data.studies.appliedFilters).toEqual([
      {
        part: 'country',
        meaning: 'a location in South Korea or Korea, Republic of or Republic of Korea or Korea',
      },
      { part: 'acceptsAge', meaning: 'accepts an age of 183 days; an absent bound counts as open' },
    ]);
  });
});

describe('study numbers as text', () => {
  it.each([
    ['term', 'nct10000001', 'AREA[BasicSearch]NCT10000001'],
    ['condition', 'NCT10000001, NCT2', 'AREA[ConditionSearch](NCT10000001 OR NCT00000002)'],
  ])(
    'never stand in a query parameter, where the registry would ignore the filters: %s %j',
    async (part, text, expression) => {
      const { errors } = await find({ [part]: text, phase: ['PHASE2'] });
      expect(errors).toBeUndefined();
      expect(sent()).toEqual([{ 'filter.advanced': `${expression} AND AREA[Phase]PHASE2` }]);
    },
  );

  it('are found with the filters in force', async () => {
    const found = async (phase: string) =>
      (await find({ term: 'NCT10000001', phase: [phase] })).data.studies.nodes;
    expect(await found('PHASE2')).toEqual([{ nctId: 'NCT10000001' }]);
    expect(await found('PHASE3')).toEqual([]);
  });
});

const REFUSED: readonly (readonly [filter: Record<string, unknown>, argument: string])[] = [
  [{ ids: [] }, 'filter.ids'],
  [{ ids: ['NCT10000001', 'no number'] }, 'filter.ids'],
  [{ ids: ['NCT10000001|NCT10000002'] }, 'filter.ids'],
  [{ term: '' }, 'filter.term'],
  [{ condition: ' \n ' }, 'filter.condition'],
  [{ intervention: '()' }, 'filter.intervention'],
  [{ title: 'x'.repeat(10_000) }, 'filter.title'],
  [{ outcome: 'bell\u0007' }, 'filter.outcome'],
  [{ sponsor: 'nul\0' }, 'filter.sponsor'],
  [{ leadSponsor: '\u001b[31m' }, 'filter.leadSponsor'],
  [{ location: '' }, 'filter.location'],
  [{ country: '' }, 'filter.country'],
  [{ state: '\u0085' }, 'filter.state'],
  [{ city: ' ' }, 'filter.city'],
  [{ overallStatus: [] }, 'filter.overallStatus'],
  [{ overallStatus: ['RECRUITING', 'UNRECOGNISED'] }, 'filter.overallStatus'],
  [{ phase: ['UNRECOGNISED'] }, 'filter.phase'],
  [{ studyType: ['UNRECOGNISED'] }, 'filter.studyType'],
  [{ primaryPurpose: [] }, 'filter.primaryPurpose'],
  [{ allocation: [] }, 'filter.allocation'],
  [{ interventionModel: ['UNRECOGNISED'] }, 'filter.interventionModel'],
  [{ masking: [] }, 'filter.masking'],
  [{ funderType: ['UNRECOGNISED'] }, 'filter.funderType'],
  [{ sex: ['UNRECOGNISED'] }, 'filter.sex'],
  [{ acceptsAge: -1 }, 'filter.acceptsAge'],
  [{ acceptsAge: 151 }, 'filter.acceptsAge'],
  [{ enrollment: {} }, 'filter.enrollment'],
  [{ enrollment: { from: null } }, 'filter.enrollment'],
  [{ enrollment: { from: 2, to: 1 } }, 'filter.enrollment'],
  [{ start: { from: '2021', to: '2020' } }, 'filter.start'],
  [{ primaryCompletion: {} }, 'filter.primaryCompletion'],
  [{ completion: { from: '2021-03', to: '2021-02' } }, 'filter.completion'],
  [{ firstPosted: {} }, 'filter.firstPosted'],
  [{ resultsPosted: { from: '2021-03-02', to: '2021-03-01' } }, 'filter.resultsPosted'],
  [{ lastUpdate: {} }, 'filter.lastUpdate'],
  [{ near: { ...NEAR, lat: 90.5 } }, 'filter.near.lat'],
  [{ near: { ...NEAR, lon: -181 } }, 'filter.near.lon'],
  [{ near: { ...NEAR, distanceKm: 0 } }, 'filter.near.distanceKm'],
  [{ near: { ...NEAR, distanceKm: 0.099 } }, 'filter.near.distanceKm'],
  [{ recruitingNear: { ...NEAR, distanceKm: 801 } }, 'filter.recruitingNear.distanceKm'],
  [{ meshTerm: 'dermatitis' }, 'filter.meshTerm'],
  [{ essie: 'a) OR (b' }, 'filter.essie'],
  [{ essie: 'AREA[Phase' }, 'filter.essie'],
  [{ essie: '"open' }, 'filter.essie'],
  [{ term: '雪'.repeat(999) }, 'filter'], // fits, but not encoded into a URL
];

describe('what cannot be asked', () => {
  const rows = REFUSED.map(
    ([filter, argument]) => [argument, JSON.stringify(filter).slice(0, 60), filter] as const,
  );

  it.each(rows)('refused as %s, and the registry is not asked: %s', async (argument, _, filter) => {
    const { data, errors } = await find(filter);
    expect(data).toEqual({ studies: null });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['studies'],
        extensions: expect.objectContaining({ code: 'BAD_USER_INPUT', argument }),
      }),
    ]);
    expect(errors?.[0]?.message).toContain(argument);
    expect(double.requests).toEqual([]);
  });

  it('a day that is in no calendar', async () => {
    const { errors } = await find({ start: { from: '2021-02-30' } });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
    expect(double.requests).toEqual([]);
  });
});

it.each<unknown>([
  null,
  {},
  { term: null },
  { ids: null, phase: null, start: null, near: null, acceptsAge: null, essie: null },
])('finds all studies by the filter %j', async filter => {
  const { data, errors } = await find(filter);
  expect(errors).toBeUndefined();
  expect(sent()).toEqual([{}]);
  expect(data.studies).toMatchObject({ nodes: { length: 3 }, appliedFilters: [] });
});

it('gives no parameters for a filter without parts', () => {
  expect(registryCriteria({})).toEqual({ params: {}, applied: [] });
  expect(registryCriteria({ term: null, ids: null })).toEqual({ params: {}, applied: [] });
});

it.each([
  [{ lat: -0, lon: -1e-9, distanceKm: 0.1 }, '0,0,0.1km'],
  [{ lat: -90, lon: 180, distanceKm: 800 }, '-90,180,800km'],
  [{ lat: 1e-7, lon: -0.5, distanceKm: 99.123_456_7 }, '0,-0.5,99.123457km'],
])('writes the circle %j as the registry reads numbers', (circle, written) => {
  expect(distance('near', circle)).toBe(`DISTANCE[${written}]`);
});

it.each([
  ['2023', '2023-12-31'],
  ['2023-02', '2023-02-28'],
  ['2024-02', '2024-02-29'],
  ['2024-12', '2024-12-31'],
  ['0050', '0050-12-31'],
  ['2024-02-11', '2024-02-11'],
])('the last day of %s is %s', (date, day) => {
  expect(lastDay(date)).toBe(day);
});
