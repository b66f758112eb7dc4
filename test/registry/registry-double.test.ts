import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { corpusFile, corpusRecords } from '../support/corpus.ts';
import { aRecord, records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { AREAS, areaOf, enumValues } from '../support/registry-double-areas.ts';
import { fieldOf, leafPaths } from '../support/registry-double-fields.ts';
import { project, wantedBy } from '../support/registry-double-project.ts';
import { valuesAt } from '../support/registry-double-values.ts';

let double: RegistryDouble;

beforeEach(async () => {
  double = await startRegistryDouble(records(12));
});

afterEach(() => double.close());

interface Page {
  readonly studies: readonly { protocolSection: { identificationModule: { nctId: string } } }[];
  readonly nextPageToken?: string;
  readonly totalCount?: number;
}

const ask = (path: string, params: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> =>
  fetch(`${double.url}${path}?${new URLSearchParams(params)}`, { redirect: 'manual', ...init });

const page = async (params: Record<string, string> = {}): Promise<Page> => {
  const response = await ask('/studies', params);
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as Page;
};

/** The ids found, without the zeros in front. */
const found = async (params: Record<string, string>): Promise<readonly number[]> => {
  const { studies } = await page({ fields: 'NCTId', pageSize: '1000', ...params });
  return studies.map(study => Number(study.protocolSection.identificationModule.nctId.slice(3)));
};

/** The refusal as `status message`. */
const refusal = async (params: Record<string, string>): Promise<string> => {
  const response = await ask('/studies', params);
  expect(response.headers.get('content-type')).toBe('text/plain');
  return `${response.status} ${await response.text()}`;
};

const study = (number: number, overrides: Parameters<typeof aRecord>[0] = {}): StudyRecord =>
  aRecord({ nctId: `NCT${String(number).padStart(8, '0')}`, ...overrides });

describe('pages', () => {
  it('are written line by line', async () => {
    const body = await (await ask('/studies', { fields: 'NCTId', pageSize: '1', countTotal: 'true' })).text();
    expect(body).toMatch(
      /^\{"totalCount":12,"studies":\[\n\{"protocolSection":\{"identificationModule":\{"nctId":"NCT10000001"\}\}\}\n\],"nextPageToken":"[\w-]{44,50}"\}$/,
    );
    const nothing = await ask('/studies', { 'filter.ids': 'NCT00000009', countTotal: 'true' });
    expect(await nothing.text()).toBe('{"totalCount":0,"studies":[\n\n]}');
  });

  it('hold ten studies unless told, and a thousand at most', async () => {
    expect((await page()).studies).toHaveLength(10);
    expect((await page({ pageSize: '0' })).studies).toHaveLength(10);
    double.publish(records(1001));
    expect((await page({ pageSize: '5000' })).studies).toHaveLength(1000);
    expect((await page({ pageSize: '2147483647' })).studies).toHaveLength(1000);
    for (const pageSize of ['ten', '2147483648'])
      expect(await refusal({ pageSize })).toBe(
        '400 Parameter `pageSize` cannot be converted to 32-bit integer',
      );
  });

  it('can be walked, the count coming with the first', async () => {
    const first = await page({ pageSize: '5', countTotal: 'true' });
    const second = await page({ pageSize: '5', countTotal: 'true', pageToken: first.nextPageToken ?? '' });
    const third = await page({ pageSize: '5', pageToken: second.nextPageToken ?? '' });
    expect([first, second, third].map(({ studies }) => studies.length)).toEqual([5, 5, 2]);
    expect([first.totalCount, second.totalCount]).toEqual([12, undefined]);
    expect(third.nextPageToken).toBeUndefined();
  });

  it('end on an empty one where the total is a multiple of the page size, unless told otherwise', async () => {
    const full = await page({ pageSize: '12' });
    expect(await page({ pageSize: '12', pageToken: full.nextPageToken ?? '' })).toEqual({ studies: [] });
    await double.close();
    double = await startRegistryDouble(records(12), { emptyLastPage: false });
    expect((await page({ pageSize: '12' })).nextPageToken).toBeUndefined();
    expect((await page({ pageSize: '11' })).nextPageToken).toBeDefined();
  });

  it('go on silently at the old offset when a token is used with other parameters', async () => {
    const { nextPageToken = '' } = await page({ pageSize: '2' });
    expect(await found({ 'query.cond': 'cough', pageSize: '1', pageToken: nextPageToken })).toEqual([
      10_000_003,
    ]);
  });

  it('are void once the data change', async () => {
    const { nextPageToken = '' } = await page({ pageSize: '2' });
    double.publish(records(12), '2026-10-08T09:00:05');
    expect(await refusal({ pageSize: '2', pageToken: nextPageToken })).toBe(
      '400 The data have probably changed while you were paginating. Please, start over from the first page.',
    );
    expect(await refusal({ pageToken: 'abracadabra' })).toBe(
      '400 Parameter `pageToken` has incorrect format',
    );
  });
});

describe('fields', () => {
  const sites = [
    { facility: 'A', city: 'Basel' },
    { city: 'Bern', geoPoint: { lat: 46.94, lon: 7.44 } },
    { facility: 'C' },
  ];

  beforeEach(() => double.publish([study(1, { locations: sites, whyStopped: 'No honey left' })]));

  it.each([
    ['NCTId', { protocolSection: { identificationModule: { nctId: 'NCT00000001' } } }],
    [
      'protocolSection.identificationModule.nctId',
      { protocolSection: { identificationModule: { nctId: 'NCT00000001' } } },
    ],
    ['HasResults', { hasResults: false }],
    ['WhyStopped|Acronym', { protocolSection: { statusModule: { whyStopped: 'No honey left' } } }],
    ['Acronym', {}],
    [
      'LocationFacility',
      {
        protocolSection: {
          contactsLocationsModule: { locations: [{ facility: 'A' }, {}, { facility: 'C' }] },
        },
      },
    ],
    [
      'LocationFacility,LocationGeoPoint',
      {
        protocolSection: {
          contactsLocationsModule: {
            locations: [{ facility: 'A' }, { geoPoint: { lat: 46.94, lon: 7.44 } }, { facility: 'C' }],
          },
        },
      },
    ],
    [
      'ContactsLocationsModule|LocationCity',
      { protocolSection: { contactsLocationsModule: { locations: sites } } },
    ],
  ])('%s bring what they name', async (fields, record) => {
    expect((await page({ fields })).studies).toEqual([record]);
  });

  it.each(['StudyDesign', 'protocolSection.statusModule.nope', 'LocationGeoPoint.lat', 'NCTId|'])(
    '%s is refused',
    async fields => {
      expect(await refusal({ fields })).toMatch(/^400 Parameter 'fields' contains invalid field name: '/);
    },
  );
});

describe('filters', () => {
  beforeEach(() =>
    double.publish([
      study(1, {
        aliases: ['NCT00000900'],
        status: 'RECRUITING',
        phases: ['PHASE1', 'PHASE2'],
        enrollment: 10,
      }),
      study(2, {
        status: 'COMPLETED',
        phases: null,
        startDate: '2021-05',
        hasResults: true,
        locations: null,
      }),
      study(3, {
        status: 'WITHDRAWN',
        startDate: null,
        sex: 'FEMALE',
        minimumAge: '6 Months',
        locations: [{ city: 'Bern', geoPoint: { lat: 46.94, lon: 7.44 } }],
      }),
    ]),
  );

  it.each<[Record<string, string>, readonly number[]]>([
    [{ 'filter.ids': 'NCT00000001,nct3|NCT00000777' }, [1, 3]],
    [{ 'filter.ids': 'NCT900' }, [1]],
    [{ 'filter.overallStatus': 'RECRUITING|WITHDRAWN' }, [1, 3]],
    [{ 'postFilter.overallStatus': 'COMPLETED' }, [2]],
    [{ 'filter.geo': 'distance(47.56,7.57,20km)' }, [1]],
    [{ 'filter.geo': 'distance(47.56,7.57,50mi)' }, [1, 3]],
    [{ aggFilters: 'status:rec com' }, [1, 2]],
    [{ aggFilters: 'results:with,status:com' }, [2]],
    [{ aggFilters: 'phase:na' }, []],
    [{ 'query.id': 'NCT00000002, NCT00000001', 'filter.overallStatus': 'WITHDRAWN' }, [1, 2]],
    [{ 'query.id': '"NCT00000002"', 'filter.overallStatus': 'WITHDRAWN' }, []],
  ])('%j find %j', async (params, ids) => {
    expect(await found(params)).toEqual(ids);
  });

  it.each<[Record<string, string>, string]>([
    [{ 'filter.ids': 'NCT00000001,NCT00000000' }, 'Parameter `filter.ids` has incorrect format'],
    [{ 'filter.overallStatus': 'RECRUITING,PAUSED' }, 'Invalid value in parameter `overallStatus`: `PAUSED`'],
    [{ 'filter.geo': 'distance[1,2,3km]' }, 'Parameter `filter.geo` has incorrect format'],
    [{ 'filter.phase': 'PHASE1' }, '`filter.phase` is unknown parameter'],
    [{ 'query.bogus': 'x' }, '`query.bogus` is unknown parameter'],
    [{ aggFilters: 'colour:red' }, 'Invalid value in parameter `aggFilters`: `colour`'],
    [{ sort: 'BriefTitle' }, 'Unsupported sort field type: text'],
    [{ sort: 'MinimumAge' }, 'Unsupported sort field type: NormalizedTime'],
    [{ sort: 'StartDate:up' }, 'Item 1 in parameter `sort` has incorrect format'],
    [{ sort: 'StartDate,@' }, 'Item 2 in parameter `sort` has incorrect format'],
    [
      { 'filter.advanced': 'AREA[Colour]red' },
      'Error parsing query in advanced filter: Unknown area name: `Colour`',
    ],
    [
      { 'filter.advanced': 'AREA[Condition]COVERAGE[FullMatc]"x"' },
      'Error parsing query in advanced filter: Invalid coverage: FullMatc',
    ],
    [
      { 'filter.advanced': 'AREA[Phase](PHASE2 OR PHASE5)' },
      'Error parsing query in advanced filter: Allowed values for enum field `protocolSection.designModule.phases` are `NA`, `EARLY_PHASE1`, `PHASE1`, `PHASE2`, `PHASE3`, `PHASE4`',
    ],
    [
      { 'query.term': 'AREA[Sex]"both"' },
      'Error parsing query in Other terms: Allowed values for enum field `protocolSection.eligibilityModule.sex` are `FEMALE`, `MALE`, `ALL`',
    ],
    [
      { 'filter.advanced': 'EXPANSION[Relaxation](cough OR COVERAGE[FullMatch]honey)' },
      'Error parsing query in advanced filter: COVERAGE[FullMatch] cannot be used with EXPANSION[Relaxation]',
    ],
    [
      { 'filter.advanced': 'COVER[Contains]EXPANSION[Lossy]honey' },
      'Error parsing query in advanced filter: COVERAGE[Contains] cannot be used with EXPANSION[Lossy]',
    ],
    [
      { 'filter.advanced': 'EXPANSION[Some]honey' },
      'Error parsing query in advanced filter: Invalid expansion: Some',
    ],
    [
      { 'filter.advanced': 'AREA[Phase:length]2' },
      'Error parsing query in advanced filter: Unknown area name: `Phase:length`',
    ],
    [
      { 'filter.advanced': 'TILT[BriefTitle]honey' },
      'Error parsing query in advanced filter: Unsupported TILT area: `BriefTitle`',
    ],
    [{ 'query.cond': '(dry cough' }, "Error parsing query in Conditions or disease: missing ')' at '<EOF>'"],
  ])('%j are refused', async (params, message) => {
    expect(await refusal(params)).toBe(`400 ${message}`);
  });

  it.each<[string, readonly number[]]>([
    ['AREA[Phase]PHASE1', [1]],
    ['AREA[Phase](PHASE1 OR PHASE4)', [1]],
    ['AREA[Phase]MISSING', [2]],
    ['NOT AREA[Phase]MISSING', [1, 3]],
    ['AREA[Phase:size]2', [1]],
    ['AREA[StartDate]2021', [2]],
    ['AREA[StartDate]RANGE[2021-05-01,2021-12-31]', [2]],
    ['AREA[StartDate]RANGE[05/02/2021,MAX]', [1]],
    ['AREA[StartDate]RANGE[MIN,MAX]', [1, 2]],
    ['AREA[EnrollmentCount]RANGE[MIN,50]', [1]],
    ['AREA[MinimumAge]RANGE[MIN,1 year]', [3]],
    ['AREA[HasResults]true', [2]],
    ['AREA[OverallStatus]RECRUITING OR AREA[Sex]FEMALE AND AREA[Phase]PHASE2', [1, 3]],
    ['(AREA[OverallStatus]RECRUITING OR AREA[Sex]FEMALE) AND AREA[Phase]PHASE1', [1]],
    ['SEARCH[Location](AREA[LocationCity]Bern AND AREA[LocationCountry]MISSING)', [3]],
    ['AREA[LocationGeoPoint]DISTANCE[46.94,7.44,1km]', [3]],
    ['ALL', [1, 2, 3]],
    ['AREA[Phase]phase1', [1]],
    ['AREA[Phase]COVERAGE[StartsWith]"Phase1"', [1]],
    ['AREA[Phase]PHASE2 PHASE1', [1]],
    ['AREA[Phase]"PHASE1 PHASE2"', []],
    ['AREA[Phase:size]0', [2]],
    ['AREA[Phase:size]PHASE1', []],
    ['AREA[StartDate]2021-0', [2]],
    ['AREA[StartDate]05 2021', []],
    ['AREA[StartDate]""', []],
    ['AREA[StartDate]RANGE[2021,2021]', [2]],
    ['AREA[StartDate]RANGE[2021-06, 2022-03]', [1]],
    ['AREA[EnrollmentCount]10', [1]],
    ['AREA[EnrollmentCount]1', []],
    ['AREA[EnrollmentCount]""', []],
    ['AREA[MinimumAge]6 months', [3]],
    ['AREA[MinimumAge]"216 months"', [1, 2]],
    ['AREA[MinimumAge]18', []],
    ['AREA[MinimumAge]RANGE[26 weeks, 27 weeks]', [3]],
    ['AREA[HasResults]TRUE', [2]],
    ['AREA[HasResults]yes', []],
    ['AREA[StartDateStruct]MISSING', [3]],
    ['AREA[Location]MISSING OR AREA[ResultsSection]MISSING AND AREA[Location:size]1', [1, 2, 3]],
    ['AREA[ContactsLocationsModule]RANGE[MIN,MAX]', [1, 3]],
    ['AREA[ContactsLocationsModule]Bern', []],
    ['AREA[LocationGeoPoint]object', []],
    ['AREA[LocationGeoPoint] DISTANCE[46.94, 7.44, 1km]', [3]],
    ['SEARCH[Location](SEARCH[Study]AREA[LocationCity]Bern)', [3]],
    ['TILT[StartDate]AREA[OverallStatus](Withdrawn OR Completed)', [2, 3]],
  ])('read %s', async (expression, ids) => {
    expect(await found({ 'filter.advanced': expression })).toEqual(ids);
  });

  it.each([
    'AREA[StartDate]RANGE[2021-02-30,MAX]',
    'AREA[StartDate]RANGE[2021-13,MAX]',
    'AREA[StartDate]RANGE[1/2/2021,MAX]',
    'AREA[StartDate]RANGE[2021]',
    'AREA[StartDate]RANGE[2021,2022,2023]',
    'AREA[EnrollmentCount]RANGE[5,]',
    'AREA[EnrollmentCount]RANGE[0x5,MAX]',
    'AREA[MinimumAge]RANGE[5,MAX]',
    'AREA[Phase]RANGE[PHASE1,PHASE3]',
    'RANGE[1,2]',
    'AREA[LocationCity]DISTANCE[46.94,7.44,1km]',
    'DISTANCE[46.94,7.44,1km]',
  ])('refuse %s', async expression => {
    expect(await refusal({ 'filter.advanced': expression })).toMatch(
      /^400 Error parsing query in advanced filter: no viable alternative at input '/,
    );
  });

  it('keep the conditions of one location together', async () => {
    const locations = [
      { city: 'Basel', status: 'COMPLETED' },
      { city: 'Bern', status: 'RECRUITING' },
    ];
    double.publish([study(1, { locations })]);
    const both = 'AREA[LocationCity]Basel AND AREA[LocationStatus]RECRUITING';
    expect(await found({ 'filter.advanced': both })).toEqual([1]);
    expect(await found({ 'filter.advanced': `SEARCH[Location](${both})` })).toEqual([]);
  });
});

describe('text', () => {
  beforeEach(() =>
    double.publish([
      study(1, { conditions: ['Chronic Cough', 'Heart (Left) Failure'], sponsor: 'Honey House' }),
      study(2, { conditions: ['Cough, Chronic'], collaborators: [{ name: 'Honey House' }] }),
      study(3, {
        conditions: ['Missing Heart'],
        briefTitle: 'AND, OR and NOT: "quoted" [brackets] C:\\path',
        locations: [{ city: 'Bern' }],
      }),
      study(4, {
        conditions: ['Failure'],
        interventions: [{ type: 'DRUG', name: 'Aspirin', otherNames: ['ASA'] }],
      }),
    ]),
  );

  it.each<[Record<string, string>, readonly number[]]>([
    [{ 'query.cond': 'chronic cough' }, [1, 2]],
    [{ 'query.cond': '"chronic cough"' }, [1]],
    [{ 'query.cond': '"heart left failure"' }, [1]],
    [{ 'query.cond': 'heart AND NOT left' }, [3]],
    [{ 'query.cond': 'left OR aspirin' }, [1]],
    [{ 'query.intr': 'asa' }, [4]],
    [{ 'query.lead': '"Honey House"' }, [1]],
    [{ 'query.spons': '"Honey House"' }, [1, 2]],
    [{ 'query.locn': 'bern' }, [3]],
    [{ 'query.id': 'NCT00000004' }, [4]],
    [{ 'query.titles': '"AND, OR and NOT: \\"quoted\\" [brackets] C:\\\\path"' }, [3]],
    [{ 'query.titles': '\\AND \\OR' }, [3]],
    [{ 'query.cond': '\\MISSING' }, [3]],
    [{ 'query.cond': 'failure', 'query.intr': 'aspirin' }, [4]],
    [{ 'filter.advanced': 'AREA[Condition]EXPANSION[None]COVERAGE[FullMatch]"failure"' }, [4]],
    [{ 'filter.advanced': 'AREA[Condition]COVERAGE[StartsWith]"missing"' }, [3]],
    [{ 'filter.advanced': 'AREA[Condition]COVERAGE[EndsWith]"failure"' }, [1, 4]],
  ])('%j finds %j', async (params, ids) => {
    expect(await found(params)).toEqual(ids);
  });

  it.each([
    '[',
    'a]',
    'a, b',
    'heart (',
    ')',
    '"open',
    'AND',
    'heart AND',
    'heart NOT left',
    'NOT',
    'AREA',
    'AREA[Condition',
    'heart"x"',
    'RANGE[1,2]',
    'heart ALL',
    'ALL heart',
    'heart MISSING',
    'TILT',
    'TILT[Nothing]heart',
    'heart\\',
    '()',
    ' ',
  ])('refuses %j', async text => {
    expect(await refusal({ 'query.cond': text })).toMatch(
      /^400 Error parsing query in Conditions or disease: /,
    );
  });
});

describe('words', () => {
  beforeEach(() =>
    double.publish([
      study(1, {
        conditions: ['Allergic Reactions'],
        interventions: [{ type: 'DRUG', name: 'Tablets, 50%' }],
      }),
      study(2, { conditions: ['Allergy', 'Reacting'], arms: [{ label: 'A', type: 'ACTIVE_COMPARATOR' }] }),
      study(3, { conditions: ['Allergic', 'Reaction'], startDate: '2021-07-19' }),
    ]),
  );

  it.each<[string, readonly number[]]>([
    ['AREA[Condition]reaction', [1, 3]],
    ['AREA[Condition]reacts', [2]],
    ['AREA[Condition]REACTIONS', [1, 3]],
    ['AREA[Condition]EXPANSION[None]Reactions', [1]],
    ['AREA[Condition]EXPANSION[None]"reaction"', [3]],
    ['AREA[Condition]EXPANSION[Concept]"allergic reaction"', [1]],
    ['AREA[Condition]allergic reaction', [1, 3]],
    ['AREA[Condition]COVERAGE[Contains]reaction allergic', [1, 3]],
    ['AREA[Condition]COVERAGE[FullMatch]allergic reaction', [1]],
    ['AREA[Condition]COVER[FullMatch]allergic', [3]],
    ['AREA[Condition]COVERAGE[StartsWith]allergic', [1, 3]],
    ['AREA[Condition]COVERAGE[EndsWith]EXPANSION[None]reaction', [3]],
    ['AREA[Condition]COVERAGE[FullMatch]EXPANSION[Term]"allergic reaction"', [1]],
    ['AREA[InterventionSearch]active_comparator', [2]],
    ['AREA[InterventionSearch]active_comparators', []],
    ['2021', []],
    ['AREA[InterventionName]"%"', [1]],
    ['AREA[InterventionName]%', [1]],
    ['AREA[InterventionName]""', []],
    ['AREA[InterventionName]", ,"', []],
  ])('%s is found in %j', async (expression, ids) => {
    expect(await found({ 'filter.advanced': expression })).toEqual(ids);
  });

  it('are looked for in the areas that are published', () => {
    expect(AREAS.size).toBe(19);
    expect([...AREAS.values()].reduce((count, fields) => count + fields.length, 0)).toBe(177);
    expect(areaOf('TitleSearch')?.map(({ field, weight }) => [field.piece, weight])).toEqual([
      ['Acronym', 99],
      ['BriefTitle', 95],
      ['OfficialTitle', 80],
    ]);
    for (const fields of AREAS.values()) {
      const weights = fields.map(({ weight }) => weight);
      expect(weights).toEqual(weights.toSorted((a, b) => b - a));
      for (const { field } of fields) if (field.type === 'enum') expect(enumValues(field)).not.toEqual([]);
    }
  });
});

describe('relevance', () => {
  beforeEach(() =>
    double.publish([
      study(1, { conditions: ['Asthma'], officialTitle: 'Ants', startDate: '2020-01-01' }),
      study(2, { conditions: ['Asthma', 'Ants'], officialTitle: null, startDate: null }),
      study(3, { conditions: ['Bees'], briefTitle: 'Asthma and ants', startDate: '2022-01-01' }),
      study(4, { conditions: ['Bees'], keywords: ['asthma', 'ants'], startDate: '2021-01-01' }),
    ]),
  );

  const all = 'asthma OR bees';
  it.each<[Record<string, string>, readonly number[]]>([
    [{ 'query.cond': 'ants asthma' }, [2, 1, 3, 4]],
    [{ 'query.cond': 'asthma' }, [1, 2, 3, 4]],
    [{ 'query.cond': 'asthma', sort: '@relevance:asc' }, [4, 3, 1, 2]],
    [{ 'query.cond': '"asthma and ants" OR ants' }, [3, 2, 1, 4]],
    [{ 'query.cond': all }, [3, 4, 1, 2]],
    [{ 'query.cond': 'NOT bees OR bees AND NOT nothing' }, [3, 4, 1, 2]],
    [{ 'query.cond': 'AREA[Keyword]asthma OR asthma' }, [4, 1, 2, 3]],
    [
      { 'query.cond': 'asthma', 'query.titles': 'ants OR AREA[StartDate]RANGE[MIN,MAX] OR ALL' },
      [1, 3, 2, 4],
    ],
    [{ 'filter.advanced': 'bees OR ants' }, [1, 2, 3, 4]],
    [{ 'query.cond': 'asthma', sort: '@relevance|StartDate:desc' }, [1, 2, 3, 4]],
    [{ 'query.cond': 'ALL', sort: '@relevance,StartDate' }, [3, 4, 1, 2]],
    [{ 'query.cond': 'TILT[StartDate]ALL' }, [3, 4, 1, 2]],
    [{ 'query.cond': 'TILT[StartDate]ALL', sort: '@relevance:asc' }, [1, 4, 3, 2]],
    [{ 'query.cond': 'TILT[StartDate]asthma' }, [1, 2, 3, 4]],
    [{ 'query.cond': 'TILT[StartDate]ALL', sort: '' }, [1, 2, 3, 4]],
    [{ 'filter.advanced': 'TILT[StartDate]ALL' }, [1, 2, 3, 4]],
  ])('%j puts them as %j', async (params, ids) => {
    expect(await found({ sort: '@relevance', ...params })).toEqual(ids);
  });
});

describe('order', () => {
  beforeEach(() =>
    double.publish([
      study(1, { startDate: '2020-01-01', enrollment: 5 }),
      study(2, { startDate: null, enrollment: 7 }),
      study(3, { startDate: '2022-01', enrollment: 5 }),
      study(4, { startDate: '2021-01-01', enrollment: null }),
    ]),
  );

  it.each([
    ['', [1, 2, 3, 4]],
    ['@relevance', [1, 2, 3, 4]],
    ['StartDate', [3, 4, 1, 2]],
    ['StartDate:asc', [1, 4, 3, 2]],
    ['EnrollmentCount', [1, 3, 2, 4]],
    ['EnrollmentCount:desc,StartDate', [2, 3, 1, 4]],
    ['protocolSection.statusModule.startDateStruct.date:desc', [3, 4, 1, 2]],
  ])('by %s', async (sort, ids) => {
    expect(await found({ sort })).toEqual(ids);
  });
});

describe('one study', () => {
  beforeEach(() => double.publish([study(1, { aliases: ['NCT00000900'] })]));

  it('is given under its id', async () => {
    const response = await ask('/studies/nct001', { fields: 'NCTId' });
    expect(await response.json()).toEqual({
      protocolSection: { identificationModule: { nctId: 'NCT00000001' } },
    });
  });

  it('is pointed to from its alias', async () => {
    const response = await ask('/studies/NCT00000900');
    expect([response.status, response.headers.get('location')]).toEqual([301, '/api/v2/studies/NCT00000001']);
  });

  it.each([
    ['NCT99999999', 404, 'NCT number NCT99999999 not found'],
    ['NCT00000000', 400, 'Parameter `nctId` has incorrect format'],
  ])('%s is answered with %i', async (id, status, message) => {
    const response = await ask(`/studies/${id}`);
    expect([response.status, await response.text()]).toEqual([status, message]);
  });
});

describe('the tag', () => {
  it('is that of the data, whatever was asked', async () => {
    const [version, studies] = await Promise.all([ask('/version'), ask('/studies')]);
    const etag = version.headers.get('etag') ?? '';
    expect(studies.headers.get('etag')).toBe(etag);
    const headers = { 'If-None-Match': etag };
    expect((await ask('/version', {}, { headers })).status).toBe(304);
    double.publish(records(1));
    expect((await ask('/version', {}, { headers })).status).toBe(200);
  });
});

describe('faults', () => {
  it('strike where and as often as told', async () => {
    double.fail({ status: 503, retryAfter: 9 }, { path: '/studies', times: 2 });
    const statuses = async (...paths: string[]) =>
      Promise.all(paths.map(async path => (await ask(path)).status));
    expect(await statuses('/version')).toEqual([200]);
    expect((await ask('/studies')).headers.get('retry-after')).toBe('9');
    expect(await statuses('/studies/NCT10000001')).toEqual([503]);
    expect(await statuses('/studies')).toEqual([200]);
    double.fail('html', { times: 9 });
    double.heal();
    expect(await statuses('/version')).toEqual([200]);
  });

  it('do not keep the double from closing', async () => {
    double.fail('hang');
    const hanging = ask('/version').catch(error => error);
    while (double.connections === 0) await new Promise(resolve => setTimeout(resolve, 5));
    await double.close();
    expect(await hanging).toBeInstanceOf(TypeError);
  });
});

if (!corpusFile)
  console.warn('REGISTRY_CORPUS is not set: the field tree of the double is not compared with real records.');

describe.skipIf(!corpusFile)('the field tree', () => {
  it('knows every leaf and every enum value of the corpus', { timeout: 120_000 }, async () => {
    const enums = leafPaths().filter(path => fieldOf(path)?.type === 'enum');
    const all = wantedBy(leafPaths().join('|'));
    if ('invalid' in all) throw new Error(all.invalid);
    let compared = 0;
    for await (const record of corpusRecords(corpusFile!)) {
      const text = JSON.stringify(record);
      expect(JSON.stringify(project(record, all.wanted)) === text, text.slice(0, 120)).toBe(true);
      for (const path of enums) {
        const field = fieldOf(path);
        for (const value of valuesAt(record, path)) if (field) expect(enumValues(field)).toContain(value);
      }
      compared++;
    }
    expect(compared).toBeGreaterThan(0);
  });
});
