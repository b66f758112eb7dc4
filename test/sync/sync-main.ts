import 'reflect-metadata';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRegistryClient } from '../../src/registry/client.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import { createLogger } from '../../src/shared/log.ts';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { createSync, type Sync } from '../../src/sync/sync.ts';
import { SyncInProgress } from '../../src/sync/sync-lease.ts';
import type { SyncRun } from '../../src/sync/sync-run.repository.ts';
import { startSchedule } from '../../src/sync/sync-schedule.ts';
import type { SyncTold, SyncWork } from './sync-process.ts';

// The program of `sync-process.ts`: does what the first line of its input says, and tells of it line by line.

const POLL_MS = 5;
const RETRY_MS = 20;
const EVERY = { calls: 10_000, perMs: 1_000 };

const say = (told: SyncTold): void => void process.stdout.write(`${JSON.stringify(told)}\n`);

function createSyncOn(database: Database, { registryUrl, settings, ttlMs }: SyncWork): Sync {
  return createSync({
    database,
    client: createRegistryClient({ url: registryUrl, rate: { bulk: EVERY }, firstWaitMs: 10 }),
    readFilter: json => json as StudyCriteria,
    logger: createLogger('silent'),
    settings,
    lease: { ttlMs },
  });
}

/** Tells each page once it is committed: it looks at the row, as anybody else could. */
async function watchPages({ runs }: Sync, after: number, signal: AbortSignal): Promise<void> {
  for (let told = 0; !signal.aborted; ) {
    const run = await runs.latest();
    if (run !== null && run.id > after && run.pages > told) {
      told = run.pages;
      say({ run: run.id, pages: told });
    }
    await sleep(POLL_MS);
  }
}

/** The lease of a process that was killed is held until it runs out. */
async function runWhenFree(sync: Sync): Promise<SyncRun> {
  for (;;) {
    try {
      return await sync.run({ full: true });
    } catch (error) {
      if (!(error instanceof SyncInProgress)) throw error;
      await sleep(RETRY_MS);
    }
  }
}

async function runOnce(database: Database, sync: Sync): Promise<void> {
  const before = (await sync.runs.latest())?.id ?? 0;
  const ended = new AbortController();
  const watching = watchPages(sync, before, ended.signal);
  const { id, state } = await runWhenFree(sync);
  ended.abort();
  await watching;
  await database.close();
  say({ run: id, state });
  process.exit(0);
}

async function begin(work: SyncWork): Promise<void> {
  const database = await openDatabase(work.database);
  const sync = createSyncOn(database, work);
  if (!work.schedule) return runOnce(database, sync);
  startSchedule({ ...work.schedule, sync, scope: null, logger: createLogger('silent') });
  say({ scheduled: true });
}

const input = createInterface({ input: process.stdin });
input.once('line', line => begin(JSON.parse(line) as SyncWork));
// It ends with whoever started it.
input.once('close', () => process.exit());
say({ ready: true });
