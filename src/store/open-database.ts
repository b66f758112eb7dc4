import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Logger } from '../shared/log.ts';
import { createDatabase, type Database } from './database.ts';
import type { Driver } from './driver.ts';
import { openEmbeddedDriver } from './embedded.driver.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { openPostgresDriver, type PostgresOptions } from './postgres.driver.ts';

export interface EmbeddedOptions {
  /** The folder of the embedded database; created when missing. */
  readonly dataDir: string;
}

/** Opens the database and brings its tables up to date. @throws StoreUnavailable, DataDirInUse, MigrationRefused */
export const openDatabase = async (
  options: EmbeddedOptions | PostgresOptions,
  logger?: Logger,
): Promise<Database> => {
  const driver = 'dataDir' in options ? await openEmbedded(options) : openPostgresDriver(options, logger);
  try {
    await migrate(driver, MIGRATIONS, logger);
    return createDatabase(driver);
  } catch (error) {
    await driver.close();
    throw error;
  }
};

const openEmbedded = async ({ dataDir }: EmbeddedOptions): Promise<Driver> => {
  const folder = resolve(dataDir);
  await mkdir(folder, { recursive: true });
  return openEmbeddedDriver(join(folder, 'pgdata'));
};
