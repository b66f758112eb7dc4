import { type Socket } from 'node:net';
import type { FastifyError, FastifyInstance } from 'fastify';
import { type ErrorCode, GatewayError } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import { CallerGone, toldOf } from './errors.ts';

interface Refusal {
  readonly message: string;
  readonly code: string;
}

/** Requests that end before GraphQL sees them, by the status Fastify gives them. */
const REFUSALS: Readonly<Record<number, Refusal>> = {
  413: { message: 'The request is larger than 1 MB.', code: 'QUERY_TOO_LARGE' },
  415: { message: 'The body must be sent as application/json.', code: 'BAD_REQUEST' },
};
const UNREADABLE: Refusal = {
  message: 'The request cannot be read: its body must be a JSON object.',
  code: 'BAD_REQUEST',
};
const FAULT: Refusal = { message: 'Internal server error', code: 'INTERNAL_SERVER_ERROR' };

/** What HTTP calls the failures we expect. */
const STATUS: Readonly<Record<ErrorCode, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  SYNC_IN_PROGRESS: 409,
  CONFLICT: 409,
  CURSOR_EXPIRED: 410,
  QUERY_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  UPSTREAM_REJECTED: 502,
  UPSTREAM_MALFORMED: 502,
  UPSTREAM_UNAVAILABLE: 503,
  STORE_UNAVAILABLE: 503,
  TIMEOUT: 503,
};

/** Answers failures outside GraphQL in GraphQL's shape, so that a client needs to know one shape only. */
export function answerErrorsAlike(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: FastifyError | GatewayError, _request, reply) => {
    if (error instanceof GatewayError) {
      const { message, code, details } = error;
      if (details.retryAfter !== undefined) reply.header('retry-after', details.retryAfter);
      return reply
        .status(STATUS[code])
        .send({ errors: [{ message, extensions: { code, ...toldOf(details) } }] });
    }
    const status = error.statusCode ?? 500;
    if (status >= 500 && !(error instanceof CallerGone)) logger.error({ err: error }, 'unexpected error');
    const { message, code } = status >= 500 ? FAULT : (REFUSALS[status] ?? UNREADABLE);
    return reply.status(status).send({ errors: [{ message, extensions: { code } }] });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({
      errors: [{ message: 'There is nothing here: ask /graphql.', extensions: { code: 'NOT_FOUND' } }],
    }),
  );
}

/** Requests that Node itself cannot take, by its code for them. */
const UNTAKEN: Readonly<Record<string, Refusal & { readonly status: string }>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    message:
      'The address and the headers of the request are longer than 16 kB together: a shorter filter is needed.',
    code: 'QUERY_TOO_LARGE',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    message: 'The request did not arrive in time.',
    code: 'BAD_REQUEST',
  },
};
const NO_HTTP = { status: '400 Bad Request', message: 'The request is no HTTP.', code: 'BAD_REQUEST' };

/** The same for requests that never become one. */
export function answerUntaken({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, message, code: told } = UNTAKEN[code ?? ''] ?? NO_HTTP;
  const body = JSON.stringify({ errors: [{ message, extensions: { code: told } }] });
  const headers = `content-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${body}`, () => socket.destroySoon());
}
