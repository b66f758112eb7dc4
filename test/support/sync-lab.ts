import { createStudyHistory, type StudyHistory } from '../../src/mirror/study.history.ts';
import { createStudyRepository, type StudyRepository } from '../../src/mirror/study.repository.ts';
import { createRegistryClient, type RegistryClientOptions } from '../../src/registry/client.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createLogger } from '../../src/shared/log.ts';
import type { Database } from '../../src/store/database.ts';
import { createSync, type Sync, type SyncDeps } from '../../src/sync/sync.ts';
import { type RegistryDouble, type RegistryDoubleOptions, startRegistryDouble } from './registry-double.ts';

/** A synchronisation between a registry double and a database, with limits a test can wait for. */
export interface SyncLab {
  readonly double: RegistryDouble;
  readonly sync: Sync;
  readonly repository: StudyRepository;
  readonly history: StudyHistory;
  /** Every record held, by number. */
  held(): Promise<ReadonlyMap<string, StudyRecord>>;
  /** How many rows all tables of the copy have, and their versions: equal exactly if nothing was written. */
  fingerprint(): Promise<string>;
  close(): Promise<void>;
}

export interface SyncLabOptions {
  readonly settings?: SyncDeps['settings'];
  readonly client?: Partial<RegistryClientOptions>;
  readonly lease?: SyncDeps['lease'];
  readonly registry?: RegistryDoubleOptions;
  /** Is called before each transaction of the synchronisation. */
  readonly onTransaction?: () => void;
}

const EVERY = { calls: 10_000, perMs: 1_000 };

export async function openSyncLab(
  database: Database,
  records: readonly StudyRecord[],
  { settings, client: clientOptions, lease, registry, onTransaction = () => {} }: SyncLabOptions = {},
): Promise<SyncLab> {
  const double = await startRegistryDouble(records, registry);
  const client = createRegistryClient({
    rate: { bulk: EVERY },
    firstWaitMs: 10,
    ...clientOptions,
    url: double.url,
  });
  const repository = createStudyRepository(database);
  const watched: Database = {
    ...database,
    transaction: async work => {
      onTransaction();
      return database.transaction(work);
    },
  };
  const sync = createSync({
    database: watched,
    client,
    readFilter: json => json as StudyCriteria,
    logger: createLogger('silent'),
    ...(settings && { settings }),
    ...(lease && { lease }),
  });
  return {
    double,
    sync,
    repository,
    history: createStudyHistory(database),
    async held() {
      const found = new Map<string, StudyRecord>();
      for (let after: string | undefined; ; ) {
        const page = await repository.scan(after, 200);
        for (const { nctId, record } of page) found.set(nctId, record);
        if (page.length === 0) return found;
        after = page.at(-1)!.nctId;
      }
    },
    async fingerprint() {
      const tables = [
        'study',
        'study_search',
        'study_location',
        'study_alias',
        'study_change',
        'sync_rejected',
      ];
      const counts = tables.map(
        table =>
          `select '${table}' as name, count(*) as rows, sum(hashtext(xmin::text || ctid::text)::bigint) as sum from ${table}`,
      );
      return JSON.stringify(await database.query(`${counts.join(' union all ')} order by name`));
    },
    async close() {
      client.close();
      await double.close();
    },
  };
}

/** Empties the tables of the copy. */
export const forgetCopy = (database: Database): Promise<unknown> =>
  database.query(
    'truncate study, study_search, study_location, study_alias, study_change, sync_run, sync_rejected, sync_lease',
  );
