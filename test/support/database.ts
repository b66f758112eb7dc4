import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Database } from '../../src/store/database.ts';
import { MIGRATIONS } from '../../src/store/migrations/all.ts';
import { openDatabase } from '../../src/store/open-database.ts';

export interface TestDatabase {
  readonly database: Database;
  /** Closes the database and removes every trace of it. */
  dispose(): Promise<void>;
}

export interface DatabaseKind {
  readonly kind: Database['kind'];
  open(): Promise<TestDatabase>;
}

/** The address of a PostgreSQL server tests may use; they make a schema each and drop it again. */
// Set to nothing counts as not set.
export const testDatabaseUrl = process.env['TEST_DATABASE_URL'] || undefined;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/trialweave');

/** A new folder for DATA_DIR that holds a migrated, empty embedded database: opens in under a second, not in four. */
export const createTestDataDir = async (): Promise<string> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'trialweave-'));
  await fillTestDataDir(dataDir);
  return dataDir;
};

export const fillTestDataDir = async (dataDir: string): Promise<void> =>
  cp(join(await template(), 'pgdata'), join(dataDir, 'pgdata'), { recursive: true });

/** Made once for each version of PGlite and of the migrations, and kept between runs. */
const template = async (): Promise<string> => {
  const place = join(CACHE, `database-${await templateVersion()}`);
  if (existsSync(place)) return place;
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(join(CACHE, 'draft-'));
  await (await openDatabase({ dataDir: draft })).close();
  // Another test process may have been quicker; then its template is as good.
  await rename(draft, place).catch(() => rm(draft, { recursive: true, force: true }));
  return place;
};

const templateVersion = async (): Promise<string> =>
  createHash('sha256')
    .update(await readFile(join(ROOT, 'node_modules/@electric-sql/pglite/package.json')))
    .update(JSON.stringify(MIGRATIONS))
    .digest('hex')
    .slice(0, 16);

/** A fresh, migrated embedded database in a folder of its own. */
export const openEmbeddedTestDatabase = async (): Promise<TestDatabase> => {
  const dataDir = await createTestDataDir();
  const database = await openDatabase({ dataDir });
  return {
    database,
    dispose: async () => {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** A fresh, migrated schema on the server at `url`. */
export const openPostgresTestDatabase = async (url: string): Promise<TestDatabase> => {
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  const database = await openDatabase({ databaseUrl: url, schema });
  return {
    database,
    dispose: async () => {
      await database.close();
      await dropSchema(url, schema);
    },
  };
};

export const dropSchema = async (url: string, schema: string): Promise<void> => {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    `set client_min_messages to warning; drop schema if exists ${pg.escapeIdentifier(schema)} cascade`,
  );
  await client.end();
};

/** PostgreSQL where TEST_DATABASE_URL names one, the embedded database otherwise. */
const chosen: DatabaseKind =
  testDatabaseUrl === undefined
    ? { kind: 'embedded', open: openEmbeddedTestDatabase }
    : { kind: 'postgres', open: () => openPostgresTestDatabase(testDatabaseUrl) };

export const openTestDatabase = (): Promise<TestDatabase> => chosen.open();

/** For `describe.each(databases)`: the kind this run is on. Continuous integration runs on one after the other. */
export const databases: readonly DatabaseKind[] = [chosen];
