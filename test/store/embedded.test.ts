import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/shared/errors.ts';
import type { Database } from '../../src/store/database.ts';
import { openEmbeddedWorker } from '../../src/store/embedded.worker.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { DataDirInUse, StatementTimedOut } from '../../src/store/store.errors.ts';
import { createTestDataDir, fillTestDataDir as fill } from '../support/database.ts';
import { startProcess } from './process.ts';

const endless = 'with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n';

describe('the embedded database', () => {
  let dataDir: string;
  let database: Database;
  beforeAll(async () => {
    dataDir = await createTestDataDir();
    database = await openDatabase({ dataDir, statementTimeout: 1_000 });
    await database.query('create table thing (name text)');
  });
  afterAll(async () => {
    await database.close();
    await rm(dataDir, { recursive: true });
  });

  it('works on a thread of its own: the event loop runs on while it computes', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const started = performance.now();
    await database.query('select count(*) from generate_series(1, 1500000)');
    const took = performance.now() - started;
    delay.disable();
    expect(took).toBeGreaterThan(100);
    expect(delay.max / 1e6).toBeLessThan(took / 2);
  });

  it('cuts off a statement that takes too long, and serves who waited behind it', async () => {
    const tooLong = database.query(endless).catch((error: unknown) => error);
    const behind = database.query('select 1 as one');
    expect(await tooLong).toBeInstanceOf(StatementTimedOut);
    expect(await behind).toEqual([{ one: 1 }]);
  });

  it('loses a transaction that was cut off as a whole, and nothing that was committed', async () => {
    await database.query(`insert into thing values ('kept')`);
    const cut = database.transaction(async tx => {
      await tx.query(`insert into thing values ('lost')`);
      await tx.query(endless).catch(() => undefined);
      await tx.query(`insert into thing values ('not outside a transaction')`);
    });
    await expect(cut).rejects.toBeInstanceOf(StoreUnavailable);
    expect(await database.query('select name from thing')).toEqual([{ name: 'kept' }]);
  });

  it('is refused to a second opening, by name', async () => {
    await expect(openDatabase({ dataDir })).rejects.toBeInstanceOf(DataDirInUse);
  });
});

describe('the thread of the embedded database', () => {
  it('fails what it was asked when it dies, and whatever comes after', async () => {
    const dataDir = await createTestDataDir();
    const worker = await openEmbeddedWorker({ folder: join(dataDir, 'pgdata') });
    const pending = [worker.ask(endless, []), worker.ask('select 1', [])].map(each =>
      each.catch((error: unknown) => error),
    );
    await sleep(100);
    await worker.terminate();
    for (const outcome of await Promise.all(pending)) expect(outcome).toBeInstanceOf(StoreUnavailable);
    await expect(worker.ask('select 1', [])).rejects.toBeInstanceOf(StoreUnavailable);
    expect(worker.alive).toBe(false);
    await rm(dataDir, { recursive: true });
  });
});

describe('the folder of the embedded database', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'trialweave-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('is free again, and usable, when a first start was killed in the middle', async () => {
    for (const moment of [300, 1_200, 2_400]) {
      const other = await startProcess();
      const opening = other.ask('open', dataDir).catch(() => undefined);
      await sleep(moment);
      await other.kill();
      await opening;
    }
    const database = await openDatabase({ dataDir });
    await database.ping();
    await database.close();
    expect(existsSync(join(dataDir, 'pgdata.building'))).toBe(false);
  });

  it('keeps what was committed when its process is killed', async () => {
    await fill(dataDir);
    const other = await startProcess();
    await other.ask('open', dataDir);
    await other.ask('query', 'create table thing (name text)');
    await other.ask('query', `insert into thing values ('kept')`);
    await other.kill();
    const database = await openDatabase({ dataDir });
    expect(await database.query('select name from thing')).toEqual([{ name: 'kept' }]);
    await database.close();
  });

  it.each([
    ['of another version', 'PG_VERSION', '15\n', 'PostgreSQL version 15'],
    ['that is damaged', 'global/pg_control', 'x', 'pg_control'],
  ])('is named, and let go of, with a database %s', async (_, file, content, reason) => {
    await fill(dataDir);
    await writeFile(join(dataDir, 'pgdata', file), content);
    for (let time = 0; time < 2; time++) {
      const refusal = await openDatabase({ dataDir }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(StoreUnavailable);
      expect(refusal).not.toBeInstanceOf(DataDirInUse);
      expect((refusal as Error).message).toContain(dataDir);
      expect((refusal as Error).message).toContain(reason);
    }
  });
});
