import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../shared/errors.ts';
import type { Answer, Ask, Result, WorkerStart } from './embedded.protocol.ts';
import { failureOf } from './failures.ts';

/** A running thread with the database open in it. */
export interface EmbeddedWorker {
  readonly alive: boolean;
  ask(text: string, values: readonly (string | null)[]): Promise<Result>;
  /** Closes the database and waits until the thread has ended. */
  close(): Promise<void>;
  /** Ends the thread at once, in the middle of a statement if need be. */
  terminate(): Promise<void>;
}

interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

// Beside this file in src/ and in dist/ alike.
const SCRIPT = new URL('./pglite.worker.js', import.meta.url);

/** Starts the thread and opens the cluster in `folder`, creating it if there is none. @throws StoreUnavailable */
export const openEmbeddedWorker = async (start: WorkerStart): Promise<EmbeddedWorker> => {
  const thread = new Worker(SCRIPT, { workerData: start, name: 'database', execArgv: [] });
  const waiting = new Map<number, Waiting>();
  let alive = true;
  let lastId = 0;
  let ended: Error | undefined;
  const exited = new Promise<void>(resolve => {
    thread.once('exit', code => {
      alive = false;
      ended ??= new StoreUnavailable(`The embedded database has stopped (exit code ${code}).`);
      for (const each of waiting.values()) each.reject(ended);
      waiting.clear();
      resolve();
    });
  });
  thread.on('error', cause => {
    ended = new StoreUnavailable('The embedded database has stopped.', { cause });
  });

  await new Promise<void>((resolve, reject) => {
    thread.once('message', () => resolve());
    exited.then(() => reject(ended));
  });
  thread.on('message', (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('failure' in answer) asked?.reject(failureOf({ ...answer.failure, code: answer.failure.sqlState }));
    else asked?.resolve(answer);
  });

  return {
    get alive() {
      return alive;
    },
    ask: (text, values) =>
      new Promise((resolve, reject) => {
        if (!alive) return reject(ended);
        const ask: Ask = { id: ++lastId, text, values };
        waiting.set(ask.id, { resolve, reject });
        thread.postMessage(ask);
      }),
    close: () => {
      thread.postMessage('close');
      return exited;
    },
    terminate: async () => {
      await thread.terminate();
      await exited;
    },
  };
};
