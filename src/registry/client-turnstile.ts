import { setTimeout as pause } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyQuestions } from '../shared/errors.ts';
import type { Rate } from './client-lane.ts';
import { Interrupted } from './registry-failure.ts';

/** Lets requests through at a rate, in the order in which they came. */
export interface Turnstile {
  /** Waits for a turn. Refuses at once where the queue is already longer than `patienceMs`. */
  pass(signal: AbortSignal, patienceMs: number): Promise<void>;
}

const KEY = 'registry';

const turnedAway = (waitMs: number): TooManyQuestions =>
  new TooManyQuestions('Too many questions are waiting for the registry.', {
    retryAfter: Math.ceil(waitMs / 1000),
  });

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
      await limiter.consume(KEY);
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

  /** How long the line takes that stands before a newcomer. */
  const waitBehind = async (ahead: number): Promise<number> => {
    const window = await limiter.get(KEY);
    const free = window?.remainingPoints ?? calls;
    if (ahead < free) return 0;
    return (window?.msBeforeNext ?? perMs) + Math.floor((ahead - free) / calls) * perMs;
  };

  const standInLine = (signal: AbortSignal): Promise<void> => {
    const mine = lastInLine.then(() => turn(signal));
    lastInLine = mine.catch(() => {});
    return mine;
  };

  return {
    pass: async (signal, patienceMs) => {
      const ahead = waiting++;
      try {
        const wait = await waitBehind(ahead);
        if (wait > patienceMs) throw turnedAway(wait);
        await standInLine(signal);
      } finally {
        waiting--;
      }
    },
  };
};
