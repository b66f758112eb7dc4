import { readFile } from 'node:fs/promises';
import {
  buildSchema,
  findBreakingChanges,
  type GraphQLArgument,
  type GraphQLField,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { expect, it } from 'vitest';
import { createSchema, printSdl } from '../src/server/schema.ts';
import { recordOf } from './support/schema-fields.ts';

const schema = await createSchema();
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const fieldsOf = types
  .filter(type => isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
  .flatMap(type =>
    Object.values(type.getFields()).map(field => ({ where: `${type.name}.${field.name}`, field })),
  );

const argumentsOf = (field: object): readonly GraphQLArgument[] =>
  'args' in field ? (field.args as readonly GraphQLArgument[]) : [];

it('the committed SDL is the schema that is served: run `npm run schema` after a change', async () => {
  const committed = await readFile(new URL('../schema/schema.graphql', import.meta.url), 'utf8');
  const breaking = findBreakingChanges(buildSchema(committed), schema).map(({ description }) => description);
  expect(breaking, 'breaking changes').toEqual([]);
  expect(printSdl(schema)).toBe(committed);
});

it('describes every type, field, argument and enum value', () => {
  const described = [
    ...types.map(({ name, description }) => ({ where: name, description })),
    ...fieldsOf.map(({ where, field }) => ({ where, description: field.description })),
    ...fieldsOf.flatMap(({ where, field }) =>
      argumentsOf(field).map(({ name, description }) => ({ where: `${where}(${name})`, description })),
    ),
    ...types
      .filter(isEnumType)
      .flatMap(type =>
        type.getValues().map(({ name, description }) => ({ where: `${type.name}.${name}`, description })),
      ),
  ];
  expect(described.filter(({ description }) => !description?.trim()).map(({ where }) => where)).toEqual([]);
});

it('says of every field that reads the record where it reads', () => {
  const reading = fieldsOf.filter(({ field }) => {
    const record = recordOf(field as GraphQLField<unknown, unknown>);
    return record?.natural && record.paths.every(path => path !== '');
  });
  expect(reading.length).toBeGreaterThan(300);
  expect(
    reading
      .filter(({ field }) => !/ Source: [A-Za-z0-9., ]+$/.test(field.description ?? ''))
      .map(({ where }) => where),
  ).toEqual([]);
});

it('only what can be found again by its id has one, because clients keep objects by type and id', () => {
  const withId = types
    .filter(isObjectType)
    .filter(type => 'id' in type.getFields())
    .map(type => ({ name: type.name, isNode: type.getInterfaces().some(({ name }) => name === 'Node') }));
  expect(withId.filter(({ isNode }) => !isNode).map(({ name }) => name)).toEqual(['MeshTerm']);
  expect(
    withId
      .filter(({ isNode }) => isNode)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['Location', 'Study', 'StudyChange', 'SyncRun']);
});

/** Why a list may be null or hold null. */
const LOOSE_LISTS: Readonly<Record<string, string>> = {
  'MeshTerm.ancestors': '[MeshTerm!]', // asks the registry a question of its own, which may fail or find nothing out
  'Query.nodes': '[Node]!', // as Relay has it
  'StudyConnection.facets': '[Facet!]', // only what is stored here can count
};

it('lists are never null and hold no null, with three exceptions', () => {
  const loose = fieldsOf
    .filter(({ where }) => !isInputObjectType(schema.getType(where.split('.')[0]!)))
    .map(({ where, field }) => ({ where, type: String(field.type) }))
    .filter(({ type }) => type.startsWith('[') && !/^\[.+!\]!$/.test(type));
  expect(Object.fromEntries(loose.map(({ where, type }) => [where, type]))).toEqual(LOOSE_LISTS);
});
