import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerGraphiql } from '../../src/server/graphiql.ts';

const PAGE = '<!doctype html><title>A page</title>';
const SCRIPT = 'console.log("an asset");\n'.repeat(100);

const writeBundle = async (root: string): Promise<void> => {
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), PAGE);
  await writeFile(join(root, 'assets/index-a1b2c3d4.js'), SCRIPT);
  await writeFile(join(root, 'assets/index-a1b2c3d4.js.gz'), gzipSync(SCRIPT));
  await writeFile(join(root, '.hidden'), 'not for everyone');
};

let folder: string;
let app: FastifyInstance;
let address: string;

/** The folder of the bundle does not exist until `writeBundle` makes it. */
const bundleRoot = (): string => join(folder, 'graphiql');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphiql-'));
  app = Fastify();
  app.get('/healthz', async () => 'ok');
  await registerGraphiql(app, { root: bundleRoot() });
  address = await app.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const directives = (response: Response): Map<string, string> =>
  new Map(
    (response.headers.get('content-security-policy') ?? '').split('; ').map(part => {
      const [name = '', ...values] = part.split(' ');
      return [name, values.join(' ')];
    }),
  );

describe('a built bundle', () => {
  beforeEach(() => writeBundle(bundleRoot()));

  it.each(['/graphiql', '/graphiql/', '/graphiql?from=a-bookmark'])('is served at %s', async path => {
    const response = await fetch(address + path, { redirect: 'error' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await response.text()).toBe(PAGE);
  });

  it('has a page that is asked for anew each time and confirmed by its ETag', async () => {
    const first = await app.inject({ url: '/graphiql' });
    expect(first.headers['cache-control']).toBe('no-cache');
    const headers = { 'if-none-match': String(first.headers['etag']) };
    const again = await app.inject({ url: '/graphiql', headers });
    expect(again.statusCode).toBe(304);
  });

  it('has assets that may be kept for ever, compressed for whoever can read them so', async () => {
    const url = '/graphiql/assets/index-a1b2c3d4.js';
    const plain = await app.inject({ url });
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(plain.headers['content-type']).toMatch(/^(text|application)\/javascript/);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body).toBe(SCRIPT);

    const packed = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.headers['content-type']).toBe(plain.headers['content-type']);
    expect(packed.headers['cache-control']).toBe(plain.headers['cache-control']);
    expect(gunzipSync(packed.rawPayload).toString()).toBe(SCRIPT);
  });

  it('is fenced in: own scripts and workers only, no frame around it, no guessing of types', async () => {
    for (const path of ['/graphiql', '/graphiql/', '/graphiql/assets/index-a1b2c3d4.js']) {
      const response = await fetch(address + path);
      const policy = directives(response);
      expect(policy.get('default-src'), path).toBe("'self'");
      expect(policy.get('script-src'), path).toBe("'self'");
      expect(policy.get('worker-src'), path).toBe("'self'");
      expect(policy.get('connect-src'), path).toBe("'self'");
      expect(policy.get('style-src'), path).toBe("'self' 'unsafe-inline'");
      expect(policy.get('frame-ancestors'), path).toBe("'none'");
      expect(policy.get('base-uri'), path).toBe("'none'");
      expect(response.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(response.headers.get('referrer-policy'), path).toBe('no-referrer');
    }
  });

  it('leaves the other routes as they are', async () => {
    const response = await fetch(`${address}/healthz`);
    expect(await response.text()).toBe('ok');
    expect(response.headers.has('content-security-policy')).toBe(false);
  });

  it.each([
    '/graphiql/assets/missing.js',
    '/graphiql/.hidden',
    '/graphiql/..%2f..%2fpackage.json',
    '/graphiqlx',
  ])('gives nothing for %s', async path => {
    const response = await app.inject({ url: path });
    expect([403, 404]).toContain(response.statusCode);
    expect(response.body).not.toContain('not for everyone');
    expect(response.headers['cache-control'] ?? '').not.toContain('immutable');
  });
});

describe('a bundle that is not there', () => {
  it.each(['/graphiql', '/graphiql/', '/graphiql/assets/index-a1b2c3d4.js'])(
    'is said to be missing at %s',
    async path => {
      const response = await fetch(address + path);
      expect(response.status).toBe(503);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(await response.text()).toContain('npm run build');
    },
  );

  it('is found once it is built, without a restart', async () => {
    expect((await fetch(`${address}/graphiql`)).status).toBe(503);
    await writeBundle(bundleRoot());
    expect((await fetch(`${address}/graphiql`)).status).toBe(200);
  });
});
