import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../src/web/graphiql/examples.ts';

const operationsOf = (query: string): OperationDefinitionNode[] =>
  parse(query).definitions.filter(definition => definition.kind === Kind.OPERATION_DEFINITION);

describe('the examples GraphiQL opens with', () => {
  it.each(EXAMPLES)('$name is one operation of that name', ({ name, query }) => {
    expect(operationsOf(query).map(operation => operation.name?.value)).toEqual([name]);
  });

  it('have different names', () => {
    expect(new Set(EXAMPLES.map(({ name }) => name)).size).toBe(EXAMPLES.length);
  });
});
