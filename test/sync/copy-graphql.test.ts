import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Data } from '../support/ask-registry.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';
import { forgetCopy, openSyncLab, type SyncLab } from '../support/sync-lab.ts';
import { openTestGateway, type TestGateway, type TestGatewayOptions } from '../support/test-gateway.ts';

const ID = 'NCT10000001';
const OTHER = 'NCT10000002';
const place = (facility: string) => ({
  facility,
  city: 'Basel',
  country: 'Switzerland',
  status: 'RECRUITING',
});
const study = (overrides: Parameters<typeof aRecord>[0] = {}): StudyRecord =>
  aRecord({ nctId: ID, status: 'RECRUITING', locations: [place('North'), place('South')], ...overrides });
const other = aRecord({ nctId: OTHER, conditions: ['Hay fever'], status: 'RECRUITING' });

let test: TestDatabase;
let lab: SyncLab;
const gateways: TestGateway[] = [];

beforeAll(async () => {
  test = await openTestDatabase();
});
beforeEach(async () => {
  lab = await openSyncLab(test.database, [study(), other]);
});
afterEach(async () => {
  await Promise.all(gateways.splice(0).map(gateway => gateway.close()));
  await lab.close();
  await forgetCopy(test.database);
});
afterAll(() => test.dispose());

const open = async (options: Partial<TestGatewayOptions> = {}): Promise<TestGateway> => {
  const gateway = await openTestGateway({
    registryUrl: lab.double.url,
    database: test.database,
    mode: 'auto',
    ...options,
  });
  gateways.push(gateway);
  return gateway;
};
let editions = 0;
/** A new edition of the registry, and a run that takes it over. */
const sync = (...records: StudyRecord[]) => {
  editions++;
  lab.double.publish(records, `2026-10-08T09:00:${String(editions).padStart(2, '0')}`);
  return lab.sync.run({ full: true });
};
const answered = async (gateway: TestGateway, query: string, variables = {}): Promise<Data> => {
  const { data, errors } = await gateway.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
};

describe('the history of a study', () => {
  it('is told change by change, each value by its path', async () => {
    await lab.sync.run();
    await sync(
      study({ status: 'SUSPENDED', locations: [place('North'), place('Middle'), place('South')] }),
      other,
    );
    const gateway = await open({ mode: 'mirror' });
    const { study: found } = await answered(
      gateway,
      `{ study(nctId: "${ID}") { history(first: 5) { totalCount nodes {
          kind nctId versionDate registryDataTimestamp
          differences { path items kind before after }
          studyBefore { overallStatus locations { nodes { facility } } }
          study { overallStatus }
        } } } }`,
    );
    const [added, changed] = found.history.nodes;
    expect(found.history.totalCount).toBe(2);
    expect(added).toMatchObject({ kind: 'ADDED', nctId: ID, differences: [], studyBefore: null });
    expect(changed).toMatchObject({
      kind: 'CHANGED',
      studyBefore: {
        overallStatus: 'RECRUITING',
        locations: { nodes: [{ facility: 'North' }, { facility: 'South' }] },
      },
      study: { overallStatus: 'SUSPENDED' },
    });
    expect(changed.differences).toEqual([
      {
        path: 'protocolSection.statusModule.overallStatus',
        items: [],
        kind: 'CHANGED',
        before: 'RECRUITING',
        after: 'SUSPENDED',
      },
      {
        path: 'protocolSection.contactsLocationsModule.locations',
        items: ['Middle, Basel, Switzerland'],
        kind: 'ADDED',
        before: null,
        after: place('Middle'),
      },
    ]);
  });

  it('tells what the study was at any moment', async () => {
    await lab.sync.run();
    const between = new Date().toISOString();
    await sync(study({ status: 'COMPLETED' }), other);
    const gateway = await open({ mode: 'mirror' });
    const query = `query AsOf($moment: DateTimeISO!) { study(nctId: "${ID}") {
      overallStatus asOf(date: $moment) { overallStatus source { origin } history { totalCount } } } }`;
    expect(await answered(gateway, query, { moment: between })).toEqual({
      study: {
        overallStatus: 'COMPLETED',
        asOf: { overallStatus: 'RECRUITING', source: { origin: 'MIRROR' }, history: { totalCount: 2 } },
      },
    });
    expect((await answered(gateway, query, { moment: '2020-01-01T00:00:00Z' })).study.asOf).toBeNull();
  });

  it('is searched by moment, path, study and kind, and paged both ways', async () => {
    await lab.sync.run();
    const since = new Date().toISOString();
    await sync(study({ status: 'SUSPENDED' }), other);
    await sync(study({ status: 'SUSPENDED', locations: [place('North')] }));
    const gateway = await open({ mode: 'mirror' });
    const find = async (args: string) =>
      (await answered(gateway, `{ studyChanges(${args}) { totalCount nodes { nctId kind } } }`)).studyChanges;
    expect(await find(`since: "${since}"`)).toEqual({
      totalCount: 3,
      nodes: expect.arrayContaining([
        { nctId: ID, kind: 'CHANGED' },
        { nctId: OTHER, kind: 'REMOVED' },
      ]),
    });
    expect((await find('paths: ["protocolSection.statusModule"]')).totalCount).toBe(1);
    // A location that went as a whole took its status along.
    expect(
      (await find('paths: ["protocolSection.contactsLocationsModule.locations.status"]')).totalCount,
    ).toBe(1);
    expect((await find('paths: ["protocolSection.designModule"]')).totalCount).toBe(0);
    expect((await find(`nctIds: ["${OTHER}"], kinds: [REMOVED]`)).totalCount).toBe(1);

    const page = `query Page($after: String, $before: String, $first: Int, $last: Int) {
      studyChanges(first: $first, after: $after, last: $last, before: $before) {
        nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`;
    const { studyChanges: one } = await answered(gateway, page, { first: 3 });
    const { studyChanges: two } = await answered(gateway, page, { first: 3, after: one.pageInfo.endCursor });
    const { studyChanges: back } = await answered(gateway, page, {
      last: 3,
      before: two.pageInfo.startCursor,
    });
    expect([one.nodes.length, two.nodes.length]).toEqual([3, 2]);
    expect(back.nodes).toEqual(one.nodes);
    expect([one.pageInfo.hasNextPage, two.pageInfo.hasNextPage, two.pageInfo.hasPreviousPage]).toEqual([
      true,
      false,
      true,
    ]);
    const [{ id }] = one.nodes;
    expect(
      await answered(gateway, `{ node(id: "${id}") { id ... on StudyChange { nctId } } }`),
    ).toMatchObject({
      node: { id, nctId: expect.stringMatching(/^NCT/) },
    });
  });

  it.each([
    ['nctIds: ["NCT"]', 'nctIds'],
    ['paths: []', 'paths'],
    ['first: 3, after: "x"', 'cursor'],
  ])('refuses %s in words', async (args, word) => {
    const gateway = await open({ mode: 'mirror' });
    const { errors } = await gateway.ask(`{ studyChanges(${args}) { totalCount } }`);
    expect(errors).toMatchObject([
      { message: expect.stringContaining(word), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

describe('the automatic mode', () => {
  const ASK = `{ study(nctId: "${ID}") { overallStatus source { origin stale registryDataTimestamp } } }`;
  const FIND =
    '{ studies(filter: { overallStatus: [RECRUITING] }) { totalCount source { origin complete stale } } }';

  it('answers from a copy that is fresh, and asks nobody', async () => {
    await lab.sync.run();
    const gateway = await open();
    lab.double.forget();
    expect(await answered(gateway, ASK)).toMatchObject({
      study: { source: { origin: 'MIRROR', stale: false, registryDataTimestamp: '2026-10-07T09:00:06' } },
    });
    expect(await answered(gateway, FIND)).toEqual({
      studies: { totalCount: 2, source: { origin: 'MIRROR', complete: true, stale: false } },
    });
    expect(lab.double.requests).toEqual([]);
  });

  it('leaves words to the registry, which knows synonyms', async () => {
    await lab.sync.run();
    const { studies } = await answered(
      await open(),
      '{ studies(filter: { condition: "hay fever" }) { source { origin } } }',
    );
    expect(studies.source.origin).toBe('REGISTRY');
  });

  it('asks the registry where the copy is old, and renews the study behind the answer', async () => {
    await lab.sync.run();
    lab.double.publish([study({ status: 'SUSPENDED' }), other]);
    const gateway = await open({ maxAgeMs: 0 });
    expect(await answered(gateway, ASK)).toMatchObject({
      study: { overallStatus: 'SUSPENDED', source: { origin: 'REGISTRY', stale: false } },
    });
    await gateway.refreshed();
    expect((await lab.held()).get(ID)).toEqual(study({ status: 'SUSPENDED' }));
    expect(await lab.history.count({ nctIds: [ID] })).toBe(2);
  });

  it('falls back to an old copy while the registry is down, and says so', async () => {
    await lab.sync.run();
    const gateway = await open({ maxAgeMs: 0, client: { retries: 0, firstWaitMs: 1 } });
    lab.double.fail({ status: 503 }, { times: 1_000 });
    expect(await answered(gateway, ASK)).toMatchObject({
      study: { source: { origin: 'MIRROR', stale: true } },
    });
    expect(await answered(gateway, FIND)).toMatchObject({
      studies: { source: { origin: 'MIRROR', stale: true } },
    });
  });

  it('a copy of a part answers for its studies alone, and for no list', async () => {
    await lab.sync.run({ scope: 'AREA[Condition]Cough OR AREA[Condition]"Hay fever"' });
    expect(await lab.sync.run({ scope: '{"condition":"hay fever"}' })).toMatchObject({ state: 'COMPLETE' });
    const gateway = await open();
    const origin = async (id: string) =>
      (await answered(gateway, `{ study(nctId: "${id}") { source { origin } } }`)).study.source.origin;
    expect(await origin(OTHER)).toBe('MIRROR');
    expect((await answered(gateway, FIND)).studies.source.origin).toBe('REGISTRY');
  });

  it('a study the registry has removed is no longer found', async () => {
    await lab.sync.run();
    await sync(other);
    const gateway = await open();
    expect(await answered(gateway, ASK)).toEqual({ study: null });
    expect(await answered(gateway, FIND)).toMatchObject({ studies: { totalCount: 1 } });
  });
});

describe('runs', () => {
  it('are told with how they ended, and how the copy stands', async () => {
    await lab.sync.run();
    const gateway = await open();
    const { syncRuns, registry } = await answered(
      gateway,
      `{ syncRuns(first: 1) { totalCount nodes { id number kind state seen added registryCount mirrorCount bytes seconds continues { id } } }
         registry { mirror { studyCount isFresh isComplete removedCount setAsideCount setAside { reason } lastRun { state } lastCompleteRun { number } } } }`,
    );
    expect(syncRuns.nodes[0]).toMatchObject({
      kind: 'FULL',
      state: 'COMPLETE',
      seen: 2,
      added: 2,
      continues: null,
    });
    expect(registry.mirror).toMatchObject({
      studyCount: 2,
      isFresh: true,
      isComplete: true,
      setAsideCount: 0,
    });
    const { node } = await answered(
      gateway,
      `{ node(id: "${syncRuns.nodes[0].id}") { ... on SyncRun { number } } }`,
    );
    expect(node.number).toBe(syncRuns.nodes[0].number);
  });
});

describe('subscriptions', () => {
  const subscribe = async (gateway: TestGateway, query: string, variables = {}) => {
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
    });
    const events = client.iterate<Data>({ query, variables });
    return {
      next: async () => (await events.next()).value as { data: Data; errors?: unknown },
      end: () => client.dispose(),
    };
  };
  /** The server begins to listen a moment after it was asked to. */
  const whileListening = async <T>(next: Promise<T>, act: () => Promise<unknown>): Promise<T> => {
    await new Promise(resolve => setTimeout(resolve, 300));
    await act();
    return next;
  };

  it('tell of changes as they are seen, filtered by study and by what the study is', async () => {
    await lab.sync.run();
    const gateway = await open({ mode: 'mirror' });
    const all = await subscribe(
      gateway,
      `subscription { studyChanged(nctIds: ["${ID}"]) { nctId kind differences { path } study { overallStatus } } }`,
    );
    const recruiting = await subscribe(
      gateway,
      'subscription { studyChanged(filter: { overallStatus: [RECRUITING] }) { nctId kind } }',
    );
    const [first, second] = [all.next(), recruiting.next()];
    const changed = await whileListening(first, () =>
      sync(
        study({ status: 'SUSPENDED' }),
        aRecord({ nctId: OTHER, status: 'RECRUITING', sponsor: 'Another' }),
      ),
    );
    expect(changed.data.studyChanged).toEqual({
      nctId: ID,
      kind: 'CHANGED',
      differences: [{ path: 'protocolSection.statusModule.overallStatus' }],
      study: { overallStatus: 'SUSPENDED' },
    });
    expect((await second).data.studyChanged).toEqual({ nctId: OTHER, kind: 'CHANGED' });
    await Promise.all([all.end(), recruiting.end()]);
  });

  it('tell how a run goes on until it ends', async () => {
    const gateway = await open({ mode: 'mirror' });
    const { next, end } = await subscribe(
      gateway,
      'subscription { syncProgress { number state phase seen } }',
    );
    let event = await whileListening(next(), () => lab.sync.run());
    while (event.data.syncProgress.state === 'RUNNING') event = await next();
    expect(event.data.syncProgress).toMatchObject({ state: 'COMPLETE', seen: 2 });
    const { number } = event.data.syncProgress;
    const past = await subscribe(gateway, `subscription { syncProgress(runId: "${number}") { state } }`);
    expect((await past.next()).data.syncProgress.state).toBe('COMPLETE');
    expect(await past.next()).toBeUndefined();
    await Promise.all([end(), past.end()]);
  });

  it('refuse a study number that is none', async () => {
    const gateway = await open({ mode: 'mirror' });
    const { next, end } = await subscribe(gateway, 'subscription { studyChanged(nctIds: ["x"]) { nctId } }');
    expect((await next()).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: 'nctIds' } },
    ]);
    await end();
  });
});
