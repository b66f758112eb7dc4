import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../shared/log.ts';
import type { Context } from './context.ts';
import { createErrorFormatter } from './errors.ts';
import { createExecutorGateway } from './executor.ts';
import { textOfAnswer } from './executor-memory.ts';

/** Apollo Server over the schema, its log in ours, its landing page off: GraphiQL is served from our own files. */
export function createApollo(
  schema: GraphQLSchema,
  logger: Logger,
  formatError = createErrorFormatter(logger),
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    gateway: createExecutorGateway(schema),
    stringifyResult: textOfAnswer,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError,
    logger,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginCacheControlDisabled()],
  });
}
