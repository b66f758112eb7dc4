import { countryNames } from '../registry/country-names.ts';
import { argumentOf } from '../registry/essie.ts';
import { firstDay, lastDay } from '../registry/essie-values.ts';
import { EARTH_RADIUS_KM } from '../registry/geo.ts';
import { UNKNOWN_ENROLLMENT } from '../registry/record/design.ts';
import type {
  DateRangeInput,
  IntRangeInput,
  NearInput,
  StudyCriteria,
} from '../registry/study-filter.input.ts';
import { BadUserInput } from '../shared/errors.ts';

/** Collects the values of a statement and hands out their placeholders. */
export interface Values {
  readonly list: readonly unknown[];
  /** @returns the placeholder, such as `$3` */
  add(value: unknown): string;
}

export function createValues(): Values {
  const list: unknown[] = [];
  return { list, add: value => `$${list.push(value)}` };
}

const PROTOCOL = 'protocolSection';
const steps = (path: string): string => `'{${path.split('.').join(',')}}'`;
const textAt = (path: string): string => `record #>> ${steps(path)}`;
const jsonAt = (path: string): string => `record #> ${steps(path)}`;
const listAt = (path: string): string => `coalesce(${jsonAt(path)}, '[]')`;

const IDENTIFICATION = `${PROTOCOL}.identificationModule`;
const STATUS = `${PROTOCOL}.statusModule`;
const DESIGN = `${PROTOCOL}.designModule`;
const ELIGIBILITY = `${PROTOCOL}.eligibilityModule`;
const SPONSORS = `${PROTOCOL}.sponsorCollaboratorsModule`;
const ARMS = `${PROTOCOL}.armsInterventionsModule`;
const CONDITIONS = `${PROTOCOL}.conditionsModule`;
const LOCATIONS = `${PROTOCOL}.contactsLocationsModule.locations`;
const TITLES = ['acronym', 'briefTitle', 'officialTitle'].map(leaf => `${IDENTIFICATION}.${leaf}`);
const OUTCOMES = `${PROTOCOL}.outcomesModule`;

/** The paths whose words each text part searches: the main fields of the registry's own search areas. */
const WORD_PATHS: Readonly<Record<string, readonly string[]>> = {
  term: [
    IDENTIFICATION,
    CONDITIONS,
    ARMS,
    OUTCOMES,
    SPONSORS,
    `${PROTOCOL}.descriptionModule`,
    'derivedSection.conditionBrowseModule',
  ],
  condition: [
    CONDITIONS,
    ...TITLES,
    'derivedSection.conditionBrowseModule.meshes',
    'derivedSection.conditionBrowseModule.ancestors',
  ],
  intervention: [ARMS, ...TITLES, `${CONDITIONS}.keywords`, 'derivedSection.interventionBrowseModule.meshes'],
  title: TITLES,
  outcome: [OUTCOMES, 'resultsSection.outcomeMeasuresModule'],
  sponsor: [
    `${SPONSORS}.leadSponsor.name`,
    `${SPONSORS}.collaborators`,
    `${IDENTIFICATION}.organization.fullName`,
  ],
  leadSponsor: [`${SPONSORS}.leadSponsor.name`],
};
export const WORD_PARTS: readonly string[] = [...Object.keys(WORD_PATHS), 'location'];

const ENUM_PATHS: Readonly<Record<string, string>> = {
  overallStatus: `${STATUS}.overallStatus`,
  studyType: `${DESIGN}.studyType`,
  primaryPurpose: `${DESIGN}.designInfo.primaryPurpose`,
  allocation: `${DESIGN}.designInfo.allocation`,
  interventionModel: `${DESIGN}.designInfo.interventionModel`,
  masking: `${DESIGN}.designInfo.maskingInfo.masking`,
  sex: `${ELIGIBILITY}.sex`,
};

export const DATE_PATHS = {
  start: `${STATUS}.startDateStruct.date`,
  primaryCompletion: `${STATUS}.primaryCompletionDateStruct.date`,
  completion: `${STATUS}.completionDateStruct.date`,
  firstPosted: `${STATUS}.studyFirstPostDateStruct.date`,
  resultsPosted: `${STATUS}.resultsFirstPostDateStruct.date`,
  lastUpdate: `${STATUS}.lastUpdatePostDateStruct.date`,
} as const;

/** A date as its first day, so that partial ones compare. */
export const dayAt = (path: string): string => `left((${textAt(path)}) || '-01-01', 10)`;
export const ENROLLMENT_COUNT = `nullif((${textAt(`${DESIGN}.enrollmentInfo.count`)})::int, ${UNKNOWN_ENROLLMENT})`;

type Condition = (value: never, values: Values) => string;

/** Only what the record says is searched, not the names of its keys. */
const words = (paths: readonly string[]): Condition => {
  const vectors = paths.map(
    path => `jsonb_to_tsvector('english', coalesce(${jsonAt(path)}, 'null'), '["string"]')`,
  );
  return (text: string, values) =>
    `(${vectors.join(' || ')}) @@ plainto_tsquery('english', ${values.add(text)})`;
};

const oneOf =
  (path: string): Condition =>
  (list: string[], values) =>
    `${textAt(path)} = any(${values.add(list)}::text[])`;

const ranged =
  (expression: string): Condition =>
  ({ from, to }: IntRangeInput | DateRangeInput, values) =>
    [
      from == null ? null : `${expression} >= ${values.add(from)}`,
      to == null ? null : `${expression} <= ${values.add(to)}`,
    ]
      .filter(bound => bound !== null)
      .join(' and ');

const dated =
  (path: string): Condition =>
  ({ from, to }: DateRangeInput, values) =>
    ranged(dayAt(path))({ from: from ? firstDay(from) : null, to: to ? lastDay(to) : null } as never, values);

const YEARS = `case lower(rtrim(split_part(age, ' ', 2), 'sS')) when 'year' then 1 when 'month' then 1/12.0 when 'week' then 7/365.25 when 'day' then 1/365.25 when 'hour' then 1/8766.0 else 1/525960.0 end`;
/** An age bound in years; null where it is absent, which means open. */
const yearsAt = (leaf: string): string =>
  `(select split_part(age, ' ', 1)::numeric * ${YEARS} from (select ${textAt(`${ELIGIBILITY}.${leaf}`)} as age) bound where age is not null)`;

const meshed =
  (...lists: readonly string[]): Condition =>
  (id: string, values) => {
    const id$ = values.add(id);
    const paths = ['conditionBrowseModule', 'interventionBrowseModule'].flatMap(module =>
      lists.map(list => listAt(`derivedSection.${module}.${list}`)),
    );
    return `(${paths.map(list => `${list} @> jsonb_build_array(jsonb_build_object('id', ${id$}::text))`).join(' or ')})`;
  };

const sameName = (one: string, other: string): string => `lower(trim(${one})) = lower(trim(${other}))`;

const named =
  (list: string, leaf?: string): Condition =>
  (name: string, values) =>
    `exists (select 1 from jsonb_array_elements(${list}) each where ${sameName(leaf ? `each ->> '${leaf}'` : "each #>> '{}'", values.add(name))})`;

const map = <T extends Readonly<Record<string, unknown>>>(table: T, make: (value: T[keyof T]) => Condition) =>
  Object.fromEntries(
    Object.entries(table).map(([part, value]) => [part, make(value as T[keyof T])]),
  ) as Record<keyof T, Condition>;

/** Each part of the filter over the stored record; a part that stands in no table cannot be honoured here. */
const conditions: Readonly<Record<string, Condition>> = {
  ids: (ids: string[], values) =>
    `(nct_id = any(${values.add(ids)}::text[]) or nct_id in (select nct_id from study_alias where alias = any($${values.list.length}::text[])))`,
  ...map(WORD_PATHS, words),
  ...map(ENUM_PATHS, oneOf),
  ...map(DATE_PATHS, dated),
  phase: (phases: string[], values) => `${listAt(`${DESIGN}.phases`)} ?| ${values.add(phases)}::text[]`,
  funderType: (classes: string[], values) => {
    const classes$ = values.add(classes);
    return `(${textAt(`${SPONSORS}.leadSponsor.class`)} = any(${classes$}::text[]) or exists (select 1 from jsonb_array_elements(${listAt(`${SPONSORS}.collaborators`)}) each where each ->> 'class' = any(${classes$}::text[])))`;
  },
  acceptsAge: (years: number, values) => {
    const years$ = `${values.add(years)}::numeric`;
    return `coalesce(${yearsAt('minimumAge')} <= ${years$}, true) and coalesce(${yearsAt('maximumAge')} >= ${years$}, true)`;
  },
  healthyVolunteers: (accepted: boolean, values) =>
    `(${textAt(`${ELIGIBILITY}.healthyVolunteers`)})::boolean = ${values.add(accepted)}`,
  hasResults: (posted: boolean, values) =>
    `coalesce((record ->> 'hasResults')::boolean, false) = ${values.add(posted)}`,
  hasDocuments: (posted: boolean, values) =>
    `(jsonb_array_length(${listAt('documentSection.largeDocumentModule.largeDocs')}) > 0) = ${values.add(posted)}`,
  enrollment: ranged(ENROLLMENT_COUNT),
  meshTerm: meshed('meshes', 'ancestors'),
  meshHeading: meshed('meshes', 'ancestors'),
  meshHeadingItself: meshed('meshes'),
  conditionName: named(listAt(`${CONDITIONS}.conditions`)),
  interventionName: named(listAt(`${ARMS}.interventions`), 'name'),
  sponsorName: (name: string, values) =>
    `(${sameName(textAt(`${SPONSORS}.leadSponsor.name`), values.add(name))} or ${named(listAt(`${SPONSORS}.collaborators`), 'name')(name as never, values)})`,
};

const within = ({ lat, lon, distanceKm }: NearInput, values: Values): string => {
  const [lat$, lon$, km$] = [lat, lon, distanceKm].map(value => `${values.add(value)}::float8`);
  const degrees = (axis: string) => `(place #>> '{geoPoint,${axis}}')::float8`;
  return `2 * ${EARTH_RADIUS_KM} * asin(least(1, sqrt(sin(radians(${degrees('lat')} - ${lat$}) / 2) ^ 2 + cos(radians(${lat$})) * cos(radians(${degrees('lat')})) * sin(radians(${degrees('lon')} - ${lon$}) / 2) ^ 2))) <= ${km$}`;
};
const placeNamed =
  (leaf: string): Condition =>
  (name: string, values) =>
    `lower(trim(place ->> '${leaf}')) = any(${values.add((leaf === 'country' ? countryNames(name) : [name]).map(each => each.trim().toLowerCase()))}::text[])`;

/** Parts that must hold for one and the same location, here `place`. */
const placeConditions: Readonly<Record<string, Condition>> = {
  country: placeNamed('country'),
  state: placeNamed('state'),
  city: placeNamed('city'),
  near: within,
  recruitingNear: (circle: NearInput, values) =>
    `place ->> 'status' = 'RECRUITING' and ${within(circle, values)}`,
  location: (text: string, values) =>
    `to_tsvector('simple', concat_ws(' ', place ->> 'facility', place ->> 'city', place ->> 'state', place ->> 'country', place ->> 'zip')) @@ plainto_tsquery('simple', ${values.add(text)})`,
};

/**
 * The parts of a filter as conditions on a stored study, all of which must hold.
 * @throws BadUserInput naming a part that stored studies cannot be searched by
 */
export function criteriaSql(
  criteria: StudyCriteria,
  parts: readonly (keyof StudyCriteria)[],
  values: Values,
): readonly string[] {
  const unknown = parts.find(part => !(part in conditions) && !(part in placeConditions));
  if (unknown !== undefined) {
    const argument = argumentOf(unknown);
    throw new BadUserInput(
      `\`${argument}\` cannot be answered from what is stored here: it needs the registry itself.`,
      { argument },
    );
  }
  const condition = (table: Readonly<Record<string, Condition>>) =>
    parts.flatMap(part => (part in table ? [table[part]!(criteria[part] as never, values)] : []));
  const places = condition(placeConditions);
  const anywhere =
    places.length > 0
      ? [
          `exists (select 1 from jsonb_array_elements(${listAt(LOCATIONS)}) place where ${places.join(' and ')})`,
        ]
      : [];
  return [...condition(conditions), ...anywhere];
}
