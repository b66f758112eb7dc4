import { createHash } from 'node:crypto';
import type { Logger } from '../shared/log.ts';
import { inTransaction, type Queryable } from './database.ts';
import type { Driver } from './driver.ts';
import { MigrationRefused } from './store.errors.ts';

export interface Migration {
  /** Number and name, such as `0001_study`; the order of the ids is the order of the list. */
  readonly id: string;
  /** Run in one transaction. Written for PostgreSQL 15. */
  readonly statements: readonly string[];
}

interface Applied {
  readonly id: string;
  readonly checksum: string;
}

/** Brings the database up to the last migration of the list. @throws MigrationRefused, StoreUnavailable */
export const migrate = (driver: Driver, migrations: readonly Migration[], logger?: Logger): Promise<void> =>
  driver.exclusively(session => applyMissing(session, migrations, logger));

const applyMissing = async (
  session: Queryable,
  migrations: readonly Migration[],
  logger: Logger | undefined,
): Promise<void> => {
  await session.query(
    `create table if not exists migration (
      id text collate "C" primary key,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`,
  );
  const applied = await session.query<Applied>('select id, checksum from migration order by id');
  refuseMismatch(applied, migrations);
  for (const migration of migrations.slice(applied.length)) {
    await apply(session, migration);
    logger?.info({ migration: migration.id }, 'migration applied');
  }
};

const apply = (session: Queryable, migration: Migration): Promise<void> =>
  inTransaction(session, { open: true }, async tx => {
    for (const statement of migration.statements) await tx.query(statement);
    await tx.query('insert into migration (id, checksum) values ($1, $2)', [
      migration.id,
      checksumOf(migration),
    ]);
  });

/** What was applied must be the beginning of the list, unchanged. */
const refuseMismatch = (applied: readonly Applied[], migrations: readonly Migration[]): void => {
  applied.forEach(({ id, checksum }, index) => {
    const ours = migrations[index];
    if (ours === undefined || !migrations.some(each => each.id === id))
      throw new MigrationRefused(
        `The database has migration ${id}, which this version does not know: it was written by a newer version. Start that version, or one after it.`,
      );
    if (ours.id !== id)
      throw new MigrationRefused(
        `Migration ${ours.id} is missing from the database, although ${id} was applied.`,
      );
    if (checksumOf(ours) !== checksum)
      throw new MigrationRefused(
        `Migration ${id} is not the one that was applied to the database: it was changed.`,
      );
  });
};

const checksumOf = ({ statements }: Migration): string =>
  createHash('sha256').update(JSON.stringify(statements)).digest('hex');
