import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isEnumType, isObjectType } from 'graphql';
import { UNRECOGNISED } from '../../src/registry/record-enum.ts';
import { below } from '../../src/registry/view.ts';
import { isEdges, isList, isText, recordOf } from './schema-fields.ts';

type Node = Readonly<Record<string, unknown>>;

/** What an enrolment of this many stands for: nobody said. It is answered as null. */
const UNKNOWN_ENROLMENT = 99_999_999;

/** The one leaf that is answered where a record lacks it. */
const ABSENT_IS_FALSE = 'hasResults';

export interface Difference {
  readonly path: string;
  readonly record: unknown;
  readonly answer: unknown;
}

/**
 * Holds a study as GraphQL answered it against its raw record: every leaf of the record must stand under its natural
 * field with the same value.
 * @returns the differences, and the leaves of the record that no field answered
 */
export function compareRecord(schema: GraphQLSchema, record: Node, answer: Node): readonly Difference[] {
  const differences: Difference[] = [];
  const answered = new Map<string, unknown>();

  const object = (type: GraphQLObjectType, node: unknown, given: Node, path: string): void => {
    for (const field of Object.values(type.getFields())) {
      const extension = recordOf(field);
      if (!extension?.natural || isEdges(field)) continue;
      const found = extension.paths.map(each => [below(path, each), at(node, each)] as const);
      const inner = getNamedType(field.type);
      if (isObjectType(inner) && inner.name.endsWith('Connection')) {
        object(inner, found[0]![1], given[field.name] as Node, found[0]![0]);
      } else if (isList(field)) {
        const items = found.flatMap(([where, list]) => indexed(where, list));
        const answers = given[field.name] as readonly unknown[];
        if (items.length !== answers.length) note(found[0]![0], items.length, `${answers.length} items`);
        else
          for (const [i, [where, item]] of items.entries())
            value(field, item, answers[i], textOf(given, field.name, i), where);
      } else value(field, found[0]![1], given[field.name], textOf(given, field.name), found[0]![0]);
    }
  };

  const value = (
    field: Parameters<typeof recordOf>[0],
    raw: unknown,
    given: unknown,
    text: unknown,
    path: string,
  ): void => {
    const type = getNamedType(field.type);
    if (raw === undefined) {
      const isAbsent = given == null || (path === ABSENT_IS_FALSE && given === false);
      if (!isAbsent && !isObjectType(type)) note(path, raw, given);
      return;
    }
    if (isObjectType(type) && !isText(type)) {
      if (given == null) note(path, raw, given);
      else object(type, raw, given as Node, path);
      return;
    }
    answered.set(path, raw);
    const same = isObjectType(type)
      ? matches(raw, formOf(type, given))
      : isEnumType(type)
        ? text === raw && given === (type.getValue(String(raw)) ? raw : UNRECOGNISED)
        : given === raw ||
          (raw === UNKNOWN_ENROLMENT && given === null && path.endsWith('enrollmentInfo.count'));
    if (!same) note(path, raw, isEnumType(type) ? [given, text] : given);
  };

  const note = (path: string, raw: unknown, given: unknown): void => {
    differences.push({ path, record: raw, answer: given });
  };

  object(schema.getType('Study') as GraphQLObjectType, record, answer, '');
  for (const [path, raw] of leavesOf(record, '')) {
    if (!answered.has(path) && !answered.has(path.replace(/\.(lat|lon)$/, '')))
      note(path, raw, 'not answered by any field');
  }
  return differences;
}

/** What a view over one text says of it verbatim. */
const formOf = (type: GraphQLObjectType, given: unknown): unknown => {
  const node = given as Node | null;
  if (type.name === 'Markdown') return node?.['source'];
  if (type.name === 'GeoPoint') return node && { lat: node['lat'], lon: node['lon'] };
  if (type.name === 'Condition') return node?.['name'];
  return node?.['text'];
};

const matches = (raw: unknown, given: unknown): boolean =>
  raw === given ||
  (typeof raw === 'object' && raw !== null && JSON.stringify(sorted(raw)) === JSON.stringify(sorted(given)));
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    : value;

const textOf = (given: Node, field: string, i?: number): unknown => {
  const text = given[`${field}Text`];
  return i === undefined ? text : (text as readonly unknown[] | undefined)?.[i];
};

const at = (node: unknown, path: string): unknown =>
  path === ''
    ? node
    : path.split('.').reduce<unknown>((value, key) => (value as Node | undefined)?.[key], node);

const indexed = (path: string, list: unknown): (readonly [string, unknown])[] =>
  Array.isArray(list) ? list.map((item, i) => [`${path}[${i}]`, item] as const) : [];

function* leavesOf(value: unknown, path: string): Generator<readonly [string, unknown]> {
  if (Array.isArray(value)) for (const [i, each] of value.entries()) yield* leavesOf(each, `${path}[${i}]`);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) yield* leavesOf(each, below(path, key));
  } else yield [path, value];
}
