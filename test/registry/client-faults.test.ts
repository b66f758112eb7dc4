import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createRegistryClient,
  type RegistryClient,
  type RegistryClientOptions,
} from '../../src/registry/client.ts';
import { parseRetryAfter } from '../../src/registry/registry-failure.ts';
import { RegistryMalformed, RegistryUnavailable } from '../../src/shared/errors.ts';
import { records } from '../support/record-builder.ts';
import { type Fault, type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';

const QUICK = { timeoutMs: 150, deadlineMs: 3_000, firstWaitMs: 10, circuit: { failures: 100 } };
const QUERY = { params: {}, fields: ['NCTId'], pageSize: 1 };

let double: RegistryDouble;
const clients: RegistryClient[] = [];

const openClient = (options: Partial<RegistryClientOptions> = {}): RegistryClient => {
  const client = createRegistryClient({ url: double.url, ...QUICK, ...options });
  clients.push(client);
  return client;
};

/** How a call ended, and after how many milliseconds. */
const failureOf = async (work: Promise<unknown>): Promise<{ error: unknown; ms: number }> => {
  const startedAt = Date.now();
  const error = await work.then(
    () => undefined,
    reason => reason,
  );
  return { error, ms: Date.now() - startedAt };
};

beforeEach(async () => {
  double = await startRegistryDouble(records(3));
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await double.close();
});

describe('an outage that lasts', () => {
  it.each<[string, Fault, typeof RegistryUnavailable | typeof RegistryMalformed, object]>([
    ['429', { status: 429 }, RegistryUnavailable, { status: 429 }],
    ['500', { status: 500 }, RegistryUnavailable, { status: 500 }],
    ['503', { status: 503 }, RegistryUnavailable, { status: 503 }],
    [
      'a 502 with a web page',
      { status: 502, body: '<html></html>', contentType: 'text/html' },
      RegistryUnavailable,
      { status: 502 },
    ],
    ['a hung socket', 'hang', RegistryUnavailable, {}],
    ['an answer that stalls', 'stall', RegistryUnavailable, {}],
    ['an answer that comes too late', { slowMs: 400 }, RegistryUnavailable, {}],
    ['a dropped connection', 'drop', RegistryUnavailable, {}],
    ['half a body', 'half-body', RegistryMalformed, { status: 200 }],
  ])('of %s is tried three times and named', async (_, fault, kind, details) => {
    double.fail(fault, { times: 100 });
    const { error, ms } = await failureOf(openClient().studies(QUERY));
    expect(error).toBeInstanceOf(kind);
    expect((error as RegistryUnavailable).details).toEqual(details);
    expect(`${error}`).not.toMatch(/fault \d|html|ECONN|socket hang up/i);
    expect(double.requests).toHaveLength(3);
    expect(ms).toBeLessThan(3_500);
  });

  it('of the host name is named too', async () => {
    const { error, ms } = await failureOf(openClient({ url: 'http://registry.invalid/api/v2' }).version());
    expect(error).toBeInstanceOf(RegistryUnavailable);
    expect(ms).toBeLessThan(3_500);
  });

  it('of the host is named too', async () => {
    const client = openClient();
    await double.close();
    const { error } = await failureOf(client.version());
    expect(error).toBeInstanceOf(RegistryUnavailable);
    expect(String((error as Error).cause)).toMatch(/ECONNREFUSED/);
  });
});

describe('an outage that passes', () => {
  it.each<Fault>([{ status: 429 }, { status: 503 }, 'hang', 'stall', 'drop', 'half-body'])(
    'of %j is not noticed',
    async fault => {
      double.fail(fault);
      await expect(openClient().studies(QUERY)).resolves.toMatchObject({ studies: { length: 1 } });
      expect(double.requests).toHaveLength(2);
    },
  );

  it('leaves growing and uneven pauses between the attempts', async () => {
    double.fail({ status: 503 }, { times: 3 });
    await openClient({ firstWaitMs: 100, retries: 3 }).size();
    const [first = 0, second = 0, third = 0, fourth = 0] = double.requests.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(49);
    expect(third - second).toBeGreaterThanOrEqual(99);
    expect(fourth - third).toBeGreaterThanOrEqual(199);
    expect(fourth - first).toBeLessThan(1_200);
  });
});

describe('what is not tried again', () => {
  it.each<[Fault, string]>([
    [{ status: 403 }, 'RegistryUnavailable'],
    [{ status: 403, body: '<html>Access denied</html>', contentType: 'text/html' }, 'RegistryUnavailable'],
    [{ status: 400 }, 'RegistryRejected'],
    [{ status: 414 }, 'RegistryRejected'],
    ['html', 'RegistryMalformed'],
    ['not-json', 'RegistryMalformed'],
    [{ status: 204, body: '' }, 'RegistryMalformed'],
  ])('%j', async (fault, name) => {
    double.fail(fault, { times: 100 });
    const { error } = await failureOf(openClient().studies(QUERY));
    expect(error).toMatchObject({ name });
    expect(double.requests).toHaveLength(1);
  });

  it('being blocked is never taken for a missing study', async () => {
    double.fail({ status: 403, body: 'Forbidden' });
    const { error } = await failureOf(openClient().studies(QUERY));
    expect(error).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      details: { status: 403 },
      message: /blocked/,
    });
  });
});

describe('Retry-After', () => {
  it('in seconds is waited for', async () => {
    double.fail({ status: 429, retryAfter: 1 });
    await openClient({ deadlineMs: 4_000 }).size();
    const [first = 0, second = 0] = double.requests.map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(995);
    expect(second - first).toBeLessThan(2_000);
  });

  it('as a date is waited for', async () => {
    const until = Math.ceil((Date.now() + 300) / 1000) * 1000;
    double.fail({ status: 503, retryAfter: new Date(until).toUTCString() });
    await openClient({ deadlineMs: 5_000 }).size();
    expect(double.requests[1]?.at).toBeGreaterThanOrEqual(until - 5);
    expect(double.requests[1]?.at).toBeLessThan(until + 1_500);
  });

  it.each([3600, new Date(Date.now() + 3_600_000).toUTCString()])(
    'of an hour (%s) is told and not waited for',
    async retryAfter => {
      double.fail({ status: 429, retryAfter }, { times: 100 });
      const { error, ms } = await failureOf(openClient().size());
      expect(error).toMatchObject({ name: 'RegistryUnavailable', details: { status: 429 } });
      expect(Math.abs(((error as RegistryUnavailable).details.retryAfter ?? 0) - 3600)).toBeLessThan(60);
      expect(double.requests).toHaveLength(1);
      expect(ms).toBeLessThan(500);
    },
  );

  it('beyond what is left of the call is told and not waited for', async () => {
    double.fail({ status: 503, retryAfter: 2 }, { times: 100 });
    const { error, ms } = await failureOf(openClient({ deadlineMs: 1_500 }).size());
    expect(error).toMatchObject({ details: { status: 503, retryAfter: 2 } });
    expect(ms).toBeLessThan(500);
  });

  it('is granted more time in bulk than to a person', async () => {
    const options = { maxWaitMs: { person: 500 }, deadlineMs: { person: 1_500, bulk: 5_000 } };
    double.fail({ status: 429, retryAfter: 1 }, { times: 2 });
    const client = openClient(options);
    await expect(client.size()).rejects.toMatchObject({ details: { retryAfter: 1 } });
    await expect(client.size({ lane: 'bulk' })).resolves.toMatchObject({ totalStudies: 3 });
  });

  it.each([
    ['7', 7],
    [' 0 ', 0],
    ['Mon, 23 Nov 2026 10:00:30 GMT', 30],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %j as %s seconds', (header, seconds) => {
    expect(parseRetryAfter(header, Date.UTC(2026, 10, 23, 10))).toBe(seconds);
  });
});

describe('the deadline', () => {
  it('holds however many attempts are left', async () => {
    double.fail('hang', { times: 100 });
    const { error, ms } = await failureOf(openClient({ deadlineMs: 500, retries: 100 }).size());
    expect(error).toBeInstanceOf(RegistryUnavailable);
    expect(ms).toBeGreaterThanOrEqual(300);
    expect(ms).toBeLessThan(1_200);
  });

  it('holds while an answer trickles in', async () => {
    double.fail('stall', { times: 100 });
    const { error, ms } = await failureOf(openClient({ timeoutMs: 60_000, deadlineMs: 300 }).size());
    expect(error).toMatchObject({ name: 'RegistryUnavailable', message: /in time/ });
    expect(ms).toBeLessThan(1_000);
    await vi.waitFor(() => expect(double.connections).toBe(0));
  });
});

describe('an aborted call', () => {
  const gone = new Error('the reader left');

  it('does not start', async () => {
    await expect(openClient().size({ signal: AbortSignal.abort(gone) })).rejects.toBe(gone);
    expect(double.requests).toHaveLength(0);
  });

  it.each<[string, Fault]>([
    ['a silent socket', 'hang'],
    ['half an answer', 'stall'],
    ['a pause between attempts', { status: 429, retryAfter: 3 }],
  ])('leaves %s at once', async (_, fault) => {
    double.fail(fault, { times: 100 });
    const leaving = new AbortController();
    const call = failureOf(
      openClient({ timeoutMs: 30_000, deadlineMs: 30_000 }).size({ signal: leaving.signal }),
    );
    await vi.waitFor(() => expect(double.requests).toHaveLength(1));
    await pause(30);
    leaving.abort(gone);
    const { error, ms } = await call;
    expect(error).toBe(gone);
    expect(ms).toBeLessThan(1_000);
    expect(double.requests).toHaveLength(1);
  });

  it('closes its socket', async () => {
    double.fail('hang');
    const leaving = new AbortController();
    const call = failureOf(openClient({ timeoutMs: 30_000 }).size({ signal: leaving.signal }));
    await vi.waitFor(() => expect(double.connections).toBe(1));
    leaving.abort();
    expect((await call).error).toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(double.connections).toBe(0));
  });

  it('may share its signal with many others without a warning', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const { signal } = new AbortController();
    const client = openClient({ rate: { person: { calls: 100, perMs: 1000 } } });
    await Promise.all(Array.from({ length: 30 }, () => client.size({ signal })));
    await pause(20);
    process.off('warning', warned);
    expect(warned).not.toHaveBeenCalled();
  });
});

describe('closing', () => {
  const timers = (): number => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length;

  it('ends what is under way and leaves no timer and no socket', async () => {
    const before = timers();
    double.fail('hang', { times: 2 });
    double.fail({ status: 429, retryAfter: 20 }, { times: 1 });
    const client = openClient({ timeoutMs: 30_000, deadlineMs: 30_000, maxWaitMs: 30_000 });
    const underWay = [
      ...[1, 2, 3].map(() => failureOf(client.size())),
      ...[1, 2, 3].map(() => failureOf(client.size({ lane: 'bulk' }))),
    ];
    await vi.waitFor(() => expect(double.requests.length).toBeGreaterThanOrEqual(3));
    client.close();
    for (const { error, ms } of await Promise.all(underWay)) {
      if (error !== undefined) expect(error).toBeInstanceOf(RegistryUnavailable);
      expect(ms).toBeLessThan(1_500);
    }
    await vi.waitFor(() => expect(double.connections).toBe(0));
    await vi.waitFor(() => expect(timers()).toBeLessThanOrEqual(before));
  });

  it('refuses what comes later', async () => {
    const client = openClient();
    client.close();
    await expect(client.size()).rejects.toBeInstanceOf(RegistryUnavailable);
    expect(double.requests).toHaveLength(0);
  });
});
