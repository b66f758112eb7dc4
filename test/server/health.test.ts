import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, type TestGateway } from '../support/test-gateway.ts';

let test: TestDatabase;
let double: RegistryDouble;
let gateway: TestGateway;
beforeAll(async () => {
  test = await openTestDatabase();
});
beforeEach(async () => {
  double = await startRegistryDouble(records(1));
  gateway = await openTestGateway({ registryUrl: double.url, mode: 'auto', database: test.database });
});
afterEach(async () => {
  await gateway.close();
  await double.close();
});
afterAll(() => test.dispose());

const get = async (path: string) => {
  const response = await fetch(gateway.url + path);
  return [response.status, await response.json()];
};

describe('health', () => {
  it('says that the process runs and that it can serve', async () => {
    expect(await get('/healthz')).toEqual([200, { status: 'ok' }]);
    expect(await get('/readyz')).toEqual([200, { status: 'ready' }]);
  });

  it('does not depend on the registry', async () => {
    double.fail('drop', { times: 100 });
    expect(await get('/readyz')).toEqual([200, { status: 'ready' }]);
    expect(double.requests).toEqual([]);
  });

  it('answers what was accepted before it closes, and is gone then', async () => {
    double.fail({ slowMs: 400 }, { path: '/studies' });
    const slow = gateway.ask('{ study(nctId: "NCT10000001") { nctId } }');
    await expect.poll(() => double.requests.length).toBe(1);
    const closed = gateway.close();
    expect((await slow).data).toEqual({ study: { nctId: 'NCT10000001' } });
    await closed;
    await expect(fetch(`${gateway.url}/readyz`)).rejects.toThrow();
  });

  it('is not ready while the database hangs, and says so soon', async () => {
    const database = { ...test.database, ping: () => new Promise<never>(() => {}) };
    await using stuck = await openTestGateway({ registryUrl: double.url, mode: 'auto', database });
    const response = await fetch(`${stuck.url}/readyz`, { signal: AbortSignal.timeout(5_000) });
    expect(response.status).toBe(503);
  });

  it('is not ready once the database is gone, though the process runs', async () => {
    await test.database.close();
    expect(await get('/readyz')).toEqual([
      503,
      { status: 'not ready', fault: 'the database does not answer' },
    ]);
    expect(await get('/healthz')).toEqual([200, { status: 'ok' }]);
    const { data, errors } = await gateway.ask(
      '{ study(nctId: "NCT10000001") { nctId } registry { mirror { studyCount } } }',
    );
    expect(data).toEqual({ study: { nctId: 'NCT10000001' }, registry: { mirror: null } });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'STORE_UNAVAILABLE' }]);
  });
});
