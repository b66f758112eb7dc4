import { resolve } from 'node:path';
import { createStoredView } from '../../src/mirror/export/stored-view.ts';
import { createMirrorSource } from '../../src/mirror/mirror.source.ts';
import { createStudyHistory } from '../../src/mirror/study.history.ts';
import { createStudyRepository } from '../../src/mirror/study.repository.ts';
import { createNameSuggestions } from '../../src/mirror/suggest.repository.ts';
import { createAutoSource } from '../../src/registry/auto.source.ts';
import {
  createRegistryClient,
  type RegistryClient,
  type RegistryClientOptions,
} from '../../src/registry/client.ts';
import { createEdition, type Edition } from '../../src/registry/edition.ts';
import { createLiveSource } from '../../src/registry/live.source.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { RegistryMode } from '../../src/registry/registry-status.ts';
import { NOT_SYNCED, type StoredSource, type StudySource } from '../../src/registry/study.source.ts';
import { createStudyCache, type StudyCacheOptions } from '../../src/registry/study-cache.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { openApp } from '../../src/server/app.ts';
import { createSchema } from '../../src/server/schema.ts';
import { createLogger, type Logger } from '../../src/shared/log.ts';
import type { Database } from '../../src/store/database.ts';
import { createChangeFeed } from '../../src/sync/change-feed.ts';
import { createCopyFacts } from '../../src/sync/copy-facts.ts';
import { createMirrorStanding } from '../../src/sync/mirror-standing.ts';
import { createRefresher } from '../../src/sync/refresher.ts';
import { createSyncRunRepository } from '../../src/sync/sync-run.repository.ts';
import type { Answer } from './ask-registry.ts';
import { noCopy } from './no-copy.ts';

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
  /** How long after a complete run the copy is taken for the registry. Default an hour. */
  readonly maxAgeMs?: number;
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
  /** Resolves when no study is being renewed behind an answer. */
  refreshed(): Promise<void>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const NOTHING_STORED: StoredSource = {
  standing: async () => NOT_SYNCED,
  isExact: () => false,
  byIds: async () => new Map(),
  search: () => Promise.reject(new Error('nothing is stored')),
};
const EVERY = { calls: 10_000, perMs: 1_000 };
const BRISK = { rate: { person: EVERY, bulk: EVERY } };

export async function openTestGateway(options: TestGatewayOptions): Promise<TestGateway> {
  const { mode = 'live', database, registryUrl, logger = createLogger('silent') } = options;
  const schema = await createSchema();
  const client = createRegistryClient({ ...BRISK, ...options.client, url: registryUrl });
  const edition = createEdition(client, options.editionFreshMs ?? 0);
  const live = createLiveSource(client, edition, createStudyCache(options.cache));
  const repository = database && createStudyRepository(database);
  const copy = database && openCopy(database, client, edition, options);
  const stored =
    database && repository && copy ? createMirrorSource(database, repository, copy.standing) : NOTHING_STORED;
  const { patienceMs } = options;
  const refresh = copy?.refresher.refresh;
  const auto = createAutoSource(live, stored, {
    ...(patienceMs !== undefined && { patienceMs }),
    ...(refresh && { refresh }),
  });
  const source = { live, mirror: stored, auto }[mode];
  const facts = async () => repository?.facts() ?? { count: 0, newestFetchedAt: null };
  const app = await openApp({
    schema,
    services: {
      ...(copy ?? noCopy),
      registry: {
        source: options.wrap?.(source) ?? source,
        status: { mode, client, edition, stored: facts },
      },
    },
    ...(copy && { view: copy.view }),
    logger,
    graphiqlRoot: resolve('dist/web/graphiql'),
    ready: async () => database?.ping(),
    graceMs: 500,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const close = async () => {
    await app.close();
    copy?.sync.feed.close();
    await copy?.refresher.close();
    client.close();
  };
  return {
    url,
    refreshed: async () => copy?.refresher.idle(),
    ask: (query, variables = {}, signal) => ask(url, query, variables, signal),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What the composition root makes around a database, asked often enough for a test to wait for. */
function openCopy(
  database: Database,
  client: RegistryClient,
  edition: Edition,
  { maxAgeMs = 3_600_000, logger = createLogger('silent') }: TestGatewayOptions,
) {
  const runs = createSyncRunRepository(database);
  const standing = createMirrorStanding(runs, maxAgeMs, 0);
  return {
    history: createStudyHistory(database),
    suggestions: createNameSuggestions(database, standing),
    standing,
    view: createStoredView(database, standing),
    refresher: createRefresher({ database, client, edition, maxAgeMs, logger }),
    sync: {
      runs,
      facts: createCopyFacts(database),
      feed: createChangeFeed(database, runs, logger, 50),
      standing,
    },
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
