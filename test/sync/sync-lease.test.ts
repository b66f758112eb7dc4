import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLeaseOffice, LeaseLost, SyncInProgress } from '../../src/sync/sync-lease.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { forgetCopy } from '../support/sync-lab.ts';
import { studies, useSyncSuite } from '../support/sync-suite.ts';

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe.each(databases)('the right to run, kept in the $kind database', ({ kind, open }) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await open();
  });
  afterEach(() => forgetCopy(test.database));
  afterAll(() => test.dispose());
  const office = (ttlMs = 5_000) => createLeaseOffice(test.database, { ttlMs });

  it('belongs to one at a time, and grows with each holder', async () => {
    const mine = office();
    expect(await mine.isHeld()).toBe(false);
    const first = await mine.acquire();
    expect(await mine.isHeld()).toBe(true);
    await expect(mine.acquire()).rejects.toThrow(SyncInProgress);
    await expect(mine.acquire()).rejects.toMatchObject({
      message: expect.stringMatching(/^A synchronisation is under way: process \d+ on /),
      details: { retryAfter: expect.any(Number) },
    });
    await first.release();
    expect(await mine.isHeld()).toBe(false);
    const second = await mine.acquire();
    expect(second.token).toBeGreaterThan(first.token);
    await second.release();
  });

  it('of a process that is dead is taken over: at once where the database has one owner', async () => {
    const dead = await office(400).acquire();
    const heir = office(400);
    if (kind === 'postgres') {
      expect(await heir.isHeld()).toBe(true);
      await expect(heir.acquire()).rejects.toThrow(SyncInProgress);
      // It stops beating, as a process that is killed does.
      await test.database.query("update sync_lease set expires_at = now() + interval '0.2 s'");
      await test.database.query('update sync_lease set token = token + 1');
      await pause(300);
    }
    expect(await heir.isHeld()).toBe(false);
    const lease = await heir.acquire();
    expect(lease.token).toBeGreaterThan(dead.token);
    await lease.release();
    await dead.release();
  });

  it('is kept by a holder that waits longer than it lasts', async () => {
    const mine = office(300);
    const lease = await mine.acquire();
    await pause(900);
    expect(await mine.isHeld()).toBe(true);
    expect(lease.signal.aborted).toBe(false);
    await lease.release();
  });

  it('once lost is told to whoever waits, and lets nothing be written', async () => {
    const lease = await office(300).acquire();
    await test.database.query("update sync_lease set token = token + 1, holder = 'a thief'");
    await expect(test.database.transaction(tx => lease.check(tx))).rejects.toThrow(LeaseLost);
    expect(lease.signal.reason).toBeInstanceOf(LeaseLost);
    await expect(lease.check(test.database)).rejects.toThrow(LeaseLost);
    // What was lost is not given back for another.
    await lease.release();
    expect(await test.database.query('select holder from sync_lease where expires_at > now()')).toEqual([
      { holder: 'a thief' },
    ]);
  });

  it('is noticed to be lost without a word from the run', async () => {
    const lease = await office(300).acquire();
    await test.database.query('update sync_lease set token = token + 1');
    await pause(400);
    expect(lease.signal.aborted).toBe(true);
    await lease.release();
  });

  it('a moment of the schedule is claimed once, whoever asks', async () => {
    const tick = new Date('2026-10-08T03:00:00Z');
    const offices = Array.from({ length: 12 }, () => office());
    const claims = await Promise.all(offices.map(each => each.claimTick(tick)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await office().claimTick(tick)).toBe(false);
    expect(await office().claimTick(new Date('2026-10-09T03:00:00Z'))).toBe(true);
    // A replica that is late by a day has nothing to do either.
    expect(await office().claimTick(tick)).toBe(false);
  });
});

describe.each(databases)('two runs into the $kind database', ({ open }) => {
  const suite = useSyncSuite(open);
  const all = studies(57);
  const SMALL = { settings: { pageSize: 10, windowStudies: 100 } };
  const isPage = (url: URL) => url.searchParams.get('pageSize') === '10';

  it('do not run at the same time', async () => {
    const { sync, double } = await suite.openLab(all, SMALL);
    double.fail({ slowMs: 300 }, { path: '/version' });
    const first = sync.run();
    await expect.poll(() => sync.office.isHeld()).toBe(true);
    await expect(sync.run()).rejects.toThrow(SyncInProgress);
    expect(await first).toMatchObject({ state: 'COMPLETE', added: 57 });
    expect(await sync.runs.count(null)).toBe(1);
    expect(await sync.office.isHeld()).toBe(false);
  });

  it('a run whose lease was taken stops, and writes nothing more', async () => {
    const { sync, double } = await suite.openLab(all, SMALL);
    let pages = 0;
    let stolen: Promise<unknown> | undefined;
    double.watch(({ url }) => {
      if (!isPage(url) || ++pages !== 4) return;
      double.fail({ slowMs: 200 });
      stolen = suite.database.query("update sync_lease set token = token + 1, holder = 'a thief'");
    });
    await expect(sync.run()).rejects.toThrow(LeaseLost);
    await stolen;
    const held = (await suite.lab.held()).size;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThanOrEqual(30);
    const before = await suite.lab.fingerprint();
    await pause(300);
    expect(await suite.lab.fingerprint()).toBe(before);
    // The thief has gone: what was begun is told as interrupted, and gone on with.
    await suite.database.query("update sync_lease set expires_at = 'epoch'");
    double.heal();
    const run = await sync.run();
    expect(run).toMatchObject({ state: 'COMPLETE', added: 57 - held });
    expect(await sync.runs.byId(run.continues!)).toMatchObject({
      state: 'INTERRUPTED',
      added: held,
      message: 'The process that ran it is gone; the next run goes on from its checkpoint.',
    });
    await suite.expectHeld(all);
  });
});
