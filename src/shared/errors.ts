/** The codes a client may meet in `errors[].extensions.code`: the public contract of every failure. */
export type ErrorCode =
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'QUERY_TOO_LARGE'
  | 'RATE_LIMITED'
  | 'SYNC_IN_PROGRESS'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_MALFORMED'
  | 'STORE_UNAVAILABLE'
  | 'CURSOR_EXPIRED'
  | 'CONFLICT'
  | 'TIMEOUT';

/** What a failure may tell besides its message; `server/errors.ts` lets only these keys out. */
export interface ErrorDetails {
  /** The argument or setting that was wrong. */
  readonly argument?: string;
  /** What would have been accepted. */
  readonly expected?: string;
  /** The character of the argument the failure is at, counted from 1. */
  readonly position?: number;
  /** The study the failure is about. */
  readonly nctId?: string;
  /** Seconds after which another try makes sense. */
  readonly retryAfter?: number;
  /** The HTTP status the registry answered with. */
  readonly status?: number;
}

/** A failure we expect and can name. Its message is written for the person who asked; `cause` stays inside. */
export abstract class GatewayError extends Error {
  abstract readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(message: string, { cause, ...details }: ErrorDetails & { readonly cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.details = details;
  }
}

/** What was asked cannot be understood or is not allowed as input. */
export class BadUserInput extends GatewayError {
  readonly code = 'BAD_USER_INPUT';
}

/** The registry could not be reached, did not answer in time, blocked us or asked us to wait. */
export class RegistryUnavailable extends GatewayError {
  readonly code = 'UPSTREAM_UNAVAILABLE';
}

/** More questions at a time than we ask the registry: a limit of ours, while the registry itself may be well. */
export class TooManyQuestions extends GatewayError {
  readonly code = 'RATE_LIMITED';
}

/** The answer would be larger than we take at once. */
export class AnswerTooLarge extends GatewayError {
  readonly code = 'QUERY_TOO_LARGE';
}

/** The registry understood and refused the request. */
export class RegistryRejected extends GatewayError {
  readonly code = 'UPSTREAM_REJECTED';
}

/** The registry answered with something that is not what its contract says. */
export class RegistryMalformed extends GatewayError {
  readonly code = 'UPSTREAM_MALFORMED';
}

/** Our own database did not answer. */
export class StoreUnavailable extends GatewayError {
  readonly code = 'STORE_UNAVAILABLE';
}

/** The registry's data changed since this cursor was issued, so its page can no longer be found. */
export class CursorExpired extends GatewayError {
  readonly code = 'CURSOR_EXPIRED';
}
