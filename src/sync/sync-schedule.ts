import { Cron } from 'croner';
import type { Logger } from '../shared/log.ts';
import type { Sync } from './sync.ts';
import { SyncInProgress } from './sync-lease.ts';
import type { SyncOptions } from './sync-options.ts';
import type { SyncRun } from './sync-run.repository.ts';

export interface ScheduleOptions {
  readonly sync: Sync;
  /** Five or six fields of cron, in UTC. */
  readonly cron: string;
  readonly scope: string | null;
  readonly logger: Logger;
  /** How often to look after a run whose process is gone, in milliseconds. */
  readonly watchMs?: number;
  /** How long after a failure it is tried again, in milliseconds. */
  readonly retryMs?: number;
}

export interface Schedule {
  /** When it runs next. */
  readonly next: Date | null;
  /** Stops a run under way; the next one goes on from its checkpoint. */
  close(): Promise<void>;
}

/** Why a pattern is none; null where it is one that will come true. */
export function cronFault(pattern: string): string | null {
  try {
    return new Cron(pattern, { paused: true, timezone: 'UTC' }).nextRun() === null ? 'it never comes' : null;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Runs the synchronisation at the times of `cron`: whichever replica is first, and no other. Between them it goes on
 * with a scheduled run whose process died or was stopped, and tries one again that failed.
 */
export function startSchedule({
  sync,
  cron,
  scope,
  logger,
  watchMs = 15_000,
  retryMs = 15 * 60_000,
}: ScheduleOptions): Schedule {
  const closing = new AbortController();
  let underWay: Promise<unknown> | undefined;

  /** A database that is being closed is no fault. */
  const complain = (level: 'warn' | 'error', err: unknown, message: string): void => {
    if (!closing.signal.aborted) logger[level]({ err }, message);
  };

  const run = async (): Promise<unknown> => {
    if (closing.signal.aborted) return;
    const options: SyncOptions = { trigger: 'schedule', ...(scope !== null && { scope }) };
    underWay ??= sync
      .run(options, undefined, closing.signal)
      .catch(error => {
        if (error instanceof SyncInProgress) logger.info('another replica synchronises');
        else complain('error', error, 'the synchronisation broke off');
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };

  const onTick = async (): Promise<void> => {
    // The moment as the pattern has it, alike for replicas that are late or whose clocks differ.
    const [tick] = job.previousRuns(1, new Date(Date.now() + 1));
    if (tick && (await sync.office.claimTick(tick))) await run();
  };
  const job = new Cron(
    cron,
    { timezone: 'UTC', catch: error => complain('error', error, 'the schedule failed') },
    onTick,
  );

  const lookAfter = async (): Promise<void> => {
    const found = await sync.runs.latest();
    if (found === null || !isCutShort(found) || (await sync.office.isHeld())) return;
    // A run ends its row before it gives the lease back: what is cut short still, while nobody has it, stays so.
    const latest = await sync.runs.latest();
    if (latest?.id === found.id && isCutShort(latest)) await run();
  };
  const isCutShort = ({ trigger, state, endedAt }: SyncRun): boolean =>
    trigger === 'schedule' &&
    (state === 'RUNNING' ||
      state === 'INTERRUPTED' ||
      (state === 'FAILED' && Date.now() - endedAt!.getTime() >= retryMs));
  const watch = setInterval(() => {
    if (!underWay) lookAfter().catch(error => complain('warn', error, 'runs could not be looked after'));
  }, watchMs);

  return {
    get next() {
      return job.nextRun();
    },
    async close() {
      clearInterval(watch);
      job.stop();
      closing.abort(new Error('the gateway is closing'));
      await underWay;
    },
  };
}
