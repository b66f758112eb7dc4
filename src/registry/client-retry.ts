import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import { GatewayError } from '../shared/errors.ts';
import type { LaneLimits } from './client-lane.ts';
import type { CallScope } from './client-scope.ts';
import { isWorthRetrying } from './registry-failure.ts';

const between = (low: number, high: number): number => low + Math.random() * (high - low);

const askedWaitMs = (error: unknown): number | undefined =>
  error instanceof GatewayError && error.details.retryAfter !== undefined
    ? error.details.retryAfter * 1000
    : undefined;

/** Milliseconds before the next attempt, or null where waiting makes no sense. Spread, so that callers do not return together. */
const waitBefore = (
  attempt: number,
  error: unknown,
  limits: LaneLimits,
  firstWaitMs: number,
): number | null => {
  if (!isWorthRetrying(error)) return null;
  const asked = askedWaitMs(error);
  if (asked !== undefined) return asked > limits.maxWaitMs ? null : asked + between(0, firstWaitMs / 2);
  const backoff = Math.min(firstWaitMs * 2 ** attempt, limits.maxWaitMs);
  return between(backoff / 2, backoff);
};

/**
 * Tries again after an outage. `attempt` counts from 0. Fails at once where the registry asks for a longer wait than
 * the lane grants, or where the wait would outlast the call.
 */
export const withRetries = <T>(
  work: (attempt: number) => Promise<T>,
  limits: LaneLimits,
  scope: CallScope,
  firstWaitMs: number,
): Promise<T> => {
  let attempt = 0;
  let wait = 0;
  const decide = (error: unknown): boolean => {
    const next = waitBefore(attempt, error, limits, firstWaitMs);
    wait = next ?? 0;
    attempt++;
    return next !== null && next < scope.remainingMs();
  };
  // Unreferenced, because the library cannot cancel its wait; the scope's own timer keeps the process up meanwhile.
  return retry(handleWhen(decide), {
    maxAttempts: limits.retries,
    backoff: new DelegateBackoff(() => wait),
  })
    .dangerouslyUnref()
    .execute(() => work(attempt), scope.signal);
};
