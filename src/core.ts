import type { GraphQLSchema } from 'graphql';
import type { Config } from './config.ts';
import { createStoredView, type StoredView } from './mirror/export/stored-view.ts';
import { reindexStudies } from './mirror/search/reindex.ts';
import { createStudyHistory, type StudyHistory } from './mirror/study.history.ts';
import { createStudyRepository, type StudyRepository } from './mirror/study.repository.ts';
import { createRegistryClient, type RegistryClient } from './registry/client.ts';
import { defaultUserAgent } from './registry/client-user-agent.ts';
import { readFilterBy } from './server/filter-input.ts';
import { createSchema } from './server/schema.ts';
import type { Logger } from './shared/log.ts';
import type { Database } from './store/database.ts';
import { openDatabase } from './store/open-database.ts';
import { createMirrorStanding } from './sync/mirror-standing.ts';
import { createSync, type Sync } from './sync/sync.ts';

/** What the server and the commands have in common: the store, the door to the registry, the synchronisation. */
export interface Core {
  readonly schema: GraphQLSchema;
  readonly database: Database;
  readonly repository: StudyRepository;
  readonly history: StudyHistory;
  readonly client: RegistryClient;
  readonly sync: Sync;
  /** What is stored, for exports. */
  readonly view: StoredView;
  close(): Promise<void>;
}

/** @throws DataDirInUse where another process has the embedded database */
export async function openCore(config: Config, logger: Logger): Promise<Core> {
  const { databaseUrl, dataDir } = config;
  const database = await openDatabase(databaseUrl === null ? { dataDir } : { databaseUrl }, logger);
  await reindexStudies(database, logger);
  const client = createRegistryClient({
    url: config.registryUrl,
    userAgent: defaultUserAgent(config.registryContact ?? undefined),
    rate: { bulk: rateOf(config.syncRate) },
    logger,
  });
  const schema = await createSchema();
  const repository = createStudyRepository(database);
  const sync = createSync({
    database,
    client,
    readFilter: readFilterBy(schema),
    logger,
    settings: { maxShrink: config.syncMaxShrink },
  });
  return {
    schema,
    database,
    repository,
    history: createStudyHistory(database),
    client,
    sync,
    view: createStoredView(database, createMirrorStanding(sync.runs, config.mirrorMaxAge * 3_600_000, 0)),
    async close() {
      client.close();
      await database.close();
    },
  };
}

/** So many requests a second; fewer than one are one in a longer time. */
const rateOf = (perSecond: number) =>
  perSecond >= 1
    ? { calls: Math.round(perSecond), perMs: 1_000 }
    : { calls: 1, perMs: Math.round(1_000 / perSecond) };
