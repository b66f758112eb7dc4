import type { StudyRecord } from '../../src/registry/study-record.ts';

/** What a filter and an order mean for a stored record, worked out in plain code and independent of the SQL. */

// biome-ignore lint/suspicious/noExplicitAny: raw records are looked into freely
type Json = any;

const p = (record: StudyRecord): Json => (record as Json).protocolSection;
const statusOf = (record: StudyRecord) => p(record).statusModule;
const designOf = (record: StudyRecord) => p(record).designModule ?? {};
const eligibilityOf = (record: StudyRecord) => p(record).eligibilityModule ?? {};
const sponsorsOf = (record: StudyRecord) => p(record).sponsorCollaboratorsModule ?? {};
const placesOf = (record: StudyRecord): Json[] => p(record).contactsLocationsModule?.locations ?? [];
const browseOf = (record: StudyRecord): Json[] => {
  const { conditionBrowseModule, interventionBrowseModule } = (record as Json).derivedSection ?? {};
  return [conditionBrowseModule, interventionBrowseModule].filter(Boolean);
};

/** The texts of a node, whatever its form; keys are not texts. */
const textsOf = (node: Json): string[] =>
  typeof node === 'string'
    ? [node]
    : typeof node === 'object' && node !== null
      ? Object.values(node).flatMap(textsOf)
      : [];
/** Words without their plural, which the database does not tell apart either. */
const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(word => word.replace(/s$/, ''));
const says = (nodes: Json, text: string): boolean => {
  const present = new Set(textsOf(nodes).flatMap(wordsOf));
  return wordsOf(text).every(word => present.has(word));
};
const titlesOf = (record: StudyRecord) => {
  const { acronym, briefTitle, officialTitle } = p(record).identificationModule;
  return [acronym, briefTitle, officialTitle];
};

const DAY = 24 * 60 * 60 * 1000;
/** The middle of the day, month or year would do as well: a partial date counts as its first day. */
const dayOf = (date: string): number => Date.parse(`${date}-01-01`.slice(0, 10));
const endOf = (date: string): number => {
  const [year, month, day] = date.split('-').map(Number);
  if (day) return dayOf(date);
  return (month ? Date.UTC(year!, month, 1) : Date.UTC(year! + 1, 0, 1)) - DAY;
};
const dated =
  (leaf: string) =>
  (record: StudyRecord, { from, to }: Json) => {
    const date = statusOf(record)[leaf]?.date;
    if (date === undefined) return false;
    return (!from || dayOf(date) >= dayOf(from)) && (!to || dayOf(date) <= endOf(to));
  };

const YEARS: Record<string, number> = {
  year: 1,
  month: 1 / 12,
  week: 7 / 365.25,
  day: 1 / 365.25,
  hour: 1 / 8766,
  minute: 1 / 525_960,
};
const yearsOf = (age: string): number => {
  const [count, unit] = age.toLowerCase().replace(/s$/, '').split(' ');
  return Number(count) * YEARS[unit!]!;
};

const kilometres = (a: Json, b: Json): number => {
  const [x, y] = [a, b].map(({ lat, lon }) => {
    const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
  });
  return (
    6371 *
    Math.acos(
      Math.min(
        1,
        x!.reduce((sum, each, i) => sum + each * y![i]!, 0),
      ),
    )
  );
};
const isNear = (place: Json, { distanceKm, ...centre }: Json) =>
  place.geoPoint !== undefined && kilometres(place.geoPoint, centre) <= distanceKm;
const isNamed = (name: unknown, wanted: string) => String(name).trim().toLowerCase() === wanted.toLowerCase();
/** The united names of the countries that the tests ask for. */
const UNITED: Record<string, string> = { Korea: 'South Korea', USA: 'United States' };

/** Conditions that one and the same location must meet. */
const PLACES: Record<string, (place: Json, value: Json) => boolean> = {
  country: ({ country }, name) => isNamed(country, UNITED[name] ?? name),
  state: ({ state }, name) => isNamed(state, name),
  city: ({ city }, name) => isNamed(city, name),
  location: ({ facility, city, state, country, zip }, text) =>
    says([facility, city, state, country, zip], text),
  near: isNear,
  recruitingNear: (place, circle) => place.status === 'RECRUITING' && isNear(place, circle),
};

const PARTS: Record<string, (record: StudyRecord, value: Json) => boolean> = {
  ids: (record, ids) => {
    const { nctId, nctIdAliases = [] } = p(record).identificationModule;
    return [nctId, ...nctIdAliases].some(id => ids.includes(id));
  },
  term: (record, text) =>
    says(
      [
        p(record).identificationModule,
        p(record).conditionsModule,
        p(record).armsInterventionsModule,
        p(record).outcomesModule,
        sponsorsOf(record),
        p(record).descriptionModule,
        (record as Json).derivedSection?.conditionBrowseModule,
      ],
      text,
    ),
  condition: (record, text) => {
    const { meshes, ancestors } = (record as Json).derivedSection?.conditionBrowseModule ?? {};
    return says([p(record).conditionsModule, titlesOf(record), meshes, ancestors], text);
  },
  intervention: (record, text) =>
    says(
      [
        p(record).armsInterventionsModule,
        titlesOf(record),
        p(record).conditionsModule?.keywords,
        (record as Json).derivedSection?.interventionBrowseModule?.meshes,
      ],
      text,
    ),
  title: (record, text) => says(titlesOf(record), text),
  outcome: (record, text) =>
    says([p(record).outcomesModule, (record as Json).resultsSection?.outcomeMeasuresModule], text),
  sponsor: (record, text) => {
    const { leadSponsor, collaborators } = sponsorsOf(record);
    return says(
      [leadSponsor?.name, collaborators, p(record).identificationModule.organization?.fullName],
      text,
    );
  },
  leadSponsor: (record, text) => says(sponsorsOf(record).leadSponsor?.name, text),
  overallStatus: (record, list) => list.includes(statusOf(record).overallStatus),
  phase: (record, list) => (designOf(record).phases ?? []).some((phase: string) => list.includes(phase)),
  studyType: (record, list) => list.includes(designOf(record).studyType),
  primaryPurpose: (record, list) => list.includes(designOf(record).designInfo?.primaryPurpose),
  allocation: (record, list) => list.includes(designOf(record).designInfo?.allocation),
  interventionModel: (record, list) => list.includes(designOf(record).designInfo?.interventionModel),
  masking: (record, list) => list.includes(designOf(record).designInfo?.maskingInfo?.masking),
  funderType: (record, list) => {
    const { leadSponsor, collaborators = [] } = sponsorsOf(record);
    return [leadSponsor, ...collaborators].some(each => list.includes(each?.class));
  },
  sex: (record, list) => list.includes(eligibilityOf(record).sex),
  acceptsAge: (record, years) => {
    const { minimumAge, maximumAge } = eligibilityOf(record);
    return (!minimumAge || yearsOf(minimumAge) <= years) && (!maximumAge || yearsOf(maximumAge) >= years);
  },
  healthyVolunteers: (record, accepted) => eligibilityOf(record).healthyVolunteers === accepted,
  hasResults: (record, posted) => ((record as Json).hasResults ?? false) === posted,
  hasDocuments: (record, posted) =>
    ((record as Json).documentSection?.largeDocumentModule?.largeDocs ?? []).length > 0 === posted,
  enrollment: (record, { from, to }) => {
    const count = designOf(record).enrollmentInfo?.count;
    if (count === undefined || count === 99_999_999) return false;
    return (from == null || count >= from) && (to == null || count <= to);
  },
  start: dated('startDateStruct'),
  primaryCompletion: dated('primaryCompletionDateStruct'),
  completion: dated('completionDateStruct'),
  firstPosted: dated('studyFirstPostDateStruct'),
  resultsPosted: dated('resultsFirstPostDateStruct'),
  lastUpdate: dated('lastUpdatePostDateStruct'),
  meshTerm: (record, id) =>
    browseOf(record).some(({ meshes = [], ancestors = [] }) =>
      [...meshes, ...ancestors].some((mesh: Json) => mesh.id === id),
    ),
};

/** Every part of the filter that stored studies can be searched by. */
export const STORED_PARTS: readonly string[] = [...Object.keys(PARTS), ...Object.keys(PLACES)];

export function matches(record: StudyRecord, filter: Readonly<Record<string, unknown>>): boolean {
  const parts = Object.entries(filter);
  const places = parts.filter(([part]) => part in PLACES);
  return (
    parts.every(([part, value]) => part in PLACES || PARTS[part]!(record, value)) &&
    (places.length === 0 ||
      placesOf(record).some(place => places.every(([part, value]) => PLACES[part]!(place, value))))
  );
}

const SORTED: Record<string, (record: StudyRecord) => number | undefined> = {
  LAST_UPDATE_POST_DATE: record => statusOf(record).lastUpdatePostDateStruct?.date,
  STUDY_FIRST_POST_DATE: record => statusOf(record).studyFirstPostDateStruct?.date,
  RESULTS_FIRST_POST_DATE: record => statusOf(record).resultsFirstPostDateStruct?.date,
  START_DATE: record => statusOf(record).startDateStruct?.date,
  PRIMARY_COMPLETION_DATE: record => statusOf(record).primaryCompletionDateStruct?.date,
  COMPLETION_DATE: record => statusOf(record).completionDateStruct?.date,
  ENROLLMENT: record => {
    const count = designOf(record).enrollmentInfo?.count;
    return count === 99_999_999 ? undefined : count;
  },
};
export const SORT_FIELDS: readonly string[] = Object.keys(SORTED);

/** What a study is sorted by, as a number; undefined where it lacks the value. */
export function sortValue(record: StudyRecord, field: string): number | undefined {
  const value = SORTED[field]!(record);
  return typeof value === 'string' ? dayOf(value) : value;
}
