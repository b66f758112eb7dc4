import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRegistryClient, type RegistryClient } from '../../src/registry/client.ts';
import type { CircuitSettings } from '../../src/registry/client-circuit.ts';
import { RegistryUnavailable } from '../../src/shared/errors.ts';
import { records } from '../support/record-builder.ts';
import { type Fault, type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';

let double: RegistryDouble;
let client: RegistryClient;

const start = (circuit: CircuitSettings): void => {
  client = createRegistryClient({ url: double.url, retries: 0, timeoutMs: 150, firstWaitMs: 5, circuit });
};

const askTimes = async (times: number): Promise<void> => {
  for (let turn = 0; turn < times; turn++) await client.size().catch(() => {});
};

beforeEach(async () => {
  double = await startRegistryDouble(records(1));
});

afterEach(async () => {
  client.close();
  await double.close();
});

describe('the circuit', () => {
  it.each<Fault>([{ status: 503 }, { status: 429 }, { status: 403 }, 'drop', 'hang', 'half-body'])(
    'opens on %j',
    async fault => {
      start({ failures: 3 });
      double.fail(fault, { times: 100 });
      await askTimes(2);
      expect(client.state).toEqual({ circuit: 'closed' });
      await askTimes(1);
      expect(client.state).toEqual({ circuit: 'open', retryAfter: 10 });

      const startedAt = Date.now();
      await expect(client.size()).rejects.toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
        details: { retryAfter: 10 },
      });
      expect(Date.now() - startedAt).toBeLessThan(500);
      expect(double.requests).toHaveLength(3);
    },
  );

  it.each<Fault>([{ status: 400 }, { status: 404 }, 'html', 'not-json', 'redirect-elsewhere'])(
    'stays closed on %j',
    async fault => {
      start({ failures: 2 });
      double.fail(fault, { times: 5 });
      await askTimes(5);
      expect(client.state.circuit).toBe('closed');
      expect(double.requests).toHaveLength(5);
    },
  );

  it('counts failures in a row, and a refusal is an answer', async () => {
    start({ failures: 3 });
    for (const status of [503, 503, 400, 503, 503]) double.fail({ status });
    await askTimes(5);
    expect(client.state.circuit).toBe('closed');
  });

  it('lets one request through after a rest and closes when it succeeds', async () => {
    start({ failures: 2, restMs: 150 });
    double.fail({ status: 503 }, { times: 2 });
    await askTimes(2);
    expect(client.state).toEqual({ circuit: 'open', retryAfter: 1 });
    await pause(170);
    expect(client.state).toEqual({ circuit: 'half-open' });
    await expect(Promise.all([client.size(), client.size(), client.size()])).resolves.toHaveLength(3);
    expect(client.state).toEqual({ circuit: 'closed' });
  });

  it('rests again when the trial fails, and nobody else is let through meanwhile', async () => {
    start({ failures: 2, restMs: 150 });
    double.fail({ status: 503 }, { times: 3 });
    await askTimes(2);
    await pause(170);
    const outcomes = await Promise.allSettled([client.size(), client.size(), client.size()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(double.requests).toHaveLength(3);
    expect(client.state.circuit).toBe('open');
    await pause(170);
    await expect(client.size()).resolves.toMatchObject({ totalStudies: 1 });
  });

  it('learns nothing from a trial whose caller left', async () => {
    start({ failures: 1, restMs: 100 });
    double.fail('drop');
    await askTimes(1);
    await pause(120);
    double.fail('hang');
    const leaving = new AbortController();
    const trial = client.size({ signal: leaving.signal }).catch(reason => reason);
    await vi.waitFor(() => expect(double.requests).toHaveLength(2));
    leaving.abort();
    await trial;
    await pause(30);
    expect(client.state).toEqual({ circuit: 'half-open' });
    await expect(client.size()).resolves.toMatchObject({ totalStudies: 1 });
    expect(client.state).toEqual({ circuit: 'closed' });
  });

  it('is not opened by callers who leave', async () => {
    start({ failures: 2 });
    double.fail('hang', { times: 5 });
    for (let turn = 0; turn < 5; turn++) {
      await expect(client.size({ signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
        name: 'TimeoutError',
      });
    }
    expect(client.state.circuit).toBe('closed');
  });

  it('rests as long as the registry asks', async () => {
    start({ failures: 1, restMs: 50 });
    double.fail({ status: 429, retryAfter: 60 });
    await askTimes(1);
    expect(client.state).toEqual({ circuit: 'open', retryAfter: 60 });
  });

  it('makes nobody wait in line or between attempts while it is open', async () => {
    client = createRegistryClient({
      url: double.url,
      rate: { person: { calls: 1, perMs: 2_000 } },
      firstWaitMs: 5,
      circuit: { failures: 1, restMs: 500 },
    });
    double.fail({ status: 503 });
    await askTimes(1);
    const startedAt = Date.now();
    await expect(client.size()).rejects.toMatchObject({ details: { retryAfter: 1 } });
    expect(Date.now() - startedAt).toBeLessThan(400);
    expect(double.requests).toHaveLength(1);
  });

  it('stops the retries of a call under way', async () => {
    client = createRegistryClient({ url: double.url, retries: 10, firstWaitMs: 5, circuit: { failures: 3 } });
    double.fail({ status: 503 }, { times: 100 });
    await expect(client.size()).rejects.toBeInstanceOf(RegistryUnavailable);
    expect(double.requests).toHaveLength(3);
  });
});
