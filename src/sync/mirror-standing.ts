import { type MirrorStanding, NOT_SYNCED } from '../registry/study.source.ts';
import { type SyncRunRepository, WHOLE_RUNS } from './sync-run.repository.ts';
import { EVERYTHING } from './sync-scope.ts';

/** How long an answer holds, in milliseconds: it is asked for with every question. */
const HOLDS_MS = 2_000;
/** For so many times as long it still serves while the next one is asked for: nobody waits for that. */
const SERVES = 3;

/**
 * How far the copy can be relied on, from the runs that kept it: only those that asked the registry count.
 * @param maxAgeMs how long after a complete run the copy is taken for the registry
 */
export function createMirrorStanding(
  runs: SyncRunRepository,
  maxAgeMs: number,
  holdsMs = HOLDS_MS,
): () => Promise<MirrorStanding> {
  let last: { readonly at: number; readonly standing: Promise<MirrorStanding> } | undefined;
  let next: Promise<MirrorStanding> | undefined;

  const ask = async (): Promise<MirrorStanding> => {
    const run = await runs.latest({ state: 'COMPLETE', kinds: ['FULL', 'INCREMENTAL'] });
    const freshSince = new Date(Date.now() - maxAgeMs);
    if (run?.endedAt == null) return { ...NOT_SYNCED, freshSince };
    // From the moment it is to become a copy of something else, it is complete for neither.
    const isSettled = (await runs.latest({ kinds: WHOLE_RUNS }))?.scope === run.scope;
    return {
      isSynced: true,
      isFresh: isSettled && run.endedAt >= freshSince,
      isWhole: isSettled && run.scope === EVERYTHING,
      dataTimestamp: run.dataTimestamp,
      freshSince,
    };
  };

  const askOnce = (): Promise<MirrorStanding> => {
    if (next) return next;
    const at = Date.now();
    const standing = ask();
    next = standing;
    const done = (): void => {
      next = undefined;
    };
    standing.then(() => {
      last = { at, standing };
      done();
    }, done);
    return standing;
  };

  return () => {
    const age = last ? Date.now() - last.at : Number.POSITIVE_INFINITY;
    if (age < holdsMs) return last!.standing;
    const coming = askOnce();
    return age < SERVES * holdsMs ? last!.standing : coming;
  };
}
