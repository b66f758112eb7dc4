// Plain JavaScript, type-checked by its annotations: Node 20 starts a worker thread from no other source, and so
// the same file runs from src/ under the tests and from dist/.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/** @typedef {import('./embedded.protocol.ts').Ask} Ask */
/** @typedef {import('./embedded.protocol.ts').Answer} Answer */

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { folder } = /** @type {import('./embedded.protocol.ts').WorkerStart} */ (workerData);

// A new cluster is built beside its place and moved there whole: a start that is killed leaves no half database.
if (!existsSync(join(folder, 'PG_VERSION'))) {
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  await (await PGlite.create(building)).close();
  rmSync(folder, { recursive: true, force: true });
  renameSync(building, folder);
}

const database = await PGlite.create(folder);

// Values pass as text both ways; the main thread encodes and decodes them as it does for a PostgreSQL server.
const asIs = (/** @type {string} */ text) => text;
for (const type of Object.keys(database.parsers)) database.parsers[type] = asIs;
for (const type of Object.keys(database.serializers)) database.serializers[type] = asIs;

/** @type {(ask: Ask) => Promise<Answer>} */
const answer = async ({ id, text, values }) => {
  try {
    const { fields, rows } = await database.query(text, [...values], { rowMode: 'array' });
    return { id, fields, rows: /** @type {(string | null)[][]} */ (rows) };
  } catch (error) {
    const { message, code, constraint } = /** @type {Error & Record<string, string | undefined>} */ (error);
    return { id, failure: { message, sqlState: code, constraint } };
  }
};

port.on('message', async (/** @type {Ask | 'close'} */ message) => {
  if (message !== 'close') return port.postMessage(await answer(message));
  await database.close();
  process.exit(0);
});
port.postMessage('ready');
