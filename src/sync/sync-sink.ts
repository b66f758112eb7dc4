import { setImmediate as breath } from 'node:timers/promises';
import { type AbsorbOptions, absorb, bury, newsAmong } from '../mirror/absorb.ts';
import { noteNames } from '../mirror/search/names.ts';
import { chunksOf, findableOf, type Gone, type StudyRow } from '../mirror/study-write.ts';
import type { Database, Queryable } from '../store/database.ts';
import { StatementFailed } from '../store/store.errors.ts';
import type { Lease } from './sync-lease.ts';
import { type Rejected, rejectedOf, type Sorted } from './sync-record.ts';
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
  /** What was set aside before and did not come in this run, or in those that it goes on with. */
  asideBefore(): Promise<readonly Pick<Rejected, 'key' | 'nctId'>[]>;
  /** Records set aside that are not at the registry any more. */
  forgetAside(keys: readonly string[]): Promise<void>;
  note(more: Partial<SyncCounters>, changes?: RunChanges): Promise<void>;
}

const REJECT = `insert into sync_rejected (key, nct_id, reason, record, run_id, first_seen, last_seen)
  select key, nct_id, reason, json, $2, now(), now() from json_to_recordset($1::json)
    as given (key text, nct_id text, reason text, json text)
  on conflict (key) do update set reason = excluded.reason, record = excluded.record, run_id = excluded.run_id,
    last_seen = excluded.last_seen`;
const ACCEPT = 'delete from sync_rejected where key = any($1::text[])';
const ASIDE_BEFORE = `with recursive chain (id, continues) as (
    select id, continues from sync_run where id = $1
    union all select earlier.id, earlier.continues from sync_run as earlier join chain on earlier.id = chain.continues
  ) select key, nct_id as "nctId" from sync_rejected where run_id not in (select id from chain) order by key`;
const LEAVE = 'update study_search set in_scope = false where nct_id = any($1::text[])';

/** Nothing that is held belongs to what is copied from now on, until it comes. */
export const leaveScopeAll = (tx: Queryable): Promise<unknown> =>
  tx.query('update study_search set in_scope = false where in_scope');

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

/** What a run did so far. */
export function createCounters() {
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

/**
 * Writes, chunk by chunk, each in a transaction that commits only while the lease is held.
 * @param signal ends a page between two chunks: a whole one takes seconds
 */
export function createSink(
  database: Database,
  runs: SyncRunRepository,
  lease: Lease,
  runId: number,
  signal: AbortSignal,
): Sink {
  const count = createCounters();
  const commit = async (
    work: (tx: Queryable) => Promise<Partial<SyncCounters>>,
    changes: RunChanges = {},
  ): Promise<void> => {
    const more = await database.transaction(async tx => {
      const counted = await work(tx);
      // At the end: both rows stay locked from here to the commit, for the transaction beside this one.
      await lease.check(tx);
      await runs.note(tx, runId, counted, changes);
      return counted;
    });
    count.add(more);
  };

  /** What the database refuses is set aside and does not stop the others: the chunk is halved down to it. */
  const store = async (chunk: readonly StudyRow[], options: AbsorbOptions): Promise<readonly Rejected[]> => {
    try {
      await commit(tx => absorb(tx, chunk, options));
      return [];
    } catch (error) {
      if (isDeadlock(error)) return store(chunk, options);
      if (!isRefusal(error)) throw error;
      if (chunk.length === 1) return [rejectedOf(chunk[0]!.record, `It cannot be stored: ${error.message}.`)];
      const half = Math.ceil(chunk.length / 2);
      return [...(await store(chunk.slice(0, half), options)), ...(await store(chunk.slice(half), options))];
    }
  };

  return {
    get counters() {
      return count.counters;
    },
    async page({ rows, rejected }, { bytes, changes, membership }) {
      const news = await newsAmong(database, rows, membership);
      const aside = [...rejected];
      const chunks = chunksOf(news.rows, database.kind);
      await inLanes(LANES[database.kind], chunks, async (chunk, i) => {
        signal.throwIfAborted();
        await prepare(chunk);
        await noteNames(database, chunk);
        // While the database works on this chunk, the next one is made ready.
        const [refused] = await Promise.all([
          store(chunk, { runId, ...membership }),
          prepare(chunks[i + LANES[database.kind]] ?? []),
        ]);
        aside.push(...refused);
        await breath();
      });
      const unchanged = rows.length - news.rows.length;
      await commit(async tx => {
        await tx.query(ACCEPT, [rows.map(row => row.nctId)]);
        if (aside.length > 0) await tx.query(REJECT, [JSON.stringify(aside.map(rejectedRow)), runId]);
        return { ...pageOf(rows, rejected, bytes), unchanged, rejected: aside.length };
      }, changes);
    },
    bury: (gone, dataTimestamp) =>
      commit(async tx => ({ removed: await bury(tx, gone, { runId, dataTimestamp }) })),
    leaveScope: ids =>
      commit(async tx => {
        await tx.query(LEAVE, [ids]);
        return {};
      }),
    asideBefore: () => database.query(ASIDE_BEFORE, [runId]),
    forgetAside: keys =>
      commit(async tx => {
        await tx.query(ACCEPT, [keys]);
        return {};
      }),
    note: (more, changes) => commit(async () => more, changes),
  };
}

/** Works out what studies are found by, one at a time: answers to others come between. */
async function prepare(rows: readonly StudyRow[]): Promise<void> {
  for (const row of rows) {
    await breath();
    findableOf(row);
  }
}

/** Chunks written at a time. The embedded database has one session. */
const LANES: Readonly<Record<Database['kind'], number>> = { embedded: 1, postgres: 2 };

/** Works on all items, several at a time. What fails is thrown when nothing is under way any more. */
async function inLanes<T>(
  lanes: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) await work(item, index);
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}

const rejectedRow = ({ key, nctId, reason, json }: Rejected) => ({ key, nct_id: nctId, reason, json });

/** Two chunks in each other's way, over a number that is the former one of a study in the other: one has to wait. */
const isDeadlock = (error: unknown): boolean =>
  error instanceof StatementFailed && error.sqlState === '40P01';

/** A value too large for its column or an index. All else the database may say has nothing to do with the record. */
const isRefusal = (error: unknown): error is StatementFailed =>
  error instanceof StatementFailed && /^(22|54)/.test(error.sqlState);

export const pageOf = (
  rows: readonly StudyRow[],
  rejected: readonly Rejected[],
  bytes: number,
): Partial<SyncCounters> => ({ pages: 1, seen: rows.length + rejected.length, bytes });
