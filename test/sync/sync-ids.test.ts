import { describe, expect, it } from 'vitest';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { SyncOptions } from '../../src/sync/sync-options.ts';
import { databases } from '../support/database.ts';
import { numbered, studies, study, useSyncSuite, without, withThese } from '../support/sync-suite.ts';

const NEXT = '2026-10-08T09:00:05';
const TODAY = { lastUpdatePostDate: '2026-10-08' };

describe.each(databases)('a few studies, and dry runs, with the $kind database', ({ open }) => {
  const suite = useSyncSuite(open);
  const all = studies(40);

  it('only the studies that are named are fetched, however they are written', async () => {
    const { sync, double } = await suite.openLab(all);
    const ids = [' nct10000003 ', numbered(3), 'NCT010000004'];
    expect(await sync.run({ ids })).toMatchObject({
      kind: 'IDS',
      state: 'COMPLETE',
      message: null,
      added: 2,
      seen: 2,
      expected: 2,
      watermark: null,
    });
    await suite.expectHeld(all.slice(2, 4));
    // It is no copy yet: the next run is a full one.
    double.publish(all, NEXT);
    expect(await sync.run()).toMatchObject({ kind: 'FULL', state: 'COMPLETE', added: 38 });
  });

  it('an unknown number is told, and a study that is gone is buried', async () => {
    const { sync, double } = await suite.openLab(all);
    await sync.run();
    double.publish(without(all, 5), NEXT);
    const last = await suite.lastChange();
    expect(await sync.run({ ids: [numbered(5), numbered(6), numbered(90)] })).toMatchObject({
      state: 'COMPLETE',
      message: `The registry does not know ${numbered(5)}, ${numbered(90)}.`,
      removed: 1,
      unchanged: 1,
    });
    expect(await suite.changesAfter(last)).toMatchObject([{ nctId: numbered(5), kind: 'REMOVED' }]);
    await suite.expectHeld(without(all, 5));
  });

  it('a former number brings the study that took its place', async () => {
    const { sync, double, repository } = await suite.openLab(all);
    await sync.run();
    const survivor = study(8, { aliases: [numbered(7)] });
    double.publish(withThese(without(all, 7), survivor), NEXT);
    const last = await suite.lastChange();
    expect(await sync.run({ ids: [numbered(7)] })).toMatchObject({
      state: 'COMPLETE',
      message: null,
      changed: 1,
    });
    expect(await suite.changesAfter(last)).toMatchObject([
      { nctId: numbered(8), kind: 'CHANGED' },
      { nctId: numbered(7), kind: 'REPLACED', replacedBy: numbered(8) },
    ]);
    expect((await repository.byIds([numbered(7)])).get(numbered(7))?.record).toEqual(survivor);
  });

  it('more than fit into one question are asked for in several', async () => {
    const many = studies(230);
    const { sync } = await suite.openLab(many);
    const ids = [...many.map((_, i) => numbered(i + 1)), numbered(900)];
    expect(await sync.run({ ids })).toMatchObject({ state: 'COMPLETE', added: 230 });
    await suite.expectHeld(many);
  });

  interface Case {
    readonly what: string;
    readonly first: boolean;
    readonly options: SyncOptions;
  }
  const cases: readonly Case[] = [
    { what: 'a first copy', first: false, options: {} },
    { what: 'a full run', first: true, options: { full: true } },
    { what: 'an incremental run', first: true, options: {} },
    { what: 'a run over a part', first: true, options: { scope: 'AREA[EnrollmentCount]120' } },
    { what: 'some numbers', first: true, options: { ids: [1, 3, 5, 7, 77, 99].map(numbered) } },
  ];
  const after: readonly StudyRecord[] = [
    ...withThese(
      without(all, 5, 6, 7),
      study(8, { aliases: [numbered(7)], ...TODAY }),
      study(3, { enrollment: 121, ...TODAY }),
    ),
    study(77, TODAY),
    study(78, { firstPostDate: '2009-01-01' }),
    study(79, { acronym: '\u0000', ...TODAY }),
  ];

  it.each(cases)(
    '$what as a dry run writes nothing and counts as the real one then does',
    async ({ first, options }) => {
      const { sync, double, fingerprint } = await suite.openLab(all, { settings: { pageSize: 10 } });
      if (first) await sync.run();
      double.publish(after, NEXT);
      const [before, rows] = [await fingerprint(), await sync.runs.count(null)];
      const dry = await sync.run({ ...options, dryRun: true });
      expect(await fingerprint()).toBe(before);
      expect(await sync.runs.count(null)).toBe(rows);
      expect(await sync.office.isHeld()).toBe(false);
      expect(dry.message).toMatch(/^Dry run: nothing was written\./);
      const real = await sync.run(options);
      const { kind, state, scope, added, changed, removed, rejected, registryCount, mirrorCount } = real;
      expect(dry).toMatchObject({
        kind,
        state,
        scope,
        added,
        changed,
        removed,
        rejected,
        registryCount,
        mirrorCount,
      });
      expect(real).toMatchObject({ state: 'COMPLETE' });
    },
  );

  it('a dry run of a registry that is not to be believed says so', async () => {
    const { sync, double } = await suite.openLab(all);
    await sync.run();
    double.publish([], NEXT);
    expect(await sync.run({ dryRun: true })).toMatchObject({ state: 'SUSPECT', removed: 0 });
    expect(await sync.run({ dryRun: true, acceptShrink: true })).toMatchObject({
      state: 'COMPLETE',
      removed: 40,
      mirrorCount: 0,
    });
    await suite.expectHeld(all);
  });
});
