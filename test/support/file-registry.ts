import { once } from 'node:events';
import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip as gzipCallback } from 'node:zlib';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { valuesAt } from './registry-double-values.ts';

/*
 * The registry for load tests: it serves records from a file of one record a line, and reads, parses and keeps no more
 * than it must. It knows what a full copy and its updates ask for; everything else is refused.
 */

/** Where records come from, such as `createRecordGenerator`. */
export interface RecordSource {
  record(i: number): StudyRecord;
}

/** What is known of each record without reading it; its row is its line in the file. */
interface FileIndex {
  readonly count: number;
  /** Bytes from the start of the file, one more than there are rows. */
  readonly offsets: Float64Array;
  /** Days since 1970, or `NO_DAY`. */
  readonly updated: Int32Array;
  readonly firstPosted: Int32Array;
  /** The digits of the NCT number. */
  readonly numbers: Int32Array;
}

const NO_DAY = -(2 ** 31);
const DAY = 86_400_000;
const CHUNK_BYTES = 4_000_000;
const STATUS = 'protocolSection.statusModule';

const dayOf = (date: unknown): number =>
  typeof date === 'string' ? Math.floor(Date.parse(date) / DAY) : NO_DAY;

const indexFile = (path: string): string => `${path}.index`;

/** The arrays of an index one after the other in one piece of memory, which is what the index file holds. */
const indexOver = (memory: ArrayBuffer): FileIndex => {
  // A row takes 8 + 3 * 4 bytes, and there is one more offset than rows.
  const count = (memory.byteLength - 8) / 20;
  const ints = (n: number): Int32Array => new Int32Array(memory, 8 * (count + 1) + 4 * count * n, count);
  return {
    count,
    offsets: new Float64Array(memory, 0, count + 1),
    updated: ints(0),
    firstPosted: ints(1),
    numbers: ints(2),
  };
};

const noteRow = (index: FileIndex, row: number, record: StudyRecord, bytes: number): void => {
  index.offsets[row + 1] = index.offsets[row]! + bytes;
  index.updated[row] = dayOf(valuesAt(record, `${STATUS}.lastUpdatePostDateStruct.date`)[0]);
  index.firstPosted[row] = dayOf(valuesAt(record, `${STATUS}.studyFirstPostDateStruct.date`)[0]);
  index.numbers[row] = Number(nctIdOf(record)?.slice(3));
};

/** Lines on their way to a file: the disk writes one piece of memory while the next is filled. */
const createLineWriter = (file: FileHandle) => {
  let [chunk, other] = [Buffer.allocUnsafeSlow(CHUNK_BYTES), Buffer.allocUnsafeSlow(CHUNK_BYTES)];
  let filled = 0;
  let writing = Promise.resolve();

  const flush = async (): Promise<void> => {
    await writing;
    writing = file.appendFile(chunk.subarray(0, filled));
    writing.catch(() => {}); // it is thrown where it is waited for
    [chunk, other] = [other, chunk];
    filled = 0;
  };

  return {
    /** @returns the bytes of the line */
    async write(line: string): Promise<number> {
      const most = line.length * 3;
      if (most > chunk.length - filled) await flush();
      if (most > chunk.length) chunk = Buffer.allocUnsafeSlow(most);
      const bytes = chunk.write(line, filled);
      filled += bytes;
      return bytes;
    },
    async end(): Promise<void> {
      await flush();
      await writing;
    },
  };
};

/** How many records are written between two reports of the progress. */
const REPORT_EVERY = 1_000;

/**
 * Writes `count` records as lines of JSON to `path`, and what `startFileRegistry` must know of them to `path`.index.
 * @param onProgress is told how many are done, every thousand and at the end
 */
export const writeRecordFile = async (
  path: string,
  source: RecordSource,
  count: number,
  onProgress?: (written: number) => void,
): Promise<{ readonly bytes: number }> => {
  const memory = new ArrayBuffer(8 * (count + 1) + 12 * count);
  const index = indexOver(memory);
  const file = await open(path, 'w');
  try {
    const lines = createLineWriter(file);
    for (let row = 0; row < count; row++) {
      const record = source.record(row);
      noteRow(index, row, record, await lines.write(`${JSON.stringify(record)}\n`));
      if ((row + 1) % REPORT_EVERY === 0 || row === count - 1) onProgress?.(row + 1);
    }
    await lines.end();
  } finally {
    await file.close();
  }
  await writeFile(indexFile(path), Buffer.from(memory));
  return { bytes: index.offsets[count]! };
};

// ---------------------------------------------------------------------------------------------------------------------
// Selections

/** The rows of an answer, in its order. A run of neighbours needs no list. */
type Rows = { readonly from: number; readonly to: number } | Int32Array;

const lengthOf = (rows: Rows): number => (rows instanceof Int32Array ? rows.length : rows.to - rows.from);
const slice = (rows: Rows, from: number, to: number): readonly number[] =>
  rows instanceof Int32Array
    ? [...rows.subarray(from, to)]
    : Array.from(
        { length: Math.max(0, Math.min(to, lengthOf(rows)) - from) },
        (_, n) => rows.from + from + n,
      );

const isSorted = (values: Int32Array): boolean =>
  values.every((value, n) => n === 0 || values[n - 1]! <= value);

/** The first row whose value is at least `least`, where values ascend. */
const lowerBound = (values: Int32Array, least: number): number => {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** How many selections are remembered. */
const KNOWN_SELECTIONS = 8;
const EXPRESSION =
  /^\s*AREA\[(LastUpdatePostDate|StudyFirstPostDate)\]\s*(?:RANGE\[\s*(MIN|\d{4}-\d\d-\d\d)\s*,\s*(MAX|\d{4}-\d\d-\d\d)\s*\]|(MISSING))\s*$/;
const SORT = /^(LastUpdatePostDate|StudyFirstPostDate)(?::(asc|desc))?$/;
const NCT_ID = /^nct(\d{8})$/i;

/** The request is answered with status 400 and this text. */
class Refusal extends Error {}

/** A column and the days wanted, both ends included. */
interface Window {
  readonly days: Int32Array;
  readonly from: number;
  readonly to: number;
}

const createSelector = (index: FileIndex): ((params: URLSearchParams) => Rows) => {
  const columns = { LastUpdatePostDate: index.updated, StudyFirstPostDate: index.firstPosted };
  const ascending = new Map(Object.values(columns).map(days => [days, isSorted(days)]));
  const byNumber = Int32Array.from({ length: index.count }, (_, row) => row).sort(
    (a, b) => index.numbers[a]! - index.numbers[b]!,
  );
  const numbers = byNumber.map(row => index.numbers[row]!);
  const everything: Rows = { from: 0, to: index.count };

  const windowOf = (text: string): Window => {
    const [, area, low, high, missing] = EXPRESSION.exec(text) ?? [];
    if (!area)
      throw new Refusal(
        `Error parsing query in advanced filter: \`${text}\` is more than this registry reads`,
      );
    const days = columns[area as keyof typeof columns];
    if (missing) return { days, from: NO_DAY, to: NO_DAY };
    // What has no date is in no range.
    const from = low === 'MIN' ? NO_DAY + 1 : dayOf(low);
    return { days, from, to: high === 'MAX' ? 2 ** 31 - 2 : dayOf(high) };
  };

  const rowsIn = ({ days, from, to }: Window): Rows => {
    if (ascending.get(days))
      return { from: lowerBound(days, from), to: Math.max(lowerBound(days, to + 1), lowerBound(days, from)) };
    const found: number[] = [];
    for (let row = 0; row < days.length; row++) if (days[row]! >= from && days[row]! <= to) found.push(row);
    return Int32Array.from(found);
  };

  const rowsOfIds = (text: string): Int32Array => {
    const wanted = text.split(/[,|]/).map(id => NCT_ID.exec(id.trim())?.[1]);
    if (wanted.includes(undefined)) throw new Refusal('Parameter `filter.ids` has incorrect format');
    const rows = wanted.flatMap(digits => {
      const at = lowerBound(numbers, Number(digits));
      return numbers[at] === Number(digits) ? [byNumber[at]!] : [];
    });
    return Int32Array.from(new Set(rows)).sort();
  };

  const selected = (advanced: string | null, ids: string | null): Rows => {
    const window = advanced ? windowOf(advanced) : null;
    if (!ids) return window ? rowsIn(window) : everything;
    return rowsOfIds(ids).filter(
      row => !window || (window.days[row]! >= window.from && window.days[row]! <= window.to),
    );
  };

  /** Equal days keep the order of the file; dates run backwards unless told otherwise, and none comes last. */
  const sorted = (rows: Rows, sort: string | null): Rows => {
    if (!sort || sort === '@relevance') return rows;
    const [, area, direction = 'desc'] = SORT.exec(sort) ?? [];
    if (!area) throw new Refusal(`Parameter \`sort\` cannot be \`${sort}\` with this registry`);
    const days = columns[area as keyof typeof columns];
    const hasAllDays = ascending.get(days) && days[0] !== NO_DAY;
    if (direction === 'asc' && hasAllDays && !(rows instanceof Int32Array)) return rows;
    const sign = direction === 'asc' ? 1 : -1;
    const rank = (row: number): number =>
      days[row] === NO_DAY ? Number.MAX_SAFE_INTEGER : days[row]! * sign;
    return Int32Array.from(slice(rows, 0, lengthOf(rows))).sort((a, b) => rank(a) - rank(b) || a - b);
  };

  // A walk asks for the same rows page after page, and several may be under way.
  const known = new Map<string, Rows>();
  return params => {
    const [advanced = null, ids = null, sort = null] = ['filter.advanced', 'filter.ids', 'sort'].map(name =>
      params.get(name),
    );
    const key = JSON.stringify([advanced, ids, sort]);
    const rows = known.get(key) ?? sorted(selected(advanced, ids), sort);
    known.delete(key);
    known.set(key, rows);
    if (known.size > KNOWN_SELECTIONS) known.delete(known.keys().next().value!);
    return rows;
  };
};

// ---------------------------------------------------------------------------------------------------------------------
// Pages

const SEPARATOR = ',\n';
const ID_FIELDS = ['NCTId', 'protocolSection.identificationModule.nctId'];
const KNOWN = [
  ...['filter.advanced', 'filter.ids', 'sort', 'pageSize', 'pageToken', 'countTotal', 'fields'],
  ...['format', 'markupFormat'],
];
const DATA_CHANGED =
  'The data have probably changed while you were paginating. Please, start over from the first page.';

const pageSizeOf = (text: string | null): number => {
  if (text === null) return 10;
  if (!/^\d{1,9}$/.test(text))
    throw new Refusal('Parameter `pageSize` cannot be converted to 32-bit integer');
  return Math.min(Number(text) || 10, 1_000);
};

const tokenFor = (etag: string, offset: number): string =>
  Buffer.from(`${etag}#${offset}`).toString('base64url');

const offsetOf = (token: string | null, etag: string): number => {
  if (!token) return 0;
  const [edition, offset] = Buffer.from(token, 'base64url').toString().split('#');
  if (!/^\d+$/.test(offset ?? '')) throw new Refusal('Parameter `pageToken` has incorrect format');
  if (edition !== etag) throw new Refusal(DATA_CHANGED);
  return Number(offset);
};

/** Rows that stand side by side in the file, to be read in one go. */
const runsOf = (rows: readonly number[]): readonly (readonly number[])[] => {
  const runs: number[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run?.at(-1) === row - 1) run.push(row);
    else runs.push([row]);
  }
  return runs;
};

/** The lines of the rows with what stands between, before and behind them: copied as bytes, never parsed. */
const wholeBody = async (
  file: FileHandle,
  { offsets }: FileIndex,
  rows: readonly number[],
  [head, tail]: readonly [string, string],
): Promise<Buffer> => {
  const bytes = rows.reduce((sum, row) => sum + offsets[row + 1]! - offsets[row]! - 1, 0);
  const gaps = Math.max(0, rows.length - 1) * SEPARATOR.length;
  const body = Buffer.allocUnsafe(head.length + bytes + gaps + tail.length);
  let at = body.write(head);
  for (const run of runsOf(rows)) {
    const start = offsets[run[0]!]!;
    const block = Buffer.allocUnsafe(offsets[run.at(-1)! + 1]! - start);
    await file.read(block, 0, block.length, start);
    for (const row of run) {
      if (at > head.length) at += body.write(SEPARATOR, at);
      at += block.copy(body, at, offsets[row]! - start, offsets[row + 1]! - start - 1);
    }
  }
  body.write(tail, at);
  return body;
};

const idLine = (number: number): string =>
  `{"protocolSection":{"identificationModule":{"nctId":"NCT${String(number).padStart(8, '0')}"}}}`;

export interface FileRegistryOptions {
  readonly dataTimestamp: string;
  /** The tag of the edition, quotes included; made of the timestamp unless given. */
  readonly etag?: string;
  /** Compress where the client accepts it. Default false: it would be the registry that is measured. */
  readonly gzip?: boolean;
  /** Default any free one. */
  readonly port?: number;
}

/** A registry over a file, on a port of its own. */
export interface FileRegistry {
  /** The base URL, ending in `/api/v2`. */
  readonly url: string;
  readonly count: number;
  readonly etag: string;
  readonly requests: number;
  /** Bytes of all bodies before compression. */
  readonly bytesSent: number;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const BASE = '/api/v2';
const compress = promisify(gzipCallback) as (body: Buffer, options: { level: number }) => Promise<Buffer>;

/** Serves the records that `writeRecordFile` wrote to `path`; none of them is kept in memory. */
export const startFileRegistry = async (
  path: string,
  {
    dataTimestamp,
    etag = `"file/2.0.5/${Date.parse(`${dataTimestamp}Z`).toString(36)}"`,
    gzip = false,
    port = 0,
  }: FileRegistryOptions,
): Promise<FileRegistry> => {
  // Typed arrays must begin at the start of their memory, which a pooled buffer does not.
  const index = indexOver(new Uint8Array(await readFile(indexFile(path))).buffer);
  const select = createSelector(index);
  const file = await open(path);
  let requests = 0;
  let bytesSent = 0;

  const pageBody = async (params: URLSearchParams): Promise<Buffer> => {
    for (const name of params.keys())
      if (!KNOWN.includes(name)) throw new Refusal(`\`${name}\` is unknown parameter`);
    const fields = params.get('fields');
    if (fields && !ID_FIELDS.includes(fields))
      throw new Refusal(`Parameter 'fields' contains a field this registry does not give: '${fields}'`);
    const size = pageSizeOf(params.get('pageSize'));
    const offset = offsetOf(params.get('pageToken'), etag);
    const found = select(params);
    const rows = slice(found, offset, offset + size);
    const counts = params.get('countTotal') === 'true' && !params.get('pageToken');
    const head = `{${counts ? `"totalCount":${lengthOf(found)},` : ''}"studies":[\n`;
    // A full page promises another, which may hold nothing: so does the registry.
    const tail = rows.length === size ? `\n],"nextPageToken":"${tokenFor(etag, offset + size)}"}` : '\n]}';
    if (!fields) return wholeBody(file, index, rows, [head, tail]);
    return Buffer.from(head + rows.map(row => idLine(index.numbers[row]!)).join(SEPARATOR) + tail);
  };

  const bodyOf = async (url: URL): Promise<Buffer> => {
    if (url.pathname === `${BASE}/studies`) return pageBody(url.searchParams);
    if (url.pathname === `${BASE}/version`)
      return Buffer.from(JSON.stringify({ apiVersion: '2.0.5', dataTimestamp }));
    throw new Refusal(`\`${url.pathname}\` is nothing this registry answers`);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests++;
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, { etag }).end();
      return;
    }
    const body = await bodyOf(new URL(request.url ?? '/', 'http://localhost'));
    bytesSent += body.length;
    const isZipped = gzip && /\bgzip\b/.test(String(request.headers['accept-encoding']));
    const sent = isZipped ? await compress(body, { level: 1 }) : body;
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'content-length': sent.length,
        etag,
        ...(isZipped && { 'content-encoding': 'gzip' }),
      })
      .end(sent);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(error => {
      const status = error instanceof Refusal ? 400 : 500;
      response.writeHead(status, { 'content-type': 'text/plain', etag }).end(String(error.message));
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
    await file.close();
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${BASE}`,
    count: index.count,
    etag,
    get requests() {
      return requests;
    },
    get bytesSent() {
      return bytesSent;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};
