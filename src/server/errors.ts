import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type ErrorDetails, GatewayError } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';

/** The details a client may see; everything else a failure carries stays inside. */
const TOLD: readonly (keyof ErrorDetails)[] = [
  'argument',
  'expected',
  'position',
  'nctId',
  'retryAfter',
  'status',
];

/** Codes of errors in the document or the request itself, which Apollo words for the caller. */
const REQUEST_CODES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** The caller hung up before the answer was there: nobody reads it, and nothing is wrong. */
export class CallerGone extends Error {
  constructor() {
    super('the caller hung up');
    this.name = new.target.name;
  }
}

/** The only translator of failures: ours with their code and told details, the document's as they are, all else masked. */
export const createErrorFormatter =
  (logger: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(error);
    const { locations, path } = formatted;
    const where = { ...(locations && { locations }), ...(path && { path }) };
    if (cause instanceof GatewayError) {
      return { message: cause.message, ...where, extensions: { code: cause.code, ...toldOf(cause.details) } };
    }
    const code = formatted.extensions?.['code'];
    if (cause instanceof GraphQLError && typeof code === 'string' && REQUEST_CODES.has(code)) {
      return { message: formatted.message, ...where, extensions: { code } };
    }
    if (cause instanceof GraphQLError && !cause.originalError && !path) {
      // Of no field and of no resolver: an operation that the schema has no root for.
      return { message: formatted.message, ...where, extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } };
    }
    const unexpected = cause instanceof GraphQLError ? (cause.originalError ?? cause) : cause;
    if (!(unexpected instanceof CallerGone)) logger.error({ err: unexpected, path }, 'unexpected error');
    return { message: 'Internal server error', ...where, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  };

/** Of what a failure carries, the part that clients may see. */
export const toldOf = (details: ErrorDetails): ErrorDetails =>
  Object.fromEntries(TOLD.filter(key => details[key] !== undefined).map(key => [key, details[key]]));
