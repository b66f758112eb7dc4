import { describe, expect, it } from 'vitest';
import { databases } from '../support/database.ts';
import { studies, study, useSyncSuite, withThese } from '../support/sync-suite.ts';

const SMALL = { settings: { pageSize: 10, windowStudies: 25 } };
const NEXT = '2026-10-08T09:00:05';
const IMPATIENT = { retries: 2, circuit: { failures: 3, restMs: 50 } };
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe.each(databases)('a run into the $kind database that was cut short', ({ open }) => {
  const suite = useSyncSuite(open);
  const all = studies(57);

  /** Ends the first run with the request for this page. */
  const failAt = (page: number): void => {
    let pages = 0;
    suite.lab.double.watch(({ url }) => {
      if (url.searchParams.get('pageSize') === '10' && ++pages === page)
        suite.lab.double.fail({ status: 503 }, { times: 1_000 });
    });
  };

  it('by a storm goes on from its checkpoint, and reads less than a fresh one', async () => {
    const { sync, double } = await suite.openLab(all, { ...SMALL, client: IMPATIENT });
    failAt(6);
    const failed = await sync.run();
    expect(failed).toMatchObject({ kind: 'FULL', state: 'FAILED', phase: 'PULL' });
    expect(failed.added).toBeGreaterThan(0);
    expect(failed.added).toBeLessThan(57);
    // Still no answer: the checkpoint is kept.
    await pause(60);
    expect(await sync.run()).toMatchObject({
      state: 'FAILED',
      continues: failed.id,
      checkpoint: failed.checkpoint,
    });
    await pause(60);
    double.heal();
    const second = (await sync.runs.latest())!;
    const run = await sync.run();
    expect(run).toMatchObject({ kind: 'FULL', state: 'COMPLETE', continues: second.id, mirrorCount: 57 });
    expect(run.added + failed.added).toBe(57);
    await suite.expectHeld(all);

    double.publish(all, NEXT);
    expect((await sync.run({ full: true })).pages).toBeGreaterThan(run.pages);
    expect(await suite.lab.history.count({})).toBe(57);
  });

  it.each([1, 2, 4, 7, 9])('by a signal at page %i goes on', async page => {
    const { sync, double } = await suite.openLab(all, SMALL);
    const stop = new AbortController();
    let pages = 0;
    double.watch(({ url }) => {
      if (url.searchParams.get('pageSize') === '10' && ++pages === page) stop.abort(new Error('enough'));
    });
    const stopped = await sync.run({}, undefined, stop.signal);
    expect(stopped).toMatchObject({
      state: 'INTERRUPTED',
      message: 'It was stopped; the next run goes on from its checkpoint.',
    });
    expect(stopped.endedAt).toBeInstanceOf(Date);
    double.heal();
    const run = await sync.run();
    expect(run).toMatchObject({ kind: 'FULL', state: 'COMPLETE', mirrorCount: 57 });
    expect(run.continues).toBe(stopped.checkpoint === null ? null : stopped.id);
    expect(run.added + stopped.added).toBe(57);
    await suite.expectHeld(all);
  });

  it('before it began writes nothing but its row', async () => {
    const { sync, fingerprint } = await suite.openLab(all, SMALL);
    const before = await fingerprint();
    expect(await sync.run({}, undefined, AbortSignal.abort())).toMatchObject({
      state: 'INTERRUPTED',
      seen: 0,
    });
    expect(await fingerprint()).toBe(before);
  });

  it('goes on although the data are new by then, and loses nothing of either edition', async () => {
    const { sync, double } = await suite.openLab(all, { ...SMALL, client: IMPATIENT });
    failAt(6);
    await sync.run();
    double.heal();
    const next = withThese(
      all,
      ...[3, 14, 40, 99].map(n => study(n, { lastUpdatePostDate: '2026-10-08', enrollment: 3 })),
    );
    double.publish(next, NEXT);
    await pause(60);
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', dataTimestamp: NEXT, mirrorCount: 58 });
    await suite.expectHeld(next);
  });

  it('while it compared the lists reads what was published since, too', async () => {
    const { sync, double } = await suite.openLab(all, { ...SMALL, client: IMPATIENT });
    double.watch(({ url }) => {
      if (url.searchParams.get('pageSize') === '1000') double.fail({ status: 503 }, { times: 1_000 });
    });
    const failed = await sync.run();
    expect(failed).toMatchObject({
      state: 'FAILED',
      phase: 'RECONCILE',
      added: 57,
      checkpoint: { done: true },
    });
    double.heal();
    // Two of different days: the copy would take the later one for its watermark, and never read the earlier one.
    const next = withThese(
      all,
      study(3, { lastUpdatePostDate: '2026-10-08', enrollment: 3 }),
      study(99, { lastUpdatePostDate: '2026-10-20' }),
    );
    double.publish(next, '2026-10-20T09:00:05');
    await pause(60);
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', continues: failed.id, added: 1, changed: 1 });
    await suite.expectHeld(next);
  });

  it('incrementally goes on as such', async () => {
    const { sync, double } = await suite.openLab(all, { ...SMALL, client: IMPATIENT });
    await sync.run();
    const news = Array.from({ length: 24 }, (_, i) =>
      study(i + 1, { lastUpdatePostDate: '2026-10-08', enrollment: 5 }),
    );
    double.publish(withThese(all, ...news), NEXT);
    failAt(2);
    const failed = await sync.run();
    expect(failed).toMatchObject({ kind: 'INCREMENTAL', state: 'FAILED', changed: 10 });
    double.heal();
    await pause(60);
    const run = await sync.run();
    expect(run).toMatchObject({ kind: 'INCREMENTAL', state: 'COMPLETE', continues: failed.id, changed: 14 });
    await suite.expectHeld(withThese(all, ...news));
  });

  it('is begun anew where everything is wanted, and left alone where a few studies are', async () => {
    const { sync, double } = await suite.openLab(all, { ...SMALL, client: IMPATIENT });
    await sync.run();
    double.publish(all, NEXT);
    failAt(1);
    const failed = await sync.run();
    expect(failed).toMatchObject({ kind: 'INCREMENTAL', state: 'FAILED' });
    double.heal();
    await pause(60);
    expect(await sync.run({ ids: ['NCT10000003'] })).toMatchObject({ kind: 'IDS', continues: null });
    expect(await sync.run({ full: true })).toMatchObject({ kind: 'FULL', continues: null, seen: 57 });
  });

  it('remembers a window that it gave up: a run that goes on is not complete either', async () => {
    const { sync, double } = await suite.openLab(all, { ...SMALL, client: IMPATIENT });
    double.bend((page, params) => (params.has('fields') ? page : { ...page, token: null }));
    double.watch(({ url }) => {
      if (url.searchParams.get('pageSize') === '1000') double.fail({ status: 503 }, { times: 1_000 });
    });
    expect(await sync.run()).toMatchObject({ state: 'FAILED', phase: 'RECONCILE' });
    double.heal();
    await pause(60);
    const run = await sync.run();
    expect(run).toMatchObject({ state: 'INCOMPLETE', mirrorCount: 57 });
    expect(run.message).toMatch(/^Updates from .+ studies came\./);
    expect(await sync.run()).toMatchObject({ kind: 'FULL', state: 'COMPLETE', continues: null });
  });
});
