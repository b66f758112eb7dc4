import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECORD_COLUMNS, splitRecord } from '../../src/mirror/record-modules.ts';
import { readSample } from '../../src/mirror/sample.ts';
import { reindexStudies } from '../../src/mirror/search/reindex.ts';
import { matchingIds } from '../../src/mirror/study-search.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import { createLogger } from '../../src/shared/log.ts';
import { createDatabase, type Database } from '../../src/store/database.ts';
import type { Driver } from '../../src/store/driver.ts';
import { openEmbeddedDriver } from '../../src/store/embedded.driver.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/all.ts';
import { openPostgresDriver } from '../../src/store/postgres.driver.ts';
import { dropSchema, testDatabaseUrl } from '../support/database.ts';

interface Opened {
  readonly driver: Driver;
  dispose(): Promise<void>;
}

const openEmpty = async (): Promise<Opened> => {
  if (testDatabaseUrl !== undefined) {
    const schema = `test_${randomUUID().replaceAll('-', '')}`;
    const driver = await openPostgresDriver({ databaseUrl: testDatabaseUrl, schema });
    return { driver, dispose: () => driver.close().then(() => dropSchema(testDatabaseUrl!, schema)) };
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'trialweave-'));
  const driver = await openEmbeddedDriver({ dataDir });
  return { driver, dispose: () => driver.close().then(() => rm(dataDir, { recursive: true })) };
};

/** Stored as the version before the search language did: by module, with a row of search columns. */
const INSERT = `insert into study (nct_id, origin, content_hash, fetched_at, ${RECORD_COLUMNS.join(', ')})
  values ($1, 'MIRROR', 'x', now(), ${RECORD_COLUMNS.map((_, i) => `$${i + 2}::jsonb`).join(', ')})`;
const INSERT_SEARCH = `insert into study_search (nct_id, origin, in_scope, has_results, has_documents)
  values ($1, 'MIRROR', $2, false, false)`;

describe('a store of the version before the search language', () => {
  let opened: Opened;
  let database: Database;
  const OUT_OF_SCOPE = 'NCT99000002';
  beforeAll(async () => {
    opened = await openEmpty();
    database = createDatabase(opened.driver);
    await migrate(opened.driver, MIGRATIONS.slice(0, 2));
    for (const record of await readSample()) {
      const parts = splitRecord(record);
      const jsons = RECORD_COLUMNS.map(column => (column in parts ? JSON.stringify(parts[column]) : null));
      await database.query(INSERT, [nctIdOf(record), ...jsons]);
      await database.query(INSERT_SEARCH, [nctIdOf(record), nctIdOf(record) !== OUT_OF_SCOPE]);
    }
    await migrate(opened.driver, MIGRATIONS);
  });
  afterAll(() => opened.dispose());

  it('is searched like any other once its studies are prepared, and keeps what is in scope', async () => {
    const ids = (await readSample()).map(record => nctIdOf(record)!);
    const found = () => matchingIds(database, { condition: 'dermatitis', sex: ['ALL'] }, ids);
    expect([...(await found())]).toEqual([]);
    // Two processes that start at the same time share the work.
    const logger = createLogger('silent');
    await Promise.all([reindexStudies(database, logger), reindexStudies(database, logger)]);
    expect([...(await found())]).toContain('NCT02888704');
    const rows = await database.query<{ form: number; id: string; inScope: boolean }>(
      'select form, nct_id as id, in_scope as "inScope" from study_search order by nct_id',
    );
    expect(rows.map(({ id }) => id)).toEqual([...ids].sort());
    expect(new Set(rows.map(({ form }) => form))).toEqual(new Set([1]));
    expect(rows.filter(({ inScope }) => !inScope).map(({ id }) => id)).toEqual([OUT_OF_SCOPE]);
    const [names] = await database.query<{ count: number }>('select count(*)::int as count from search_name');
    expect(names!.count).toBeGreaterThan(100);
  });
});
