import { StoreUnavailable } from '../shared/errors.ts';
import { StatementFailed, StatementTimedOut } from './store.errors.ts';

/** What a driver says of a failure: PostgreSQL's five characters, a socket's `ECONNREFUSED`, or nothing. */
interface DriverFailure {
  readonly message?: string | undefined;
  readonly code?: string | undefined;
  readonly constraint?: string | undefined;
}

const SQL_STATE = /^[0-9A-Z]{5}$/;
const CANCELLED = '57014';
// Connections (but not a statement with the wrong number of values), credentials, a missing database, resources,
// an operator's stop, a fault of the system or of the engine.
const DATABASE_GONE = /^(08(?!P01)|28|3D|53|57P|58|XX)/;

/** One class for each kind of failure, whichever driver met it. */
export const failureOf = (cause: unknown): Error => {
  const { message = '', code, constraint } = cause as DriverFailure;
  if (code === CANCELLED)
    return new StatementTimedOut('A statement took too long and was cancelled.', { cause });
  if (code === undefined || !SQL_STATE.test(code) || DATABASE_GONE.test(code))
    return new StoreUnavailable('The database does not answer.', { cause });
  return new StatementFailed(message, code, constraint);
};
