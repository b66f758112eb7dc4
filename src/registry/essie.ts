import { BadUserInput } from '../shared/errors.ts';
import { countryNames } from './country-names.ts';
import { asText, isOnlyIds, phrase, searchable } from './essie-text.ts';
import { UNRECOGNISED } from './mapping.ts';
import { parseNctId } from './nct-id.ts';
import type { DateRangeInput, IntRangeInput, NearInput, StudyCriteria } from './study-filter.input.ts';

/** What a filter part adds to the registry's request. */
interface Condition {
  /** A parameter of its own. */
  readonly params?: Readonly<Record<string, string>>;
  /** An expression for `filter.advanced`. */
  readonly expression?: string;
  /** An expression that must hold for the same location as all others of its kind. */
  readonly place?: string;
  /** What was understood, told back to the caller. */
  readonly meaning: string;
}

export interface AppliedPart {
  readonly part: string;
  readonly meaning: string;
}
export interface RegistryCriteria {
  readonly params: Readonly<Record<string, string>>;
  readonly applied: readonly AppliedPart[];
}

const SEARCH_AREAS = {
  term: ['term', 'BasicSearch'],
  condition: ['cond', 'ConditionSearch'],
  intervention: ['intr', 'InterventionSearch'],
  title: ['titles', 'TitleSearch'],
  outcome: ['outc', 'OutcomeSearch'],
  sponsor: ['spons', 'SponsorSearch'],
  leadSponsor: ['lead', 'LeadSponsorName'],
  location: ['locn', 'LocationSearch'],
} as const;

const DATE_AREAS = {
  start: 'StartDate',
  primaryCompletion: 'PrimaryCompletionDate',
  completion: 'CompletionDate',
  firstPosted: 'StudyFirstPostDate',
  resultsPosted: 'ResultsFirstPostDate',
  lastUpdate: 'LastUpdatePostDate',
} as const;

const ENUM_AREAS = {
  phase: 'Phase',
  studyType: 'StudyType',
  primaryPurpose: 'DesignPrimaryPurpose',
  allocation: 'DesignAllocation',
  interventionModel: 'DesignInterventionModel',
  masking: 'DesignMasking',
  sex: 'Sex',
} as const;

const LARGE_DOCS = ['LargeDocHasProtocol', 'LargeDocHasSAP', 'LargeDocHasICF'];
const MESH_AREAS = ['ConditionMeshId', 'ConditionAncestorId', 'InterventionMeshId', 'InterventionAncestorId'];

type Translate<V> = (value: V, part: string) => Condition;
type Translations = {
  readonly [K in keyof StudyCriteria]-?: Translate<NonNullable<StudyCriteria[K]>>;
};

/** Each part of the filter with what it is to the registry. */
const translations: Translations = {
  ids: ids,
  ...mapped(SEARCH_AREAS, words),
  ...mapped(ENUM_AREAS, area => (values: string[], part: string) => {
    return {
      expression: oneOf([area], listed(part, values)),
      meaning: `${area} is one of ${values.join(', ')}`,
    };
  }),
  ...mapped(DATE_AREAS, dates),
  country: (name, part) => {
    const names = countryNames(searchable(part, name));
    return {
      place: `AREA[LocationCountry]${any(names.map(full))}`,
      meaning: `a location in ${names.join(' or ')}`,
    };
  },
  state: placeName('LocationState'),
  city: placeName('LocationCity'),
  overallStatus: (values, part) => ({
    params: { 'filter.overallStatus': listed(part, values).join('|') },
    meaning: `status is one of ${values.join(', ')}`,
  }),
  funderType: (values, part) => ({
    expression: oneOf(['LeadSponsorClass', 'CollaboratorClass'], listed(part, values)),
    meaning: `lead sponsor or a collaborator is one of ${values.join(', ')}`,
  }),
  acceptsAge: age,
  healthyVolunteers: value => ({
    expression: `AREA[HealthyVolunteers]${value}`,
    meaning: `healthy volunteers are ${value ? '' : 'not '}accepted; studies that do not say are left out`,
  }),
  hasResults: value => ({
    expression: `AREA[HasResults]${value}`,
    meaning: `results are ${value ? '' : 'not '}posted`,
  }),
  hasDocuments: value => ({
    expression: `${value ? '' : 'NOT '}(${LARGE_DOCS.map(area => `AREA[${area}]true`).join(' OR ')})`,
    meaning: `documents are ${value ? '' : 'not '}posted`,
  }),
  enrollment: (range, part) => ({
    expression: `AREA[EnrollmentCount]RANGE[${ordered(part, range)}]`,
    meaning: `${range.from ?? 'any number'} to ${range.to ?? 'any number'} participants; studies without a number are left out`,
  }),
  near: (circle, part) => ({
    place: `AREA[LocationGeoPoint]${distance(part, circle)}`,
    meaning: `a location within ${circle.distanceKm} km of ${circle.lat}, ${circle.lon}, by the centre of its city`,
  }),
  recruitingNear: (circle, part) => ({
    place: `AREA[LocationStatus]RECRUITING AND AREA[LocationGeoPoint]${distance(part, circle)}`,
    meaning: `a recruiting location within ${circle.distanceKm} km of ${circle.lat}, ${circle.lon}, by the centre of its city`,
  }),
  meshTerm: mesh,
  meshHeading: mesh,
  essie: (expression, part) => ({
    expression: `(${searchable(part, expression)})`,
    meaning: 'the expression as written, in the syntax of the registry',
  }),
  conditionName: exactly('Condition'),
  interventionName: exactly('InterventionName'),
  sponsorName: exactly('LeadSponsorName', 'CollaboratorName'),
};

/**
 * A filter as the registry's request parameters. What users typed stays text; only `essie` is passed on as it stands.
 * @throws BadUserInput for a part that is given but empty, out of range or contradictory
 */
export function registryCriteria(criteria: StudyCriteria): RegistryCriteria {
  const conditions = givenParts(criteria).map(part => {
    const translate = translations[part] as Translate<unknown>;
    return { part, ...translate(criteria[part], part) };
  });
  const places = conditions.flatMap(({ place }) => place ?? []);
  const expressions = conditions.flatMap(({ expression }) => expression ?? []);
  if (places.length > 0) expressions.push(`SEARCH[Location](${places.join(' AND ')})`);
  const advanced = expressions.join(' AND ');
  return {
    params: {
      ...Object.assign({}, ...conditions.map(({ params }) => params)),
      ...(advanced && { 'filter.advanced': advanced }),
    },
    applied: conditions.map(({ part, meaning }) => ({ part, meaning })),
  };
}

/** The parts a caller gave; each must say something. */
export function givenParts(criteria: StudyCriteria): (keyof StudyCriteria)[] {
  const parts = Object.keys(criteria) as (keyof StudyCriteria)[];
  return parts.filter(part => {
    const value: unknown = criteria[part];
    const empty = Array.isArray(value) ? value.length === 0 : isEmptyRange(value);
    if (empty)
      throw new BadUserInput(`\`${part}\` is given but empty: leave it out, or give it a value.`, {
        argument: part,
      });
    return value != null;
  });
}

const isEmptyRange = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every(each => each == null);

function ids(values: string[]): Condition {
  return {
    params: { 'filter.ids': values.join('|') },
    meaning: `study is one of ${values.join(', ')}`,
  };
}

function words([param, area]: readonly [string, string]): Translate<string> {
  return (value, part) => {
    const text = searchable(part, value);
    const meaning = `words in ${area}, with the registry's own synonyms`;
    if (!isOnlyIds(text)) return { params: { [`query.${param}`]: asText(text) }, meaning };
    const numbers = text.split(/[\s,]+/).filter(word => word !== '');
    return {
      expression: oneOf(
        [area],
        numbers.map(number => phrase(parseNctId(number) ?? number)),
      ),
      meaning,
    };
  };
}

function dates(area: string): Translate<DateRangeInput> {
  return ({ from, to }, part) => {
    const range = { from: from ? firstDay(from) : null, to: to ? lastDay(to) : null };
    return {
      expression: `AREA[${area}]RANGE[${ordered(part, range)}]`,
      meaning: `${area} from ${range.from ?? 'any day'} to ${range.to ?? 'any day'}; studies without it are left out`,
    };
  };
}

/** The first day a partial date stands for. */
export const firstDay = (date: string): string => `${date}-01-01`.slice(0, 10);

/** The last day a partial date stands for. */
export function lastDay(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  if (day !== undefined) return date;
  return new Date(Date.UTC(year!, month ?? 12, 0)).toISOString().slice(0, 10);
}

function ordered(part: string, { from, to }: Pick<IntRangeInput | DateRangeInput, 'from' | 'to'>): string {
  if (from != null && to != null && from > to) {
    throw new BadUserInput(
      `\`${part}\` runs from ${from} to ${to}: the first must not lie after the second.`,
      { argument: part },
    );
  }
  return `${from ?? 'MIN'}, ${to ?? 'MAX'}`;
}

function age(years: number, part: string): Condition {
  if (!(years >= 0 && years <= 150)) {
    throw new BadUserInput(`\`${part}\` is ${years}: an age in years is 0 to 150.`, {
      argument: part,
      expected: '0 to 150',
    });
  }
  const within = (area: string, range: string) => `(AREA[${area}]RANGE[${range}] OR AREA[${area}]MISSING)`;
  return {
    expression: `${within('MinimumAge', `MIN, ${years} years`)} AND ${within('MaximumAge', `${years} years, MAX`)}`,
    meaning: `accepts an age of ${years} years; an absent bound counts as open`,
  };
}

/** Checks a circle and gives its centre and radius as the registry's own distance expression. */
function distance(part: string, { lat, lon, distanceKm }: NearInput): string {
  const fault =
    Math.abs(lat) > 90
      ? ['lat', '-90 to 90']
      : Math.abs(lon) > 180
        ? ['lon', '-180 to 180']
        : distanceKm > 0 && distanceKm <= 800
          ? null
          : ['distanceKm', 'more than 0, at most 800'];
  if (fault) {
    throw new BadUserInput(`\`${part}.${fault[0]}\` is out of range: it is ${fault[1]}.`, {
      argument: `${part}.${fault[0]}`,
      expected: fault[1]!,
    });
  }
  return `DISTANCE[${plain(lat)},${plain(lon)},${plain(distanceKm)}km]`;
}
/** A number without an exponent, which the expression syntax does not know. */
const plain = (value: number): string => value.toFixed(6).replace(/\.?0+$/, '');

function mesh(id: string, part: string): Condition {
  const named = full(meshId(part, id));
  return {
    expression: any(MESH_AREAS.map(area => `AREA[${area}]${named}`)),
    meaning: `a condition or intervention is MeSH ${id} or lies below it`,
  };
}

function meshId(part: string, id: string): string {
  if (/^[DC]\d{6,9}$/.test(id)) return id;
  throw new BadUserInput(`\`${part}\` is not a MeSH id.`, {
    argument: part,
    expected: 'D or C and six to nine digits, such as D003876',
  });
}

function placeName(area: string): Translate<string> {
  return (name, part) => ({
    place: `AREA[${area}]${full(searchable(part, name))}`,
    meaning: `a location with ${area} ${name}`,
  });
}

function exactly(...areas: readonly string[]): Translate<string> {
  return (name, part) => ({
    expression: any(areas.map(area => `AREA[${area}]${full(searchable(part, name))}`)),
    meaning: `${areas.join(' or ')} is ${name}`,
  });
}

/** The whole value, not a part of it, and no synonyms. */
const full = (text: string): string => `EXPANSION[None]COVERAGE[FullMatch]${phrase(text)}`;
const any = (list: readonly string[]): string => (list.length === 1 ? list[0]! : `(${list.join(' OR ')})`);
const oneOf = (areas: readonly string[], values: readonly string[]): string =>
  any(areas.map(area => `AREA[${area}]${any(values)}`));

function listed(part: string, values: readonly string[]): readonly string[] {
  if (!values.includes(UNRECOGNISED)) return values;
  throw new BadUserInput(
    `\`${part}\` cannot be searched for ${UNRECOGNISED}: it stands for values this schema does not know.`,
    {
      argument: part,
    },
  );
}

/** One translation for each entry of a table of areas. */
function mapped<K extends string, A, V>(table: Readonly<Record<K, A>>, translate: (area: A) => Translate<V>) {
  return Object.fromEntries(
    Object.entries<A>(table).map(([part, area]) => [part, translate(area)]),
  ) as Record<K, Translate<V>>;
}
