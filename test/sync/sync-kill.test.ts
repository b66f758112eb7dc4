import { setTimeout as sleep } from 'node:timers/promises';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createSyncRunRepository, type SyncRun } from '../../src/sync/sync-run.repository.ts';
import { databases, testDatabaseUrl } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';
import type { RegistryDouble, SeenRequest } from '../support/registry-double.ts';
import { openSyncLab } from '../support/sync-lab.ts';
import { contentOf, makePlace, type Place } from './sync-place.ts';
import { openSyncProcesses, type SyncProcess, type SyncProcesses } from './sync-process.ts';

// Fifty on each database, one of them on Node 20: the rest needs no fifty to see that another Node kills alike.
const KILLS = process.versions.node.startsWith('20.') || testDatabaseUrl !== undefined ? 50 : 5;
if (KILLS < 50) console.info(`Node ${process.versions.node}: a run is killed ${KILLS} times, not 50.`);

const SETTINGS = { pageSize: 4, windowStudies: 48 };
/** Pages a life is answered at once; each further one waits, so that no life is quick enough to see the end. */
const PAGES_OF_A_LIFE = 5;
const WAIT_MS = 300;
/** Milliseconds after the second page within which a life is ended: some pages' time. */
const LATEST_KILL_MS = 80;
const STUDIES = KILLS * (PAGES_OF_A_LIFE + 1) * SETTINGS.pageSize;

const two = (n: number): string => String(n).padStart(2, '0');
const studyOf = (i: number): StudyRecord =>
  aRecord({
    nctId: `NCT${10_000_001 + i}`,
    briefTitle: `Honey Drops, Part ${i}`,
    lastUpdatePostDate: `${2008 + (i % 17)}-${two(1 + (i % 12))}-${two(1 + (i % 28))}`,
    ...(i % 10 === 0 && { aliases: [`NCT${20_000_001 + i}`] }),
    locations: Array.from({ length: i % 4 }, (_, n) => ({ facility: `Clinic ${n}`, city: `Town ${i % 7}` })),
  });

/** The page a request asks for; null if it asks for something else. */
const pageOf = ({ url }: SeenRequest): string | null =>
  url.searchParams.get('pageSize') === String(SETTINGS.pageSize)
    ? `${url.searchParams.get('filter.advanced')} ${url.searchParams.get('pageToken') ?? 'first'}`
    : null;

const inOrder = async (place: Place): Promise<readonly SyncRun[]> => {
  const database = await place.open();
  const { runs } = await createSyncRunRepository(database).page({
    states: null,
    count: 1_000,
    cursor: null,
    backward: false,
  });
  await database.close();
  return runs.toReversed();
};

describe.each(databases)('a copy into the $kind database', ({ kind, open }) => {
  const records = Array.from({ length: STUDIES }, (_, i) => studyOf(i));
  let processes: SyncProcesses;
  let place: Place;
  let double: RegistryDouble;
  let undisturbed: Awaited<ReturnType<typeof contentOf>>;

  beforeAll(async () => {
    processes = await openSyncProcesses();
    place = await makePlace(kind);
    const other = await open();
    const lab = await openSyncLab(other.database, records, { settings: SETTINGS });
    double = lab.double;
    expect(await lab.sync.run()).toMatchObject({ state: 'COMPLETE', added: STUDIES });
    undisturbed = await contentOf(other.database);
    await other.dispose();
    double.forget();
  }, 60_000);
  afterAll(async () => {
    await processes.dispose();
    await double.close();
    await place.dispose();
  });

  /** Lets the double answer so many pages at once from now on. */
  const allow = (pages: number): void => {
    let asked = 0;
    double.heal();
    double.watch(request => {
      if (pageOf(request) !== null && ++asked > pages) double.fail({ slowMs: WAIT_MS }, { path: '/studies' });
    });
  };

  // A page is asked for while the one before it is stored. A life that ends earlier than with its second page could
  // ask a third time for a page that two lives before it had asked for and not stored.
  const killedAtRandom = async (life: SyncProcess, random: () => number): Promise<void> => {
    allow(PAGES_OF_A_LIFE);
    life.begin({ database: place.options, registryUrl: double.url, settings: SETTINGS, ttlMs: 300 });
    expect(await life.reaches(2)).toBeNull();
    await sleep(random() * LATEST_KILL_MS);
    await life.kill();
  };

  it(`killed ${KILLS} times is what it would have been`, { timeout: 300_000 }, async () => {
    const seed = Date.now();
    onTestFailed(() => console.info(`seed ${seed}`));
    const generator = xoroshiro128plus(seed);
    const random = () => (generator.next() >>> 0) / 2 ** 32;

    let next = processes.start();
    for (let kills = 0; kills < KILLS; kills++) {
      const life = await next;
      next = processes.start(); // it gets ready meanwhile
      await killedAtRandom(life, random);
    }
    const last = await next;
    allow(Number.POSITIVE_INFINITY);
    last.begin({ database: place.options, registryUrl: double.url, settings: SETTINGS, ttlMs: 300 });
    expect(await last.reaches(Number.POSITIVE_INFINITY)).toBe('COMPLETE');

    const database = await place.open();
    const content = await contentOf(database);
    await database.close();
    expect(content).toEqual(undisturbed);
  });

  it('each study came once', async () => {
    const database = await place.open();
    const changes = await database.query<{ nctId: string; kind: string }>(
      'select nct_id as "nctId", kind from study_change order by nct_id',
    );
    await database.close();
    expect(changes).toEqual(records.map(record => ({ nctId: nctIdOf(record), kind: 'ADDED' })));
  });

  it('no page was asked for more than twice', () => {
    const times = new Map<string, number>();
    for (const page of double.requests.map(pageOf))
      if (page !== null) times.set(page, (times.get(page) ?? 0) + 1);
    expect(times.size).toBeGreaterThanOrEqual(STUDIES / SETTINGS.pageSize);
    expect([...times].filter(([, n]) => n > 2)).toEqual([]);
    // Nor was a study missed by a checkpoint that ran ahead, and fetched by its number at the end.
    expect(double.requests.filter(({ url }) => url.searchParams.has('filter.ids'))).toEqual([]);
  });

  it('its rows tell of every life', async () => {
    const runs = await inOrder(place);
    expect(runs.map(({ state }) => state)).toEqual([...Array(KILLS).fill('INTERRUPTED'), 'COMPLETE']);
    expect(runs.map(({ continues }) => continues)).toEqual([null, ...runs.slice(0, -1).map(({ id }) => id)]);
    expect(runs.reduce((sum, { added }) => sum + added, 0)).toBe(STUDIES);
    for (const { kind: kindOfRun, pages, changed, removed, rejected, restarts } of runs) {
      expect({ kindOfRun, changed, removed, rejected, restarts }).toEqual({
        kindOfRun: 'FULL',
        changed: 0,
        removed: 0,
        rejected: 0,
        restarts: 0,
      });
      expect(pages).toBeGreaterThanOrEqual(1);
    }
    expect(runs.at(-1)).toMatchObject({ message: null, registryCount: STUDIES, mirrorCount: STUDIES });
  });
});
