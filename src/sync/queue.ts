import { GatewayError, TooManyQuestions } from '../shared/errors.ts';

/** Values on their way to one listener, in order. */
export interface Queue<T> {
  push(value: T): void;
  end(): void;
  /** Ends when the signal fires, the queue is ended, or the listener leaves. */
  values(signal: AbortSignal | undefined, onLeave: () => void): AsyncGenerator<T, void, void>;
}

/** @param most values that may wait: who reads more slowly than that is cut off with an error */
export function createQueue<T>(most: number): Queue<T> {
  const waiting: T[] = [];
  let wake: () => void = () => {};
  let ended = false;
  let failure: GatewayError | undefined;
  return {
    push(value) {
      if (waiting.length >= most)
        failure = new TooManyQuestions(
          'More changed than was read in time: page through `studyChanges` instead.',
        );
      else waiting.push(value);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *values(signal, onLeave) {
      const stop = () => {
        ended = true;
        wake();
      };
      signal?.addEventListener('abort', stop, { once: true });
      try {
        while (!ended && !signal?.aborted) {
          if (waiting.length > 0) {
            yield waiting.shift()!;
            continue;
          }
          if (failure) throw failure;
          await new Promise<void>(resolve => {
            wake = resolve;
          });
        }
      } finally {
        signal?.removeEventListener('abort', stop);
        onLeave();
      }
    },
  };
}
