// Plain JavaScript, type-checked by its annotations: Node 20 starts a worker thread from no other source, and so
// the same file runs from src/ under the tests and from dist/.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, protocol } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';

/** @typedef {import('./embedded.protocol.ts').Ask} Ask */
/** @typedef {import('./embedded.protocol.ts').Answer} Answer */
/** @typedef {import('@electric-sql/pglite').messages.RowDescriptionMessage} RowDescription */
/** @typedef {import('@electric-sql/pglite').messages.DataRowMessage} DataRow */

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { folder } = /** @type {import('./embedded.protocol.ts').WorkerStart} */ (workerData);
const { serialize } = protocol;

// A new cluster is built beside its place and moved there whole: a start that is killed leaves no half database.
if (!existsSync(join(folder, 'PG_VERSION'))) {
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  await (await PGlite.create(building)).close();
  renameSync(building, folder);
}

// Why it would not open, PostgreSQL says on its error stream alone.
/** @type {string[]} */
const complaints = [];
/** @param {string} line */
const onStderr = line => {
  complaints.push(...(/(?<=(?:FATAL|PANIC|DETAIL): +).*/.exec(line) ?? []));
  return false;
};
const database = await PGlite.create(folder, { onStderr, extensions: { pg_trgm } }).catch(cause => {
  throw new Error(complaints.join('; ') || cause.message, { cause });
});
// What comes into a search index waits in a list until it is long, and then one statement does the work of all: in
// 256 kB that is soon done, in the usual 4 MB every reader would wait for it.
await database.exec('set gin_pending_list_limit = 256');
// As on a server, see postgres.driver.ts.
await database.exec('set jit to off; set enable_seqscan to off; set random_page_cost to 1.1');

// Statements stay prepared, and all messages of one go in a single call: with PGlite's own `query`, which sends
// six and prepares each time, a short read takes twice as long, an empty one seven times.
const MOST_PREPARED = 200;
/** @type {Map<string, string>} name by text, the longest unused first */
const prepared = new Map();
let names = 0;

/** @param {string} text */
const prepare = text => {
  const known = prepared.get(text);
  prepared.delete(text);
  const name = known ?? `s${++names}`;
  prepared.set(text, name);
  return { name, messages: known === undefined ? [serialize.parse({ text, name })] : [] };
};

/** @param {string} text */
const forget = async text => {
  const name = prepared.get(text);
  prepared.delete(text);
  if (name === undefined) return;
  await database.execProtocol(Buffer.concat([serialize.close({ type: 'S', name }), serialize.sync()]));
};

/** @type {(ask: Ask) => Promise<Answer>} */
const answer = async ({ id, text, values }) => {
  try {
    const { name, messages } = prepare(text);
    messages.push(
      serialize.bind({ statement: name, values: [...values] }),
      serialize.describe({ type: 'P' }),
    );
    messages.push(serialize.execute({}), serialize.sync());
    const { messages: answers } = await database.execProtocol(Buffer.concat(messages), { syncToFs: false });
    const description = answers.find(each => each.name === 'rowDescription');
    const rows = answers.filter(each => each.name === 'dataRow');
    return {
      id,
      fields: /** @type {RowDescription | undefined} */ (description)?.fields.map(typedName) ?? [],
      rows: rows.map(row => /** @type {DataRow} */ (row).fields),
    };
  } catch (error) {
    // It may not be prepared at all, or no longer fit its tables.
    await forget(text).catch(() => undefined);
    const { message, code, constraint } = /** @type {Error & Record<string, string | undefined>} */ (error);
    return { id, failure: { message, sqlState: code, constraint } };
  }
};

/** @type {(field: RowDescription['fields'][number]) => { name: string, dataTypeID: number }} */
const typedName = ({ name, dataTypeID }) => ({ name, dataTypeID });

port.on('message', async (/** @type {Ask | 'close'} */ message) => {
  if (message !== 'close') {
    port.postMessage(await database.runExclusive(() => answer(message)));
    const [oldest] = prepared.keys();
    if (prepared.size > MOST_PREPARED && oldest !== undefined)
      await database.runExclusive(() => forget(oldest));
    return;
  }
  await database.close();
  process.exit(0);
});
port.postMessage('ready');
