import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { readExportBy } from '../../src/mirror/export/export-plan.ts';
import { openExport } from '../../src/mirror/export/study-export.ts';
import { openApp } from '../../src/server/app.ts';
import { createSchema } from '../../src/server/schema.ts';
import { StoreUnavailable } from '../../src/shared/errors.ts';
import { createLogger } from '../../src/shared/log.ts';
import { noCopy } from '../support/no-copy.ts';
import { createStoredDouble, type StoredDouble } from './stored-double.ts';

const MEGABYTE = 1_000_000;
/** Larger than what lies between two ends of a connection, so that a client that stops is noticed. */
const PAGE_BYTES = 20 * MEGABYTE;
const PAGE = 500;
const LARGE = { studies: 4 * PAGE, size: PAGE_BYTES / PAGE };

const schema = await createSchema();
const refused = (): never => expect.fail('nothing else is asked for here');

describe('an export on its way', () => {
  let app: FastifyInstance;
  let url: string;
  const serve = async (stored: StoredDouble): Promise<void> => {
    app = await openApp({
      schema,
      services: {
        ...noCopy,
        registry: {
          source: { byIds: refused, search: refused },
          status: {
            mode: 'mirror',
            client: { state: refused, size: refused },
            edition: {},
            stored: refused,
          } as never,
        },
      },
      view: async () => stored,
      logger: createLogger('silent'),
      graphiqlRoot: resolve('dist/web/graphiql'),
      ready: async () => {},
      graceMs: 500,
    });
    url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/export/studies?format=ndjson`;
  };
  afterEach(() => app.close());

  /** An answer of which nothing is read yet. */
  const begin = async (): Promise<IncomingMessage> => {
    const [answer] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
    answer.on('error', () => undefined);
    return answer.pause();
  };
  const take = async (answer: IncomingMessage, bytes: number): Promise<void> => {
    for (let taken = 0; taken < bytes; ) {
      const chunk = answer.read() as Buffer | null;
      if (chunk === null) await once(answer, 'readable');
      else taken += chunk.length;
    }
  };

  it('reads no page before the one before it is taken, and none for a client that has gone', async () => {
    const stored = createStoredDouble(LARGE);
    await serve(stored);
    const answer = await begin();
    await sleep(300);
    expect(stored.searches).toHaveLength(1);
    await take(answer, 1.5 * PAGE_BYTES);
    await sleep(300);
    expect(stored.searches).toHaveLength(2);
    expect(stored.signal()?.aborted).toBe(false);
    answer.destroy();
    await expect.poll(() => stored.signal()?.aborted).toBe(true);
    await sleep(100);
    expect(stored.searches).toHaveLength(2);
  });

  it('asks for the total once, for no more than the limit, and for pages that may be short', async () => {
    const stored = createStoredDouble({ studies: 2_000, size: 10 });
    await serve(stored);
    const lines = (await (await fetch(`${url}&limit=1200`)).text()).trim().split('\n');
    expect(lines).toHaveLength(1_200);
    expect(
      stored.searches.map(({ count, wantsTotal, mayFallShort }) => [count, wantsTotal, mayFallShort]),
    ).toEqual([
      [500, true, true],
      [500, false, true],
      [200, false, true],
    ]);
  });

  it('is broken off where it fails in the middle: nobody takes it for whole', async () => {
    const stored = createStoredDouble({
      studies: 2_000,
      size: 1_000,
      before: async page => {
        if (page % 3 !== 0) return;
        await sleep(200); // Node's own sockets take a reset for an end where it comes right behind data
        throw new StoreUnavailable('The database does not answer.');
      },
    });
    await serve(stored);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(stored.searches).toHaveLength(3);

    const { hostname, port } = new URL(url);
    for (const version of ['1.1', '1.0']) {
      const socket = connect(Number(port), hostname);
      let received = '';
      socket.setEncoding('latin1').on('data', (text: string) => {
        received += text;
      });
      socket.write(`GET /export/studies?format=ndjson HTTP/${version}\r\nhost: x\r\n\r\n`);
      const [error] = await once(socket, 'error');
      expect(error).toMatchObject({ code: 'ECONNRESET' });
      expect(received).toContain('200 OK');
      expect(received).not.toMatch(/\r\n0\r\n\r\n$/);
    }
  });

  it('is an error of the usual form where it fails before the first row', async () => {
    let fails = true;
    await serve(
      createStoredDouble({
        studies: 3,
        size: 10,
        before: () => {
          if (fails) throw new StoreUnavailable('The database does not answer.');
        },
      }),
    );
    const failed = await fetch(url);
    expect([failed.status, await failed.json()]).toEqual([
      503,
      {
        errors: [{ message: 'The database does not answer.', extensions: { code: 'STORE_UNAVAILABLE' } }],
      },
    ]);
    expect(failed.headers.has('content-disposition')).toBe(false);
    fails = false;
    expect((await fetch(url)).status).toBe(200);
  });

  it('is one of a few at a time', async () => {
    await serve(createStoredDouble(LARGE));
    const answers = await Promise.all(Array.from({ length: 8 }, begin));
    const refused = await fetch(url);
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toMatchObject([
      429,
      '30',
      { errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 30 } }] },
    ]);
    answers[0]!.destroy();
    await expect.poll(async () => (await fetch(`${url}&limit=1`)).status).toBe(200);
    for (const answer of answers) answer.destroy();
  });

  it('is broken off when the server has waited long enough for it', async () => {
    await serve(createStoredDouble(LARGE));
    const answer = await begin();
    const closing = performance.now();
    await app.close();
    expect(performance.now() - closing).toBeLessThan(5_000);
    await new Promise(done => answer.resume().once('close', done));
    expect(answer.complete).toBe(false);
  });
});

describe('the memory of an export', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const read = readExportBy({ filter: refused, sort: refused });

  /** The largest heap met, as it is after a collection, above what it was before. */
  const heapOf = async (studies: number): Promise<number> => {
    let largest = 0;
    const look = (): void => {
      collect();
      largest = Math.max(largest, process.memoryUsage().heapUsed);
    };
    look();
    const before = largest;
    const stored = createStoredDouble({ studies, size: 2_000, before: look });
    let written = 0;
    const { chunks } = await openExport(async () => stored, read({ format: 'ndjson' }));
    for await (const chunk of chunks) written = chunk.studies;
    look();
    expect(written).toBe(studies);
    return largest - before;
  };

  it('is that of a page, however many there are', async () => {
    await heapOf(1_000); // what is made once
    const few = await heapOf(1_000);
    const many = await heapOf(10_000);
    // All of them would be more than 20 MB.
    expect(many - few).toBeLessThan(3 * MEGABYTE);
  });
});
