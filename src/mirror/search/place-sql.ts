import type { Distance, EssieNode, Text } from '../../registry/essie-ast.ts';
import { EARTH_RADIUS_KM } from '../../registry/geo.ts';
import { isOfLocation, type RecordField } from '../../registry/record-fields.ts';
import { ALL, allOf, anyOf, type Condition, sqlCondition, sqlOf, type Values } from './condition.ts';
import { askedIn, type Compiling, type Context, contextBelow } from './essie-context.ts';
import { placeColumn, withRecord } from './record-values.ts';
import { neededWords, recordSql } from './text-sql.ts';
import { missingSql, rangeSql, sizeSql, sizeWithin, valueSql } from './value-sql.ts';

/** What an expression says of the study as a whole. */
export type OfStudy = (node: EssieNode, context: Context) => Condition;

/** Fields that are searched by their words or as values of a closed list; the others are compared. */
export const isTextual = ({ kind }: RecordField): boolean =>
  kind === 'text' || kind === 'enum' || kind === 'boolean';

/** A condition that one location must meet alone. What it says of a single field holds wherever it holds. */
export function placeCondition(
  node: EssieNode,
  context: Context,
  compiling: Compiling,
  ofStudy: OfStudy,
): Condition {
  if (node.kind === 'or')
    return anyOf(node.parts.map(part => placeCondition(part, context, compiling, ofStudy)));
  if (node.kind === 'area' || node.kind === 'coverage' || node.kind === 'expansion')
    return placeCondition(node.part, contextBelow(node, context), compiling, ofStudy);
  if (isOfOneValue(node, context)) return ofStudy(node, context);
  const { sql, needed, needsRecord } = placeSql(node, context, compiling, ofStudy);
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

function placeSql(node: EssieNode, context: Context, compiling: Compiling, ofStudy: OfStudy): PlaceSql {
  const { values } = compiling;
  const below = (part: EssieNode): PlaceSql =>
    placeSql(part, contextBelow(node, context), compiling, ofStudy);
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
        ? sameEverywhere(ofStudy(node.part, context), values)
        : below(node.part);
    case 'area':
    case 'coverage':
    case 'expansion':
    case 'tilt':
      return below(node.part);
    case 'words':
    case 'phrase':
      return placeText(node, context, compiling, ofStudy);
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

function placeText(node: Text, context: Context, compiling: Compiling, ofStudy: OfStudy): PlaceSql {
  const { synonyms, values } = compiling;
  if (context.fields.every(({ field }) => !isOfLocation(field)))
    return sameEverywhere(ofStudy(node, context), values);
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

export function withinSql({ lat, lon, km }: Distance, values: Values): string {
  const [lat$, lon$, km$] = [lat, lon, km].map(value => `${values.add(value)}::float8`) as [
    string,
    string,
    string,
  ];
  const band = `${km$} / ${KM_PER_DEGREE}`;
  // The band of latitude is what an index can find; the distance decides.
  return `place.lat between ${lat$} - ${band} and ${lat$} + ${band} and ${kilometresSql(lat$, lon$)} <= ${km$}`;
}

/** A condition on a location, met by any location of the study. */
export const somewhere = (sql: string): string =>
  `exists (select 1 from study_location as place where place.nct_id = found.nct_id and ${sql})`;
