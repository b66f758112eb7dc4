import { setMaxListeners } from 'node:events';
import { RegistryUnavailable } from '../shared/errors.ts';

/** What ends one call before its time: the caller, the clock, or the end of the client. */
export interface CallScope {
  readonly signal: AbortSignal;
  remainingMs(): number;
}

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else
      signal.addEventListener('abort', () => reject(signal.reason), {
        once: true,
      });
  });

/** Ends the controller when the signal fires; gives what undoes the tie. */
const follow = (signal: AbortSignal, controller: AbortController): (() => void) => {
  const stop = () => controller.abort(signal.reason);
  if (signal.aborted) stop();
  // One request may make any number of calls under one signal: Node would take that for a leak.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', stop, { once: true });
  return () => signal.removeEventListener('abort', stop);
};

/**
 * Runs one call within `deadlineMs`, and ends it as soon as one of `signals` fires, whatever the work is doing then.
 * Rejects with that signal's reason, or `RegistryUnavailable` when time is up.
 */
export const withinScope = async <T>(
  deadlineMs: number,
  signals: readonly (AbortSignal | undefined)[],
  work: (scope: CallScope) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController();
  const { signal } = controller;
  const endsAt = Date.now() + deadlineMs;
  const late = () => controller.abort(new RegistryUnavailable('The registry did not answer in time.'));
  const timer = setTimeout(late, deadlineMs);
  const ties = signals.filter(tied => tied !== undefined).map(tied => follow(tied, controller));
  try {
    signal.throwIfAborted();
    const ended = rejectionOf(signal);
    return await Promise.race([work({ signal, remainingMs: () => endsAt - Date.now() }), ended]);
  } finally {
    clearTimeout(timer);
    for (const untie of ties) untie();
  }
};
