import type { StudyRecord } from '../../src/registry/study-record.ts';

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** What a test may say about a study; the rest is filled in. `null` takes a node away. */
export interface RecordOverrides {
  readonly nctId?: string;
  readonly aliases?: readonly string[];
  readonly orgStudyId?: string;
  readonly briefTitle?: string;
  readonly officialTitle?: string | null;
  readonly acronym?: string;
  readonly briefSummary?: string | null;
  readonly detailedDescription?: string;
  readonly status?: string;
  readonly lastKnownStatus?: string;
  readonly whyStopped?: string;
  readonly startDate?: string | null;
  readonly primaryCompletionDate?: string | null;
  readonly completionDate?: string | null;
  readonly firstPostDate?: string;
  readonly lastUpdatePostDate?: string;
  readonly studyType?: string | null;
  readonly phases?: readonly string[] | null;
  readonly enrollment?: number | null;
  readonly sponsor?: string;
  readonly sponsorClass?: string;
  readonly collaborators?: readonly JsonObject[];
  readonly conditions?: readonly string[];
  readonly keywords?: readonly string[];
  readonly arms?: readonly JsonObject[];
  readonly interventions?: readonly JsonObject[];
  readonly primaryOutcomes?: readonly JsonObject[];
  readonly secondaryOutcomes?: readonly JsonObject[];
  readonly otherOutcomes?: readonly JsonObject[];
  readonly eligibilityCriteria?: string;
  readonly sex?: string;
  readonly minimumAge?: string | null;
  readonly maximumAge?: string | null;
  readonly healthyVolunteers?: boolean;
  readonly locations?: readonly JsonObject[] | null;
  readonly hasResults?: boolean;
  /** Anything else, under the registry's own keys: merged last, lists replaced whole. */
  readonly raw?: JsonObject;
}

const CRITERIA = `Inclusion Criteria:

* Cough that has lasted for eight weeks or longer
* Able to keep a paper diary

Exclusion Criteria:

* Current smoker`;

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isEmpty = (value: Json): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

const merge = (base: Json, over: Json): Json => {
  if (over === undefined) return base;
  if (!isObject(base) || !isObject(over)) return over;
  const keys = new Set([...Object.keys(base), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map(key => [key, merge(base[key], over[key])]));
};

/** The registry sends no null and nothing empty: what has no data is not there. */
const prune = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(prune);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).map(([key, inner]) => [key, prune(inner)] as const);
  return Object.fromEntries(kept.filter(([, inner]) => !isEmpty(inner)));
};

const date = (value: string | null | undefined, fallback: string, type = 'ACTUAL'): Json =>
  value === null ? null : { date: value ?? fallback, type };

const identification = (o: RecordOverrides): JsonObject => ({
  nctId: o.nctId ?? 'NCT01000012',
  nctIdAliases: o.aliases,
  orgStudyIdInfo: { id: o.orgStudyId ?? 'COUGH-1' },
  organization: { fullName: o.sponsor ?? 'Institute of Slow Breathing', class: o.sponsorClass ?? 'OTHER' },
  briefTitle: o.briefTitle ?? 'Honey Drops for Long-lasting Cough',
  officialTitle:
    o.officialTitle === undefined
      ? 'A Randomised Comparison of Honey Drops With Plain Drops'
      : o.officialTitle,
  acronym: o.acronym,
});

const status = (o: RecordOverrides): JsonObject => ({
  statusVerifiedDate: '2024-05',
  overallStatus: o.status ?? 'COMPLETED',
  lastKnownStatus: o.lastKnownStatus,
  whyStopped: o.whyStopped,
  expandedAccessInfo: { hasExpandedAccess: false },
  startDateStruct: date(o.startDate, '2022-03-01'),
  primaryCompletionDateStruct: date(o.primaryCompletionDate, '2023-06-30'),
  completionDateStruct: date(o.completionDate, '2023-09-30'),
  studyFirstSubmitDate: '2022-01-10',
  studyFirstPostDateStruct: date(o.firstPostDate, '2022-01-20'),
  lastUpdateSubmitDate: '2024-05-02',
  lastUpdatePostDateStruct: date(o.lastUpdatePostDate, '2024-05-06'),
});

const design = (o: RecordOverrides): JsonObject => ({
  studyType: o.studyType === undefined ? 'INTERVENTIONAL' : o.studyType,
  phases: o.phases === undefined ? ['PHASE2'] : o.phases,
  designInfo: {
    allocation: 'RANDOMIZED',
    interventionModel: 'PARALLEL',
    primaryPurpose: 'TREATMENT',
    maskingInfo: { masking: 'DOUBLE', whoMasked: ['PARTICIPANT', 'INVESTIGATOR'] },
  },
  enrollmentInfo: o.enrollment === null ? null : { count: o.enrollment ?? 120, type: 'ACTUAL' },
});

const arms = (o: RecordOverrides): JsonObject => ({
  armGroups: o.arms ?? [
    { label: 'Honey drops', type: 'EXPERIMENTAL', interventionNames: ['Dietary Supplement: Honey drops'] },
    { label: 'Plain drops', type: 'PLACEBO_COMPARATOR', interventionNames: ['Other: Plain drops'] },
  ],
  interventions: o.interventions ?? [
    { type: 'DIETARY_SUPPLEMENT', name: 'Honey drops', armGroupLabels: ['Honey drops'] },
    { type: 'OTHER', name: 'Plain drops', armGroupLabels: ['Plain drops'] },
  ],
});

const outcomes = (o: RecordOverrides): JsonObject => ({
  primaryOutcomes: o.primaryOutcomes ?? [{ measure: 'Coughs per hour', timeFrame: 'Week 4' }],
  secondaryOutcomes: o.secondaryOutcomes,
  otherOutcomes: o.otherOutcomes,
});

const eligibility = (o: RecordOverrides): JsonObject => ({
  eligibilityCriteria: o.eligibilityCriteria ?? CRITERIA,
  healthyVolunteers: o.healthyVolunteers ?? false,
  sex: o.sex ?? 'ALL',
  minimumAge: o.minimumAge === undefined ? '18 Years' : o.minimumAge,
  maximumAge: o.maximumAge,
  stdAges: ['ADULT', 'OLDER_ADULT'],
});

const locations = (o: RecordOverrides): readonly JsonObject[] | null =>
  o.locations === undefined
    ? [
        {
          facility: 'Lakeside Clinic',
          city: 'Basel',
          country: 'Switzerland',
          geoPoint: { lat: 47.55839, lon: 7.57327 },
        },
      ]
    : o.locations;

const build = (o: RecordOverrides): JsonObject => ({
  protocolSection: {
    identificationModule: identification(o),
    statusModule: status(o),
    sponsorCollaboratorsModule: {
      responsibleParty: { type: 'SPONSOR' },
      leadSponsor: { name: o.sponsor ?? 'Institute of Slow Breathing', class: o.sponsorClass ?? 'OTHER' },
      collaborators: o.collaborators,
    },
    descriptionModule: {
      briefSummary:
        o.briefSummary === undefined ? 'Do honey drops calm a cough that will not go away?' : o.briefSummary,
      detailedDescription: o.detailedDescription,
    },
    conditionsModule: { conditions: o.conditions ?? ['Chronic Cough'], keywords: o.keywords },
    designModule: design(o),
    armsInterventionsModule: arms(o),
    outcomesModule: outcomes(o),
    eligibilityModule: eligibility(o),
    contactsLocationsModule: { locations: locations(o) },
  },
  derivedSection: { miscInfoModule: { versionHolder: '2024-05-06' } },
  hasResults: o.hasResults ?? false,
});

/** A small valid record of the registry, as it would send it. */
export const aRecord = (overrides: RecordOverrides = {}): StudyRecord =>
  prune(merge(build(overrides), overrides.raw)) as StudyRecord;

/** `count` records that differ in id and title: NCT10000001, NCT10000002, ... */
export const records = (count: number, overrides: RecordOverrides = {}): StudyRecord[] =>
  Array.from({ length: count }, (_, index) =>
    aRecord({
      nctId: `NCT${10_000_001 + index}`,
      briefTitle: `Honey Drops for Long-lasting Cough, Part ${index + 1}`,
      ...overrides,
    }),
  );
