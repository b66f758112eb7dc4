import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FoundRecord, StudySource } from '../../src/registry/study.source.ts';
import { BadUserInput, RegistryUnavailable } from '../../src/shared/errors.ts';
import { openTestDatabase } from '../support/database.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, type TestGateway } from '../support/test-gateway.ts';

const SECRET = 'p4ssw0rd';
let double: RegistryDouble;
let gateway: TestGateway;
let failure: () => unknown;
let logged: Record<string, unknown>[] = [];

/** What goes wrong inside, at any place behind the resolvers. */
const failing = (source: StudySource): StudySource => ({
  byIds: async (ids, fields, signal) => {
    if (ids[0] !== 'NCT10000001') return source.byIds(ids, fields, signal);
    const reason = failure();
    if (reason instanceof Map) return reason as Map<string, FoundRecord>;
    throw reason;
  },
  search: (search, signal) => source.search(search, signal),
});
const sink = new Writable({
  write(chunk, _, done) {
    logged.push(JSON.parse(String(chunk)));
    done();
  },
});

beforeAll(async () => {
  double = await startRegistryDouble(records(2));
  gateway = await openTestGateway({
    registryUrl: double.url,
    wrap: failing,
    logger: pino({ level: 'error' }, sink),
  });
});
beforeEach(() => {
  logged = [];
});
afterAll(async () => {
  await gateway.close();
  await double.close();
});

const ask = () => gateway.ask('{ study(nctId: "NCT10000001") { nctId } registry { mode } }');

describe('what nobody expected', () => {
  const unexpected: readonly (readonly [string, () => unknown])[] = [
    ['an error', () => new TypeError(`cannot read ${SECRET}`)],
    ['an error with a cause', () => new Error(SECRET, { cause: new Error(SECRET) })],
    ['something that is no error', () => SECRET],
    [
      'an error that plays a known one',
      () =>
        Object.assign(new Error(SECRET), { code: 'BAD_USER_INPUT', extensions: { code: 'BAD_USER_INPUT' } }),
    ],
  ];

  it.each(unexpected)('%s is masked for the caller and told in the log', async (_, reason) => {
    failure = reason;
    const { status, data, errors, text } = await ask();
    expect(status).toBe(200);
    expect(data).toEqual({ study: null, registry: { mode: 'LIVE' } });
    expect(errors).toEqual([
      {
        message: 'Internal server error',
        locations: [expect.anything()],
        path: ['study'],
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ]);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('node_modules');
    expect(JSON.stringify(logged)).toContain(SECRET);
    expect(logged).toHaveLength(1);
  });

  it('a table that is missing is masked too', async () => {
    const { database, dispose } = await openTestDatabase();
    await database.query('drop table study cascade');
    await using broken = await openTestGateway({ registryUrl: double.url, mode: 'mirror', database });
    const { data, errors, text } = await broken.ask('{ studies { totalCount } registry { mode } }');
    expect(data).toEqual({ studies: null, registry: { mode: 'MIRROR' } });
    expect(errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
    expect(text).not.toMatch(/relation|select|does not exist/i);
    await dispose();
  });
});

describe('what we can name', () => {
  it('is told with its code and the details that may be told, and not logged as a fault', async () => {
    failure = () =>
      new RegistryUnavailable('The registry cannot be reached.', {
        retryAfter: 3,
        status: 503,
        cause: new Error(SECRET),
        ...({ password: SECRET } as object),
      });
    const { errors, text } = await ask();
    expect(errors?.[0]).toEqual({
      message: 'The registry cannot be reached.',
      locations: [expect.anything()],
      path: ['study'],
      extensions: { code: 'UPSTREAM_UNAVAILABLE', retryAfter: 3, status: 503 },
    });
    expect(text).not.toContain(SECRET);
    expect(logged).toEqual([]);
  });

  it('for one study of many stands at that study alone', async () => {
    failure = () =>
      new Map<string, unknown>([['NCT10000001', new BadUserInput('Not this one.', { argument: 'nctId' })]]);
    const { data, errors } = await gateway.ask(
      '{ a: study(nctId: "NCT10000001") { nctId } b: study(nctId: "NCT10000002") { nctId } }',
    );
    expect(data).toEqual({ a: null, b: null });
    expect(errors?.map(({ path, message }) => [path, message])).toEqual([[['a'], 'Not this one.']]);
  });
});

describe('faults of the request itself', () => {
  const codeOf = async (query: string, variables = {}) => {
    const { status, errors } = await gateway.ask(query, variables);
    return [status, errors?.[0]?.extensions?.['code']];
  };

  it('keep the words that help the caller', async () => {
    expect(await codeOf('{ study(')).toEqual([400, 'GRAPHQL_PARSE_FAILED']);
    expect(await codeOf('{ studie { nctId } }')).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(await codeOf('query ($n: Int!) { studies(first: $n) { totalCount } }', { n: 'x' })).toEqual([
      400,
      'BAD_USER_INPUT',
    ]);
    expect(await codeOf('query A { __typename } query B { __typename }')).toEqual([
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ]);
    expect(logged).toEqual([]);
  });

  it.each([
    ['no JSON', '{"query":', 400],
    ['too much of it', JSON.stringify({ query: `{ __typename } #${'x'.repeat(1_100_000)}` }), 413],
    ['no query', '{}', 400],
  ])('a body that is %s', async (_, body, expected) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(expected);
    expect(await response.text()).not.toContain('node_modules');
  });
});

it('a caller who hangs up is no fault of anybody', async () => {
  double.forget();
  double.fail('hang');
  const leaving = new AbortController();
  const left = gateway.ask('{ study(nctId: "NCT10000002") { nctId } }', {}, leaving.signal);
  left.catch(() => {});
  await expect.poll(() => double.requests.length).toBeGreaterThan(0);
  const connections = double.connections;
  leaving.abort();
  await expect(left).rejects.toThrow();
  await expect.poll(() => double.connections).toBe(connections - 1);
  await sleep(50); // for whoever would log it
  expect(logged).toEqual([]);
});
