import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Driver } from '../../src/store/driver.ts';
import { openEmbeddedDriver } from '../../src/store/embedded.driver.ts';
import { type Migration, migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/all.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { openPostgresDriver } from '../../src/store/postgres.driver.ts';
import { MigrationRefused } from '../../src/store/store.errors.ts';
import { createTestDataDir, dropSchema, testDatabaseUrl } from '../support/database.ts';

const first: Migration = { id: '0001_first', statements: ['create table one (a integer)'] };
const second: Migration = {
  id: '0002_second',
  statements: ['create table two (a integer)', 'insert into two values (2)'],
};
const third: Migration = { id: '0003_third', statements: ['create table three (a integer)', 'select 1 / 0'] };

interface Opened {
  readonly driver: Driver;
  dispose(): Promise<void>;
}

const embedded = async (): Promise<Opened> => {
  const dataDir = await createTestDataDir();
  const driver = await openEmbeddedDriver({ dataDir });
  await driver.query('drop table migration');
  return { driver, dispose: () => driver.close().then(() => rm(dataDir, { recursive: true })) };
};

const postgres = async (): Promise<Opened> => {
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  const driver = await openPostgresDriver({ databaseUrl: testDatabaseUrl!, schema });
  return { driver, dispose: () => driver.close().then(() => dropSchema(testDatabaseUrl!, schema)) };
};

const kinds = [
  { kind: 'embedded', open: embedded },
  ...(testDatabaseUrl === undefined ? [] : [{ kind: 'postgres', open: postgres }]),
];

describe.each(kinds)('migrations on the $kind database', ({ open }) => {
  let opened: Opened;
  let driver: Driver;
  beforeAll(async () => {
    opened = await open();
    driver = opened.driver;
  });
  afterAll(() => opened.dispose());

  const applied = async () =>
    (await driver.query<{ id: string }>('select id from migration order by id')).map(row => row.id);
  const refusal = async (migrations: readonly Migration[]): Promise<string> => {
    const error = await migrate(driver, migrations).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MigrationRefused);
    return (error as Error).message;
  };

  it('are applied in order, each once', async () => {
    await migrate(driver, [first]);
    expect(await applied()).toEqual(['0001_first']);
    await migrate(driver, [first, second]);
    await migrate(driver, [first, second]);
    expect(await applied()).toEqual(['0001_first', '0002_second']);
    expect(await driver.query('select a from two')).toEqual([{ a: 2 }]);
  });

  it('leave nothing behind when one fails, and keep those before it', async () => {
    await expect(migrate(driver, [first, second, third])).rejects.toThrow('division by zero');
    expect(await applied()).toEqual(['0001_first', '0002_second']);
    expect(await driver.query(`select to_regclass('three') as found`)).toEqual([{ found: null }]);
  });

  it('are refused by name when one was changed', async () => {
    expect(await refusal([first, { ...second, statements: ['select 2'] }])).toMatch(/0002_second .*changed/);
  });

  it('are refused by name when an earlier one is missing from the database', async () => {
    expect(await refusal([first, { id: '0001b_between', statements: [] }, second])).toMatch(
      /0001b_between is missing/,
    );
  });

  it('are refused when the database is newer than the program', async () => {
    expect(await refusal([first])).toMatch(/0002_second.*newer version/);
    expect(await applied()).toEqual(['0001_first', '0002_second']);
  });
});

describe('the list of migrations', () => {
  it('is in order, with numbers of its own', () => {
    const ids = MIGRATIONS.map(each => each.id);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids.map(id => id.slice(0, 4))).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^\d{4}_[a-z_]+$/);
  });
});

describe.skipIf(testDatabaseUrl === undefined)(
  'replicas that start at once on an empty PostgreSQL schema',
  () => {
    it('apply each migration once, and all come up', async () => {
      const schema = `test_${randomUUID().replaceAll('-', '')}`;
      const options = { databaseUrl: testDatabaseUrl!, schema, poolSize: 2 };
      const databases = await Promise.all(Array.from({ length: 4 }, () => openDatabase(options)));
      for (const database of databases)
        expect(await database.query('select id from migration order by id')).toEqual(
          MIGRATIONS.map(({ id }) => ({ id })),
        );
      await Promise.all(databases.map(database => database.close()));
      await dropSchema(testDatabaseUrl!, schema);
    });

    it('wait for a slow one beyond the time limit of statements', async () => {
      const schema = `test_${randomUUID().replaceAll('-', '')}`;
      const slow: Migration = {
        id: '0001_slow',
        statements: ['select pg_sleep(1.5)', 'create table slow ()'],
      };
      const drivers = await Promise.all(
        [1, 2].map(() =>
          openPostgresDriver({ databaseUrl: testDatabaseUrl!, schema, statementTimeout: 500 }),
        ),
      );
      await Promise.all(drivers.map(driver => migrate(driver, [slow])));
      const [driver] = drivers;
      expect(await driver!.query('select count(*) as count from slow')).toEqual([{ count: 0 }]);
      await expect(driver!.query('select pg_sleep(5)')).rejects.toMatchObject({ code: 'TIMEOUT' });
      await Promise.all(drivers.map(each => each.close()));
      await dropSchema(testDatabaseUrl!, schema);
    });
  },
);
