import { firstDay } from '../registry/essie-values.ts';
import { UNKNOWN_ENROLLMENT } from '../registry/record/design.ts';
import type { StudyRecord } from '../registry/study-record.ts';

/** What a study is searched by, worked out once when it is stored. A value of the wrong kind counts as missing. */
export interface SearchRow {
  readonly nct_id: string;
  readonly origin: string;
  readonly in_scope: boolean;
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
const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** A name as names are compared. */
export const nameKey = (name: string): string => cut(name.trim().toLowerCase(), 400);
const names = (values: readonly unknown[]): string[] => [
  ...new Set(values.flatMap(each => (typeof each === 'string' ? [nameKey(each)] : []))),
];

/** Characters of text taken into one search vector, which PostgreSQL limits to 1 MB. */
const MOST_WORDS = 200_000;
const wordsOf = (...nodes: readonly unknown[]): string => {
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (typeof node === 'string') found.push(node);
    else if (typeof node === 'object' && node !== null) for (const each of Object.values(node)) walk(each);
  };
  walk(nodes);
  return cut(found.join('\n'), MOST_WORDS);
};

/** A partial date as its first day, so that dates compare as text. */
const dayOf = (struct: unknown): string | null => {
  const date = text(object(struct)['date']);
  return date === null ? null : firstDay(date);
};

const YEARS: Readonly<Record<string, number>> = {
  year: 1,
  month: 1 / 12,
  week: 7 / 365.25,
  day: 1 / 365.25,
  hour: 1 / 8_766,
  minute: 1 / 525_960,
};
const yearsOf = (age: unknown): number | null => {
  const [, count, unit] = /^\s*(\d+(?:\.\d+)?)\s+([a-z]+?)s?\s*$/i.exec(text(age) ?? '') ?? [];
  const years = YEARS[unit?.toLowerCase() ?? ''];
  return years === undefined ? null : Number(count) * years;
};

export function searchRowOf(nctId: string, record: StudyRecord, origin: string, inScope: boolean): SearchRow {
  const protocol = object(record['protocolSection']);
  const derived = object(record['derivedSection']);
  const status = object(protocol['statusModule']);
  const design = object(protocol['designModule']);
  const designInfo = object(design['designInfo']);
  const eligibility = object(protocol['eligibilityModule']);
  return {
    nct_id: nctId,
    origin,
    in_scope: inScope,
    overall_status: text(status['overallStatus']),
    study_type: text(design['studyType']),
    phases: texts(design['phases']),
    primary_purpose: text(designInfo['primaryPurpose']),
    allocation: text(designInfo['allocation']),
    intervention_model: text(designInfo['interventionModel']),
    masking: text(object(designInfo['maskingInfo'])['masking']),
    sex: text(eligibility['sex']),
    healthy_volunteers: flag(eligibility['healthyVolunteers']),
    minimum_age: yearsOf(eligibility['minimumAge']),
    maximum_age: yearsOf(eligibility['maximumAge']),
    enrollment: enrollmentOf(design),
    start_date: dayOf(status['startDateStruct']),
    primary_completion_date: dayOf(status['primaryCompletionDateStruct']),
    completion_date: dayOf(status['completionDateStruct']),
    first_post_date: dayOf(status['studyFirstPostDateStruct']),
    results_post_date: dayOf(status['resultsFirstPostDateStruct']),
    last_update_date: dayOf(status['lastUpdatePostDateStruct']),
    has_results: record['hasResults'] === true,
    has_documents:
      list(object(object(record['documentSection'])['largeDocumentModule'])['largeDocs']).length > 0,
    ...namesAndWords(protocol, derived),
  };
}

const enrollmentOf = (design: Json): number | null => {
  const count = number(object(design['enrollmentInfo'])['count']);
  return count === null || !Number.isSafeInteger(count) || count === UNKNOWN_ENROLLMENT ? null : count;
};

function namesAndWords(protocol: Json, derived: Json): Json {
  const identification = object(protocol['identificationModule']);
  const sponsors = object(protocol['sponsorCollaboratorsModule']);
  const conditions = object(protocol['conditionsModule']);
  const arms = object(protocol['armsInterventionsModule']);
  const [conditionBrowse, interventionBrowse] = ['conditionBrowseModule', 'interventionBrowseModule'].map(
    key => object(derived[key]),
  ) as [Json, Json];
  const lead = object(sponsors['leadSponsor']);
  const collaborators = list(sponsors['collaborators']).map(object);
  const agencies = [lead, ...collaborators];
  const titles = ['acronym', 'briefTitle', 'officialTitle'].map(leaf => identification[leaf]);
  const idsOf = (leaf: string): string[] =>
    [conditionBrowse, interventionBrowse].flatMap(module =>
      list(module[leaf]).flatMap(each => text(object(each)['id']) ?? []),
    );
  return {
    funder_classes: [...new Set(agencies.flatMap(each => text(each['class']) ?? []))],
    sponsor_names: names(agencies.map(each => each['name'])),
    condition_names: names(list(conditions['conditions'])),
    intervention_names: names(list(arms['interventions']).map(each => object(each)['name'])),
    mesh_ids: idsOf('meshes'),
    mesh_ancestor_ids: idsOf('ancestors'),
    title_text: wordsOf(titles),
    condition_text: wordsOf(conditions, titles, conditionBrowse['meshes'], conditionBrowse['ancestors']),
    intervention_text: wordsOf(arms, titles, conditions['keywords'], interventionBrowse['meshes']),
    sponsor_text: wordsOf(
      lead['name'],
      sponsors['collaborators'],
      object(identification['organization'])['fullName'],
    ),
    lead_sponsor_text: wordsOf(lead['name']),
  };
}

/** Characters of a name of a place: two of them make an entry of an index, of 2,704 bytes at the most. */
const MOST_OF_PLACE = 250;

export function locationRowsOf(nctId: string, record: StudyRecord): readonly LocationRow[] {
  const contacts = object(object(record['protocolSection'])['contactsLocationsModule']);
  return list(contacts['locations']).map((each, ordinal) => {
    const { facility, city, state, zip, country, status, geoPoint } = object(each);
    const point = object(geoPoint);
    return {
      nct_id: nctId,
      ordinal,
      facility: text(facility),
      city: text(city, MOST_OF_PLACE),
      state: text(state),
      zip: text(zip),
      country: text(country, MOST_OF_PLACE),
      status: text(status),
      lat: number(point['lat']),
      lon: number(point['lon']),
    };
  });
}
