import { absorb } from '../mirror/absorb.ts';
import { noteNames } from '../mirror/search/names.ts';
import { chunksOf } from '../mirror/study-write.ts';
import type { RegistryClient } from '../registry/client.ts';
import type { Edition } from '../registry/edition.ts';
import type { Logger } from '../shared/log.ts';
import type { Database } from '../store/database.ts';
import { createRegistryList, MAX_IDS } from './registry-list.ts';
import { sortRecords } from './sync-record.ts';

/** Renews single studies between runs, when somebody has asked for them. */
export interface Refresher {
  /** Takes note of studies; those of which an out-of-date copy is kept are fetched when there is time. */
  refresh(nctIds: readonly string[]): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export interface RefresherOptions {
  readonly database: Database;
  readonly client: RegistryClient;
  readonly edition: Edition;
  readonly maxAgeMs: number;
  readonly logger: Logger;
}

/** Studies that may wait; whoever comes later is renewed when asked for again. */
const MOST_WAITING = 1_000;
const OUTDATED = `select nct_id as id from study where nct_id = any($1::text[]) and origin = 'MIRROR'
  and removed_at is null and fetched_at < $2`;

export function createRefresher({
  database,
  client,
  edition,
  maxAgeMs,
  logger,
}: RefresherOptions): Refresher {
  const waiting = new Set<string>();
  const closing = new AbortController();
  let work: Promise<void> | undefined;

  const renew = async (nctIds: readonly string[]): Promise<void> => {
    const rows = await database.query<{ id: string }>(OUTDATED, [nctIds, new Date(Date.now() - maxAgeMs)]);
    if (rows.length === 0) return;
    const { dataTimestamp } = await edition.current(closing.signal);
    const list = createRegistryList(client, closing.signal);
    await list.byIds(
      rows.map(({ id }) => id),
      async page => {
        const sorted = await sortRecords(page.studies, { fetchedAt: new Date(), dataTimestamp });
        await noteNames(database, sorted.rows);
        for (const chunk of chunksOf(sorted.rows, database.kind))
          await database.transaction(tx =>
            absorb(tx, chunk, { runId: null, inScope: false, keepsScope: true, touch: true }),
          );
      },
    );
  };

  const drain = async (): Promise<void> => {
    while (waiting.size > 0 && !closing.signal.aborted) {
      const next = [...waiting].slice(0, MAX_IDS);
      for (const id of next) waiting.delete(id);
      await renew(next).catch(error => {
        if (!closing.signal.aborted) logger.warn({ err: error }, 'studies could not be renewed');
      });
    }
  };

  const idle = async (): Promise<void> => work;
  return {
    refresh(nctIds) {
      for (const id of nctIds) if (waiting.size < MOST_WAITING) waiting.add(id);
      work ??= drain().finally(() => {
        work = undefined;
      });
    },
    idle,
    async close() {
      closing.abort(new Error('the gateway is closing'));
      await idle();
    },
  };
}
