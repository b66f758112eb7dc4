import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { StoreUnavailable } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import { lockDataDir } from './data-dir.lock.ts';
import type { Queryable } from './database.ts';
import type { Driver } from './driver.ts';
import type { Result } from './embedded.protocol.ts';
import { type EmbeddedWorker, openEmbeddedWorker } from './embedded.worker.ts';
import { StatementFailed, StatementTimedOut } from './store.errors.ts';
import { createTurns } from './turns.ts';
import { decoderOf, encodeValue } from './values.ts';

export interface EmbeddedOptions {
  /** The folder of the embedded database; created when missing, and ours alone while open. */
  readonly dataDir: string;
  /** Milliseconds after which a statement is cut off; 30,000 if not given, 0 for never. */
  readonly statementTimeout?: number;
}

/**
 * PGlite on a thread of its own, behind the lock of its folder. It has one session: one statement or one
 * transaction at a time. A thread that dies fails what it was asked; the next call opens the database again.
 * @throws DataDirInUse, StoreUnavailable
 */
export const openEmbeddedDriver = async (options: EmbeddedOptions, logger?: Logger): Promise<Driver> => {
  const { statementTimeout = 30_000 } = options;
  const dataDir = resolve(options.dataDir);
  const lock = await lockDataDir(dataDir);
  const openWorker = () => openEmbeddedWorker({ folder: join(dataDir, 'pgdata') });
  const takeTurn = createTurns();
  let closed = false;
  let worker = await openWorker().catch(async (error: Error) => {
    await lock.release();
    throw cannotOpen(dataDir, error);
  });

  const sessionWithin =
    (timeLimit: number): Driver['session'] =>
    work =>
      takeTurn(async () => {
        if (closed) throw new StoreUnavailable('The database is closed.');
        if (!worker.alive) {
          logger?.warn('the embedded database had stopped and is opened again');
          worker = await openWorker();
        }
        return work(sessionOn(worker, timeLimit));
      });
  const session = sessionWithin(statementTimeout);

  return {
    kind: 'embedded',
    session,
    query: (text, values) => session(each => each.query(text, values)),
    exclusively: sessionWithin(0), // the folder is locked already
    close: () =>
      takeTurn(async () => {
        if (closed) return;
        closed = true;
        await worker.close();
        await lock.release();
      }),
  };
};

const cannotOpen = (dataDir: string, { cause }: Error): StoreUnavailable => {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new StoreUnavailable(`The embedded database in ${dataDir} cannot be opened${reason}.`, { cause });
};

// Bound to one thread: a transaction whose thread died must not go on, outside any transaction, on the next.
const sessionOn = (worker: EmbeddedWorker, timeLimit: number): Queryable => ({
  query: async <Row>(text: string, values: readonly unknown[] = []) => {
    const answer = worker.ask(text, values.map(encodeValue));
    try {
      return rowsOf(await (timeLimit === 0 ? answer : within(timeLimit, answer))) as Row[];
    } catch (error) {
      // What is not a statement's own failure leaves the engine in a state nobody knows.
      if (!(error instanceof StatementFailed)) await worker.terminate();
      throw error;
    }
  },
});

const within = async <T>(milliseconds: number, answer: Promise<T>): Promise<T> => {
  const timer = new AbortController();
  const timeout = after(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new StatementTimedOut('A statement took too long and was cancelled.');
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    timer.abort();
  }
};

const rowsOf = ({ fields, rows }: Result): Record<string, unknown>[] => {
  const columns = fields.map(({ name, dataTypeID }) => ({ name, decode: decoderOf(dataTypeID) }));
  return rows.map(row =>
    Object.fromEntries(
      columns.map(({ name, decode }, index) => {
        const text = row[index];
        return [name, text === null || text === undefined ? null : decode(text)];
      }),
    ),
  );
};
