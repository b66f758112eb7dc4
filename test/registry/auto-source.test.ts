import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/shared/errors.ts';
import type { Database } from '../../src/store/database.ts';
import type { Data } from '../support/ask-registry.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { aRecord, records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, store, type TestGateway } from '../support/test-gateway.ts';

const SAMPLE = 'NCT99000001';
const GONE = 'NCT10000099';
let test: TestDatabase;
let double: RegistryDouble;
let gateway: TestGateway;
beforeAll(async () => {
  test = await openTestDatabase();
  await store(test.database, records(12));
  await store(test.database, [
    aRecord({ nctId: GONE, briefTitle: 'Once copied, and gone from the registry' }),
    aRecord({ nctId: 'NCT10000050', aliases: ['NCT10000051'] }),
  ]);
  await store(test.database, [aRecord({ nctId: SAMPLE })], 'SAMPLE');
});
afterAll(() => test.dispose());
beforeEach(async () => {
  double = await startRegistryDouble(records(12));
  gateway = await open(test.database);
});
afterEach(async () => {
  await gateway.close();
  await double.close();
});
const open = (database: Database) =>
  openTestGateway({
    registryUrl: double.url,
    mode: 'auto',
    database,
    client: { retries: 0, circuit: { failures: 10_000 } },
  });
const goDown = () => double.fail({ status: 503 }, { times: 10_000 });

const SOURCE = 'source { origin stale registryDataTimestamp fetchedAt }';
const study = (nctId: string) => `study(nctId: "${nctId}") { nctId ${SOURCE} }`;
const ask = async (query: string, variables = {}): Promise<Data> => {
  const { data, errors } = await gateway.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
};

describe('studies by number', () => {
  it('come from the registry, and samples from the store beside them', async () => {
    const data = await ask(`{ real: ${study('NCT10000001')} sample: ${study(SAMPLE)} }`);
    expect(data.real.source).toMatchObject({
      origin: 'REGISTRY',
      stale: false,
      registryDataTimestamp: '2026-10-07T09:00:06',
    });
    expect(data.sample.source).toMatchObject({ origin: 'SAMPLE', stale: false, registryDataTimestamp: null });
    expect(double.requests.filter(({ url }) => url.pathname.endsWith('/studies'))).toHaveLength(1);
  });

  it('that the registry no longer has are not brought back by an old copy', async () => {
    expect(await ask(`{ ${study(GONE)} }`)).toEqual({ study: null });
  });

  it('are what is stored while the registry is down: copies, samples, obsolete numbers', async () => {
    goDown();
    const data = await ask(
      `{ real: ${study('NCT10000001')} sample: ${study(SAMPLE)} gone: ${study(GONE)} alias: ${study('NCT10000051')} }`,
    );
    const copied = {
      origin: 'MIRROR',
      stale: true,
      registryDataTimestamp: '2026-10-06T09:00:05',
      fetchedAt: '2026-10-06T10:00:00.000Z',
    };
    expect(data).toMatchObject({
      real: { nctId: 'NCT10000001', source: copied },
      sample: { nctId: SAMPLE, source: { origin: 'SAMPLE', stale: true } },
      gone: { nctId: GONE, source: copied },
      alias: { nctId: 'NCT10000050', source: copied },
    });
  });
});

describe('a list of studies', () => {
  const LIST = `query ($first: Int, $after: String, $filter: StudyFilter, $last: Int, $before: String, $sort: [StudySort!]) {
    studies(first: $first, after: $after, filter: $filter, last: $last, before: $before, sort: $sort) {
      nodes { nctId } pageInfo { hasNextPage endCursor } source { origin stale complete }
    }
  }`;
  const page = async (variables: object): Promise<Data> => (await ask(LIST, variables)).studies;
  const faultOf = async (variables: Record<string, unknown>) => {
    const { data, errors } = await gateway.ask(LIST, variables);
    expect(data).toEqual({ studies: null });
    return errors![0]!.extensions;
  };
  const idsOf = ({ nodes }: Data): string[] => nodes.map(({ nctId }: Data) => nctId);
  const LIVE = { origin: 'REGISTRY', stale: false, complete: true };
  const STORED = { origin: 'MIRROR', stale: true, complete: false };

  it('comes from the registry alone, without samples', async () => {
    const { source, ...list } = await page({ first: 100 });
    expect(source).toEqual(LIVE);
    expect(idsOf(list)).not.toContain(SAMPLE);
    expect(await page({ filter: { ids: [SAMPLE] } })).toMatchObject({ nodes: [], source: LIVE });
  });

  it('begun at the registry goes on there, and does not change over in an outage', async () => {
    const first = await page({ first: 5 });
    goDown();
    expect(await faultOf({ first: 5, after: first.pageInfo.endCursor })).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
    double.heal();
    const second = await page({ first: 5, after: first.pageInfo.endCursor });
    expect([...idsOf(first), ...idsOf(second)]).toEqual(records(10).map((_, i) => `NCT${10_000_001 + i}`));
  });

  it('begun in what is stored goes on there, also when the registry is back', async () => {
    goDown();
    const first = await page({ first: 10 });
    expect(first.source).toEqual(STORED);
    double.heal();
    double.forget();
    const second = await page({ first: 10, after: first.pageInfo.endCursor });
    expect(second.source).toMatchObject({ stale: true, complete: false });
    expect([...idsOf(first), ...idsOf(second)]).toHaveLength(15);
    expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(15);
    const back = await page({ last: 5, before: second.pageInfo.endCursor });
    expect(idsOf(back)).toHaveLength(5);
    expect(double.requests).toEqual([]);
  });

  it('is answered from what is stored by an expression, and in any order', async () => {
    goDown();
    for (const variables of [{ filter: { essie: 'ALL' } }, { sort: [{ field: 'RELEVANCE' }] }])
      expect((await page(variables)).source).toEqual(STORED);
  });

  it('refuses cursors that are none, under the argument they came in', async () => {
    expect(await faultOf({ after: '' })).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
    expect(await faultOf({ after: 'x' })).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
    expect(await faultOf({ after: 'r' })).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
    expect(await faultOf({ after: 's' })).toEqual({ code: 'BAD_USER_INPUT', argument: 'after' });
    expect(await faultOf({ before: 'x' })).toEqual({ code: 'BAD_USER_INPUT', argument: 'before' });
    expect(await faultOf({ last: 3 })).toEqual({ code: 'BAD_USER_INPUT', argument: 'last, before' });
  });
});

describe('a store that fails', () => {
  const broken = (): Database => {
    const fail = () => Promise.reject(new StoreUnavailable('The database does not answer.'));
    return { kind: 'embedded', query: fail, transaction: fail, ping: fail, close: async () => {} };
  };
  beforeEach(async () => {
    await gateway.close();
    gateway = await open(broken());
  });

  it('is the misfortune of those alone that only it could have', async () => {
    const { data, errors } = await gateway.ask(
      `{ real: ${study('NCT10000001')} sample: ${study(SAMPLE)} registry { reachable mirror { studyCount } } }`,
    );
    expect(data.real.source.origin).toBe('REGISTRY');
    expect(data).toMatchObject({ sample: null, registry: { reachable: true, mirror: null } });
    expect(errors?.map(({ path, extensions }) => [path?.join('.'), extensions]).sort()).toEqual([
      ['registry.mirror', { code: 'STORE_UNAVAILABLE' }],
      ['sample', { code: 'STORE_UNAVAILABLE' }],
    ]);
  });

  it('while the registry is down too leaves the outage as the reason', async () => {
    goDown();
    const { data, errors } = await gateway.ask(`{ ${study('NCT10000001')} studies { totalCount } }`);
    expect(data).toEqual({ study: null, studies: null });
    for (const { extensions } of errors!)
      expect(extensions).toEqual({ code: 'UPSTREAM_UNAVAILABLE', status: 503 });
  });
});
