import { coerceInputValue, type GraphQLInputType, type GraphQLSchema } from 'graphql';
import type { StudyCriteria } from '../registry/study-filter.input.ts';
import { BadUserInput } from '../shared/errors.ts';

/** Reads the JSON of a study filter as a variable of that type would be. @throws BadUserInput naming the part */
export const readFilterBy =
  (schema: GraphQLSchema) =>
  (json: unknown): StudyCriteria => {
    const type = schema.getType('StudyFilter') as GraphQLInputType;
    return coerceInputValue(json, type, (path, value, { message }) => {
      const part = ['filter', ...path].join('.');
      throw new BadUserInput(`\`${part}\` is ${JSON.stringify(value)?.slice(0, 60)}: ${message}`, {
        argument: part,
      });
    }) as StudyCriteria;
  };
