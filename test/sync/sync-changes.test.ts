import { describe, expect, it } from 'vitest';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { SyncOptions } from '../../src/sync/sync-options.ts';
import { databases } from '../support/database.ts';
import { numbered, studies, study, useSyncSuite, without, withThese } from '../support/sync-suite.ts';

const NEXT = '2026-10-08T09:00:05';
const LAST = '2026-10-09T09:00:05';
const TODAY = { lastUpdatePostDate: '2026-10-08' };
const LOCATIONS = 'protocolSection.contactsLocationsModule.locations';
const BASEL = { facility: 'Lakeside Clinic', city: 'Basel', country: 'Switzerland' };
const ULM = { facility: 'Hill Clinic', city: 'Ulm', country: 'Germany' };

describe.each(databases)('changes between runs into the $kind database', ({ open }) => {
  const suite = useSyncSuite(open);
  const all = studies(40);

  /** A copy of `before`, then a run over `after`: its row, and what it wrote into the history. */
  const runOver = async (
    before: readonly StudyRecord[],
    after: readonly StudyRecord[],
    options: SyncOptions = {},
  ) => {
    const { sync, double } = await suite.openLab(before);
    await sync.run();
    const last = await suite.lastChange();
    double.publish(after, NEXT);
    const run = await sync.run(options);
    return { run, changes: await suite.changesAfter(last), last };
  };
  const foundAs = async (n: number): Promise<string | undefined> =>
    (await suite.lab.repository.byIds([numbered(n)])).get(numbered(n))?.nctId;
  const rowsOf = async (table: string, n: number): Promise<number> => {
    const text = `select count(*) as count from ${table} where nct_id = $1`;
    return (await suite.database.query<{ count: number }>(text, [numbered(n)]))[0]!.count;
  };

  it('the first copy tells of each study that it came', async () => {
    const { sync } = await suite.openLab(all);
    const { id } = await sync.run();
    const changes = await suite.changesAfter(0);
    expect(changes.map(({ nctId }) => nctId).sort()).toEqual(all.map((_, i) => numbered(i + 1)));
    expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['ADDED']));
    expect(changes[0]).toMatchObject({
      differences: [],
      replacedBy: null,
      versionDate: '2024-05-06',
      registryDataTimestamp: '2026-10-07T09:00:06',
    });
    const runs = await suite.database.query('select distinct run_id as id from study_change');
    expect(runs).toEqual([{ id }]);
  });

  it.each([{ full: true }, {}])('each kind of change appears once, all at once (%o)', async options => {
    const survivor = study(8, { aliases: [numbered(7)], ...TODAY });
    const changed = study(3, { enrollment: 121, ...TODAY });
    const after = [...withThese(without(all, 5, 6, 7), survivor, changed), study(77, TODAY)];
    const { run, changes } = await runOver(all, after, options);
    expect(run).toMatchObject({ state: 'COMPLETE', added: 1, changed: 2, removed: 3, registryCount: 38 });
    const told = changes.map(({ nctId, kind, replacedBy }) => [nctId, kind, replacedBy]);
    expect(told.sort()).toEqual([
      [numbered(3), 'CHANGED', null],
      [numbered(5), 'REMOVED', null],
      [numbered(6), 'REMOVED', null],
      [numbered(7), 'REPLACED', numbered(8)],
      [numbered(8), 'CHANGED', null],
      [numbered(77), 'ADDED', null],
    ]);
    const pathsOf = (n: number) =>
      changes.find(({ nctId }) => nctId === numbered(n))!.differences.map(({ path }) => path);
    expect(pathsOf(3)).toEqual([
      'protocolSection.statusModule.lastUpdatePostDateStruct.date',
      'protocolSection.designModule.enrollmentInfo.count',
    ]);
    expect(pathsOf(8)).toContain('protocolSection.identificationModule.nctIdAliases');
    await suite.expectHeld(after);
  });

  it('a changed value is told as it was and as it is', async () => {
    const { changes } = await runOver(all, withThese(all, study(3, { enrollment: 121, ...TODAY })));
    expect(changes).toHaveLength(1);
    expect(changes[0]!.differences).toContainEqual({
      path: 'protocolSection.designModule.enrollmentInfo.count',
      items: [],
      kind: 'CHANGED',
      before: 120,
      after: 121,
    });
  });

  it('a site that was added is one difference', async () => {
    const { changes } = await runOver(
      [study(1, { ...TODAY, locations: [BASEL] })],
      [study(1, { ...TODAY, locations: [ULM, BASEL] })],
      { full: true },
    );
    expect(changes.map(({ differences }) => differences)).toEqual([
      [{ path: LOCATIONS, items: ['Hill Clinic, Ulm, Germany'], kind: 'ADDED', after: ULM }],
    ]);
    expect(await rowsOf('study_location', 1)).toBe(2);
  });

  it('a study that came late, dated long ago, is found by the counts', async () => {
    const old = study(77, { lastUpdatePostDate: '2011-02-03', firstPostDate: '2010-01-02' });
    const { run, changes } = await runOver(all, [...all, old]);
    expect(run).toMatchObject({ kind: 'INCREMENTAL', state: 'COMPLETE', added: 1, changed: 0, removed: 0 });
    expect(changes).toMatchObject([{ nctId: numbered(77), kind: 'ADDED' }]);
  });

  it.each([{ full: true }, {}])(
    'a removed study is in no list, and its history stays (%o)',
    async options => {
      const { run, changes } = await runOver(all, without(all, 5), options);
      expect(run).toMatchObject({ state: 'COMPLETE', removed: 1, added: 0, changed: 0, mirrorCount: 39 });
      expect(changes).toMatchObject([
        {
          nctId: numbered(5),
          kind: 'REMOVED',
          differences: [],
          versionDate: null,
          registryDataTimestamp: NEXT,
        },
      ]);
      expect(await foundAs(5)).toBeUndefined();
      expect(await rowsOf('study_search', 5)).toBe(0);
      expect(await rowsOf('study_location', 5)).toBe(0);
      expect((await suite.lab.history.before(changes[0]!))?.record).toEqual(all[4]);
      expect(await suite.lab.history.count({ nctIds: [numbered(5)] })).toBe(2);
    },
  );

  it.each([{ full: true }, {}])('a replaced study is found under its new number (%o)', async options => {
    // The survivor's own record changed long ago: only the number that is gone tells of it.
    const survivor = study(8, { aliases: [numbered(7)] });
    const after = withThese(without(all, 7), survivor);
    const { run, changes } = await runOver(all, after, options);
    expect(run).toMatchObject({ state: 'COMPLETE', removed: 1, changed: 1 });
    const replaced = changes.filter(({ nctId }) => nctId === numbered(7));
    expect(replaced).toMatchObject([{ kind: 'REPLACED', replacedBy: numbered(8) }]);
    expect(await foundAs(7)).toBe(numbered(8));
    expect(await rowsOf('study_search', 7)).toBe(0);
    await suite.expectHeld(after);
  });

  it.each([{ full: true }, {}])('a study that is listed again is restored (%o)', async options => {
    const { last } = await runOver(all, without(all, 5), options);
    suite.lab.double.publish(all, LAST);
    expect(await suite.lab.sync.run(options)).toMatchObject({ state: 'COMPLETE', added: 1, mirrorCount: 40 });
    const changes = await suite.changesAfter(last);
    expect(changes.map(({ kind }) => kind)).toEqual(['REMOVED', 'RESTORED']);
    expect(changes[1]!.differences).toEqual([]);
    expect(await foundAs(5)).toBe(numbered(5));
    expect(await rowsOf('study_search', 5)).toBe(1);
    expect(await rowsOf('study_location', 5)).toBe(1);
    await suite.expectHeld(all);
  });

  it('one that is back while another goes is found although the counts agree', async () => {
    const { last } = await runOver(all, without(all, 5));
    suite.lab.double.publish(without(all, 9), LAST);
    expect(await suite.lab.sync.run()).toMatchObject({ added: 1 });
    // The one that went is found once the counts differ.
    suite.lab.double.publish(without(all, 9), '2026-10-10T09:00:05');
    expect(await suite.lab.sync.run()).toMatchObject({ state: 'COMPLETE' });
    const told = (await suite.changesAfter(last)).map(({ nctId, kind }) => [nctId, kind]);
    expect(told).toEqual([
      [numbered(5), 'REMOVED'],
      [numbered(5), 'RESTORED'],
      [numbered(9), 'REMOVED'],
    ]);
  });

  it('a replaced study that is listed again has its own number back', async () => {
    const joined = withThese(without(all, 7), study(8, { aliases: [numbered(7)] }));
    const { last } = await runOver(all, joined);
    suite.lab.double.publish(all, LAST);
    expect(await suite.lab.sync.run({ full: true })).toMatchObject({
      state: 'COMPLETE',
      added: 1,
      changed: 1,
    });
    expect(await foundAs(7)).toBe(numbered(7));
    const kinds = (await suite.changesAfter(last)).filter(({ nctId }) => nctId === numbered(7));
    expect(kinds.map(({ kind }) => kind)).toEqual(['REPLACED', 'RESTORED']);
  });
});
