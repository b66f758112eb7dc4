import { setImmediate as breath } from 'node:timers/promises';
import { type AbsorbOptions, absorb, bury, newsAmong } from '../mirror/absorb.ts';
import { chunksOf, type Gone, type StudyRow } from '../mirror/study-write.ts';
import type { Database, Queryable } from '../store/database.ts';
import type { Lease } from './sync-lease.ts';
import type { Rejected, Sorted } from './sync-record.ts';
import type { RunChanges, SyncCounters, SyncRunRepository } from './sync-run.repository.ts';

/** What a page brought beside its studies. */
export interface PageNote {
  readonly bytes: number;
  /** Committed with the last of the page. */
  readonly changes?: RunChanges;
  readonly membership: Pick<AbsorbOptions, 'inScope' | 'keepsScope'>;
}

/** Where a run puts what it finds. One writes, one only counts what would be written. */
export interface Sink {
  readonly counters: SyncCounters;
  page(sorted: Sorted, note: PageNote): Promise<void>;
  bury(gone: readonly Gone[], dataTimestamp: string | null): Promise<void>;
  /** Studies that are still at the registry and no longer among what is copied. */
  leaveScope(nctIds: readonly string[]): Promise<void>;
  note(more: Partial<SyncCounters>, changes?: RunChanges): Promise<void>;
}

const REJECT = `insert into sync_rejected (key, nct_id, reason, record, run_id, first_seen, last_seen)
  select key, nct_id, reason, json, $2, now(), now() from json_to_recordset($1::json)
    as given (key text, nct_id text, reason text, json text)
  on conflict (key) do update set reason = excluded.reason, record = excluded.record, run_id = excluded.run_id,
    last_seen = excluded.last_seen`;
const ACCEPT = 'delete from sync_rejected where key = any($1::text[])';
const LEAVE = 'update study_search set in_scope = false where nct_id = any($1::text[])';

const NONE: SyncCounters = {
  pages: 0,
  seen: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  removed: 0,
  rejected: 0,
  restarts: 0,
  bytes: 0,
};

function createCounters() {
  let counters = NONE;
  return {
    get counters() {
      return counters;
    },
    add(more: Partial<SyncCounters>): void {
      const sums = Object.entries(more).map(([name, n]) => [name, counters[name as keyof SyncCounters] + n]);
      counters = { ...counters, ...Object.fromEntries(sums) };
    },
  };
}

/** Writes, chunk by chunk, each in a transaction that commits only while the lease is held. */
export function createSink(database: Database, runs: SyncRunRepository, lease: Lease, runId: number): Sink {
  const count = createCounters();
  const commit = async (
    work: (tx: Queryable) => Promise<Partial<SyncCounters>>,
    changes: RunChanges = {},
  ): Promise<void> => {
    const more = await database.transaction(async tx => {
      await lease.check(tx);
      const counted = await work(tx);
      await runs.note(tx, runId, counted, changes);
      return counted;
    });
    count.add(more);
  };

  return {
    get counters() {
      return count.counters;
    },
    async page({ rows, rejected }, { bytes, changes, membership }) {
      const news = await newsAmong(database, rows, membership);
      for (const chunk of chunksOf(news.rows)) {
        await commit(async tx => {
          const absorbed = await absorb(tx, chunk, { runId, ...membership });
          await tx.query(ACCEPT, [chunk.map(row => row.nctId)]);
          return absorbed;
        });
        await breath();
      }
      const unchanged = rows.length - news.rows.length;
      await commit(async tx => {
        if (rejected.length > 0) await tx.query(REJECT, [JSON.stringify(rejected.map(rejectedRow)), runId]);
        return { ...seenOf(rows, rejected, bytes), unchanged };
      }, changes);
    },
    bury: (gone, dataTimestamp) =>
      commit(async tx => ({ removed: await bury(tx, gone, { runId, dataTimestamp }) })),
    leaveScope: ids =>
      commit(async tx => {
        await tx.query(LEAVE, [ids]);
        return {};
      }),
    note: (more, changes) => commit(async () => more, changes),
  };
}

const rejectedRow = ({ key, nctId, reason, json }: Rejected) => ({ key, nct_id: nctId, reason, json });

const seenOf = (
  rows: readonly StudyRow[],
  rejected: readonly Rejected[],
  bytes: number,
): Partial<SyncCounters> => ({
  pages: 1,
  seen: rows.length + rejected.length,
  rejected: rejected.length,
  bytes,
});

/** Writes nothing: tells what would be. */
export function createDrySink(database: Database): Sink {
  const count = createCounters();
  return {
    get counters() {
      return count.counters;
    },
    async page({ rows, rejected }, { bytes, membership }) {
      const { added, changed } = await newsAmong(database, rows, membership);
      const unchanged = rows.length - added - changed;
      count.add({ ...seenOf(rows, rejected, bytes), added, changed, unchanged });
    },
    async bury(gone) {
      count.add({ removed: gone.length });
    },
    async leaveScope() {},
    async note(more) {
      count.add(more);
    },
  };
}
