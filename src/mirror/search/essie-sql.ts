import type { EssieNode, Range, Text } from '../../registry/essie-ast.ts';
import type { RecordField } from '../../registry/record-fields.ts';
import { ALL, allOf, anyOf, type Condition, NONE, notThat, sqlCondition, type Values } from './condition.ts';
import { askedIn, type Compiling, type Context, contextBelow } from './essie-context.ts';
import { isTextual, placeCondition, somewhere, withinSql } from './place-sql.ts';
import { withRecord } from './record-values.ts';
import { textCondition } from './text-sql.ts';
import {
  type Bounds,
  missingSql,
  rangeSql,
  sizeSql,
  sizeWithin,
  type ValueSql,
  valueSql,
} from './value-sql.ts';

/** An expression of the registry's search language as a condition on stored studies. */
export function studyCondition(node: EssieNode, context: Context, compiling: Compiling): Condition {
  const { values } = compiling;
  const below = (part: EssieNode): Condition => studyCondition(part, contextBelow(node, context), compiling);
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
        ? placeCondition(node.part, context, compiling, (part, at) => studyCondition(part, at, compiling))
        : below(node.part);
    case 'area':
    case 'coverage':
    case 'expansion':
    case 'tilt':
      return below(node.part);
    case 'words':
    case 'phrase':
      return textOrValue(node, context, compiling);
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

function textOrValue(node: Text, context: Context, { synonyms, values }: Compiling): Condition {
  const { fields, size } = context;
  if (size)
    return anyOf(
      fields.map(({ field }) => sizeCondition(field, { low: node.text, high: node.text }, values)),
    );
  const textual = fields.filter(({ field }) => isTextual(field));
  const compared = fields.filter(({ field }) => !isTextual(field));
  return anyOf([
    ...(textual.length > 0
      ? [textCondition(askedIn(node, { ...context, fields: textual }, synonyms), values)]
      : []),
    ...compared.map(({ field }) => {
      const found = valueSql(field, node.text, 'study', values);
      return found ? studySql(found) : NONE;
    }),
  ]);
}

const sizeCondition = (field: RecordField, bounds: Bounds, values: Values): Condition =>
  sqlCondition(withRecord(sizeSql(field, sizeWithin(bounds, values), 'study')));

const rangeCondition = (field: RecordField, node: Range, { size }: Context, values: Values): Condition =>
  size ? sizeCondition(field, node, values) : studySql(rangeSql(field, node, 'study', values));
