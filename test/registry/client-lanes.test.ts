import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createRegistryClient,
  type RegistryClient,
  type RegistryClientOptions,
} from '../../src/registry/client.ts';
import { type LaneSettings, laneLimits } from '../../src/registry/client-lane.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';

let double: RegistryDouble;
let client: RegistryClient;

const start = (options: Partial<RegistryClientOptions> = {}): void => {
  client.close();
  client = createRegistryClient({ url: double.url, ...options });
};

const gaps = (): readonly number[] =>
  double.requests.slice(1).map(({ at }, index) => at - (double.requests[index]?.at ?? 0));

beforeEach(async () => {
  double = await startRegistryDouble(records(1));
  client = createRegistryClient({ url: double.url });
});

afterEach(async () => {
  client.close();
  await double.close();
});

describe('the lanes', () => {
  it('are brisk for a person and polite in bulk unless told otherwise', () => {
    expect(laneLimits({}, 'person')).toMatchObject({
      timeoutMs: 10_000,
      deadlineMs: 15_000,
      rate: { calls: 10, perMs: 1000 },
    });
    expect(laneLimits({}, 'bulk')).toMatchObject({ timeoutMs: 60_000, rate: { calls: 1, perMs: 1000 } });
  });

  it.each<[LaneSettings, number, number]>([
    [{ retries: 7 }, 7, 7],
    [{ retries: { bulk: 7 } }, 2, 7],
    [{ retries: { person: 0, bulk: 1 } }, 0, 1],
  ])('take %j as settings', (settings, person, bulk) => {
    expect([laneLimits(settings, 'person').retries, laneLimits(settings, 'bulk').retries]).toEqual([
      person,
      bulk,
    ]);
  });

  it('let a person ask ten times at once and make the eleventh wait for the next second', async () => {
    start();
    await Promise.all(Array.from({ length: 11 }, () => client.size()));
    const [first = 0] = double.requests.map(({ at }) => at);
    expect((double.requests[9]?.at ?? 0) - first).toBeLessThan(600);
    expect((double.requests[10]?.at ?? 0) - first).toBeGreaterThanOrEqual(950);
  });

  it('let bulk ask once a second', async () => {
    start();
    await Promise.all([1, 2].map(() => client.size({ lane: 'bulk' })));
    expect(gaps()).toHaveLength(1);
    expect(gaps()[0]).toBeGreaterThanOrEqual(950);
  });

  it('do not hold each other up', async () => {
    start();
    const bulk = [1, 2, 3].map(() => client.size({ lane: 'bulk' }).catch(() => {}));
    const startedAt = Date.now();
    await client.size();
    expect(Date.now() - startedAt).toBeLessThan(500);
    client.close();
    await Promise.all(bulk);
  });

  it('can be set', async () => {
    start({ rate: { bulk: { calls: 1, perMs: 100 } } });
    await Promise.all([1, 2, 3, 4].map(() => client.size({ lane: 'bulk' })));
    for (const gap of gaps()) expect(gap).toBeGreaterThanOrEqual(90);
    expect(gaps().reduce((sum, gap) => sum + gap)).toBeLessThan(1_500);
  });

  it('count retries as requests', async () => {
    start({ rate: { person: { calls: 1, perMs: 200 } }, firstWaitMs: 1 });
    double.fail({ status: 503 });
    await client.size();
    expect(gaps()[0]).toBeGreaterThanOrEqual(190);
  });

  it('keep the order of arrival', async () => {
    start({ rate: { person: { calls: 1, perMs: 40 } } });
    const sizes = [1, 2, 3, 4, 5];
    await Promise.all(sizes.map(pageSize => client.studies({ params: {}, fields: ['NCTId'], pageSize })));
    expect(double.requests.map(({ url }) => Number(url.searchParams.get('pageSize')))).toEqual(sizes);
  });

  it('turn away at once those who would wait in vain, and tell them when to come again', async () => {
    start({ rate: { person: { calls: 1, perMs: 1_000 } }, deadlineMs: 2_500 });
    const waiting = [1, 2, 3, 4].map(() => client.size().catch(() => {}));
    await pause(10);
    const startedAt = Date.now();
    await expect(client.size()).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfter: 3 },
    });
    expect(Date.now() - startedAt).toBeLessThan(300);
    expect(client.state.circuit).toBe('closed');
    client.close();
    await Promise.all(waiting);
  });

  it('forget a caller who leaves the queue', async () => {
    start({ rate: { person: { calls: 1, perMs: 300 } } });
    const leaving = new AbortController();
    const first = client.size();
    const second = client.size({ signal: leaving.signal });
    const third = client.size();
    leaving.abort();
    await expect(second).rejects.toMatchObject({ name: 'AbortError' });
    await Promise.all([first, third]);
    expect(double.requests).toHaveLength(2);
  });
});
