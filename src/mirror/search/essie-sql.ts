import type { Coverage, Distance, EssieNode, Expansion, Range, Text } from '../../registry/essie-ast.ts';
import { EARTH_RADIUS_KM } from '../../registry/geo.ts';
import { isOfLocation, type RecordField } from '../../registry/record-fields.ts';
import { type AreaField, areaFields } from '../../registry/search-areas.ts';
import {
  ALL,
  allOf,
  anyOf,
  type Condition,
  NONE,
  notThat,
  sqlCondition,
  sqlOf,
  type Values,
} from './condition.ts';
import { placeColumn, withRecord } from './record-values.ts';
import type { Synonyms } from './synonyms.ts';
import { type Asked, askedFor } from './text-query.ts';
import { neededWords, recordSql, textCondition } from './text-sql.ts';
import { missingSql, rangeSql, sizeSql, type ValueSql, valueSql } from './value-sql.ts';
import { wordClassOf } from './word-classes.ts';

/** What the operators to the left of a source have said. */
export interface Context {
  readonly fields: readonly AreaField[];
  readonly size: boolean;
  readonly coverage: Coverage | null;
  readonly expansion: Expansion | null;
}

export const contextOf = (area: string): Context => ({
  fields: areaFields(area)!,
  size: false,
  coverage: null,
  expansion: null,
});

/** The context a part of an expression stands in. */
export function contextBelow(node: EssieNode, context: Context): Context {
  switch (node.kind) {
    case 'area':
      return { ...context, fields: node.fields, size: node.size };
    case 'coverage':
      return { ...context, coverage: node.coverage };
    case 'expansion':
      return { ...context, expansion: node.expansion };
    default:
      return context;
  }
}

export const askedIn = (node: Text, { fields, coverage, expansion }: Context, synonyms: Synonyms): Asked =>
  askedFor(node.text, fields, node.kind === 'phrase', coverage, expansion, synonyms);

/** An expression of the registry's search language as a condition on stored studies. */
export function studyCondition(
  node: EssieNode,
  context: Context,
  synonyms: Synonyms,
  values: Values,
): Condition {
  const below = (part: EssieNode): Condition =>
    studyCondition(part, contextBelow(node, context), synonyms, values);
  switch (node.kind) {
    case 'all':
      return ALL;
    case 'or':
      return anyOf(node.parts.map(below));
    case 'and':
      return allOf(node.parts.map(below));
    case 'not':
      return notThat(below(node.part));
    case 'search':
      return node.document === 'Location'
        ? placeCondition(node.part, context, synonyms, values)
        : below(node.part);
    case 'area':
    case 'coverage':
    case 'expansion':
    case 'tilt':
      return below(node.part);
    case 'words':
    case 'phrase':
      return textOrValue(node, context, synonyms, values);
    case 'missing':
      return allOf(context.fields.map(({ field }) => studySql(missingSql(field, 'study'))));
    case 'range':
      return anyOf(context.fields.map(({ field }) => rangeCondition(field, node, context, values)));
    case 'distance':
      return sqlCondition(somewhere(withinSql(node, values)));
  }
}

const studySql = ({ sql, needsRecord }: ValueSql): Condition =>
  sqlCondition(needsRecord ? withRecord(sql) : sql);

/** Fields that are searched by their words or as values of a closed list; the others are compared. */
const isTextual = ({ kind }: RecordField): boolean =>
  kind === 'text' || kind === 'enum' || kind === 'boolean';

function textOrValue(node: Text, context: Context, synonyms: Synonyms, values: Values): Condition {
  const { fields, size } = context;
  if (size)
    return anyOf(
      fields.map(({ field }) => sizeCondition(field, { low: node.text, high: node.text }, values)),
    );
  const textual = fields.filter(({ field }) => isTextual(field));
  const compared = fields.filter(({ field }) => !isTextual(field));
  return anyOf([
    ...groupsOf(textual, node).map(some =>
      textCondition(askedIn(node, { ...context, fields: some }, synonyms), values),
    ),
    ...compared.map(({ field }) => {
      const found = valueSql(field, node.text, 'study', values);
      return found ? studySql(found) : NONE;
    }),
  ]);
}

/** The fields of an area have their words in the index; only of the others one may be alone. */
const groupsOf = (fields: readonly AreaField[], node: Text): readonly (readonly AreaField[])[] => {
  if (fields.length === 0) return [];
  if (node.kind === 'words' || fields.every(({ field }) => wordClassOf(field))) return [fields];
  return fields.map(each => [each]);
};

type Bounds = Pick<Range, 'low' | 'high'>;

const sizeWithin =
  ({ low, high }: Bounds, values: Values) =>
  (count: string): string =>
    [
      low === null ? [] : `${count} >= ${values.add(low)}::bigint`,
      high === null ? [] : `${count} <= ${values.add(high)}::bigint`,
    ]
      .flat()
      .join(' and ') || 'true';

const sizeCondition = (field: RecordField, bounds: Bounds, values: Values): Condition =>
  sqlCondition(withRecord(sizeSql(field, sizeWithin(bounds, values), 'study')));

const rangeCondition = (field: RecordField, node: Range, { size }: Context, values: Values): Condition =>
  size ? sizeCondition(field, node, values) : studySql(rangeSql(field, node, 'study', values));

/** A condition that one location must meet alone. What it says of a single field holds wherever it holds. */
function placeCondition(node: EssieNode, context: Context, synonyms: Synonyms, values: Values): Condition {
  if (node.kind === 'or')
    return anyOf(node.parts.map(part => placeCondition(part, context, synonyms, values)));
  if (node.kind === 'area' || node.kind === 'coverage' || node.kind === 'expansion')
    return placeCondition(node.part, contextBelow(node, context), synonyms, values);
  if (isOfOneValue(node, context)) return studyCondition(node, context, synonyms, values);
  const { sql, needed, needsRecord } = placeSql(node, context, synonyms, values);
  const found = somewhere(sql);
  return allOf([needed, sqlCondition(needsRecord ? withRecord(found) : found)]);
}

const isOfOneValue = (node: EssieNode, { fields, size }: Context): boolean => {
  const [one, another] = fields;
  if (node.kind === 'distance') return true;
  if (size || another || !one || !isOfLocation(one.field)) return false;
  return node.kind === 'range' || node.kind === 'phrase' || (node.kind === 'words' && !/\s/.test(node.text));
};

/** What a location must meet, over `study_location as place`; `needed` holds of every study that has such a location. */
interface PlaceSql {
  readonly sql: string;
  readonly needed: Condition;
  readonly needsRecord: boolean;
}

function placeSql(node: EssieNode, context: Context, synonyms: Synonyms, values: Values): PlaceSql {
  const below = (part: EssieNode): PlaceSql => placeSql(part, contextBelow(node, context), synonyms, values);
  const plain = (sql: string): PlaceSql => ({ sql, needed: ALL, needsRecord: true });
  switch (node.kind) {
    case 'all':
      return { sql: 'true', needed: ALL, needsRecord: false };
    case 'and':
    case 'or': {
      const parts = node.parts.map(below);
      return {
        sql: `(${parts.map(({ sql }) => sql).join(` ${node.kind} `)})`,
        needed: (node.kind === 'and' ? allOf : anyOf)(parts.map(({ needed }) => needed)),
        needsRecord: parts.some(({ needsRecord }) => needsRecord),
      };
    }
    case 'not': {
      const { sql, needsRecord } = below(node.part);
      return { sql: `(${sql}) is not true`, needed: ALL, needsRecord };
    }
    case 'search':
      return node.document === 'Study'
        ? sameEverywhere(studyCondition(node.part, context, synonyms, values), values)
        : below(node.part);
    case 'area':
    case 'coverage':
    case 'expansion':
    case 'tilt':
      return below(node.part);
    case 'words':
    case 'phrase':
      return placeText(node, context, synonyms, values);
    case 'missing':
      return plain(context.fields.map(({ field }) => missingSql(field, 'place').sql).join(' and '));
    case 'range': {
      const tests = context.fields.map(({ field }) =>
        context.size
          ? sizeSql(field, sizeWithin(node, values), 'place')
          : rangeSql(field, node, 'place', values).sql,
      );
      return plain(`(${tests.join(' or ')})`);
    }
    case 'distance':
      return { sql: withinSql(node, values), needed: ALL, needsRecord: false };
  }
}

/** What is asked of the study as a whole is the same for each of its locations. */
const sameEverywhere = (condition: Condition, values: Values): PlaceSql => ({
  sql: sqlOf(condition, values),
  needed: condition,
  needsRecord: false,
});

function placeText(node: Text, context: Context, synonyms: Synonyms, values: Values): PlaceSql {
  if (context.fields.every(({ field }) => !isOfLocation(field)))
    return sameEverywhere(studyCondition(node, context, synonyms, values), values);
  if (context.size) {
    const test = sizeWithin({ low: node.text, high: node.text }, values);
    const tests = context.fields.map(({ field }) => sizeSql(field, test, 'place'));
    return { sql: `(${tests.join(' or ')})`, needed: ALL, needsRecord: true };
  }
  const textual = context.fields.filter(({ field }) => isTextual(field));
  const compared = context.fields.filter(({ field }) => !isTextual(field));
  const asked = askedIn(node, { ...context, fields: textual }, synonyms);
  const tests = [
    ...(textual.length > 0 ? [recordSql(asked, 'place', values)] : []),
    ...compared.flatMap(({ field }) => valueSql(field, node.text, 'place', values)?.sql ?? []),
  ];
  return {
    sql: tests.length === 0 ? 'false' : `(${tests.join(' or ')})`,
    needed: compared.length === 0 ? neededWords(asked) : ALL,
    needsRecord: context.fields.some(({ field }) => placeColumn(field, 'place') === null),
  };
}

/** No degree of latitude is shorter. */
const KM_PER_DEGREE = 110;

/** Kilometres by the great circle from a point to a location. */
export const kilometresSql = (lat$: string, lon$: string): string =>
  `2 * ${EARTH_RADIUS_KM} * asin(least(1, sqrt(sin(radians(place.lat - ${lat$}) / 2) ^ 2 + cos(radians(${lat$}))
    * cos(radians(place.lat)) * sin(radians(place.lon - ${lon$}) / 2) ^ 2)))`;

function withinSql({ lat, lon, km }: Distance, values: Values): string {
  const [lat$, lon$, km$] = [lat, lon, km].map(value => `${values.add(value)}::float8`) as [
    string,
    string,
    string,
  ];
  const band = `${km$} / ${KM_PER_DEGREE}`;
  // The band of latitude is what an index can find; the distance decides.
  return `place.lat between ${lat$} - ${band} and ${lat$} + ${band} and ${kilometresSql(lat$, lon$)} <= ${km$}`;
}

const somewhere = (sql: string): string =>
  `exists (select 1 from study_location as place where place.nct_id = found.nct_id and ${sql})`;
