import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, type TestGateway, type TestGatewayOptions } from '../support/test-gateway.ts';

const STUDY =
  'query ($id: NctId!) { study(nctId: $id) { nctId source { origin stale registryDataTimestamp } } }';
const IDS = records(5).map((_, i) => `NCT1000000${i + 1}`);

let test: TestDatabase;
let double: RegistryDouble;
let gateway: TestGateway;
const open = async (options: Partial<TestGatewayOptions>) => {
  gateway = await openTestGateway({ registryUrl: double.url, database: test.database, ...options });
  return gateway;
};
beforeAll(async () => {
  test = await openTestDatabase();
});
beforeEach(async () => {
  double = await startRegistryDouble(records(5));
});
afterEach(async () => {
  await gateway.close();
  await double.close();
});
afterAll(() => test.dispose());

describe('a limit of ours is no outage of the registry', () => {
  it('too many questions at a time are refused and never answered from what is stored', async () => {
    await open({ mode: 'auto', client: { rate: { person: { calls: 1, perMs: 60_000 } }, deadlineMs: 500 } });
    await gateway.ask(STUDY, { id: IDS[0] });
    const { errors } = await gateway.ask('{ studies(first: 1) { nodes { nctId } source { origin } } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  });

  it('a page that is too large comes in smaller ones, each study once and in order', async () => {
    const whole = Buffer.byteLength(JSON.stringify(records(5)));
    await open({ mode: 'auto', client: { maxResponseBytes: Math.ceil(whole * 0.7) } });
    const { data, errors } = await gateway.ask(
      '{ studies(first: 5) { totalCount nodes { nctId briefSummary { text } ...Rest } pageInfo { hasNextPage } source { origin } } } fragment Rest on Study { id }',
    );
    expect(errors).toBeUndefined();
    expect(data.studies.nodes.map(({ nctId }: { nctId: string }) => nctId)).toEqual(IDS);
    expect(data.studies).toMatchObject({
      totalCount: 5,
      pageInfo: { hasNextPage: false },
      source: { origin: 'REGISTRY' },
    });
  });

  it('an answer that stays too large is refused by name', async () => {
    await open({ mode: 'auto', client: { maxResponseBytes: 40 } });
    const { errors } = await gateway.ask(STUDY, { id: IDS[0] });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_LARGE' });
  });

  it('studies asked for in several calls fail only where their own call does', async () => {
    double.publish(records(150));
    await open({ mode: 'live', client: { retries: 0 } });
    const ids = records(150).map((_, i) => `NCT${10_000_001 + i}`);
    double.fail({ status: 503 }, { times: 1 });
    const aliases = ids.map((id, i) => `s${i}: study(nctId: "${id}") { nctId }`).join(' ');
    const { data, errors } = await gateway.ask(`{ ${aliases} }`);
    const answered = Object.values(data as Record<string, unknown>).filter(study => study !== null);
    expect([answered.length, errors?.length].sort()).toEqual([100, 50]);
  });
});

describe('the data edition', () => {
  it('of a record is that of the answer it came with, also after a newer one is out', async () => {
    await open({ mode: 'live', cache: { ttlMs: 60_000 }, editionFreshMs: 60_000 });
    const before = await gateway.ask(STUDY, { id: IDS[0] });
    double.publish(records(5), '2030-01-02T09:00:05');
    const cached = await gateway.ask(STUDY, { id: IDS[0] });
    const fetched = await gateway.ask(STUDY, { id: IDS[1] });
    expect(cached.data.study.source).toEqual(before.data.study.source);
    expect(fetched.data.study.source.registryDataTimestamp).toBe('2030-01-02T09:00:05');
  });

  it('of a first page is that of its answer, and its cursor goes on', async () => {
    await open({ mode: 'live', editionFreshMs: 60_000 });
    const query =
      'query ($after: String) { studies(first: 2, after: $after) { nodes { nctId } pageInfo { endCursor } source { dataTimestamp } } }';
    await gateway.ask(query);
    double.publish(records(5), '2030-01-02T09:00:05');
    const first = await gateway.ask(query);
    expect(first.data.studies.source.dataTimestamp).toBe('2030-01-02T09:00:05');
    const second = await gateway.ask(query, { after: first.data.studies.pageInfo.endCursor });
    expect(second.errors).toBeUndefined();
    expect(second.data.studies.nodes.map(({ nctId }: { nctId: string }) => nctId)).toEqual([IDS[2], IDS[3]]);
  });

  it('that changes between two pages ends the walk by name, however fresh the known one is', async () => {
    await open({ mode: 'live', editionFreshMs: 60_000 });
    const query =
      'query ($after: String) { studies(first: 2, after: $after) { nodes { nctId } pageInfo { endCursor } } }';
    const first = await gateway.ask(query);
    double.publish(records(5), '2030-01-02T09:00:05');
    const { errors } = await gateway.ask(query, { after: first.data.studies.pageInfo.endCursor });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'CURSOR_EXPIRED' });
  });
});
