import { resolve } from 'node:path';
import { createMirrorSource } from '../../src/mirror/mirror.source.ts';
import { createStudyRepository } from '../../src/mirror/study.repository.ts';
import { createAutoSource } from '../../src/registry/auto.source.ts';
import { createRegistryClient, type RegistryClientOptions } from '../../src/registry/client.ts';
import { createEdition } from '../../src/registry/edition.ts';
import { createLiveSource } from '../../src/registry/live.source.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { RegistryMode } from '../../src/registry/registry-status.ts';
import type { StudySource } from '../../src/registry/study.source.ts';
import { createStudyCache, type StudyCacheOptions } from '../../src/registry/study-cache.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { openApp } from '../../src/server/app.ts';
import { createLogger, type Logger } from '../../src/shared/log.ts';
import type { Database } from '../../src/store/database.ts';
import type { Answer } from './ask-registry.ts';

export interface TestGatewayOptions {
  /** Base URL of the registry double. */
  readonly registryUrl: string;
  readonly mode?: RegistryMode;
  /** What is stored; none for a gateway that only asks the registry. */
  readonly database?: Database;
  readonly client?: Partial<RegistryClientOptions>;
  readonly cache?: StudyCacheOptions;
  readonly patienceMs?: number;
  /** How long the registry's edition is taken for known. Default 0: asked again for every question. */
  readonly editionFreshMs?: number;
  /** Something to put between the source and who asks it. */
  readonly wrap?: (source: StudySource) => StudySource;
  readonly logger?: Logger;
}

export interface HttpAnswer extends Answer {
  readonly status: number;
  /** The body as it came. */
  readonly text: string;
}

/** The whole gateway behind real HTTP: the parts of the composition root, with limits a test can wait for. */
export interface TestGateway {
  readonly url: string;
  ask(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    signal?: AbortSignal,
  ): Promise<HttpAnswer>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const NOTHING_STORED: StudySource = {
  byIds: async () => new Map(),
  search: () => Promise.reject(new Error('nothing is stored')),
};
const BRISK = { rate: { person: { calls: 10_000, perMs: 1_000 } } };

export async function openTestGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const { mode = 'live', database, registryUrl, logger = createLogger('silent') } = options;
  const client = createRegistryClient({ ...BRISK, ...options.client, url: registryUrl });
  const edition = createEdition(client, options.editionFreshMs ?? 0);
  const live = createLiveSource(client, edition, createStudyCache(options.cache));
  const repository = database && createStudyRepository(database);
  const stored = database && repository ? createMirrorSource(database, repository) : NOTHING_STORED;
  const source = { live, mirror: stored, auto: createAutoSource(live, stored, options.patienceMs) }[mode];
  const facts = async () => repository?.facts() ?? { count: 0, newestFetchedAt: null };
  const app = await openApp({
    services: {
      registry: {
        source: options.wrap?.(source) ?? source,
        status: { mode, client, edition, stored: facts },
      },
    },
    logger,
    graphiqlRoot: resolve('dist/web/graphiql'),
    ready: async () => database?.ping(),
    graceMs: 500,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const close = async () => {
    await app.close();
    client.close();
  };
  return {
    url,
    ask: (query, variables = {}, signal) => ask(url, query, variables, signal),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** One question over HTTP, whoever serves it. */
export async function ask(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });
  const text = await response.text();
  return { status: response.status, text, ...(JSON.parse(text) as Answer) };
}

/** Puts records into the database as if they had been copied from the registry, or as samples. */
export const store = (
  database: Database,
  records: readonly StudyRecord[],
  origin: 'MIRROR' | 'SAMPLE' = 'MIRROR',
): Promise<void> =>
  createStudyRepository(database).upsert(
    records.map(record => ({
      nctId: nctIdOf(record)!,
      record,
      origin,
      fetchedAt: new Date('2026-10-06T10:00:00Z'),
      registryDataTimestamp: origin === 'MIRROR' ? '2026-10-06T09:00:05' : null,
    })),
  );
