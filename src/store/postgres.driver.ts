import pg from 'pg';
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

/** A PostgreSQL server through a pool. Needs a session of its own per connection: no statement-level pooler. */
export const openPostgresDriver = (options: PostgresOptions, logger?: Logger): Driver => {
  const { databaseUrl, schema = 'public', poolSize = 10, statementTimeout = 30_000 } = options;
  const settings = `set time zone 'UTC'; set datestyle to 'ISO'; set statement_timeout to ${Number(statementTimeout)}; set search_path to ${pg.escapeIdentifier(schema)}`;
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    application_name: 'trialweave',
    types: { getTypeParser: decoderOf as typeof pg.types.getTypeParser },
    onConnect: async (client: pg.ClientBase) => {
      await client.query(settings);
    },
  });
  // An idle connection that breaks is replaced when next needed; unheard, it would end the process.
  pool.on('error', error => logger?.warn({ err: error }, 'a connection to the database was lost'));

  const session: Driver['session'] = async work => {
    const client = await pool.connect().catch((cause: unknown) => Promise.reject(failureOf(cause)));
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    try {
      return await work(sessionOn(client));
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  };
  return {
    kind: 'postgres',
    query: sessionOn(pool).query,
    session,
    exclusively: work => session(each => whileAlone(each, schema, () => work(each))),
    close: () => pool.end(),
  };
};

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

const sessionOn = (connection: pg.Pool | pg.PoolClient): Queryable => ({
  query: async <Row>(text: string, values: readonly unknown[] = []) => {
    try {
      const { rows } = await connection.query(text, values.map(encodeValue));
      return rows as Row[];
    } catch (cause) {
      throw failureOf(cause);
    }
  },
});
