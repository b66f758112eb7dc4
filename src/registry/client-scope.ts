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
  const endsAt = Date.now() + deadlineMs;
  const late = () => controller.abort(new RegistryUnavailable('The registry did not answer in time.'));
  const timer = setTimeout(late, deadlineMs);
  const undo = signals.map(signal => {
    const stop = () => controller.abort(signal?.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    return () => signal?.removeEventListener('abort', stop);
  });
  try {
    controller.signal.throwIfAborted();
    const working = work({
      signal: controller.signal,
      remainingMs: () => endsAt - Date.now(),
    });
    return await Promise.race([working, rejectionOf(controller.signal)]);
  } finally {
    clearTimeout(timer);
    for (const release of undo) release();
  }
};
