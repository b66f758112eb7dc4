import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { createSyncRunRepository, type SyncRun } from '../../src/sync/sync-run.repository.ts';
import { testDatabaseUrl } from '../support/database.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { makePlace, type Place } from './sync-place.ts';
import { openSyncProcesses, type SyncProcess, type SyncProcesses } from './sync-process.ts';

if (testDatabaseUrl === undefined)
  console.info('TEST_DATABASE_URL is not set: replicas, which share a server, were not tested.');

const SETTINGS = { pageSize: 5, windowStudies: 20 };
const TTL_MS = 1_000;
const WATCH_MS = 300;
/** What a loaded machine may take on top. */
const SLACK_MS = 3_000;
const TICK_MS = 3_000;
const EVERY_TICK = '*/3 * * * * *';
const ALL = records(40);

const isVersion = ({ url }: { readonly url: URL }): boolean => url.pathname.endsWith('/version');
const msOf = (date: Date | null): number => date!.getTime();

/** Once, so soon that a test can wait for it, and late enough for two processes to have begun. */
const onceIn = (ms: number): string => {
  const at = new Date(Math.ceil((Date.now() + ms) / 1_000) * 1_000);
  return `${at.getUTCSeconds()} ${at.getUTCMinutes()} ${at.getUTCHours()} ${at.getUTCDate()} ${at.getUTCMonth() + 1} *`;
};

describe.skipIf(testDatabaseUrl === undefined)('two replicas with one schedule', () => {
  let processes: SyncProcesses;
  let place: Place;
  let database: Database;
  let double: RegistryDouble;
  beforeAll(async () => {
    processes = await openSyncProcesses();
  });
  beforeEach(async () => {
    place = await makePlace('postgres');
    database = await place.open();
    double = await startRegistryDouble(ALL);
  });
  afterEach(async () => {
    await processes.killAll();
    await double.close();
    await database.close();
    await place.dispose();
  });
  afterAll(() => processes.dispose());

  const startTwo = async (cronOf: () => string): Promise<readonly SyncProcess[]> => {
    const replicas = await Promise.all([processes.start(), processes.start()]);
    const schedule = { cron: cronOf(), watchMs: WATCH_MS };
    const work = { database: place.options, registryUrl: double.url, settings: SETTINGS, ttlMs: TTL_MS };
    for (const each of replicas) each.begin({ ...work, schedule });
    await Promise.all(replicas.map(each => each.scheduled()));
    return replicas;
  };
  const runs = async (): Promise<readonly SyncRun[]> => {
    const all = { states: null, count: 100, cursor: null, backward: false };
    return (await createSyncRunRepository(database).page(all)).runs.toReversed();
  };
  const latest = async (): Promise<SyncRun | undefined> => (await runs()).at(-1);
  const lastTick = async (): Promise<number | null> => {
    const [lease] = await database.query<{ tick: Date | null }>('select last_tick as tick from sync_lease');
    return lease?.tick?.getTime() ?? null;
  };
  /** The replica whose run is under way and has stored so many studies. */
  const holderAt = async (studies: number, replicas: readonly SyncProcess[]) => {
    await expect
      .poll(async () => (await latest())?.added ?? 0, { timeout: 20_000 })
      .toBeGreaterThanOrEqual(studies);
    const [lease] = await database.query<{ holder: string }>('select holder from sync_lease');
    const holder = replicas.find(({ pid }) => lease!.holder.startsWith(`process ${pid} `))!;
    return { holder, run: (await latest())! };
  };
  const expectOneAfterTheOther = (all: readonly SyncRun[]): void => {
    for (const [i, run] of all.slice(1).entries())
      expect(msOf(run.startedAt)).toBeGreaterThanOrEqual(msOf(all[i]!.endedAt));
  };
  const isDone = async (): Promise<boolean> => {
    const state = (await latest())?.state;
    return state !== undefined && state !== 'RUNNING';
  };

  it('run once at each of its moments, and never at the same time', { timeout: 60_000 }, async () => {
    const ticks: number[] = [];
    let edition = 0;
    // Each run finds a new edition, so that it has something to do.
    double.watch(request => {
      if (isVersion(request)) double.publish(ALL, `2026-10-08T09:00:0${++edition % 10}`);
    });
    await startTwo(() => EVERY_TICK);
    while (ticks.length < 5) {
      const tick = await lastTick();
      if (tick !== null && tick !== ticks.at(-1)) ticks.push(tick);
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    const beforeNext = { timeout: TICK_MS - 500 };
    await expect.poll(async () => (await runs()).length, beforeNext).toBe(ticks.length);
    await expect.poll(isDone, beforeNext).toBe(true);

    for (const tick of ticks) expect(tick % TICK_MS).toBe(0);
    expect(ticks.at(-1)! - ticks[0]!).toBe((ticks.length - 1) * TICK_MS);
    const all = await runs();
    expect(all.map(({ state, trigger }) => `${state} by ${trigger}`)).toEqual(
      Array(ticks.length).fill('COMPLETE by schedule'),
    );
    expect(all.map(({ continues }) => continues)).toEqual(Array(ticks.length).fill(null));
    expect(all.filter(({ pages }) => pages > 0)).toHaveLength(ticks.length);
    expectOneAfterTheOther(all);
    // Nobody asked who did not run.
    expect(double.requests.filter(isVersion)).toHaveLength(ticks.length);
  });

  it('if one is killed while it runs, the other goes on', { timeout: 60_000 }, async () => {
    double.fail({ slowMs: 200 }, { path: '/studies', times: 1_000 });
    const replicas = await startTwo(() => onceIn(4_000));
    const { holder, run } = await holderAt(10, replicas);
    await holder.kill();
    const [{ at: killedAt }] = (await database.query<{ at: Date }>('select now() as at')) as [{ at: Date }];
    const asked = double.requests.filter(isVersion).length;
    expect(asked).toBe(1);

    await expect.poll(async () => (await latest())!.id, { timeout: 20_000 }).not.toBe(run.id);
    double.heal();
    await expect.poll(isDone, { timeout: 20_000 }).toBe(true);
    const [dead, heir, ...others] = await runs();
    expect(others).toEqual([]);
    expect(dead).toMatchObject({ id: run.id, state: 'INTERRUPTED', trigger: 'schedule' });
    expect(heir).toMatchObject({ state: 'COMPLETE', continues: run.id, trigger: 'schedule', kind: 'FULL' });
    expect(dead!.added + heir!.added).toBe(ALL.length);
    expect(heir!.added).toBeLessThan(ALL.length);
    expectOneAfterTheOther([dead!, heir!]);
    expect(msOf(heir!.startedAt) - msOf(killedAt)).toBeLessThan(TTL_MS + WATCH_MS + SLACK_MS);
    expect(double.requests.filter(isVersion)).toHaveLength(asked + 1);
  });

  it('one that stood still for longer than its lease writes nothing more', { timeout: 60_000 }, async () => {
    double.fail({ slowMs: 200 }, { path: '/studies', times: 1_000 });
    const replicas = await startTwo(() => onceIn(4_000));
    const { holder, run } = await holderAt(10, replicas);
    holder.signal('SIGSTOP');
    await expect.poll(async () => (await latest())!.id, { timeout: 20_000 }).not.toBe(run.id);
    const before = await createSyncRunRepository(database).byId(run.id);
    holder.signal('SIGCONT');
    double.heal();
    await expect.poll(isDone, { timeout: 20_000 }).toBe(true);

    const [stopped, heir, ...others] = await runs();
    expect(others).toEqual([]);
    expect(stopped).toEqual(before);
    expect(stopped).toMatchObject({ state: 'INTERRUPTED' });
    expect(heir).toMatchObject({ state: 'COMPLETE', continues: run.id });
    expect(stopped!.added + heir!.added).toBe(ALL.length);
  });
});
