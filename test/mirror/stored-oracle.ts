import { registryCriteria } from '../../src/registry/essie.ts';
import type { FacetBy } from '../../src/registry/facet.type.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { searchOf } from '../support/registry-double-params.ts';
import { valuesAt } from '../support/registry-double-values.ts';

/** What orders and counts mean for a stored record, worked out in plain code and independent of the SQL. */

// biome-ignore lint/suspicious/noExplicitAny: raw records are looked into freely
type Json = any;

const p = (record: StudyRecord): Json => (record as Json).protocolSection;
const statusOf = (record: StudyRecord) => p(record).statusModule;
const placesOf = (record: StudyRecord): Json[] => p(record).contactsLocationsModule?.locations ?? [];

/** A partial date counts as its first day. */
const dayOf = (date: string): number => Date.parse(`${date}-01-01`.slice(0, 10));

const kilometres = (a: Json, b: Json): number => {
  const [x, y] = [a, b].map(({ lat, lon }) => {
    const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
  });
  const cosine = x!.reduce((sum, each, i) => sum + each * y![i]!, 0);
  return 6371 * Math.acos(Math.max(-1, Math.min(1, cosine)));
};

/** To the nearest location, or to the nearest that recruits where the filter asks for one. */
function distanceOf(record: StudyRecord, { near, recruitingNear }: StudyCriteria): number | undefined {
  const centre = recruitingNear ?? near;
  const distances = placesOf(record)
    .filter(({ geoPoint, status }) => geoPoint && (!recruitingNear || status === 'RECRUITING'))
    .map(({ geoPoint }) => kilometres(geoPoint, centre));
  return distances.length === 0 ? undefined : Math.min(...distances);
}

/** The sum of what the words of the filter add, each by the best field that has it. */
export const scoreOf = (record: StudyRecord, filter: StudyCriteria): number =>
  searchOf(new URLSearchParams(registryCriteria(filter).params)).ranking.terms.reduce(
    (sum, term) => sum + term.score(record),
    0,
  );

type Sorted = (record: StudyRecord, filter: StudyCriteria) => string | number | undefined;
const SORTED: Readonly<Record<string, Sorted>> = {
  LAST_UPDATE_POST_DATE: record => statusOf(record).lastUpdatePostDateStruct?.date,
  STUDY_FIRST_POST_DATE: record => statusOf(record).studyFirstPostDateStruct?.date,
  RESULTS_FIRST_POST_DATE: record => statusOf(record).resultsFirstPostDateStruct?.date,
  START_DATE: record => statusOf(record).startDateStruct?.date,
  PRIMARY_COMPLETION_DATE: record => statusOf(record).primaryCompletionDateStruct?.date,
  COMPLETION_DATE: record => statusOf(record).completionDateStruct?.date,
  ENROLLMENT: record => {
    const count = p(record).designModule?.enrollmentInfo?.count;
    return count === 99_999_999 ? undefined : count;
  },
  RELEVANCE: scoreOf,
  DISTANCE: distanceOf,
};
export const SORT_FIELDS: readonly string[] = Object.keys(SORTED);

export interface Criterion {
  readonly field: string;
  readonly direction: string;
}

/** What a study is sorted by, as a number; undefined where it lacks the value. */
export function sortValue(record: StudyRecord, field: string, filter: StudyCriteria): number | undefined {
  const value = SORTED[field]!(record, filter);
  return typeof value === 'string' ? dayOf(value) : value;
}

/** Studies in order: those without a value last, and equal ones by their numbers, the way the first criterion runs. */
export function inOrder(
  records: readonly StudyRecord[],
  sort: readonly Criterion[],
  filter: StudyCriteria,
): readonly string[] {
  const rows = records.map(record => ({
    id: nctIdOf(record)!,
    values: sort.map(({ field }) => sortValue(record, field, filter)),
  }));
  const sign = (i: number) => (sort[i]?.direction === 'DESC' ? -1 : 1);
  const compared = (a: number | undefined, b: number | undefined, i: number): number =>
    a === undefined || b === undefined
      ? Number(a === undefined) - Number(b === undefined)
      : sign(i) * (a - b);
  rows.sort((a, b) => {
    const first = a.values.map((value, i) => compared(value, b.values[i], i)).find(each => each !== 0);
    return first ?? sign(0) * (a.id < b.id ? -1 : 1);
  });
  return rows.map(({ id }) => id);
}

const at = (path: string) => (record: StudyRecord) => valuesAt(record, path).map(String);
const FACETS: Readonly<Record<FacetBy, (record: StudyRecord) => readonly string[]>> = {
  OVERALL_STATUS: at('protocolSection.statusModule.overallStatus'),
  PHASE: at('protocolSection.designModule.phases'),
  STUDY_TYPE: at('protocolSection.designModule.studyType'),
  PRIMARY_PURPOSE: at('protocolSection.designModule.designInfo.primaryPurpose'),
  SEX: at('protocolSection.eligibilityModule.sex'),
  STANDARD_AGE: at('protocolSection.eligibilityModule.stdAges'),
  COUNTRY: at('protocolSection.contactsLocationsModule.locations.country'),
  SPONSOR_CLASS: at('protocolSection.sponsorCollaboratorsModule.leadSponsor.class'),
  LEAD_SPONSOR: at('protocolSection.sponsorCollaboratorsModule.leadSponsor.name'),
  CONDITION_MESH: at('derivedSection.conditionBrowseModule.meshes.term'),
  INTERVENTION_MESH: at('derivedSection.interventionBrowseModule.meshes.term'),
  INTERVENTION_TYPE: at('protocolSection.armsInterventionsModule.interventions.type'),
  START_YEAR: record =>
    at('protocolSection.statusModule.startDateStruct.date')(record).map(date => date.slice(0, 4)),
  HAS_RESULTS: record => [String((record as Json).hasResults === true)],
};
export const FACET_BY = Object.keys(FACETS) as readonly FacetBy[];

/** Studies counted by the values of a property: the values of most studies, the number of values, studies without. */
export function countedBy(records: readonly StudyRecord[], by: FacetBy, first: number) {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const record of records) {
    const values = new Set(FACETS[by](record));
    if (values.size === 0) missing++;
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts].map(([value, count]) => ({ value, count }));
  values.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { by, values: values.slice(0, first), valueCount: values.length, missing };
}
