import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '../shared/log.ts';

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

/** Answers failures outside GraphQL in GraphQL's shape, so that a client needs to know one shape only. */
export function answerErrorsAlike(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ err: error }, 'unexpected error');
    const { message, code } = status >= 500 ? FAULT : (REFUSALS[status] ?? UNREADABLE);
    return reply.status(status).send({ errors: [{ message, extensions: { code } }] });
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({
      errors: [{ message: 'There is nothing here: ask /graphql.', extensions: { code: 'NOT_FOUND' } }],
    }),
  );
}
