import {
  coerceInputValue,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLSchema,
} from 'graphql';
import type { StudyCriteria, StudySort } from '../registry/study-filter.input.ts';
import { BadUserInput } from '../shared/errors.ts';

/** Reads the JSON of a study filter as a variable of that type would be. @throws BadUserInput naming the part */
export const readFilterBy =
  (schema: GraphQLSchema) =>
  (json: unknown): StudyCriteria =>
    coerce(json, schema.getType('StudyFilter') as GraphQLInputType, 'filter') as StudyCriteria;

/** The same for the JSON of an order. @throws BadUserInput naming the part */
export const readSortBy = (schema: GraphQLSchema) => {
  const sort = schema.getType('StudySort') as GraphQLInputObjectType;
  const list = new GraphQLList(new GraphQLNonNull(sort));
  return (json: unknown): readonly StudySort[] => coerce(json, list, 'sort') as readonly StudySort[];
};

const coerce = (json: unknown, type: GraphQLInputType, argument: string): unknown =>
  coerceInputValue(json, type, (path, value, { message }) => {
    const part = [argument, ...path].join('.');
    throw new BadUserInput(`\`${part}\` is ${JSON.stringify(value)?.slice(0, 60)}: ${message}`, {
      argument: part,
    });
  });
