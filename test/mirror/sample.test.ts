import { describe, expect, it } from 'vitest';
import type { SampleRecord } from './sample-records.ts';
import { faults, fieldTree, hasTwins, idOf, sampleOf, samples, walk } from './sample-records.ts';

const leaves = new Map(fieldTree.leaves.map(leaf => [leaf.path, leaf]));
const lists = new Set(fieldTree.leaves.flatMap(leaf => leaf.list));
const branches = new Set([...leaves.keys()].flatMap(parentsOf));

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const TEXT_FORMS: Record<string, RegExp> = {
  nctId: /^NCT\d{8}$/,
  date: DATE,
  partialDate: /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/,
  dateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d$/,
  duration:
    /^(1 (Year|Month|Week|Day|Hour|Minute)|([2-9]|[1-9]\d+) (Years|Months|Weeks|Days|Hours|Minutes))$/,
};

function parentsOf(path: string): string[] {
  const parts = path.split('.');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('.'));
}

function leafFault(path: string, value: unknown): string | undefined {
  const leaf = leaves.get(path);
  if (!leaf) return `${path} is not in the field tree`;
  if (leaf.type === 'boolean') return typeof value === 'boolean' ? undefined : `${path} is no boolean`;
  if (leaf.type === 'integer' || leaf.type === 'number') {
    return Number.isInteger(value) ? undefined : `${path} is no whole number`;
  }
  if (typeof value !== 'string' || value.trim() === '') return `${path} is no text`;
  if (leaf.enum)
    return fieldTree.enums[leaf.enum]?.includes(value) ? undefined : `${path} may not be ${value}`;
  return (TEXT_FORMS[leaf.type]?.test(value) ?? true) ? undefined : `${path} has the form ${value}`;
}

function geoFault(path: string, value: unknown): string | undefined {
  const { lat, lon, ...rest } = value as { lat: number; lon: number };
  const sound = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && Object.keys(rest).length === 0;
  return sound ? undefined : `${path} is no place on earth`;
}

function nodeFault(rawPath: string, value: unknown): string | undefined {
  const path = rawPath.replace('[]', '');
  if (value === null) return `${path} is null`;
  if (/\.geoPoint\.(lat|lon)$/.test(path)) return undefined;
  if (path.endsWith('.geoPoint')) return geoFault(path, value);
  const listed = lists.has(path) && !rawPath.endsWith('[]');
  if (Array.isArray(value) !== listed) return `${path} ${listed ? 'is no list' : 'is a list'}`;
  if (typeof value === 'object' && Object.keys(value).length === 0) return `${path} is empty`;
  if (typeof value === 'object') {
    return listed || path === '' || branches.has(path) ? undefined : `${path} is not in the field tree`;
  }
  return leafFault(path, value);
}

describe('every sample file', () => {
  it('holds one study of the registry shape, with nothing unknown, null or empty', () => {
    const found = faults(record => {
      const faulty: string[] = [];
      walk(record, '', (path, value) => {
        const fault = nodeFault(path, value);
        if (fault) faulty.push(fault);
      });
      return faulty;
    });
    expect(found).toEqual([]);
  });

  it('is named by its study, and no number or alias is used twice', () => {
    expect(samples.filter(({ file, record }) => file !== idOf(record))).toEqual([]);
    const ids = samples.flatMap(({ record }) => [
      idOf(record),
      ...(record.protocolSection.identificationModule.nctIdAliases ?? []),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(samples.length).toBeGreaterThanOrEqual(60);
  });
});

describe('the set as a whole', () => {
  const seen = new Map<string, Set<unknown>>();
  for (const { record } of samples) {
    walk(record, '', (path, value) => {
      const plain = path.replace('[]', '');
      if (leaves.has(plain) && !Array.isArray(value)) {
        seen.set(plain, (seen.get(plain) ?? new Set()).add(value));
      }
    });
  }

  it('has a value in every one of the 342 leaves', () => {
    expect(leaves.size).toBe(342);
    expect([...leaves.keys()].filter(path => !seen.has(path))).toEqual([]);
  });

  it('uses every value of every enum', () => {
    expect(Object.keys(fieldTree.enums)).toHaveLength(41);
    const used = (name: string) =>
      fieldTree.leaves.filter(leaf => leaf.enum === name).flatMap(leaf => [...(seen.get(leaf.path) ?? [])]);
    const missing = Object.entries(fieldTree.enums).flatMap(([name, values]) => {
      const present = new Set(used(name));
      return values.filter(value => !present.has(value)).map(value => `${name}.${value}`);
    });
    expect(missing).toEqual([]);
  });

  it('holds the odd cases a reader of records must bear', () => {
    const cases: Record<string, (record: SampleRecord) => boolean> = {
      'sixty places in many countries': ({ protocolSection: p }) => {
        const places = p.contactsLocationsModule?.locations ?? [];
        return places.length === 60 && new Set(places.map(place => place.country)).size >= 20;
      },
      'no place': ({ protocolSection: p }) => !p.contactsLocationsModule?.locations,
      'the enrolment that stands for unknown': r =>
        r.protocolSection.designModule?.enrollmentInfo?.count === 99999999,
      'no enrolment': ({ protocolSection: p }) => !!p.designModule && !p.designModule.enrollmentInfo,
      'nobody enrolled': r => r.protocolSection.designModule?.enrollmentInfo?.count === 0,
      'no design': ({ protocolSection: p }) => !p.designModule,
      'an alias': r => !!r.protocolSection.identificationModule.nctIdAliases,
      'an outcome title in more than one time frame': ({ protocolSection: { outcomesModule: o } }) =>
        hasTwins(
          [...(o?.primaryOutcomes ?? []), ...(o?.secondaryOutcomes ?? [])].map(outcome => outcome.measure),
        ),
      'an intervention name twice': ({ protocolSection: p }) =>
        hasTwins((p.armsInterventionsModule?.interventions ?? []).map(one => `${one.type} ${one.name}`)),
      'criteria nested four deep': r => /^ {6,}\* /m.test(criteriaOf(r)),
      'escaped signs': r => /\\</.test(criteriaOf(r)) && /\\>/.test(criteriaOf(r)),
      'criteria of donor and recipient': r =>
        /^Donor .*:$/m.test(criteriaOf(r)) && /^Recipient .*:$/m.test(criteriaOf(r)),
      'a month as start': r => r.protocolSection.statusModule.startDateStruct?.date.length === 7,
      'a day as start': r => r.protocolSection.statusModule.startDateStruct?.date.length === 10,
    };
    const missing = Object.entries(cases).filter(([, holds]) => !samples.some(({ record }) => holds(record)));
    expect(missing.map(([name]) => name)).toEqual([]);
  });
});

function criteriaOf(record: SampleRecord): string {
  return record.protocolSection.eligibilityModule?.eligibilityCriteria ?? '';
}

describe('NCT02888704', () => {
  const study = sampleOf('NCT02888704');

  it('keeps its known facts to the letter', () => {
    expect(study).toMatchObject({
      protocolSection: {
        identificationModule: {
          orgStudyIdInfo: { id: 'AD-CP-15-1' },
          secondaryIdInfos: [{ id: '30902' }],
          briefTitle:
            'Safety and Efficacy of ADSTEM Inj. in Patients With Moderately Subacute and Chronic Atopic Dermatitis',
          officialTitle:
            'Phase I Clinical Trial to Evaluate the Safety, Tolerance, and Exploratory Efficacy of ADSTEM Inj. in Patients With Moderate to Severe, Subacute and Chronic Atopic Dermatitis',
        },
        statusModule: {
          statusVerifiedDate: '2017-12',
          overallStatus: 'COMPLETED',
          startDateStruct: { date: '2016-07' },
          completionDateStruct: { date: '2017-12' },
          studyFirstSubmitDate: '2016-08-15',
          studyFirstPostDateStruct: { date: '2016-09-05' },
          lastUpdateSubmitDate: '2017-12-20',
          lastUpdatePostDateStruct: { date: '2017-12-22' },
        },
        sponsorCollaboratorsModule: { leadSponsor: { name: 'EHL Bio Co., Ltd.' } },
        oversightModule: { isFdaRegulatedDrug: false },
        conditionsModule: { conditions: ['Atopic Dermatitis'] },
        designModule: {
          studyType: 'INTERVENTIONAL',
          phases: ['PHASE1'],
          designInfo: { allocation: 'NA', interventionModel: 'SINGLE_GROUP' },
          enrollmentInfo: { count: 13 },
        },
        armsInterventionsModule: {
          armGroups: [{ interventionNames: ['Drug: ADSTEM Inj.'] }],
          interventions: [{ type: 'DRUG', otherNames: ['Adult human mesenchymal stem cells'] }],
        },
        eligibilityModule: {
          sex: 'ALL',
          healthyVolunteers: false,
          minimumAge: '19 Years',
          maximumAge: '70 Years',
        },
      },
      derivedSection: {
        conditionBrowseModule: { meshes: [{ id: 'D003876', term: 'Dermatitis, Atopic' }] },
        interventionBrowseModule: { meshes: [{ term: 'Remestemcel-l' }] },
      },
      hasResults: false,
    });
  });

  it('says what was filled in', () => {
    const { armsInterventionsModule: arms, outcomesModule } = study?.protocolSection ?? {};
    const filledIn = [
      ...(arms?.armGroups ?? []),
      ...(arms?.interventions ?? []),
      ...(outcomesModule?.primaryOutcomes ?? []),
    ];
    expect(filledIn.length).toBeGreaterThanOrEqual(3);
    for (const one of filledIn)
      expect(one).toMatchObject({ description: expect.stringMatching(/^Illustrative: /) });
    const places = study?.protocolSection.contactsLocationsModule?.locations ?? [];
    expect(places.map(place => Object.entries(place).find(([key]) => key === 'facility')?.[1])).toEqual([
      'Illustrative Clinical Centre',
    ]);
  });
});
