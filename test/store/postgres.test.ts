import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/shared/errors.ts';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { StatementTimedOut } from '../../src/store/store.errors.ts';
import { dropSchema, testDatabaseUrl } from '../support/database.ts';

/** A way to the server that can be cut or go silent. */
interface Line {
  readonly url: string;
  /** What is sent from now on arrives nowhere, as with a machine that has lost its network. */
  silent: boolean;
  cut(): void;
  close(): Promise<void>;
}

const openLine = async (to: string): Promise<Line> => {
  const { hostname, port } = new URL(to);
  const sockets = new Set<Socket>();
  const server: Server = createServer(near => {
    const far = connect(Number(port || 5432), hostname);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', chunk => line.silent || into.write(chunk));
      from.on('error', () => undefined).on('close', () => into.destroy());
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(to);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const line: Line = {
    url: url.href,
    silent: false,
    cut: () => {
      for (const each of sockets) each.destroy();
      sockets.clear();
    },
    close: async () => {
      line.cut();
      server.close();
    },
  };
  return line;
};

describe('a PostgreSQL server that cannot be used', () => {
  const refusal = async (databaseUrl: string): Promise<Error> => {
    const error = await openDatabase({ databaseUrl }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StoreUnavailable);
    return error as Error;
  };

  it('is named with the reason, and without the password', async () => {
    const { message } = await refusal('postgres://someone:a-secret@127.0.0.1:1/trials');
    expect(message).toContain('127.0.0.1:1/trials');
    expect(message).toContain('ECONNREFUSED');
    expect(message).not.toContain('a-secret');
  });

  it.skipIf(testDatabaseUrl === undefined)('is named when it has no such database', async () => {
    const url = new URL(testDatabaseUrl!);
    url.pathname = '/no_such_database';
    expect((await refusal(url.href)).message).toMatch(/no_such_database.*does not exist/);
  });
});

describe.skipIf(testDatabaseUrl === undefined)('a PostgreSQL server in trouble', () => {
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  let line: Line;
  let database: Database;
  beforeAll(async () => {
    line = await openLine(testDatabaseUrl!);
    database = await openDatabase({ databaseUrl: line.url, schema, poolSize: 3, statementTimeout: 1_000 });
    await database.query('create table thing (name text)');
  });
  afterAll(async () => {
    await database.close();
    await line.close();
    await dropSchema(testDatabaseUrl!, schema);
  });

  it('cancels a statement that takes too long', async () => {
    await expect(database.query('select pg_sleep(10)')).rejects.toBeInstanceOf(StatementTimedOut);
    await database.ping();
  });

  it('is unavailable to what was running when the connections broke, and back for the next', async () => {
    const running = database.query('select pg_sleep(0.9)').catch((error: unknown) => error);
    const open = database
      .transaction(async tx => {
        await tx.query(`insert into thing values ('lost')`);
        await tx.query('select pg_sleep(0.9)');
      })
      .catch((error: unknown) => error);
    await new Promise(resolve => setTimeout(resolve, 300));
    line.cut();
    for (const outcome of [await running, await open]) expect(outcome).toBeInstanceOf(StoreUnavailable);
    expect(await database.query('select name from thing')).toEqual([]);
  });

  it('survives connections that break while nobody uses them', async () => {
    await Promise.all([1, 2, 3].map(() => database.query('select pg_sleep(0.05)')));
    line.cut();
    await new Promise(resolve => setTimeout(resolve, 50));
    await database.ping();
  });

  it('is unavailable to a statement whose connection an operator ended', async () => {
    const ended = database.query('select pg_terminate_backend(pg_backend_pid())');
    await expect(ended).rejects.toBeInstanceOf(StoreUnavailable);
    await database.ping();
  });

  it('is given up on when it has gone silent', async () => {
    await database.ping();
    line.silent = true;
    const asked = performance.now();
    await expect(database.ping()).rejects.toBeInstanceOf(StoreUnavailable);
    expect(performance.now() - asked).toBeLessThan(8_000);
    line.silent = false;
    await database.ping();
  });

  it('queues when all connections are taken', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        database.query<{ n: number }>('select $1::int as n', [number]),
      ),
    );
    expect(all.map(([row]) => row!.n)).toEqual(Array.from({ length: 20 }, (_, number) => number));
  });
});

describe.skipIf(testDatabaseUrl === undefined)('the tables on a PostgreSQL server', () => {
  it('are kept apart by schema', async () => {
    const schemas = [1, 2].map(() => `test_${randomUUID().replaceAll('-', '')}`);
    const databases = await Promise.all(
      schemas.map(schema => openDatabase({ databaseUrl: testDatabaseUrl!, schema })),
    );
    await databases[0]!.query(`insert into study_alias values ('NCT00000001', 'NCT00000002')`);
    expect(await databases[0]!.query('select alias from study_alias')).toHaveLength(1);
    expect(await databases[1]!.query('select alias from study_alias')).toHaveLength(0);
    for (const database of databases) await database.close();
    for (const schema of schemas) await dropSchema(testDatabaseUrl!, schema);
  });
});
