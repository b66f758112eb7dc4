import { type ErrorCode, GatewayError, StoreUnavailable } from '../shared/errors.ts';

/** A statement ran longer than the store allows and was cancelled. */
export class StatementTimedOut extends GatewayError {
  readonly code: ErrorCode = 'TIMEOUT';
}

/** The migrations recorded in a database and those of this program do not fit together. */
export class MigrationRefused extends StoreUnavailable {}

/** Another process owns the data folder; the message names it. */
export class DataDirInUse extends StoreUnavailable {}

/**
 * The database refused a statement. Both drivers raise this one class, so that callers may branch on `sqlState`
 * (five characters, `23505` is a duplicate key). It never carries the statement or its values to a client.
 */
export class StatementFailed extends Error {
  readonly sqlState: string;
  readonly constraint: string | undefined;

  constructor(message: string, sqlState: string, constraint?: string) {
    super(message);
    this.name = 'StatementFailed';
    this.sqlState = sqlState;
    this.constraint = constraint;
  }
}
