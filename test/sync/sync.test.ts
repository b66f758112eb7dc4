import { describe, expect, it } from 'vitest';
import { databases } from '../support/database.ts';
import { studies, study, useSyncSuite, withThese } from '../support/sync-suite.ts';

const SMALL = { pageSize: 10, windowStudies: 25 };

describe.each(databases)('the registry synchronised into the $kind database', ({ open }) => {
  const suite = useSyncSuite(open);

  it('copies everything at first, and writes nothing the second time', async () => {
    const all = studies(57);
    const { sync, double, fingerprint } = await suite.openLab(all, { settings: SMALL });
    expect(await sync.run()).toMatchObject({
      kind: 'FULL',
      state: 'COMPLETE',
      message: null,
      phase: 'PUBLISH',
      trigger: 'command',
      continues: null,
      seen: 57,
      added: 57,
      changed: 0,
      removed: 0,
      registryCount: 57,
      mirrorCount: 57,
      dataTimestamp: '2026-10-07T09:00:06',
      watermark: '2025-07-25',
    });
    await suite.expectHeld(all);
    const before = await fingerprint();
    double.publish(all, '2026-10-08T09:00:05');
    const again = { state: 'COMPLETE', added: 0, changed: 0, removed: 0 };
    expect(await sync.run({ full: true })).toMatchObject({ ...again, unchanged: 57 });
    expect(await sync.run()).toMatchObject({ ...again, kind: 'INCREMENTAL', pages: 0 });
    expect(await fingerprint()).toBe(before);
  });

  it('asks one question where nothing was published since', async () => {
    const { sync, double } = await suite.openLab(studies(5));
    await sync.run();
    double.forget();
    expect(await sync.run()).toMatchObject({
      state: 'COMPLETE',
      message: 'The registry has published nothing since the last complete run.',
      registryCount: 5,
      mirrorCount: 5,
    });
    expect(double.requests.map(({ url }) => url.pathname)).toEqual(['/api/v2/version']);
  });

  it('reads only what was updated lately the next time', async () => {
    const all = studies(57);
    const { sync, double } = await suite.openLab(all, { settings: SMALL });
    await sync.run();
    const news = [
      study(3, { lastUpdatePostDate: '2025-08-01', enrollment: 4 }),
      study(90, { lastUpdatePostDate: '2025-08-02' }),
    ];
    double.publish(withThese(all, ...news), '2025-08-02T09:00:05');
    expect(await sync.run()).toMatchObject({
      kind: 'INCREMENTAL',
      state: 'COMPLETE',
      added: 1,
      changed: 1,
      pages: 1,
      watermark: '2025-08-02',
    });
    await suite.expectHeld(withThese(all, ...news));
  });

  it('tells how far it is, and its counters never fall', async () => {
    const { sync } = await suite.openLab(studies(30), { settings: SMALL });
    const told: { phase: string; seen: number; expected: number | null }[] = [];
    await sync.run({}, progress => told.push(progress));
    expect(new Set(told.map(({ phase }) => phase))).toEqual(
      new Set(['PLAN', 'PULL', 'RECONCILE', 'PUBLISH']),
    );
    expect(told.map(({ seen }) => seen)).toEqual(told.map(({ seen }) => seen).sort((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ phase: 'PUBLISH', seen: 30, expected: 30, added: 30 });
  });

  it('takes a registry that ends every walk on an empty page, or on none', async () => {
    for (const count of [20, 21]) {
      const all = studies(count);
      const { sync } = await suite.openLab(all, { settings: { pageSize: 10 } });
      expect(await sync.run({ full: true })).toMatchObject({ state: 'COMPLETE', restarts: 0, seen: count });
      await suite.expectHeld(all);
    }
  });
});
