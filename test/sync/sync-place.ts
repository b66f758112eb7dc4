import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { createTestDataDir, dropSchema, testDatabaseUrl } from '../support/database.ts';
import type { SyncWork } from './sync-process.ts';

/** A fresh database by its address, for processes to open one after the other or, on a server, at once. */
export interface Place {
  readonly options: SyncWork['database'];
  open(): Promise<Database>;
  dispose(): Promise<void>;
}

export async function makePlace(kind: Database['kind']): Promise<Place> {
  const dataDir = kind === 'embedded' ? await createTestDataDir() : '';
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  const options = kind === 'embedded' ? { dataDir } : { databaseUrl: testDatabaseUrl!, schema };
  return {
    options,
    open: () => openDatabase(options),
    dispose: () =>
      kind === 'embedded'
        ? rm(dataDir, { recursive: true, force: true })
        : dropSchema(testDatabaseUrl!, schema),
  };
}

/** What differs between two copies of the same, however they came to be. */
const INCIDENTAL = ['id', 'fetched_at', 'seen_at', 'run_id', 'tx'];

/** Every row of the copy as text, table by table, in an order of its own. */
export async function contentOf(database: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = ['study', 'study_search', 'study_location', 'study_alias', 'study_change', 'sync_rejected'];
  const content: Record<string, readonly string[]> = {};
  for (const table of tables) {
    const rows = await database.query<{ row: string }>(
      `select (to_jsonb(${table}) - $1::text[])::text as row from ${table}`,
      [INCIDENTAL],
    );
    content[table] = rows.map(({ row }) => row).sort();
  }
  return content;
}
