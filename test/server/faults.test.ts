import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { records } from '../support/record-builder.ts';
import { type Fault, type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import {
  openTestGateway,
  store,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/test-gateway.ts';

const [STORED, NOT_STORED] = ['NCT10000001', 'NCT10000002'];
const MARKER = 'a-secret-of-the-registry';
const UNAVAILABLE = 'UPSTREAM_UNAVAILABLE';
const MALFORMED = 'UPSTREAM_MALFORMED';
/** Limits a test can wait for, in the proportions of the real ones. */
const LIMITS = { timeoutMs: 200, deadlineMs: 400, retries: 1, firstWaitMs: 5, maxResponseBytes: 1_000_000 };
const PATIENT_CIRCUIT = { failures: 10_000 };

const FAULTS: readonly (readonly [what: string, fault: Fault, extensions: object])[] = [
  [
    '429 with Retry-After',
    { status: 429, retryAfter: 60, body: MARKER },
    { code: UNAVAILABLE, status: 429, retryAfter: 60 },
  ],
  ['a storm of 503', { status: 503, body: MARKER }, { code: UNAVAILABLE, status: 503 }],
  [
    '500 as HTML',
    { status: 500, body: `<html>${MARKER}`, contentType: 'text/html' },
    { code: UNAVAILABLE, status: 500 },
  ],
  ['403: blocked', { status: 403, body: MARKER }, { code: UNAVAILABLE, status: 403 }],
  ['HTML instead of JSON', 'html', { code: MALFORMED }],
  ['no JSON', 'not-json', { code: MALFORMED }],
  ['half a body', 'half-body', { code: MALFORMED, status: 200 }],
  ['a redirect elsewhere', 'redirect-elsewhere', { code: MALFORMED, status: 301 }],
  ['a hung socket', 'hang', { code: UNAVAILABLE }],
  ['a body that stops', 'stall', { code: UNAVAILABLE }],
  ['a dropped connection', 'drop', { code: UNAVAILABLE }],
  ['an answer that is too late', { slowMs: 5_000 }, { code: UNAVAILABLE }],
];

let test: TestDatabase;
let double: RegistryDouble;
const opened: TestGateway[] = [];
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  test = await openTestDatabase();
  await store(test.database, records(1));
  await store(test.database, records(1, { nctId: 'NCT99000001' }), 'SAMPLE');
});
beforeEach(async () => {
  double = await startRegistryDouble(records(5));
});
afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.close();
  await double.close();
  await sleep(0);
  expect(unhandled).toEqual([]);
});
afterAll(async () => {
  await test.dispose();
  process.off('unhandledRejection', note);
});

const open = async (options: Partial<TestGatewayOptions> = {}): Promise<TestGateway> => {
  const gateway = await openTestGateway({
    registryUrl: double.url,
    database: test.database,
    ...options,
    client: { ...LIMITS, circuit: PATIENT_CIRCUIT, ...options.client },
  });
  opened.push(gateway);
  return gateway;
};
const failAlways = (fault: Fault) => double.fail(fault, { times: 10_000 });

const study = (nctId: string) =>
  `study(nctId: "${nctId}") { nctId source { origin stale registryDataTimestamp } }`;
const LIST = 'studies { nodes { nctId source { stale } } source { origin stale complete } }';
const QUESTION = `{ stored: ${study(STORED!)} other: ${study(NOT_STORED!)} ${LIST} registry { mode reachable mirror { studyCount } } }`;
const REGISTRY = { reachable: false, mirror: { studyCount: 2 } };
const WITHIN_MS = LIMITS.deadlineMs * 2 + 1_000; // the slack is for a busy machine

describe.each(FAULTS)('%s', (_, fault, extensions) => {
  it('live: each field that asks the registry says so in time, the others answer', async () => {
    const gateway = await open();
    failAlways(fault);
    const startedAt = performance.now();
    const { status, data, errors, text } = await gateway.ask(QUESTION);
    expect(performance.now() - startedAt).toBeLessThan(WITHIN_MS);
    expect(status).toBe(200);
    expect(data).toEqual({
      stored: null,
      other: null,
      studies: null,
      registry: { mode: 'LIVE', ...REGISTRY },
    });
    expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['other', 'stored', 'studies']);
    for (const error of errors!) {
      expect(error.extensions).toEqual(extensions);
      expect(error.message).toMatch(/the registry /i);
    }
    expect(text).not.toContain(MARKER);

    double.heal();
    const { data: after, errors: none } = await gateway.ask(QUESTION);
    expect(none).toBeUndefined();
    expect(after.studies.nodes).toHaveLength(5);
    expect(after.registry.reachable).toBe(true);
  });

  it('auto: what is stored answers and says that it is stale, the rest says what is wrong', async () => {
    const gateway = await open({ mode: 'auto' });
    failAlways(fault);
    const startedAt = performance.now();
    const { data, errors, text } = await gateway.ask(QUESTION);
    expect(performance.now() - startedAt).toBeLessThan(WITHIN_MS);
    expect(data).toEqual({
      stored: {
        nctId: STORED,
        source: { origin: 'MIRROR', stale: true, registryDataTimestamp: '2026-10-06T09:00:05' },
      },
      other: null,
      studies: {
        nodes: [STORED, 'NCT99000001'].map(nctId => ({ nctId, source: { stale: true } })),
        source: { origin: 'MIRROR', stale: true, complete: false },
      },
      registry: { mode: 'AUTO', ...REGISTRY },
    });
    expect(errors).toEqual([expect.objectContaining({ path: ['other'], extensions })]);
    expect(text).not.toContain(MARKER);

    double.heal();
    const { data: after } = await gateway.ask(QUESTION);
    expect(after.stored.source).toMatchObject({ origin: 'REGISTRY', stale: false });
    expect(after.studies.source).toEqual({ origin: 'REGISTRY', stale: false, complete: true });
  });
});

it('a refusal of the registry is told as such, without its words', async () => {
  for (const mode of ['live', 'auto'] as const) {
    const gateway = await open({ mode });
    double.fail({ status: 400, body: MARKER }, { times: 10, path: '/studies' });
    const { data, errors, text } = await gateway.ask(`{ ${study(STORED!)} ${LIST} }`);
    expect(data).toEqual({ study: null, studies: null });
    for (const { extensions } of errors!)
      expect(extensions).toEqual({ code: 'UPSTREAM_REJECTED', status: 400 });
    expect(text).not.toContain(MARKER);
    double.heal();
  }
});

it.each(['drop', 'half-body', { status: 503 }] as const)(
  'a fault that passes is not noticed: %j',
  async fault => {
    const gateway = await open();
    double.fail(fault);
    const { data, errors } = await gateway.ask(`{ study(nctId: "${STORED}") { nctId } }`);
    expect(errors).toBeUndefined();
    expect(data.study.nctId).toBe(STORED);
    expect(double.requests).toHaveLength(2);
  },
);

it('one failing source leaves what others found', async () => {
  const gateway = await open({ mode: 'live' });
  double.fail({ status: 503 }, { times: 10, path: '/version' });
  const { data, errors } = await gateway.ask(`{ ${study(STORED!)} ${LIST} }`);
  expect(data).toEqual({
    study: { nctId: STORED, source: { origin: 'REGISTRY', stale: false, registryDataTimestamp: null } },
    studies: null,
  });
  expect(errors?.map(({ path }) => path)).toEqual([['studies']]);
});

describe('the circuit', () => {
  const QUICK = { failures: 2, restMs: 400 };

  it('open: nobody waits and nothing is sent; afterwards one request finds out that all is well', async () => {
    const gateway = await open({ mode: 'auto', client: { circuit: QUICK } });
    failAlways({ status: 503 });
    await gateway.ask(`{ ${study(STORED!)} }`);
    double.forget();

    const { data, errors } = await gateway.ask(
      `{ stored: ${study(STORED!)} other: ${study(NOT_STORED!)} ${LIST} registry { reachable retryAfter } }`,
    );
    expect(double.requests).toEqual([]);
    expect(data.stored.source).toMatchObject({ origin: 'MIRROR', stale: true });
    expect(data.studies.source.stale).toBe(true);
    expect(data.registry).toEqual({ reachable: false, retryAfter: 1 });
    expect(errors).toEqual([
      expect.objectContaining({ path: ['other'], extensions: { code: UNAVAILABLE, retryAfter: 1 } }),
    ]);

    double.heal();
    await sleep(QUICK.restMs + 50);
    const healed = await gateway.ask(`{ ${study(STORED!)} registry { reachable retryAfter } }`);
    expect(healed.errors).toBeUndefined();
    expect(healed.data.study.source).toMatchObject({ origin: 'REGISTRY', stale: false });
    expect((await gateway.ask('{ registry { reachable retryAfter } }')).data.registry).toEqual({
      reachable: true,
      retryAfter: null,
    });
  });
});

describe('a registry that hangs', () => {
  const LONG = { timeoutMs: 1_500, deadlineMs: 1_500, retries: 0 };

  it('keeps nobody waiting beyond some patience while an older answer lies ready', async () => {
    const gateway = await open({ mode: 'auto', patienceMs: 100, client: LONG });
    failAlways('hang');
    const startedAt = performance.now();
    const { data, errors } = await gateway.ask(`{ ${study(STORED!)} }`);
    expect(performance.now() - startedAt).toBeLessThan(LONG.deadlineMs);
    expect(errors).toBeUndefined();
    expect(data.study.source).toMatchObject({ origin: 'MIRROR', stale: true });
    await sleep(LONG.deadlineMs); // the call that nobody waits for any longer ends without a word
  });

  it('is waited for until the deadline where nothing is stored', async () => {
    const gateway = await open({ mode: 'auto', patienceMs: 50, client: LIMITS });
    failAlways('hang');
    const startedAt = performance.now();
    const { data, errors } = await gateway.ask(`{ ${study(NOT_STORED!)} }`);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(LIMITS.deadlineMs - 10);
    expect(performance.now() - startedAt).toBeLessThan(WITHIN_MS);
    expect(data).toEqual({ study: null });
    expect(errors?.[0]?.extensions).toEqual({ code: UNAVAILABLE });
  });

  it('that answers after all is not overtaken by what is stored', async () => {
    const gateway = await open({ mode: 'auto', patienceMs: 1_000, client: LONG });
    double.fail({ slowMs: 300 });
    const { data } = await gateway.ask(`{ ${study(STORED!)} }`);
    expect(data.study.source).toMatchObject({ origin: 'REGISTRY', stale: false });
  });

  it('is left alone by who hangs up', async () => {
    const gateway = await open({ mode: 'live', client: LONG });
    failAlways('hang');
    const leaving = new AbortController();
    const left = gateway.ask(`{ ${study(STORED!)} ${LIST} }`, {}, leaving.signal);
    left.catch(() => {});
    await expect.poll(() => double.requests.length).toBeGreaterThan(0);
    leaving.abort();
    await expect(left).rejects.toThrow();
    await expect.poll(() => double.connections).toBe(0);
    double.heal();
    expect((await gateway.ask(`{ ${study(STORED!)} }`)).data.study.nctId).toBe(STORED);
  });
});

it.each([
  ['10,000 characters', 'x'.repeat(10_000)],
  ['control characters', 'a\u0000b\u001b[31mc\u0007'],
])('search text of %s is refused without a word to the registry', async (_, term) => {
  const gateway = await open({ mode: 'auto' });
  const { data, errors } = await gateway.ask(
    'query ($term: String!) { studies(filter: { term: $term }) { totalCount } registry { mode } }',
    { term },
  );
  expect(data).toEqual({ studies: null, registry: { mode: 'AUTO' } });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter.term' });
  expect(double.requests.filter(({ url }) => url.pathname.endsWith('/studies'))).toEqual([]);
});
