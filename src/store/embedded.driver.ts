import type { Queryable } from './database.ts';
import type { Driver } from './driver.ts';
import type { Result } from './embedded.protocol.ts';
import { type EmbeddedWorker, openEmbeddedWorker } from './embedded.worker.ts';
import { createTurns } from './turns.ts';
import { decoderOf, encodeValue } from './values.ts';

/** PGlite on a thread of its own. One statement or one transaction at a time: it has one session. */
export const openEmbeddedDriver = async (folder: string): Promise<Driver> => {
  const takeTurn = createTurns();
  let worker = await openEmbeddedWorker({ folder });

  const session = async <T>(work: (session: Queryable) => Promise<T>): Promise<T> =>
    takeTurn(async () => {
      if (!worker.alive) worker = await openEmbeddedWorker({ folder });
      return work(sessionOn(worker));
    });

  return {
    kind: 'embedded',
    session,
    exclusively: session, // the folder's lock keeps others out
    query: (text, values) => session(each => each.query(text, values)),
    close: () => takeTurn(() => worker.close()),
  };
};

// Bound to one thread: a transaction whose thread died must not go on, outside any transaction, on the next.
const sessionOn = (worker: EmbeddedWorker): Queryable => ({
  query: async <Row>(text: string, values: readonly unknown[] = []) =>
    rowsOf(await worker.ask(text, values.map(encodeValue))) as Row[],
});

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
