import { AsyncLocalStorage } from 'node:async_hooks';
import type { Driver } from './driver.ts';

/** Runs one statement with `$1` placeholders; each row is an object by column name. */
export interface Queryable {
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** PostgreSQL, embedded or real. Errors: StoreUnavailable, StatementTimedOut, StatementFailed. */
export interface Database extends Queryable {
  readonly kind: 'embedded' | 'postgres';
  /**
   * Commits when `work` resolves, rolls back when it rejects. Inside, only `tx` may be used: a statement sent to
   * the database itself is refused, because the embedded database would wait for it forever. Keep it under 100 ms.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Lets running work end. What comes after is refused with StoreUnavailable. */
  close(): Promise<void>;
}

interface OpenTransaction {
  open: boolean;
}

/** Adds transactions to a driver. */
export const createDatabase = (driver: Driver): Database => {
  const current = new AsyncLocalStorage<OpenTransaction>();
  const refuseInside = (): void => {
    if (current.getStore()?.open) throw new Error('inside a transaction every statement goes through its tx');
  };
  const query: Queryable['query'] = async (text, values) => {
    refuseInside();
    return driver.query(text, values);
  };
  let closing: Promise<void> | undefined;
  return {
    kind: driver.kind,
    query,
    transaction: async work => {
      refuseInside();
      const state: OpenTransaction = { open: true };
      return driver.session(session =>
        inTransaction(session, state, tx => current.run(state, () => work(tx))),
      );
    },
    ping: async () => {
      await query('select 1');
    },
    close: () => {
      closing ??= driver.close();
      return closing;
    },
  };
};

/** BEGIN, work, COMMIT on a session one already holds; ROLLBACK when the work rejects. */
export const inTransaction = async <T>(
  session: Queryable,
  state: OpenTransaction,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> => {
  let failure: unknown;
  const tx: Queryable = {
    query: async (text, values) => {
      if (!state.open) throw new Error('this transaction is over');
      try {
        return await session.query(text, values);
      } catch (error) {
        failure ??= error;
        throw error;
      }
    },
  };
  try {
    await session.query('begin');
    const result = await work(tx);
    state.open = false;
    // After a failure nobody heeded, COMMIT would quietly roll back; any other statement says so.
    if (failure !== undefined) await session.query('select 1').catch(() => Promise.reject(failure));
    await session.query('commit');
    return result;
  } catch (error) {
    state.open = false;
    // The first failure is the one worth telling; a dead connection has rolled back by itself.
    await session.query('rollback').catch(() => undefined);
    throw error;
  }
};
