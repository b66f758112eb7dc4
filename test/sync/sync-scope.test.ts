import { describe, expect, it } from 'vitest';
import { createMirrorStanding } from '../../src/sync/mirror-standing.ts';
import type { SyncOptions } from '../../src/sync/sync-options.ts';
import { databases } from '../support/database.ts';
import { numbered, studies, study, useSyncSuite, without, withThese } from '../support/sync-suite.ts';

const NEXT = '2026-10-08T09:00:05';
const LAST = '2026-10-09T09:00:05';
const ASTHMA = { conditions: ['Asthma'] };
const SCOPE = 'AREA[Condition]Asthma';

describe.each(databases)('what is copied into the $kind database', ({ open }) => {
  const suite = useSyncSuite(open);
  const cough = studies(20);
  const asthma = Array.from({ length: 12 }, (_, i) => study(50 + i, ASTHMA));
  const all = [...cough, ...asthma];
  const kept = async (n: number): Promise<boolean | undefined> =>
    (await suite.lab.repository.versions([numbered(n)])).get(numbered(n))?.isKept;

  it.each([SCOPE, '{"essie":"AREA[Condition]Asthma"}', '{"ids":["NCT10000050","NCT10000051"]}'])(
    'is what meets %s, in the next run too',
    async scope => {
      const wanted = scope.includes('ids') ? asthma.slice(0, 2) : asthma;
      const { sync, double } = await suite.openLab(all, { settings: { pageSize: 5 } });
      const first = await sync.run({ scope });
      expect(first).toMatchObject({ kind: 'FULL', state: 'COMPLETE', added: wanted.length });
      await suite.expectHeld(wanted);
      const news = study(50, { ...ASTHMA, enrollment: 7, lastUpdatePostDate: '2026-10-08' });
      double.publish(withThese(all, news, study(1, { lastUpdatePostDate: '2026-10-08' })), NEXT);
      expect(await sync.run()).toMatchObject({
        kind: 'INCREMENTAL',
        state: 'COMPLETE',
        scope: first.scope,
        changed: 1,
        added: 0,
        registryCount: wanted.length,
      });
      await suite.expectHeld(withThese(wanted, news));
    },
  );

  it('a study that meets it no longer is kept, and belongs to the copy no more', async () => {
    const { sync, double, repository } = await suite.openLab(all);
    await sync.run({ scope: SCOPE });
    const last = await suite.lastChange();
    expect(await kept(50)).toBe(true);
    double.publish(withThese(all, study(50)), NEXT);
    expect(await sync.run()).toMatchObject({
      state: 'COMPLETE',
      removed: 0,
      registryCount: 11,
      mirrorCount: 11,
    });
    expect(await kept(50)).toBe(false);
    expect(await repository.byIds([numbered(50)])).toHaveProperty('size', 1);
    expect(await suite.changesAfter(last)).toEqual([]);
    // And when it meets it again, it is back.
    double.publish(all, LAST);
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', mirrorCount: 12 });
    expect(await kept(50)).toBe(true);
  });

  it('may become a smaller part and the whole again, and is complete for neither meanwhile', async () => {
    const { sync, double } = await suite.openLab(all, { settings: { pageSize: 5 }, client: { retries: 0 } });
    const standing = createMirrorStanding(sync.runs, 3_600_000, 0);
    await sync.run({ scope: 'all' });
    expect(await standing()).toMatchObject({ isFresh: true, isWhole: true });

    double.fail({ status: 503 }, { times: 100, path: '/studies' });
    expect(await sync.run({ scope: SCOPE })).toMatchObject({ state: 'FAILED' });
    expect(await standing()).toMatchObject({ isSynced: true, isFresh: false, isWhole: false });
    double.heal();
    double.forget();
    expect(await sync.run()).toMatchObject({ kind: 'FULL', state: 'COMPLETE', added: 0, mirrorCount: 12 });
    // What no longer belongs to it is not asked for one by one.
    expect(double.requests.some(({ url }) => url.searchParams.has('filter.ids'))).toBe(false);
    expect([await kept(1), await kept(50)]).toEqual([false, true]);
    expect(await standing()).toMatchObject({ isFresh: true, isWhole: false });

    expect(await sync.run({ scope: 'all' })).toMatchObject({
      kind: 'FULL',
      state: 'COMPLETE',
      mirrorCount: 32,
    });
    expect([await kept(1), await kept(50)]).toEqual([true, true]);
  });

  it('many may leave it at once, but not go from the registry', async () => {
    const { sync, double } = await suite.openLab(all, { settings: { maxShrink: 0.5 } });
    await sync.run({ scope: SCOPE });
    double.publish(withThese(all, study(50), study(51), study(52), study(53), study(54)), NEXT);
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', removed: 0, mirrorCount: 7 });
    double.publish(without(all, 55, 56), LAST);
    expect(await sync.run({ full: true })).toMatchObject({ state: 'COMPLETE', removed: 2, mirrorCount: 10 });
  });

  it.each([SCOPE, 'all'])('many that go while as many come are not believed: %s', async scope => {
    const { sync, double } = await suite.openLab(all);
    await sync.run({ scope });
    const others = [70, 71, 72, 73, 74].map(n => study(n, ASTHMA));
    double.publish([...without(all, 50, 51, 52, 53, 54), ...others], NEXT);
    const run = await sync.run({ full: true });
    expect(run).toMatchObject({ state: 'SUSPECT', removed: 0, added: 5 });
    expect(run.message).toMatch(
      /^5 of \d+ studies are no longer listed by the registry\. None was removed\./,
    );
    expect(await sync.run({ full: true, acceptShrink: true })).toMatchObject({
      state: 'COMPLETE',
      removed: 5,
    });
  });

  it('a record that comes into it and cannot be stored counts, whatever of it was held outside', async () => {
    const { sync, double } = await suite.openLab(all);
    await sync.run({ scope: SCOPE });
    await sync.run({ ids: [numbered(1)] });
    const unfit = study(1, { ...ASTHMA, acronym: '\u0000', lastUpdatePostDate: '2026-10-08' });
    double.publish(withThese(all, unfit), NEXT);
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', rejected: 1, mirrorCount: 13 });
    expect(await kept(1)).toBe(false);
  });

  it('may be chosen anew: wider and narrower', async () => {
    const { sync } = await suite.openLab(all);
    await sync.run({ scope: SCOPE });
    expect(await sync.run({ scope: 'all' })).toMatchObject({
      kind: 'FULL',
      scope: '{}',
      state: 'COMPLETE',
      added: 20,
      mirrorCount: 32,
    });
    await suite.expectHeld(all);
    expect(await sync.run({ scope: SCOPE })).toMatchObject({
      kind: 'FULL',
      state: 'COMPLETE',
      removed: 0,
      mirrorCount: 12,
    });
    await suite.expectHeld(all);
    expect([await kept(1), await kept(50)]).toEqual([false, true]);
    expect(await sync.run({ scope: 'all' })).toMatchObject({ state: 'COMPLETE', added: 0, mirrorCount: 32 });
    expect(await kept(1)).toBe(true);
  });

  it('does not grow by what is asked for by its number', async () => {
    const { sync, double } = await suite.openLab(all);
    await sync.run({ scope: SCOPE });
    expect(await sync.run({ ids: [numbered(1), numbered(50)] })).toMatchObject({
      state: 'COMPLETE',
      added: 1,
    });
    expect([await kept(1), await kept(50)]).toEqual([false, true]);
    double.publish(all, NEXT);
    expect(await sync.run()).toMatchObject({ kind: 'INCREMENTAL', state: 'COMPLETE', mirrorCount: 12 });
  });

  it.each<{ options: SyncOptions; says: RegExp; argument: string }>([
    {
      options: { full: true, ids: ['NCT1'] },
      says: /^--full and --ids exclude/,
      argument: 'full, ids, archive',
    },
    {
      options: { full: true, archive: 'a' },
      says: /^--full and --archive exclude/,
      argument: 'full, ids, archive',
    },
    {
      options: { ids: ['NCT1'], archive: 'a' },
      says: /^--ids and --archive/,
      argument: 'full, ids, archive',
    },
    { options: { ids: ['NCT1'], scope: 'all' }, says: /leave --scope out/, argument: 'scope' },
    { options: { ids: [] }, says: /given but empty/, argument: 'ids' },
    { options: { ids: ['NCT1', 'x'] }, says: /"x": that is no study number/, argument: 'ids' },
    { options: { archive: 'a', scope: SCOPE }, says: /An archive file holds the whole/, argument: 'archive' },
    { options: { scope: '{"essie":' }, says: /The scope is no JSON/, argument: 'scope' },
  ])('$options is refused, and no run begins', async ({ options, says, argument }) => {
    const { sync, double } = await suite.openLab(all);
    await expect(sync.run(options)).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(says),
      details: { argument },
    });
    expect(await sync.runs.latest()).toBeNull();
    expect(await sync.office.isHeld()).toBe(false);
    expect(double.requests).toEqual([]);
  });

  it('a scope that is no expression is refused where it is wrong', async () => {
    const { sync, fingerprint } = await suite.openLab(all);
    const before = await fingerprint();
    await expect(sync.run({ scope: 'AREA[Nonsense]x' })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { argument: 'filter.essie', position: 6 },
    });
    expect(await fingerprint()).toBe(before);
  });
});
