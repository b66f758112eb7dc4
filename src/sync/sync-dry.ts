import { newsAmong, thereAmong } from '../mirror/absorb.ts';
import type { Database } from '../store/database.ts';
import { createHeld, type Held } from './held.ts';
import { createCounters, pageOf, type Sink } from './sync-sink.ts';

/** A run that writes nothing, and what would be held after it. */
export interface DryRun {
  readonly sink: Sink;
  readonly held: Held;
}

/** Counts what would be written. What has come counts as held, so that it is not missed afterwards. */
export function createDryRun(database: Database): DryRun {
  const count = createCounters();
  const held = createHeld(database);
  const met = new Set<string>();
  const came = new Set<string>();
  const left = new Set<string>();

  const sink: Sink = {
    get counters() {
      return count.counters;
    },
    async page({ rows, rejected }, { bytes, membership }) {
      const keys = [...rows.map(({ nctId }) => nctId), ...rejected.map(({ key }) => key)];
      const counted = await held.among(keys);
      const { added, changed } = await newsAmong(
        database,
        rows.filter(({ nctId }) => !met.has(nctId)), // a page that is read again changes nothing
        membership,
      );
      for (const key of keys) {
        met.add(key);
        if (!counted.has(key)) came.add(key);
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
      const aside = new Set(await held.aside());
      for (const key of keys) if (aside.has(key)) left.add(key);
    },
    async note(more) {
      count.add(more);
    },
  };
  const after: Held = {
    ...held,
    count: async () => (await held.count()) + came.size - left.size,
    aside: async () => [...came, ...(await held.aside()).filter(key => !left.has(key))],
  };
  return { sink, held: after };
}
