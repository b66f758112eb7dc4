import { newsAmong, thereAmong } from '../mirror/absorb.ts';
import type { Database } from '../store/database.ts';
import { createHeld, daysIn, type Held, postDayOf } from './held.ts';
import type { SyncCounters, SyncKind, SyncRun } from './sync-run.repository.ts';
import type { Scope } from './sync-scope.ts';
import { createCounters, pageOf, type Sink } from './sync-sink.ts';
import type { Outcome } from './sync-task.ts';

/** A run that writes nothing, and what would be held after it. */
export interface DryRun {
  readonly sink: Sink;
  readonly held: Held;
}

/** Counts what would be written. What has come counts as held, so that it is not missed afterwards. */
export function createDryRun(database: Database, isOtherScope: boolean): DryRun {
  const count = createCounters();
  const held = createHeld(database, isOtherScope);
  const met = new Set<string>();
  /** With the day of their first posting, as far as it counts. */
  const came = new Map<string, string | null>();
  const forgotten = new Map<string, string | null>();
  const left = new Set<string>();

  const sink: Sink = {
    get counters() {
      return count.counters;
    },
    async page({ rows, rejected }, { bytes, membership }) {
      const days = new Map([
        ...rows.map(({ nctId, record }) => [nctId, postDayOf(record)] as const),
        ...rejected.map(({ key, json }) => [key, postDayOf(JSON.parse(json))] as const),
      ]);
      const counted = await held.among([...days.keys()]);
      const { added, changed } = await newsAmong(
        database,
        rows.filter(({ nctId }) => !met.has(nctId)), // a page that is read again changes nothing
        membership,
      );
      for (const [key, day] of days) {
        met.add(key);
        if (!counted.has(key)) came.set(key, day);
      }
      const unchanged = rows.length - added - changed;
      count.add({ ...pageOf(rows, rejected, bytes), rejected: rejected.length, added, changed, unchanged });
    },
    async bury(gone) {
      const there = await thereAmong(
        database,
        gone.map(({ nctId }) => nctId),
      );
      for (const nctId of there) left.add(nctId);
      count.add({ removed: there.size });
    },
    async leaveScope(nctIds) {
      for (const nctId of nctIds) left.add(nctId);
    },
    async asideBefore() {
      const aside = await database.query<{ key: string; nctId: string | null }>(
        'select key, nct_id as "nctId" from sync_rejected order by key',
      );
      return aside.filter(({ key }) => !met.has(key));
    },
    async forgetAside(keys) {
      const aside = await held.aside();
      for (const key of keys) if (aside.has(key)) forgotten.set(key, aside.get(key)!);
    },
    async note(more) {
      count.add(more);
    },
  };
  const after: Held = {
    ...held,
    count: async () => (await held.count()) + came.size - left.size - forgotten.size,
    countPosted: async span =>
      (await held.countPosted(span)) + daysIn(span, came.values()) - daysIn(span, forgotten.values()),
    aside: async () => {
      const aside = [...(await held.aside())].filter(([key]) => !forgotten.has(key));
      return new Map([...aside, ...came]);
    },
  };
  return { sink, held: after };
}

/** A dry run as if it had a row. */
export const dryRowOf = (
  kind: SyncKind,
  scope: Scope,
  startedAt: Date,
  { state, message, changes, ...counters }: Outcome & SyncCounters,
): SyncRun => ({
  id: 0,
  kind,
  trigger: 'command',
  scope: scope.text,
  state,
  phase: 'PUBLISH',
  message: ['Dry run: nothing was written.', message].filter(Boolean).join(' '),
  continues: null,
  startedAt,
  updatedAt: new Date(),
  endedAt: new Date(),
  dataTimestamp: null,
  etag: null,
  watermark: null,
  expected: null,
  registryCount: null,
  mirrorCount: null,
  checkpoint: null,
  ...changes,
  ...counters,
});
