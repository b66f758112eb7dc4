import { readFileSync } from 'node:fs';
import graphql from '@graphql-eslint/eslint-plugin';
import { buildSchema, isObjectType } from 'graphql';

const SCHEMA = 'schema/schema.graphql';
const types = Object.values(buildSchema(readFileSync(SCHEMA, 'utf8')).getTypeMap()).filter(isObjectType);
/** Parts of a study have no id of their own: only what can be asked for by `node(id)` must have one. */
const valueTypes = types
  .filter(type => !type.getInterfaces().some(({ name }) => name === 'Node'))
  .map(({ name }) => name);

const parser = {
  parser: graphql.parser,
  parserOptions: { graphQLConfig: { schema: SCHEMA, documents: 'docs/queries/*.graphql' } },
};
const plugins = { '@graphql-eslint': graphql };

// Each exception is argued in docs/decisions/0001-schema-lint-exceptions.md.
export default [
  {
    files: ['schema/**/*.graphql'],
    languageOptions: parser,
    plugins,
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      '@graphql-eslint/strict-id-in-types': ['error', { exceptions: { types: valueTypes } }],
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      '@graphql-eslint/no-typename-prefix': 'off',
    },
  },
  {
    files: ['docs/queries/*.graphql'],
    languageOptions: parser,
    plugins,
    rules: {
      ...graphql.configs['flat/operations-recommended'].rules,
      '@graphql-eslint/require-selections': 'off',
      '@graphql-eslint/selection-set-depth': 'off',
    },
  },
];
