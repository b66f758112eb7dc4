import { ageMinutes, firstDay } from '../../registry/essie-values.ts';
import type { StudyRecord } from '../../registry/study-record.ts';
import { wordVectorOf } from './word-vector.ts';

/** What a study is searched by, worked out once when it is stored. A value of the wrong kind counts as missing. */
export interface SearchRow {
  readonly nct_id: string;
  readonly origin: string;
  readonly in_scope: boolean;
  /** The text of a `tsvector`. */
  readonly words: string;
  readonly [column: string]: unknown;
}

/** One location as it is searched; the record itself keeps the whole of it. */
export interface LocationRow {
  readonly nct_id: string;
  readonly ordinal: number;
  readonly [column: string]: unknown;
}

type Json = Readonly<Record<string, unknown>>;

const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** No longer than an index can hold, and no pair of surrogates cut in two. */
const cut = (value: string, most: number): string =>
  value.length <= most ? value : value.slice(0, most).replace(/[\ud800-\udbff]$/, '');
const text = (value: unknown, most = 600): string | null =>
  typeof value === 'string' ? cut(value, most) : null;
const texts = (value: unknown): string[] => list(value).flatMap(each => text(each) ?? []);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** A partial date as its first day, so that dates compare as text. */
const dayOf = (struct: unknown): string | null => {
  const date = text(object(struct)['date']);
  return date === null ? null : firstDay(date);
};

/**
 * What a row is made of: raised when that changes, so that rows from before are made anew.
 */
export const SEARCH_FORM = 1;

export function searchRowOf(nctId: string, record: StudyRecord, origin: string, inScope: boolean): SearchRow {
  return { nct_id: nctId, origin, in_scope: inScope, ...factsOf(record), words: wordVectorOf(record) };
}

function factsOf(record: StudyRecord): Json {
  const protocol = object(record['protocolSection']);
  const status = object(protocol['statusModule']);
  const design = object(protocol['designModule']);
  const eligibility = object(protocol['eligibilityModule']);
  const lead = object(object(protocol['sponsorCollaboratorsModule'])['leadSponsor']);
  return {
    overall_status: text(status['overallStatus']),
    study_type: text(design['studyType']),
    phases: texts(design['phases']),
    primary_purpose: text(object(design['designInfo'])['primaryPurpose']),
    sex: text(eligibility['sex']),
    standard_ages: texts(eligibility['stdAges']),
    minimum_age: ageMinutes(text(eligibility['minimumAge'])),
    maximum_age: ageMinutes(text(eligibility['maximumAge'])),
    enrollment: wholeNumber(object(design['enrollmentInfo'])['count']),
    start_date: dayOf(status['startDateStruct']),
    primary_completion_date: dayOf(status['primaryCompletionDateStruct']),
    completion_date: dayOf(status['completionDateStruct']),
    first_post_date: dayOf(status['studyFirstPostDateStruct']),
    results_post_date: dayOf(status['resultsFirstPostDateStruct']),
    last_update_date: dayOf(status['lastUpdatePostDateStruct']),
    has_results: record['hasResults'] === true,
    lead_sponsor: text(lead['name']),
    sponsor_class: text(lead['class']),
    ...manyOf(protocol, object(record['derivedSection'])),
  };
}

const wholeNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null;

function manyOf(protocol: Json, derived: Json): Json {
  const locations = list(object(protocol['contactsLocationsModule'])['locations']);
  const interventions = list(object(protocol['armsInterventionsModule'])['interventions']);
  const meshes = (module: string) => distinct(list(object(derived[module])['meshes']), 'term');
  return {
    countries: distinct(locations, 'country'),
    intervention_types: distinct(interventions, 'type'),
    condition_meshes: meshes('conditionBrowseModule'),
    intervention_meshes: meshes('interventionBrowseModule'),
  };
}

const distinct = (items: readonly unknown[], leaf: string): string[] => [
  ...new Set(items.flatMap(item => text(object(item)[leaf]) ?? [])),
];

export function locationRowsOf(nctId: string, record: StudyRecord): readonly LocationRow[] {
  const contacts = object(object(record['protocolSection'])['contactsLocationsModule']);
  return list(contacts['locations']).map((each, ordinal) => {
    const { facility, city, state, zip, country, status, geoPoint } = object(each);
    const point = object(geoPoint);
    return {
      nct_id: nctId,
      ordinal,
      facility: text(facility),
      city: text(city),
      state: text(state),
      zip: text(zip),
      country: text(country),
      status: text(status),
      lat: number(point['lat']),
      lon: number(point['lon']),
    };
  });
}
