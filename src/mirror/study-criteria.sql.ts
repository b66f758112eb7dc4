import { countryNames } from '../registry/country-names.ts';
import { argumentOf } from '../registry/essie.ts';
import { firstDay, lastDay } from '../registry/essie-values.ts';
import { EARTH_RADIUS_KM } from '../registry/geo.ts';
import type {
  DateRangeInput,
  IntRangeInput,
  NearInput,
  StudyCriteria,
} from '../registry/study-filter.input.ts';
import { BadUserInput } from '../shared/errors.ts';
import { nameKey } from './search-row.ts';

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

const ENUM_COLUMNS = {
  overallStatus: 'overall_status',
  studyType: 'study_type',
  primaryPurpose: 'primary_purpose',
  allocation: 'allocation',
  interventionModel: 'intervention_model',
  masking: 'masking',
  sex: 'sex',
} as const;

export const DATE_COLUMNS = {
  start: 'start_date',
  primaryCompletion: 'primary_completion_date',
  completion: 'completion_date',
  firstPosted: 'first_post_date',
  resultsPosted: 'results_post_date',
  lastUpdate: 'last_update_date',
} as const;

/** The words each text part searches: the main fields of the registry's own search areas. */
const WORD_COLUMNS = {
  condition: 'condition_words',
  intervention: 'intervention_words',
  title: 'title_words',
  sponsor: 'sponsor_words',
  leadSponsor: 'lead_sponsor_words',
} as const;

/** Text parts that look into whole modules: what they search is too much to be kept twice. */
const WORD_MODULES = {
  term: [
    'identification_module',
    'conditions_module',
    'arms_interventions_module',
    'outcomes_module',
    'sponsor_collaborators_module',
    'description_module',
    'condition_browse_module',
  ],
  outcome: ['outcomes_module', 'outcome_measures_module'],
} as const;

/** Parts that find words and know no synonyms: the registry would find more. */
export const WORD_PARTS: readonly string[] = [
  ...Object.keys(WORD_COLUMNS),
  ...Object.keys(WORD_MODULES),
  'location',
];

type Condition = (value: never, values: Values) => string;

const matching = (vector: string, text: string, values: Values): string =>
  `${vector} @@ plainto_tsquery('english', ${values.add(text)})`;

const words =
  (column: string): Condition =>
  (text: string, values) =>
    matching(column, text, values);

/** Only what the record says is searched, not the names of its keys. */
const wordsWithin = (modules: readonly string[]): Condition => {
  const vectors = modules.map(
    column => `jsonb_to_tsvector('english', coalesce(study.${column}, 'null'), '["string"]')`,
  );
  return (text: string, values) =>
    `exists (select 1 from study where study.nct_id = found.nct_id and ${matching(`(${vectors.join(' || ')})`, text, values)})`;
};

const oneOf =
  (column: string): Condition =>
  (list: string[], values) =>
    `${column} = any(${values.add(list)}::text[])`;

const sharing =
  (...columns: readonly string[]): Condition =>
  (list: string[], values) => {
    const list$ = `${values.add(list)}::text[]`;
    return `(${columns.map(column => `${column} && ${list$}`).join(' or ')})`;
  };

const ranged =
  (column: string): Condition =>
  ({ from, to }: IntRangeInput | DateRangeInput, values) =>
    [
      from == null ? null : `${column} >= ${values.add(from)}`,
      to == null ? null : `${column} <= ${values.add(to)}`,
    ]
      .filter(bound => bound !== null)
      .join(' and ');

const dated =
  (column: string): Condition =>
  ({ from, to }: DateRangeInput, values) =>
    ranged(column)({ from: from ? firstDay(from) : null, to: to ? lastDay(to) : null } as never, values);

const flagged =
  (column: string): Condition =>
  (value: boolean, values) =>
    `${column} = ${values.add(value)}::boolean`;

const meshed =
  (...columns: readonly string[]): Condition =>
  (id: string, values) =>
    sharing(...columns)([id] as never, values);

const named =
  (column: string): Condition =>
  (name: string, values) =>
    sharing(column)([nameKey(name)] as never, values);

const map = <T extends Readonly<Record<string, unknown>>>(table: T, make: (value: T[keyof T]) => Condition) =>
  Object.fromEntries(
    Object.entries(table).map(([part, value]) => [part, make(value as T[keyof T])]),
  ) as Record<keyof T, Condition>;

/** Each part of the filter over `study_search as found`; a part that stands in no table cannot be honoured here. */
const conditions: Readonly<Record<string, Condition>> = {
  ids: (ids: string[], values) => {
    const ids$ = `${values.add(ids)}::text[]`;
    return `(nct_id = any(${ids$}) or nct_id in (select study_alias.nct_id from study_alias where alias = any(${ids$})))`;
  },
  ...map(WORD_COLUMNS, words),
  ...map(WORD_MODULES, wordsWithin),
  ...map(ENUM_COLUMNS, oneOf),
  ...map(DATE_COLUMNS, dated),
  phase: sharing('phases'),
  funderType: sharing('funder_classes'),
  acceptsAge: (years: number, values) => {
    const years$ = `${values.add(years)}::numeric`;
    return `coalesce(minimum_age <= ${years$}, true) and coalesce(maximum_age >= ${years$}, true)`;
  },
  healthyVolunteers: flagged('healthy_volunteers'),
  hasResults: flagged('has_results'),
  hasDocuments: flagged('has_documents'),
  enrollment: ranged('enrollment'),
  meshTerm: meshed('mesh_ids', 'mesh_ancestor_ids'),
  meshHeading: meshed('mesh_ids', 'mesh_ancestor_ids'),
  meshHeadingItself: meshed('mesh_ids'),
  conditionName: named('condition_names'),
  interventionName: named('intervention_names'),
  sponsorName: named('sponsor_names'),
};

/** No degree of latitude is shorter. */
const KM_PER_DEGREE = 110;
const within = ({ lat, lon, distanceKm }: NearInput, values: Values): string => {
  const [lat$, lon$, km$] = [lat, lon, distanceKm].map(value => `${values.add(value)}::float8`);
  const degrees = (axis: string) => `place.${axis}`;
  // The band of latitude is what an index can find; the distance decides.
  return `place.lat between ${lat$} - ${km$} / ${KM_PER_DEGREE} and ${lat$} + ${km$} / ${KM_PER_DEGREE} and 2 * ${EARTH_RADIUS_KM} * asin(least(1, sqrt(sin(radians(${degrees('lat')} - ${lat$}) / 2) ^ 2 + cos(radians(${lat$})) * cos(radians(${degrees('lat')})) * sin(radians(${degrees('lon')} - ${lon$}) / 2) ^ 2))) <= ${km$}`;
};
const placeNamed =
  (leaf: string): Condition =>
  (name: string, values) =>
    `lower(trim(place.${leaf})) = any(${values.add((leaf === 'country' ? countryNames(name) : [name]).map(each => each.trim().toLowerCase()))}::text[])`;

/** Parts that must hold for one and the same location, here `place`. */
const placeConditions: Readonly<Record<string, Condition>> = {
  country: placeNamed('country'),
  state: placeNamed('state'),
  city: placeNamed('city'),
  near: within,
  recruitingNear: (circle: NearInput, values) => `place.status = 'RECRUITING' and ${within(circle, values)}`,
  location: (text: string, values) =>
    `to_tsvector('simple', concat_ws(' ', facility, city, state, country, zip)) @@ plainto_tsquery('simple', ${values.add(text)})`,
};

/** Whether stored studies can be searched by this part of a filter. */
export const canAnswer = (part: string): boolean => part in conditions || part in placeConditions;

/**
 * The parts of a filter as conditions on a stored study, all of which must hold.
 * @throws BadUserInput naming a part that stored studies cannot be searched by
 */
export function criteriaSql(
  criteria: StudyCriteria,
  parts: readonly (keyof StudyCriteria)[],
  values: Values,
): readonly string[] {
  const unknown = parts.find(part => !canAnswer(part));
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
          `exists (select 1 from study_location as place where place.nct_id = found.nct_id and ${places.join(' and ')})`,
        ]
      : [];
  return [...condition(conditions), ...anywhere];
}
