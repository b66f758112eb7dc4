import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type ErrorCode, GatewayError } from '../shared/errors.ts';
import type { Database, Queryable } from '../store/database.ts';

/** Another run is under way; the message says whose. */
export class SyncInProgress extends GatewayError {
  readonly code: ErrorCode = 'SYNC_IN_PROGRESS';
}

/** The lease passed to another process: whatever this one still had in mind is not written any more. */
export class LeaseLost extends GatewayError {
  readonly code: ErrorCode = 'SYNC_IN_PROGRESS';
}

/** The right to run, held by one process at a time. */
export interface Lease {
  /** Grows with each holder: a late write of an earlier one is told by it. */
  readonly token: number;
  /** Ends when the lease is lost. */
  readonly signal: AbortSignal;
  /** Part of every transaction of a run: it commits only while the lease is ours, and renews it. @throws LeaseLost */
  check(tx: Queryable): Promise<void>;
  release(): Promise<void>;
}

export interface LeaseOffice {
  /** @throws SyncInProgress while another process holds it */
  acquire(): Promise<Lease>;
  /** Whether a process that is taken for alive holds it. */
  isHeld(): Promise<boolean>;
  /** Makes this moment of the schedule ours. False where another replica was quicker, or a later one is taken. */
  claimTick(tick: Date): Promise<boolean>;
}

export interface LeaseOptions {
  /** Milliseconds after which a holder that gave no sign of life has lost it. */
  readonly ttlMs?: number;
}

const NAME = 'registry';

const ENSURE = `insert into sync_lease (name, holder, token, expires_at) values ($1, '', 0, 'epoch')
  on conflict (name) do nothing`;
const ACQUIRE = `update sync_lease set holder = $2, token = token + 1, expires_at = now() + $3::float8 * interval '1 ms'
  where name = $1 and (expires_at < now() or $4::boolean and holder <> $2) returning token`;
const RENEW = `update sync_lease set expires_at = now() + $3::float8 * interval '1 ms'
  where name = $1 and token = $2 returning token`;
const RELEASE = `update sync_lease set expires_at = 'epoch' where name = $1 and token = $2`;
const HOLDER = `select holder, extract(epoch from expires_at - now())::float8 as seconds from sync_lease
  where name = $1`;
const CLAIM = `update sync_lease set last_tick = $2 where name = $1
  and (last_tick is null or last_tick < $2::timestamptz) returning name`;

export function createLeaseOffice(database: Database, { ttlMs = 30_000 }: LeaseOptions = {}): LeaseOffice {
  const holder = `process ${process.pid} on ${hostname()} (${randomUUID().slice(0, 8)})`;
  // Whoever opened the embedded database has it alone: another holder is dead.
  const othersAreDead = database.kind === 'embedded';

  const hold = (token: number): Lease => {
    const lost = new AbortController();
    const check = async (queryable: Queryable): Promise<void> => {
      lost.signal.throwIfAborted();
      if ((await queryable.query(RENEW, [NAME, token, ttlMs])).length > 0) return;
      lost.abort(new LeaseLost('Another process has taken over the synchronisation.'));
      lost.signal.throwIfAborted();
    };
    // While the run waits for the registry it writes nothing; a database that fails for a moment is no loss yet.
    const beat = setInterval(() => check(database).catch(() => undefined), ttlMs / 3);
    return {
      token,
      signal: lost.signal,
      check,
      release: async () => {
        clearInterval(beat);
        await database.query(RELEASE, [NAME, token]);
      },
    };
  };

  return {
    async acquire() {
      await database.query(ENSURE, [NAME]);
      const [taken] = await database.query<{ token: number }>(ACQUIRE, [NAME, holder, ttlMs, othersAreDead]);
      if (taken) return hold(taken.token);
      const [other] = await database.query<{ holder: string; seconds: number }>(HOLDER, [NAME]);
      throw new SyncInProgress(`A synchronisation is under way: ${other?.holder ?? 'another process'}.`, {
        retryAfter: Math.max(1, Math.ceil(other?.seconds ?? 1)),
      });
    },
    async isHeld() {
      const [lease] = await database.query<{ holder: string; seconds: number }>(HOLDER, [NAME]);
      return lease !== undefined && lease.seconds > 0 && !(othersAreDead && lease.holder !== holder);
    },
    async claimTick(tick) {
      await database.query(ENSURE, [NAME]);
      return (await database.query(CLAIM, [NAME, tick])).length > 0;
    },
  };
}
