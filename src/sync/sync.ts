import type { RegistryClient } from '../registry/client.ts';
import { BadUserInput, GatewayError, StoreUnavailable } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import type { Database, Queryable } from '../store/database.ts';
import { createHeld } from './held.ts';
import { createDryRun, dryRowOf } from './sync-dry.ts';
import {
  createLeaseOffice,
  type Lease,
  LeaseLost,
  type LeaseOffice,
  type LeaseOptions,
} from './sync-lease.ts';
import { idsOf, refuseContradictions, type SyncOptions } from './sync-options.ts';
import { type Plan, planOf } from './sync-plan.ts';
import type { SyncProgress } from './sync-progress.ts';
import {
  createSyncRunRepository,
  type SyncRun,
  type SyncRunRepository,
  type SyncState,
  WHOLE_RUNS,
} from './sync-run.repository.ts';
import { EVERYTHING, type ReadFilter, type Scope, scopeOf } from './sync-scope.ts';
import { createSink, leaveScopeAll } from './sync-sink.ts';
import { conduct, type Outcome, type SyncSettings, type Task } from './sync-task.ts';

export interface SyncDeps {
  readonly database: Database;
  readonly client: RegistryClient;
  readonly readFilter: ReadFilter;
  readonly logger: Logger;
  readonly settings?: Partial<SyncSettings>;
  readonly lease?: LeaseOptions;
}

/** The scheduled copy of the registry. */
export interface Sync {
  readonly runs: SyncRunRepository;
  readonly office: LeaseOffice;
  /**
   * Runs to its end, however it ends: the row says how. Nobody else runs meanwhile.
   * @throws SyncInProgress, BadUserInput, StoreUnavailable, LeaseLost
   */
  run(
    options?: SyncOptions,
    onProgress?: (progress: SyncProgress) => void,
    signal?: AbortSignal,
  ): Promise<SyncRun>;
}

type Run = Pick<Task, 'onProgress' | 'signal' | 'runId'>;

const DEFAULTS: SyncSettings = {
  pageSize: 1_000,
  windowStudies: 5_000,
  windowRestarts: 3,
  maxShrink: 0.05,
  overlapDays: 3,
};
const NEVER = new AbortController().signal;

export function createSync({ database, client, readFilter, logger, settings, lease }: SyncDeps): Sync {
  const runs = createSyncRunRepository(database);
  const office = createLeaseOffice(database, lease);
  const chosen = { ...DEFAULTS, ...settings };

  const scopeFor = async ({ scope, archive }: SyncOptions): Promise<Scope> => {
    const before = scope === undefined ? await runs.latest({ kinds: WHOLE_RUNS }) : null;
    const chosenScope = scopeOf(scope ?? before?.scope ?? EVERYTHING, readFilter);
    if (archive !== undefined && !chosenScope.isEverything)
      throw new BadUserInput(
        'An archive file holds the whole registry: it cannot fill a copy of a part of it.',
        {
          argument: 'archive',
          expected: '--archive with --scope all, or a run that asks the registry',
        },
      );
    return chosenScope;
  };

  const taskOf = (plan: Plan, options: SyncOptions, scope: Scope, run: Run): Omit<Task, 'sink'> => ({
    kind: plan.kind,
    start: plan.checkpoint,
    lastComplete: plan.lastComplete,
    ids: options.ids ?? [],
    archive: options.archive ?? null,
    acceptShrink: options.acceptShrink || plan.isOtherScope,
    client,
    scope,
    held: createHeld(database),
    settings: chosen,
    database,
    ...run,
  });

  const dryRun = async (options: SyncOptions, scope: Scope, run: Omit<Run, 'runId'>): Promise<SyncRun> => {
    const plan = await planOf(runs, options, scope);
    const { sink, held } = createDryRun(database, plan.isOtherScope);
    const startedAt = new Date();
    const fresh = { ...plan, checkpoint: null };
    const task = { ...taskOf(fresh, options, scope, { ...run, runId: 0 }), sink, held };
    const outcome = await conduct(task);
    return dryRowOf(plan.kind, scope, startedAt, { ...outcome, ...sink.counters });
  };

  const heldRun = async (
    lease: Lease,
    options: SyncOptions,
    scope: Scope,
    run: Omit<Run, 'runId'>,
  ): Promise<SyncRun> => {
    const underLease = <T>(work: (tx: Queryable) => Promise<T>): Promise<T> =>
      database.transaction(async tx => {
        await lease.check(tx);
        return work(tx);
      });
    await underLease(tx => runs.interruptOrphans(tx));
    const plan = await planOf(runs, options, scope);
    const trigger = options.trigger ?? 'command';
    const row = await underLease(async tx => {
      // A copy of something else: what is held belongs to it once it has come.
      if (plan.isOtherScope) await leaveScopeAll(tx);
      return runs.start(tx, { ...plan, trigger, scope: scope.text });
    });
    const end = (state: SyncState, message: string | null) =>
      underLease(tx => runs.end(tx, row.id, state, message));
    const signal = AbortSignal.any([run.signal, lease.signal]);
    const sink = createSink(database, runs, lease, row.id, signal);
    const task = { ...taskOf(plan, options, scope, { ...run, runId: row.id, signal }), sink };
    const outcome = await conduct(task).catch(async (error: unknown) => {
      const known = outcomeOf(error, run.signal);
      if (known) return known;
      // Who took the lease over has put an end to the row already.
      if (!(error instanceof LeaseLost))
        await end('FAILED', 'An unexpected fault ended it; the log tells.').catch(() => {});
      throw error;
    });
    await sink.note({}, outcome.changes);
    const ended = await end(outcome.state, outcome.message);
    logger.info({ sync: told(ended) }, 'synchronisation ended');
    return ended;
  };

  return {
    runs,
    office,
    async run(given = {}, onProgress = () => {}, signal = NEVER) {
      refuseContradictions(given);
      const options = { ...given, ...(given.ids && { ids: idsOf(given.ids) }) };
      const scope = await scopeFor(options);
      if (options.dryRun) return dryRun(options, scope, { onProgress, signal });
      const lease = await office.acquire();
      try {
        return await heldRun(lease, options, scope, { onProgress, signal });
      } finally {
        await lease.release().catch(error => logger.warn({ err: error }, 'the lease was not given back'));
      }
    },
  };
}

/** How a run ends that was stopped or whose registry failed; null for what should not happen. */
function outcomeOf(error: unknown, stopped: AbortSignal): Outcome | null {
  if (stopped.aborted)
    return {
      state: 'INTERRUPTED',
      message: 'It was stopped; the next run goes on from its checkpoint.',
      changes: {},
    };
  const ends =
    error instanceof GatewayError && !(error instanceof StoreUnavailable || error instanceof LeaseLost);
  if (!ends) return null;
  return {
    state: 'FAILED',
    message: `${error.message} What was stored stays; the next run goes on from its checkpoint.`,
    changes: {},
  };
}

/** What the log says of a run. */
const told = ({ checkpoint: _, ...run }: SyncRun): object => run;
