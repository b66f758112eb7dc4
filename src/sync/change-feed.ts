import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '../mirror/study.history.ts';
import { matchingIds } from '../mirror/study-search.ts';
import type { StudyCriteria } from '../registry/study-filter.input.ts';
import type { Logger } from '../shared/log.ts';
import type { Database } from '../store/database.ts';
import { createQueue, type Queue } from './queue.ts';
import type { SyncRun, SyncRunRepository } from './sync-run.repository.ts';

export interface ChangeWish {
  readonly nctIds: readonly string[] | null;
  readonly criteria: StudyCriteria | null;
}

/** What happens to the copy, told as it happens, whichever process makes it happen. */
export interface ChangeFeed {
  /** Changes from now on. */
  changes(wish: ChangeWish, signal?: AbortSignal): AsyncGenerator<Change, void, void>;
  /** The state of a run until it ends; of every run if none is named. */
  progress(runId: number | null, signal?: AbortSignal): AsyncGenerator<SyncRun, void, void>;
  close(): void;
}

interface Listener {
  readonly wish: ChangeWish;
  readonly queue: Queue<Change>;
}

/** Where the feed has come to. */
interface Place {
  readonly tx: string;
  readonly id: number;
}

const BATCH = 500;
const MOST_WAITING = 5_000;

// A change becomes visible when its transaction commits, so neither its number nor its time tells whether an earlier
// one is still to come. All transactions before the oldest one under way are over: what they left comes in order.
const NOW = 'select pg_snapshot_xmin(pg_current_snapshot())::text as tx';
const NEXT = `select id, nct_id as "nctId", kind, seen_at as "seenAt", version_date as "versionDate",
    registry_data_timestamp as "registryDataTimestamp", replaced_by as "replacedBy", differences, tx::text as tx
  from study_change where (tx, id) > ($1::xid8, $2::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
  order by tx, id limit ${BATCH}`;

/** @param everyMs how often the database is asked while somebody listens */
export function createChangeFeed(
  database: Database,
  runs: SyncRunRepository,
  logger: Logger,
  everyMs = 1_000,
): ChangeFeed {
  const listeners = new Set<Listener>();
  const closing = new AbortController();
  let isWatching = false;

  const deliver = async (changes: readonly Change[]): Promise<void> => {
    for (const { wish, queue } of listeners) {
      const named = wish.nctIds ? changes.filter(({ nctId }) => wish.nctIds!.includes(nctId)) : changes;
      const wanted = wish.criteria ? await meeting(wish.criteria, named) : named;
      for (const change of wanted) queue.push(change);
    }
  };
  const meeting = async (criteria: StudyCriteria, changes: readonly Change[]): Promise<readonly Change[]> => {
    if (changes.length === 0) return [];
    const ids = await matchingIds(
      database,
      criteria,
      changes.map(({ nctId }) => nctId),
    );
    return changes.filter(({ nctId }) => ids.has(nctId));
  };

  /** Asks again and again for as long as somebody listens. @returns where it has come to */
  const watch = async (start: Place): Promise<Place> => {
    let place = start;
    while (listeners.size > 0 && !closing.signal.aborted) {
      try {
        const rows = await database.query<Change & { tx: string }>(NEXT, [place.tx, place.id]);
        await deliver(rows);
        place = rows.at(-1) ?? place;
        if (rows.length === BATCH) continue;
      } catch (error) {
        logger.warn({ err: error }, 'changes could not be read; it is tried again');
      }
      await sleep(everyMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
    return place;
  };
  const startWatching = async (place: Place): Promise<void> => {
    if (isWatching) return;
    isWatching = true;
    const last = await watch(place);
    isWatching = false;
    // Somebody may have come in the very moment when nobody was there.
    if (listeners.size > 0 && !closing.signal.aborted) await startWatching(last);
  };

  const listen = async (listener: Listener): Promise<void> => {
    const [now] = await database.query<{ tx: string }>(NOW);
    listeners.add(listener);
    void startWatching({ tx: now!.tx, id: -1 });
  };

  return {
    async *changes(wish, signal) {
      const listener = { wish, queue: createQueue<Change>(MOST_WAITING) };
      await listen(listener);
      yield* listener.queue.values(signal ? AbortSignal.any([signal, closing.signal]) : closing.signal, () =>
        listeners.delete(listener),
      );
    },
    async *progress(runId, signal) {
      let told = '';
      while (!signal?.aborted && !closing.signal.aborted) {
        const run = runId === null ? await runs.latest() : await runs.byId(runId);
        const state = run ? `${run.id} ${run.updatedAt.getTime()} ${run.state}` : '';
        // Who listens for runs to come is not told of one that ended before.
        if (run && state !== told && !(runId === null && told === '' && run.endedAt)) yield run;
        told = state || 'none';
        if (runId !== null && (!run || run.endedAt)) return;
        await sleep(everyMs / 2, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      }
    },
    close: () => closing.abort(),
  };
}
