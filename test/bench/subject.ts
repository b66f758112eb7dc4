import 'reflect-metadata';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { type FastifyInstance, fastify } from 'fastify';
import { buildSchema, type ExecutionResult, printSchema } from 'graphql';
import { createMirrorSource } from '../../src/mirror/mirror.source.ts';
import { createStudyRepository } from '../../src/mirror/study.repository.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import type { RegistryServices } from '../../src/registry/context.ts';
import { createEdition } from '../../src/registry/edition.ts';
import { createLiveSource } from '../../src/registry/live.source.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import { createStudyCache } from '../../src/registry/study-cache.ts';
import { openApp } from '../../src/server/app.ts';
import { createSchema } from '../../src/server/schema.ts';
import { createLogger } from '../../src/shared/log.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { noCopy } from '../support/no-copy.ts';
import { startRegistryDouble } from '../support/registry-double.ts';
import { studyPageRecord } from './study-page.record.ts';

/** What the parent process asks for: which server, and for some the answer they have to give. */
export interface SubjectOrder {
  readonly subject: keyof typeof subjects;
  readonly dataDir: string;
  /** The body of our own answer, verbatim. */
  readonly answer: string;
}
/** What it is told: the address to ask. */
export interface SubjectReady {
  readonly url: string;
}

const subjects = {
  /** Our gateway over a registry, whose record it soon has in its cache. */
  cache: async () => {
    const registry = await startRegistryDouble([studyPageRecord]);
    const client = createRegistryClient({ url: registry.url });
    const edition = createEdition(client);
    return gateway({
      source: createLiveSource(client, edition, createStudyCache()),
      status: { mode: 'live', client, edition, stored: async () => ({ count: 0, newestFetchedAt: null }) },
    });
  },

  /** Our gateway over the embedded database. */
  store: async ({ dataDir }: SubjectOrder) => {
    const database = await openDatabase({ dataDir });
    const repository = createStudyRepository(database);
    await repository.upsert([
      {
        nctId: nctIdOf(studyPageRecord)!,
        record: studyPageRecord,
        origin: 'MIRROR',
        fetchedAt: new Date(),
        registryDataTimestamp: '2026-10-07T09:00:06',
      },
    ]);
    const client = createRegistryClient({ url: 'http://127.0.0.1:9' });
    return gateway({
      source: createMirrorSource(database, repository),
      status: { mode: 'mirror', client, edition: createEdition(client), stored: () => repository.facts() },
    });
  },

  /** The least that Node can do: the same bytes, whatever is asked. */
  bytes: async ({ answer }: SubjectOrder) => {
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length };
        response.writeHead(200, headers).end(body);
      });
    });
    const body = Buffer.from(answer);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  },

  /** Apollo Server on Fastify as it comes, over the same schema and plain objects that hold the answer already. */
  plain: async ({ answer }: SubjectOrder) => {
    const { data } = JSON.parse(answer) as ExecutionResult;
    const server = new ApolloServer({
      schema: buildSchema(printSchema(await createSchema())),
      rootValue: { study: async () => data?.['study'] },
      introspection: true,
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginCacheControlDisabled()],
    });
    await server.start();
    const app = fastify() as unknown as FastifyInstance;
    app.route({ method: ['GET', 'POST'], url: '/graphql', handler: fastifyApolloHandler(server) });
    return listen(app);
  },
};

const gateway = async (registry: RegistryServices): Promise<string> =>
  listen(
    await openApp({
      schema: await createSchema(),
      services: { ...noCopy, registry },
      logger: createLogger('silent'),
      graphiqlRoot: resolve('dist/web/graphiql'),
      ready: async () => {},
    }),
  );

const listen = async (app: FastifyInstance): Promise<string> =>
  `${await app.listen({ host: '127.0.0.1', port: 0, listenTextResolver: () => '' })}/graphql`;

process.once('disconnect', () => process.exit());
process.once('message', async (order: SubjectOrder) => {
  const ready: SubjectReady = { url: await subjects[order.subject](order) };
  process.send!(ready);
});
