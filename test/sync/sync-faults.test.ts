import { describe, expect, it } from 'vitest';
import { databases } from '../support/database.ts';
import type { Fault } from '../support/registry-double.ts';
import { neverEnds, repeatsPages, stopsEarly } from '../support/registry-double-bends.ts';
import { studies, study, useSyncSuite, withThese } from '../support/sync-suite.ts';

const SMALL = { settings: { pageSize: 10, windowStudies: 25 } };
const TIMES = ['2026-10-08T09:00:05', '2026-10-09T09:00:05', '2026-10-10T09:00:05'];
const isWalk = (url: URL): boolean => url.searchParams.has('pageToken');

describe.each(databases)('a registry at fault, copied into the $kind database', ({ open }) => {
  const suite = useSyncSuite(open);
  const all = studies(57);

  it.each([
    { what: 'the same page again and again', bend: repeatsPages, says: 'the same page came again.' },
    { what: 'empty pages without end', bend: neverEnds, says: 'pages came that held nothing, without end.' },
    { what: 'a first page that says it is the last', bend: stopsEarly, says: 'studies came.' },
  ])('$what: it ends, nothing is lost, and the run says that it was not whole', async ({ bend, says }) => {
    const { sync, double } = await suite.openLab(all, SMALL);
    double.bend(bend());
    const run = await sync.run();
    expect(run).toMatchObject({ state: 'INCOMPLETE', registryCount: 57, mirrorCount: 57, added: 57 });
    expect(run.message).toContain(says);
    expect(run.restarts % 3).toBe(0);
    await suite.expectHeld(all);
    expect(double.requests.length).toBeLessThan(150);

    double.heal();
    const before = await suite.lab.fingerprint();
    expect(await sync.run()).toMatchObject({ kind: 'FULL', state: 'COMPLETE', added: 0, changed: 0 });
    expect(await suite.lab.fingerprint()).toBe(before);
  });

  it.each([
    { what: 'repeats itself', bend: repeatsPages, says: 'repeats itself' },
    { what: 'does not end', bend: neverEnds, says: 'does not end' },
  ])('a list of numbers that $what ends the run, and the next one goes on', async ({ bend, says }) => {
    const many = studies(1_500).map((_, i) => study(i + 1, { locations: null, briefSummary: null }));
    const { sync, double } = await suite.openLab(many, { settings: { pageSize: 1_000, windowStudies: 800 } });
    const bent = bend();
    double.bend((page, params) => (params.has('fields') ? bent(page, params) : page));
    expect(await sync.run()).toMatchObject({
      state: 'FAILED',
      message: expect.stringContaining(says),
      added: 1_500,
    });
    double.heal();
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', pages: 0, mirrorCount: 1_500 });
  });

  it('new data in the middle: the window is read again, and the run is complete', async () => {
    const { sync, double } = await suite.openLab(all, SMALL);
    const next = withThese(all, study(3, { enrollment: 3, lastUpdatePostDate: '2026-10-08' }), study(90));
    double.watch(({ url }) => {
      if (!isWalk(url)) return;
      double.heal();
      double.publish(next, TIMES[0]);
    });
    const run = await sync.run();
    expect(run).toMatchObject({ state: 'COMPLETE', restarts: 1, dataTimestamp: TIMES[0], mirrorCount: 58 });
    await suite.expectHeld(next);
    expect(await suite.lab.history.count({})).toBe(58);
  });

  it('a token that the registry refuses, although nothing changed, only costs a walk', async () => {
    const { sync, double } = await suite.openLab(all, SMALL);
    const body =
      'The data have probably changed while you were paginating. Please, start over from the first page.';
    double.watch(({ url }) => {
      if (!isWalk(url)) return;
      double.heal();
      double.fail({ status: 400, body, contentType: 'text/plain' });
    });
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', restarts: 1, mirrorCount: 57 });
    await suite.expectHeld(all);
  });

  it('new data with every request: it ends, holds everything and says what it could not read', async () => {
    const { sync, double } = await suite.openLab(all, SMALL);
    let edition = 0;
    double.watch(() => double.publish(all, `2026-10-09T09:00:${String(edition++ % 60).padStart(2, '0')}`));
    const run = await sync.run();
    expect(run).toMatchObject({ state: 'INCOMPLETE', added: 57, mirrorCount: 57 });
    expect(run.message).toMatch(/^Updates from .+: The registry has new data since this page was issued/);
    expect(double.requests.length).toBeLessThan(150);
    double.heal();
    expect(await sync.run()).toMatchObject({ kind: 'FULL', state: 'COMPLETE', added: 0, changed: 0 });
  });

  it('a registry that asks to slow down every second time is waited for', async () => {
    const { sync, double } = await suite.openLab(all.slice(0, 25), { settings: { pageSize: 10 } });
    let asked = 0;
    double.watch(() => {
      if (asked++ % 2 === 0) double.fail({ status: 429, retryAfter: asked % 4 === 1 ? 1 : 0 });
    });
    const startedAt = Date.now();
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', added: 25, restarts: 0 });
    expect(Date.now() - startedAt).toBeGreaterThan(1_000);
    await suite.expectHeld(all.slice(0, 25));
  });

  it.each([
    { what: 'half of a body', fault: 'half-body' },
    { what: 'a closed socket', fault: 'drop' },
    { what: 'no answer', fault: 'hang' },
    { what: 'an answer that stops', fault: 'stall' },
    { what: 'a fault of its own', fault: { status: 500 } },
  ] satisfies { what: string; fault: Fault }[])(
    '$what, once in a while, is tried again',
    async ({ fault }) => {
      const { sync, double } = await suite.openLab(all, { ...SMALL, client: { timeoutMs: 150 } });
      let asked = 0;
      double.watch(() => {
        if (asked++ % 5 === 2) double.fail(fault);
      });
      expect(await sync.run()).toMatchObject({ state: 'COMPLETE', added: 57, restarts: 0 });
      await suite.expectHeld(all);
    },
  );

  it.each([
    { what: 'HTML', fault: 'html' },
    { what: 'no JSON', fault: 'not-json' },
    { what: 'a redirect elsewhere', fault: 'redirect-elsewhere' },
    { what: 'a refusal', fault: { status: 404, body: 'no such path' } },
    { what: 'a block', fault: { status: 403 } },
  ] satisfies { what: string; fault: Fault }[])(
    '$what in place of a page fails the run, and the next goes on',
    async ({ fault }) => {
      const { sync, double } = await suite.openLab(all, SMALL);
      let walks = 0;
      double.watch(({ url }) => {
        if (isWalk(url) && ++walks === 3) double.fail(fault);
      });
      const failed = await sync.run();
      expect(failed).toMatchObject({
        state: 'FAILED',
        phase: 'PULL',
        message: expect.stringMatching(/What was stored stays; the next run goes on from its checkpoint\.$/),
      });
      expect(failed.added).toBeGreaterThan(0);
      double.heal();
      const run = await sync.run();
      expect(run).toMatchObject({ kind: 'FULL', state: 'COMPLETE', continues: failed.id, mirrorCount: 57 });
      expect(run.added).toBe(57 - failed.added);
      await suite.expectHeld(all);
    },
  );
});
