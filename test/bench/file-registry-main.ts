import { startFileRegistry } from '../support/file-registry.ts';

// A registry in a process of its own: `node file-registry-main.js <path> [dataTimestamp]` prints where it is as JSON.
const [path, dataTimestamp = '2026-10-07T09:00:06'] = process.argv.slice(2);
if (!path) throw new Error('Which file of records?');
const { url, count, etag } = await startFileRegistry(path, { dataTimestamp });
process.stdout.write(`${JSON.stringify({ url, count, etag })}\n`);
// It ends with the process that forked it, or by a signal.
process.once('disconnect', () => process.exit());
