import { BadUserInput } from '../shared/errors.ts';
import { countryNames } from './country-names.ts';
import { checkMeaning } from './essie-check.ts';
import { EssieFault } from './essie-fault.ts';
import { parseEssie } from './essie-grammar.ts';
import { asText, isOnlyIds, phrase, searchable } from './essie-text.ts';
import { age, distance, firstDay, lastDay, listed, meshId, range } from './essie-values.ts';
import { notNctId, parseNctId } from './nct-id.ts';
import { UNKNOWN_ENROLLMENT } from './record/design.ts';
import { areaFields } from './search-areas.ts';
import type { DateRangeInput, OwnCriteria, StudyCriteria } from './study-filter.input.ts';

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

const MAIN_AREA = 'BasicSearch';

/** The area that each search parameter of the registry looks into; `filter.advanced` into the main one. */
export const QUERY_AREAS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.values(SEARCH_AREAS).map(([param, area]) => [`query.${param}`, area])),
  'filter.advanced': MAIN_AREA,
};

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
const MESH_ITSELF = ['ConditionMeshId', 'InterventionMeshId'];
const MESH_AREAS = [...MESH_ITSELF, 'ConditionAncestorId', 'InterventionAncestorId'];

/** @param argument where the caller wrote the value, such as `filter.country` */
type Translate<V> = (value: V, argument: string) => Condition;
type Translations = {
  readonly [K in keyof StudyCriteria]-?: Translate<NonNullable<StudyCriteria[K]>>;
};

/** Each part of the filter with what it is to the registry. */
const translations: Translations = {
  ids,
  ...mapped(SEARCH_AREAS, words),
  ...mapped(ENUM_AREAS, area => (values: string[], argument: string) => {
    return {
      expression: oneOf([area], listed(argument, values)),
      meaning: `${area} is one of ${values.join(', ')}`,
    };
  }),
  ...mapped(DATE_AREAS, dates),
  country: (name, argument) => {
    const names = countryNames(searchable(argument, name));
    return {
      place: `AREA[LocationCountry]${any(names.map(full))}`,
      meaning: `a location in ${names.join(' or ')}`,
    };
  },
  state: placeName('LocationState'),
  city: placeName('LocationCity'),
  overallStatus: (values, argument) => ({
    params: { 'filter.overallStatus': listed(argument, values).join('|') },
    meaning: `status is one of ${values.join(', ')}`,
  }),
  funderType: (values, argument) => ({
    expression: oneOf(['LeadSponsorClass', 'CollaboratorClass'], listed(argument, values)),
    meaning: `lead sponsor or a collaborator is one of ${values.join(', ')}`,
  }),
  acceptsAge: (years, argument) => {
    const text = age(argument, years);
    const within = (area: string, bounds: string) =>
      `(AREA[${area}]RANGE[${bounds}] OR AREA[${area}]MISSING)`;
    return {
      expression: `${within('MinimumAge', `MIN, ${text}`)} AND ${within('MaximumAge', `${text}, MAX`)}`,
      meaning: `accepts an age of ${text}; an absent bound counts as open`,
    };
  },
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
  enrollment: (span, argument) => ({
    expression: `AREA[EnrollmentCount]${range(argument, span)} AND NOT AREA[EnrollmentCount]${UNKNOWN_ENROLLMENT}`,
    meaning: `${span.from ?? 'any number'} to ${span.to ?? 'any number'} participants; studies without a number are left out`,
  }),
  near: (circle, argument) => ({
    place: `AREA[LocationGeoPoint]${distance(argument, circle)}`,
    meaning: `a location within ${circle.distanceKm} km of ${circle.lat}, ${circle.lon}, by the centre of its city`,
  }),
  recruitingNear: (circle, argument) => ({
    place: `AREA[LocationStatus]RECRUITING AND AREA[LocationGeoPoint]${distance(argument, circle)}`,
    meaning: `a recruiting location within ${circle.distanceKm} km of ${circle.lat}, ${circle.lon}, by the centre of its city`,
  }),
  meshTerm: mesh(MESH_AREAS, 'or lies below it'),
  meshHeading: mesh(MESH_AREAS, 'or lies below it'),
  meshHeadingItself: mesh(MESH_ITSELF, 'itself'),
  essie,
  conditionName: exactly('Condition'),
  interventionName: exactly('InterventionName'),
  sponsorName: exactly('LeadSponsorName', 'CollaboratorName'),
};

/** Parts that our own fields add: the field a caller asked, and the argument the value came in. */
const OWN_PARTS: Readonly<Record<keyof OwnCriteria, readonly [field: string, argument: string]>> = {
  meshHeading: ['meshTerm', 'id'],
  meshHeadingItself: ['meshTerm', 'id'],
  conditionName: ['condition', 'name'],
  interventionName: ['intervention', 'name'],
  sponsorName: ['sponsor', 'name'],
};
const isOwn = (part: string): part is keyof OwnCriteria => part in OWN_PARTS;

/** Where a caller wrote a part of the filter. */
export const argumentOf = (part: string): string => (isOwn(part) ? OWN_PARTS[part][1] : `filter.${part}`);

/** What a caller knows a part of the filter by. */
export const nameOfPart = (part: string): string => (isOwn(part) ? OWN_PARTS[part][0] : part);

/**
 * A filter as the registry's request parameters. What users typed stays text; only `essie` is passed on as it stands.
 * @throws BadUserInput for a part that is given but empty, out of range or contradictory
 */
export function registryCriteria(criteria: StudyCriteria): RegistryCriteria {
  const conditions = givenParts(criteria).map(part => {
    const translate = translations[part] as Translate<unknown>;
    return { part, ...translate(criteria[part], argumentOf(part)) };
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
    const argument = argumentOf(part);
    if (Array.isArray(value) ? value.length === 0 : isEmptyRange(value))
      throw new BadUserInput(`\`${argument}\` is given but empty: leave it out, or give it a value.`, {
        argument,
      });
    return value != null;
  });
}

const isEmptyRange = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every(each => each == null);

function ids(values: string[], argument: string): Condition {
  const numbers = values.map(value => {
    const number = parseNctId(value);
    if (number === null) throw notNctId(value, argument);
    return number;
  });
  return {
    params: { 'filter.ids': numbers.join('|') },
    meaning: `study is one of ${numbers.join(', ')}`,
  };
}

function words([param, area]: readonly [string, string]): Translate<string> {
  return (value, argument) => {
    const text = searchable(argument, value);
    const meaning = `words in ${area}, with the registry's own synonyms`;
    if (!isOnlyIds(text)) return { params: { [`query.${param}`]: asText(text) }, meaning };
    const numbers = text.split(/[\s,]+/).filter(word => word !== '');
    return {
      expression: oneOf(
        [area],
        numbers.map(number => parseNctId(number) ?? number),
      ),
      meaning,
    };
  };
}

function dates(area: string): Translate<DateRangeInput> {
  return ({ from, to }, argument) => {
    const span = { from: from ? firstDay(from) : null, to: to ? lastDay(to) : null };
    return {
      expression: `AREA[${area}]${range(argument, span)}`,
      meaning: `${area} from ${span.from ?? 'any day'} to ${span.to ?? 'any day'}; studies without it are left out`,
    };
  };
}

function mesh(areas: readonly string[], where: string): Translate<string> {
  return (id, argument) => {
    const named = full(meshId(argument, id));
    return {
      expression: any(areas.map(area => `AREA[${area}]${named}`)),
      meaning: `a condition or intervention is MeSH ${id} ${where}`,
    };
  };
}

function placeName(area: string): Translate<string> {
  return (name, argument) => ({
    place: `AREA[${area}]${full(searchable(argument, name))}`,
    meaning: `a location with ${area} ${name.trim()}`,
  });
}

function exactly(...areas: readonly string[]): Translate<string> {
  return (name, argument) => ({
    expression: any(
      areas.map(area => `AREA[${area}]${full(searchable(argument, name, 'a name is needed'))}`),
    ),
    meaning: `${areas.join(' or ')} is ${name}`,
  });
}

function essie(expression: string, argument: string): Condition {
  const text = searchable(argument, expression);
  try {
    const part = parseEssie(text);
    // What names no area looks into the main one.
    checkMeaning(
      { kind: 'area', name: MAIN_AREA, fields: areaFields(MAIN_AREA)!, size: false, part, at: part.at },
      text,
    );
  } catch (fault) {
    if (!(fault instanceof EssieFault)) throw fault;
    // Blanks before the expression count for whoever wrote it.
    const position = fault.position + expression.indexOf(text);
    const expected = fault.expected === undefined ? {} : { expected: fault.expected };
    throw new BadUserInput(`\`${argument}\`, character ${position}: ${fault.message}`, {
      argument,
      position,
      ...expected,
      cause: fault,
    });
  }
  return { expression: `(${text})`, meaning: 'the expression as written, in the syntax of the registry' };
}

/** The whole value, not a part of it, and no synonyms. */
const full = (text: string): string => `EXPANSION[None]COVERAGE[FullMatch]${phrase(text)}`;
const any = (list: readonly string[]): string => (list.length === 1 ? list[0]! : `(${list.join(' OR ')})`);
/** `ALL`, a value of its own, would be the operator that finds every study; as a phrase it is a value. */
const value = (text: string): string => (text === 'ALL' ? phrase(text) : text);
const oneOf = (areas: readonly string[], values: readonly string[]): string =>
  any(areas.map(area => `AREA[${area}]${any(values.map(value))}`));

/** One translation for each entry of a table of areas. */
function mapped<K extends string, A, V>(table: Readonly<Record<K, A>>, translate: (area: A) => Translate<V>) {
  return Object.fromEntries(
    Object.entries<A>(table).map(([part, area]) => [part, translate(area)]),
  ) as Record<K, Translate<V>>;
}
