import { link, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../../src/shared/errors.ts';
import { lockDataDir } from '../../src/store/data-dir.lock.ts';
import { DataDirInUse } from '../../src/store/store.errors.ts';
import { type OtherProcess, startProcess } from './process.ts';

let root: string;
let processes: OtherProcess[];
const start = async (): Promise<OtherProcess> => {
  const started = await startProcess();
  processes.push(started);
  return started;
};

const recordsOf = async (dataDir: string): Promise<string[]> =>
  (await readdir(join(dataDir, 'lock'))).filter(name => name.endsWith('.json'));

describe('the lock of a data folder', () => {
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'trialweave-lock-'));
    processes = [];
  });
  afterEach(async () => {
    for (const each of processes) await each.kill();
    await rm(root, { recursive: true, force: true });
  });

  it('refuses a second process at once, naming the first', async () => {
    const other = await start();
    await other.ask('lock', root);
    const asked = performance.now();
    const refusal = await lockDataDir(root).catch((error: unknown) => error);
    expect(performance.now() - asked).toBeLessThan(500);
    expect(refusal).toBeInstanceOf(DataDirInUse);
    const { message } = refusal as Error;
    for (const part of [root, `process ${other.pid} on ${hostname()}`, 'since 2', 'DATABASE_URL'])
      expect(message).toContain(part);
  });

  it('refuses a second opening by the same process', async () => {
    const lock = await lockDataDir(root);
    await expect(lockDataDir(root)).rejects.toThrow(`process ${process.pid}`);
    await lock.release();
    await (await lockDataDir(root)).release();
  });

  it('passes to the next at once when its owner is killed', async () => {
    const other = await start();
    await other.ask('lock', root);
    await other.kill();
    const asked = performance.now();
    const lock = await lockDataDir(root);
    expect(performance.now() - asked).toBeLessThan(500);
    await lock.release();
    expect(await recordsOf(root)).toEqual(['2.json']);
  });

  it('does not take a stopped process for a dead one', async () => {
    const other = await start();
    await other.ask('lock', root);
    other.signal('SIGSTOP');
    await expect(lockDataDir(root)).rejects.toThrow(`process ${other.pid}`);
  });

  it('goes by the socket alone: a living process with the number of the dead owner changes nothing', async () => {
    const other = await start();
    await other.ask('lock', root);
    await other.kill();
    const [record] = await recordsOf(root);
    const path = join(root, 'lock', record!);
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), pid: process.pid }));
    await (await lockDataDir(root)).release();
  });

  it('takes over a record cut short by a power failure', async () => {
    await mkdir(join(root, 'lock'));
    await writeFile(join(root, 'lock', '7.json'), '');
    await (await lockDataDir(root)).release();
    expect(await recordsOf(root)).toEqual(['8.json']);
  });

  it('sweeps away what was left by processes killed in the middle, when it is old', async () => {
    await mkdir(join(root, 'lock'));
    for (const name of ['old.draft', 'old.sock', 'new.draft']) await writeFile(join(root, 'lock', name), '');
    const long = new Date(Date.now() - 120_000);
    for (const name of ['old.draft', 'old.sock']) await utimes(join(root, 'lock', name), long, long);
    await (await lockDataDir(root)).release();
    expect((await readdir(join(root, 'lock'))).sort()).toEqual(['1.json', 'new.draft']);
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const deep = join(root, 'd'.repeat(120), 'e'.repeat(60));
    const other = await start();
    await other.ask('lock', deep);
    await expect(lockDataDir(deep)).rejects.toThrow(DataDirInUse);
    await other.kill();
    await (await lockDataDir(deep)).release();
    expect(await readdir(join(deep, 'lock'))).toEqual(['2.json']);
  });

  it('says when the folder cannot be used', async () => {
    await writeFile(join(root, 'file'), '');
    const refusal = await lockDataDir(join(root, 'file')).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StoreUnavailable);
    expect((refusal as Error).message).toContain(join(root, 'file'));
  });

  it('has one winner when two start in the same instant, twenty times, half of them after a killed owner', async () => {
    const [first, second, victim] = await Promise.all([start(), start(), start()]);
    const stale = join(root, 'stale');
    await victim.ask('lock', stale);
    await victim.kill();
    const left = await readdir(join(stale, 'lock'));
    expect(left).toHaveLength(2);

    for (let round = 0; round < 20; round++) {
      const dataDir = join(root, String(round));
      await mkdir(join(dataDir, 'lock'), { recursive: true });
      if (round % 2 === 1)
        for (const name of left) await link(join(stale, 'lock', name), join(dataDir, 'lock', name));
      const outcomes = await Promise.allSettled([first.ask('lock', dataDir), second.ask('lock', dataDir)]);
      expect(outcomes.map(each => each.status).sort()).toEqual(['fulfilled', 'rejected']);
      const refused = outcomes.find(each => each.status === 'rejected');
      expect(refused?.reason.name).toBe('DataDirInUse');
      await (outcomes[0].status === 'fulfilled' ? first : second).ask('release');
    }
  });

  it('has one winner among many in one process', async () => {
    for (let round = 0; round < 25; round++) {
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(root)));
      const won = outcomes.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
      expect(won).toHaveLength(1);
      await won[0]!.release();
    }
    expect(await readdir(join(root, 'lock'))).toEqual(['25.json']);
  });

  it('never has two owners while processes come and go', async () => {
    const contenders = await Promise.all([start(), start(), start()]);
    const counts = await Promise.all(
      contenders.map(each => each.ask<{ wins: number; clashes: number }>('churn', root, 3_000)),
    );
    expect(counts.map(each => each.clashes)).toEqual([0, 0, 0]);
    for (const { wins } of counts) expect(wins).toBeGreaterThan(0);
  });
});

describe.concurrent('an owner on another machine', () => {
  const elsewhere = { pid: 1, host: 'elsewhere', since: '2024-01-01', socket: 'x.sock', machine: 'other' };
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map(each => rm(each, { recursive: true, force: true }))));
  const leaveRecord = async (content: object) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'trialweave-lock-'));
    folders.push(dataDir);
    await mkdir(join(dataDir, 'lock'));
    const record = join(dataDir, 'lock', '1.json');
    await writeFile(record, JSON.stringify(content));
    return { dataDir, record };
  };

  it('is respected while it touches its record', async () => {
    const { dataDir, record } = await leaveRecord(elsewhere);
    const beat = setInterval(() => void utimes(record, new Date(), new Date()), 500);
    await expect(lockDataDir(dataDir)).rejects.toThrow('process 1 on elsewhere');
    clearInterval(beat);
  });

  it('is succeeded after some seconds of silence', async () => {
    const { dataDir } = await leaveRecord(elsewhere);
    await (await lockDataDir(dataDir)).release();
  });

  it('is not succeeded twice: who was slow to notice finds a later owner', async () => {
    const { dataDir, record } = await leaveRecord(elsewhere);
    const moment = new Date('2024-01-01');
    await utimes(record, moment, moment);
    const slow = lockDataDir(dataDir).catch((error: unknown) => error);
    await sleep(500);
    await writeFile(record, JSON.stringify({ ...elsewhere, released: true }));
    await utimes(record, moment, moment);
    await (await lockDataDir(dataDir)).release();
    const lock = await lockDataDir(dataDir);
    expect(await recordsOf(dataDir)).toEqual(['3.json']);
    expect(await slow).toMatchObject({ message: expect.stringContaining(`process ${process.pid} `) });
    await lock.release();
  });

  it('is succeeded at once when it let go in good order', async () => {
    const { dataDir } = await leaveRecord({ ...elsewhere, released: true });
    const asked = performance.now();
    await (await lockDataDir(dataDir)).release();
    expect(performance.now() - asked).toBeLessThan(500);
  });
});
