import { setTimeout as pause } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { RegistryUnavailable } from '../shared/errors.ts';
import type { Rate } from './client-lane.ts';
import { Interrupted } from './registry-failure.ts';

/** Lets requests through at a rate, in the order in which they came. */
export interface Turnstile {
  /** Waits for a turn. Refuses at once where the queue is already longer than `patienceMs`. */
  pass(signal: AbortSignal, patienceMs: number): Promise<void>;
}

/** The library's own queue can neither be left before one's turn nor stopped at shutdown, so the queue is ours. */
export const createTurnstile = ({ calls, perMs }: Rate): Turnstile => {
  const limiter = new RateLimiterMemory({
    points: calls,
    duration: perMs / 1000,
  });
  let lastInLine: Promise<void> = Promise.resolve();
  let waiting = 0;

  const waitBeforeNext = async (): Promise<number> => {
    try {
      await limiter.consume('registry');
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
      throw refusal;
    }
  };

  const turn = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      if (signal.aborted) throw new Interrupted();
      const wait = await waitBeforeNext();
      if (wait === 0) return;
      await pause(wait, undefined, { signal }).catch(() => {});
    }
  };

  return {
    pass: async (signal, patienceMs) => {
      const queueMs = Math.floor(waiting / calls) * perMs;
      if (queueMs > patienceMs) {
        const retryAfter = Math.ceil(queueMs / 1000);
        throw new RegistryUnavailable('Too many questions are waiting for the registry.', { retryAfter });
      }
      waiting++;
      const mine = lastInLine.then(() => turn(signal)).finally(() => waiting--);
      lastInLine = mine.catch(() => {});
      return mine;
    },
  };
};
