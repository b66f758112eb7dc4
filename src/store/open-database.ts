import type { Logger } from '../shared/log.ts';
import { createDatabase, type Database } from './database.ts';
import { type EmbeddedOptions, openEmbeddedDriver } from './embedded.driver.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { openPostgresDriver, type PostgresOptions } from './postgres.driver.ts';

/** Opens the database and brings its tables up to date. @throws StoreUnavailable, DataDirInUse, MigrationRefused */
export const openDatabase = async (
  options: EmbeddedOptions | PostgresOptions,
  logger?: Logger,
): Promise<Database> => {
  const driver =
    'dataDir' in options
      ? await openEmbeddedDriver(options, logger)
      : await openPostgresDriver(options, logger);
  try {
    await migrate(driver, MIGRATIONS, logger);
    return createDatabase(driver);
  } catch (error) {
    await driver.close();
    throw error;
  }
};
