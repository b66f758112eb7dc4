import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import { GatewayError } from '../shared/errors.ts';
import type { LaneLimits } from './client-lane.ts';
import type { CallScope } from './client-scope.ts';
import { isWorthRetrying } from './registry-failure.ts';

const between = (low: number, high: number): number => low + Math.random() * (high - low);

/** Milliseconds the registry asked us to wait. */
const askedWait = (error: unknown): number | undefined => {
  const seconds = error instanceof GatewayError ? error.details.retryAfter : undefined;
  return seconds === undefined ? undefined : seconds * 1000;
};

/** Milliseconds after the given attempt, spread so that callers do not return together; infinite where none will do. */
const waitAfter = (attempt: number, error: unknown, limits: LaneLimits, firstWaitMs: number): number => {
  if (!isWorthRetrying(error)) return Number.POSITIVE_INFINITY;
  const asked = askedWait(error);
  if (asked !== undefined)
    return asked > limits.maxWaitMs ? Number.POSITIVE_INFINITY : asked + between(0, firstWaitMs / 2);
  const backoff = Math.min(firstWaitMs * 2 ** (attempt - 1), limits.maxWaitMs);
  return between(backoff / 2, backoff);
};

/**
 * Tries again after an outage; `work` is told the number of the attempt, from 1. Fails at once where the registry asks
 * for a longer wait than the lane grants, or where the wait would outlast the call.
 */
export const withRetries = <T>(
  limits: LaneLimits,
  scope: CallScope,
  firstWaitMs: number,
  work: (attempt: number) => Promise<T>,
): Promise<T> => {
  let attempt = 1;
  let wait = 0;
  const isToBeRetried = (error: unknown): boolean => {
    wait = waitAfter(attempt, error, limits, firstWaitMs);
    attempt++;
    return wait < scope.remainingMs();
  };
  // Unreferenced, because the library cannot cancel its wait; the scope's own timer keeps the process up meanwhile.
  return retry(handleWhen(isToBeRetried), {
    maxAttempts: limits.retries,
    backoff: new DelegateBackoff(() => wait),
  })
    .dangerouslyUnref()
    .execute(() => work(attempt), scope.signal);
};
