import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { createApollo } from '../../src/server/apollo.ts';
import type { Context } from '../../src/server/context.ts';
import { createErrorFormatter } from '../../src/server/errors.ts';
import { createLogger } from '../../src/shared/log.ts';
import type { Operation } from './executor-operations.ts';

/** What a client gets to see. */
export interface Seen {
  readonly status: number;
  readonly data: string;
  /** Sorted: fields that fail at the same time have no order. */
  readonly errors: readonly GraphQLFormattedError[];
}
export type Ask = (operation: Operation) => Promise<Seen>;

const logger = createLogger('silent');

/** One schema behind two servers, which differ in the executor alone: graphql-js in one, ours in the other. */
export async function startPair(schema: GraphQLSchema, context: () => unknown) {
  const usual = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: createErrorFormatter(logger),
    logger,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginCacheControlDisabled()],
  });
  const ours = createApollo(schema, logger);
  await Promise.all([usual.start(), ours.start()]);
  const asker =
    (server: ApolloServer<Context>): Ask =>
    async ({ query, variables, operationName }) => {
      const { status, body } = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: 'POST',
          search: '',
          headers: new HeaderMap([['content-type', 'application/json']]),
          body: JSON.parse(JSON.stringify({ query, variables, operationName })),
        },
        context: async () => context() as Context,
      });
      if (body.kind !== 'complete') throw new Error('an incremental answer');
      return seen(status ?? 200, body.string);
    };
  return {
    usual: asker(usual),
    ours: asker(ours),
    stop: () => Promise.all([usual.stop(), ours.stop()]),
  };
}

function seen(status: number, body: string): Seen {
  const { data, errors = [] } = JSON.parse(body) as { data?: unknown; errors?: GraphQLFormattedError[] };
  const placeOf = (error: GraphQLFormattedError) => JSON.stringify([error.path, error.message]);
  return {
    status,
    data: JSON.stringify(data) ?? 'absent',
    errors: errors.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)),
  };
}
