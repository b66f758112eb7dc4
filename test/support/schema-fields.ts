import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { type RecordExtension } from '../../src/registry/mapping.ts';
import { below } from '../../src/registry/view.ts';

export const recordOf = (field: GraphQLField<unknown, unknown>): RecordExtension | undefined =>
  field.extensions['record'] as RecordExtension | undefined;

export interface PublishedLeaf {
  /** The path in the record. */
  readonly path: string;
  /** Where the schema publishes it, such as `Study.arms.label`. */
  readonly field: string;
  /** The type it is published as, without list and non-null. */
  readonly type: GraphQLNamedType;
}

/** Every record path that a natural field of the schema publishes, found by walking from the study. */
export function publishedLeaves(schema: GraphQLSchema): readonly PublishedLeaf[] {
  const found: PublishedLeaf[] = [];
  const walk = (type: GraphQLObjectType, base: string, trail: readonly string[]): void => {
    for (const field of Object.values(type.getFields())) {
      const record = recordOf(field);
      if (!record?.natural || isEdges(field)) continue;
      for (const path of record.paths.map(each => below(base, each))) {
        const here = [...trail, field.name];
        const inner = getNamedType(field.type);
        if (isObjectType(inner) && !isText(inner)) walk(inner, path, here);
        else found.push({ path, field: here.join('.'), type: inner });
      }
    }
  };
  walk(schema.getType('Study') as GraphQLObjectType, '', ['Study']);
  return found;
}

/** `edges` of a connection publish the leaves of its `nodes` again. */
export const isEdges = (field: GraphQLField<unknown, unknown>): boolean =>
  getNamedType(field.type).name.endsWith('Edge');

/** A view over one text: its fields say the same value in other forms. */
export const isText = (type: GraphQLNamedType): boolean =>
  ['Markdown', 'Age', 'Duration', 'GeoPoint', 'Condition'].includes(type.name);

export const isList = (field: GraphQLField<unknown, unknown>): boolean =>
  isListType(isNonNullType(field.type) ? field.type.ofType : field.type);

/** How deep criteria can nest within criteria. */
const CRITERIA_DEPTH = 6;
/** Fields that ask the registry or the store a new question instead of reading the record. */
const isQuestion = (type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): boolean =>
  ['StudyConnection', 'StudyChangeConnection', 'Study'].includes(getNamedType(field.type).name) ||
  (type.name === 'MeshTerm' && field.name === 'ancestors');

const ARGUMENTS: Readonly<Record<string, string>> = {
  'Location.distance': '(from: { lat: 0, lon: 0 })',
  'Study.locations': '(first: 1000, after: $after)',
  'Study.nearestLocation': '(from: { lat: 0, lon: 0 }, recruiting: false)',
};

/** A selection of every field of a study: each object in full where it lives, and one level of it where a link leads. */
export function everyFieldOfStudy(schema: GraphQLSchema): string {
  const select = (type: GraphQLObjectType, depth: number, linked: boolean): string => {
    const fields = Object.values(type.getFields())
      .filter(field => !isQuestion(type, field))
      .flatMap(field => {
        const args = ARGUMENTS[`${type.name}.${field.name}`] ?? '';
        if (args === '' && field.args.some(isRequiredArgument))
          throw new Error(`${type.name}.${field.name} needs arguments`);
        const inner = getNamedType(field.type);
        if (!isObjectType(inner)) return [`${field.name}${args}`];
        const isLink = recordOf(field)?.target !== undefined;
        if (linked && isLink) return [];
        const nesting = inner === type ? depth + 1 : depth;
        if (nesting > CRITERIA_DEPTH) return [];
        return [`${field.name}${args} ${select(inner, nesting, linked || isLink)}`];
      });
    return `{ __typename ${fields.join(' ')} }`;
  };
  return select(schema.getType('Study') as GraphQLObjectType, 0, false);
}
