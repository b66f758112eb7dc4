import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self'",
    // The editor measures and paints with inline styles, and its fonts lie inside its style sheet.
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "worker-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

const NOT_BUILT = 'GraphiQL is not built yet: run `npm run build`, then load this page again.\n';

/** Names under assets/ carry a hash of their content, so they may be kept for ever; the page that names them not. */
const cachingOf = (file: string): string =>
  /[\\/]assets[\\/]/.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';

/**
 * Serves GraphiQL at `/graphiql` from files of our own.
 * @param options.root the folder of the bundle: the absolute path of `dist/web/graphiql`. Without a bundle the
 *   answer is 503 and how to get one; it is looked for at every request, so no restart is needed.
 */
export const registerGraphiql = async (app: FastifyInstance, options: { root: string }): Promise<void> => {
  const { root } = options;
  await app.register(async scope => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers(SECURITY_HEADERS);
      if (existsSync(join(root, 'index.html'))) return;
      return reply
        .code(503)
        .header('cache-control', 'no-store')
        .type('text/plain; charset=utf-8')
        .send(NOT_BUILT);
    });
    await scope.register(fastifyStatic, {
      root,
      prefix: '/graphiql/',
      dotfiles: 'ignore',
      cacheControl: false,
      preCompressed: true,
      suppressWarning: true,
      setHeaders: (reply, file) => reply.header('cache-control', cachingOf(file)),
    });
    scope.get('/graphiql', (_request, reply) => reply.sendFile('index.html'));
  });
};
