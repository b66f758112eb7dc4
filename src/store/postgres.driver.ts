import pg from 'pg';
import { StoreUnavailable } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import type { Queryable } from './database.ts';
import type { Driver } from './driver.ts';
import { failureOf } from './failures.ts';
import { decoderOf, encodeValue } from './values.ts';

export interface PostgresOptions {
  readonly databaseUrl: string;
  /** The schema our tables live in; `public` if not given. Created when missing. */
  readonly schema?: string;
  /** Connections at most; 10 if not given. */
  readonly poolSize?: number;
  /** Milliseconds after which the server cancels a statement; 30,000 if not given, 0 for never. */
  readonly statementTimeout?: number;
}

const CONNECT_TIMEOUT = 10_000;
// How much longer than the server we wait before we give up on the server itself.
const GRACE = 5_000;

/**
 * A PostgreSQL server through a pool of connections, each with settings of its own: a pooler between us and the
 * server must keep sessions.
 * @throws StoreUnavailable saying which server, and why
 */
export const openPostgresDriver = async (options: PostgresOptions, logger?: Logger): Promise<Driver> => {
  const { databaseUrl, schema = 'public', poolSize = 10, statementTimeout = 30_000 } = options;
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    application_name: 'trialweave',
    types: { getTypeParser: decoderOf as typeof pg.types.getTypeParser },
    onConnect: async (client: pg.ClientBase) => {
      const limit = { query_timeout: CONNECT_TIMEOUT };
      await client.query({ text: settings(schema, statementTimeout), ...limit });
    },
  });
  // An idle connection that breaks is replaced when next needed; unheard, it would end the process.
  pool.on('error', error => logger?.warn({ err: error }, 'a connection to the database was lost'));

  const sessionWithin =
    (waitFor: number): Driver['session'] =>
    async work => {
      const client = await pool.connect().catch((cause: unknown) => Promise.reject(failureOf(cause)));
      let broken: Error | undefined;
      const markBroken = (error: Error): void => {
        broken ??= error;
      };
      client.on('error', markBroken);
      try {
        return await work(sessionOn(client, waitFor, markBroken));
      } finally {
        client.off('error', markBroken);
        client.release(broken);
      }
    };
  const session = sessionWithin(statementTimeout === 0 ? 0 : statementTimeout + GRACE);

  try {
    await session(each => each.query('select 1'));
  } catch (error) {
    await pool.end();
    throw unusable(databaseUrl, error as Error);
  }

  return {
    kind: 'postgres',
    query: (text, values) => session(each => each.query(text, values)),
    session,
    exclusively: work => sessionWithin(0)(each => whileAlone(each, schema, () => work(each))),
    close: () => pool.end(),
  };
};

const NOWHERE = { hostname: 'an address that is no URL', port: '', pathname: '' };

// Without the password, which an address may hold.
const unusable = (databaseUrl: string, { cause }: Error): StoreUnavailable => {
  const { message, code } = cause as NodeJS.ErrnoException;
  const { hostname, port, pathname } = URL.canParse(databaseUrl) ? new URL(databaseUrl) : NOWHERE;
  const server = `${hostname || 'the local socket'}${port && `:${port}`}${pathname}`;
  return new StoreUnavailable(`The PostgreSQL database at ${server} cannot be used: ${message || code}.`, {
    cause,
  });
};

const settings = (schema: string, statementTimeout: number): string =>
  [
    // Extensions live in public, whatever schema our tables are in.
    `set search_path to ${pg.escapeIdentifier(schema)}, public`,
    `set statement_timeout to ${Number(statementTimeout)}`,
    "set time zone 'UTC'",
    "set datestyle to 'ISO'",
    // To compile the conditions of a search takes the server seconds, to evaluate them milliseconds.
    'set jit to off',
    // The planner takes a table for small whose long values lie elsewhere, and reads them all where an index would do.
    'set enable_seqscan to off',
    'set random_page_cost to 1.1',
    // What comes into a search index is sorted in by so much at a time: the more, the less often a page is touched.
    "set gin_pending_list_limit to '16MB'",
    // Long values are stored in half the time; not every server was built with it.
    `select set_config(name, 'lz4', false) from pg_settings
      where name = 'default_toast_compression' and 'lz4' = any (enumvals)`,
  ].join('; ');

/** @param onBroken hears of every failure after which the connection is not to be used again */
const sessionOn = (client: pg.PoolClient, waitFor: number, onBroken: (error: Error) => void): Queryable => ({
  query: async <Row>(text: string, values: readonly unknown[] = []) => {
    // Extended also without values, as the embedded database does: one statement, never several in one text.
    const options = { query_timeout: waitFor, queryMode: 'extended' };
    const query = { text, values: values.map(encodeValue), ...options };
    try {
      return (await client.query(query)).rows as Row[];
    } catch (cause) {
      const failure = failureOf(cause);
      if (failure instanceof StoreUnavailable) onBroken(failure);
      throw failure;
    }
  },
});

// Many replicas may start at once. Whoever waits for its turn waits without a time limit.
const whileAlone = async <T>(session: Queryable, schema: string, work: () => Promise<T>): Promise<T> => {
  const [before] = await session.query<{ timeout: string }>(
    `select current_setting('statement_timeout') as timeout`,
  );
  const key = [`trialweave.${schema}`];
  await session.query('set statement_timeout to 0');
  await session.query('select pg_advisory_lock(hashtextextended($1, 0))', key);
  try {
    await createSchemaOnce(session, schema);
    return await work();
  } finally {
    await session.query('select pg_advisory_unlock(hashtextextended($1, 0))', key);
    await session.query(`select set_config('statement_timeout', $1, false)`, [before?.timeout]);
  }
};

// Not `if not exists`: that asks for the right to create schemas even where there is nothing to create.
const createSchemaOnce = async (session: Queryable, schema: string): Promise<void> => {
  const found = await session.query('select 1 from pg_namespace where nspname = $1', [schema]);
  if (found.length === 0) await session.query(`create schema ${pg.escapeIdentifier(schema)}`);
};
