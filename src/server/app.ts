import { setTimeout as sleep } from 'node:timers/promises';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { StoredView } from '../mirror/export/stored-view.ts';
import type { Logger } from '../shared/log.ts';
import { createApollo } from './apollo.ts';
import { type Context, createContext, type Services } from './context.ts';
import { CallerGone, createErrorFormatter } from './errors.ts';
import { registerExport } from './export-route.ts';
import { registerGraphiql } from './graphiql.ts';
import { answerErrorsAlike, answerUntaken } from './http-errors.ts';
import { registerSubscriptions } from './subscriptions.ts';

const MAX_BODY_BYTES = 1_000_000;
const READY_WITHIN_MS = 2_000;

export interface AppOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  /** What is stored here, to be exported; without it nothing can be. */
  readonly view?: StoredView;
  readonly logger: Logger;
  /** Folder of the built GraphiQL bundle. */
  readonly graphiqlRoot: string;
  /** Resolves when everything a request needs is there; its rejection makes `/readyz` answer 503. */
  readonly ready: () => Promise<void>;
  /** How long requests under way may take once the server closes, in milliseconds: longer than the registry may. */
  readonly graceMs?: number;
}

/**
 * The HTTP server: `/graphql`, subscriptions included, `/export`, `/graphiql`, `/healthz`, `/readyz`. Closing it answers
 * what was accepted first.
 */
export async function openApp({
  schema,
  services,
  view,
  logger,
  graphiqlRoot,
  ready,
  graceMs = 20_000,
}: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerUntaken,
  }) as unknown as FastifyInstance;
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    setTimeout(() => app.server.closeAllConnections(), graceMs).unref();
  });
  // A connection kept alive for a next request would hold up the close until its time is over.
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    logger.info(
      { method, path: routeOptions.url ?? null, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
  });

  answerErrorsAlike(app, logger);
  const formatError = createErrorFormatter(logger);
  const apollo = createApollo(schema, logger, formatError);
  await apollo.start();
  app.addHook('onClose', () => apollo.stop()); // by then every request under way is answered
  app.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    handler: fastifyApolloHandler<Context>(apollo, {
      context: async (_request: FastifyRequest, reply: FastifyReply) =>
        createContext(services, whileWaited(reply)),
    }),
  });
  registerSubscriptions(app, {
    schema,
    createContext: signal => createContext(services, signal),
    formatError,
    logger,
  });

  if (view) registerExport(app, { schema, view, whileWaited, logger });

  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const fault = closing
      ? 'shutting down'
      : await soon(ready()).then(
          () => null,
          () => 'the database does not answer',
        );
    return reply
      .status(fault === null ? 200 : 503)
      .send(fault === null ? { status: 'ready' } : { status: 'not ready', fault });
  });
  await registerGraphiql(app, { root: graphiqlRoot });
  return app;
}

/** Who asks whether we are ready does not wait for a database that hangs. */
const soon = (work: Promise<void>): Promise<void> =>
  Promise.race([
    work,
    sleep(READY_WITHIN_MS, undefined, { ref: false }).then(() => Promise.reject(new Error('too late'))),
  ]);

/** A signal that ends when the caller hangs up before the answer is sent. */
function whileWaited({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new CallerGone());
  });
  return controller.signal;
}
