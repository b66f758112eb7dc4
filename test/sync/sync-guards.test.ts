import { describe, expect, it } from 'vitest';
import { databases } from '../support/database.ts';
import type { Bend } from '../support/registry-double.ts';
import { numbered, studies, useSyncSuite, without } from '../support/sync-suite.ts';

const NEXT = '2026-10-08T09:00:05';
const HOW =
  'If the registry has really become so much smaller, run `trialweave sync --full --accept-shrink`.';

describe.each(databases)('what a run into the $kind database does not believe', ({ open }) => {
  const suite = useSyncSuite(open);
  const all = studies(40);
  const copied = async () => {
    const lab = await suite.openLab(all);
    await lab.sync.run();
    return { ...lab, before: await lab.fingerprint(), last: await suite.lastChange() };
  };

  it.each([
    { what: 'nothing', left: 0, options: {} },
    { what: 'nothing, read in full', left: 0, options: { full: true } },
    { what: '60 %', left: 24, options: {} },
    { what: '60 %, read in full', left: 24, options: { full: true } },
  ])('a registry that lists $what changes nothing, until it is accepted', async ({ left, options }) => {
    const { sync, double, fingerprint, before, last } = await copied();
    double.publish(all.slice(0, left), NEXT);
    for (let again = 0; again < 2; again++) {
      expect(await sync.run(options)).toMatchObject({
        state: 'SUSPECT',
        message: `The registry lists ${left} studies of what is copied; 40 are held here. Nothing was changed. ${HOW}`,
        registryCount: left,
        removed: 0,
      });
    }
    expect(await fingerprint()).toBe(before);
    expect(await suite.changesAfter(last)).toEqual([]);
    expect(await sync.run({ full: true, acceptShrink: true })).toMatchObject({
      state: 'COMPLETE',
      removed: 40 - left,
      mirrorCount: left,
    });
    expect((await suite.changesAfter(last)).map(({ kind }) => kind)).toEqual(
      Array(40 - left).fill('REMOVED'),
    );
    await suite.expectHeld(all.slice(0, left));
  });

  it('is complete again once the registry lists everything again', async () => {
    const { sync, double, fingerprint, before } = await copied();
    double.publish([], NEXT);
    expect(await sync.run()).toMatchObject({ state: 'SUSPECT' });
    double.publish(all, '2026-10-09T09:00:05');
    expect(await sync.run()).toMatchObject({ kind: 'INCREMENTAL', state: 'COMPLETE', removed: 0 });
    expect(await fingerprint()).toBe(before);
  });

  it('an empty registry is no first copy', async () => {
    const { sync } = await suite.openLab([]);
    expect(await sync.run()).toMatchObject({ state: 'SUSPECT', registryCount: 0 });
    expect(await sync.run({ acceptShrink: true })).toMatchObject({ state: 'COMPLETE', mirrorCount: 0 });
  });

  it.each([
    { gone: 3, state: 'COMPLETE', removed: 3 },
    { gone: 4, state: 'SUSPECT', removed: 0 },
  ])('a small copy may lose three: $gone', async ({ gone, state, removed }) => {
    const { sync, double } = await copied();
    double.publish(without(all, ...[5, 15, 25, 35].slice(0, gone)), NEXT);
    expect(await sync.run()).toMatchObject({ state, removed });
  });

  it('twenty in a hundred are too many for a large copy, and one in twenty is not', async () => {
    const many = studies(100);
    const { sync, double } = await suite.openLab(many);
    await sync.run();
    double.publish(many.slice(20), NEXT);
    expect(await sync.run()).toMatchObject({ state: 'SUSPECT' });
    double.publish(many.slice(5), NEXT);
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', removed: 5 });
  });

  /** Numbers alone are asked for where a list is compared: there this many others stand in place of the first ones. */
  const exchanged =
    (count: number): Bend =>
    (page, params) =>
      params.get('fields') === 'protocolSection.identificationModule.nctId' && params.get('pageSize') !== '1'
        ? {
            ...page,
            studies: page.studies.map((record, i) =>
              i < count
                ? { protocolSection: { identificationModule: { nctId: numbered(500 + i) } } }
                : record,
            ),
          }
        : page;

  it('many numbers that are missing in the list alone are not believed, whatever is counted', async () => {
    const { sync, double, fingerprint, before } = await copied();
    double.publish(all, NEXT);
    double.bend(exchanged(20));
    const run = await sync.run({ full: true });
    expect(run).toMatchObject({ state: 'SUSPECT', removed: 0 });
    expect(run.message).toBe(
      `20 of 40 studies are no longer listed by the registry. None was removed. ${HOW}`,
    );
    expect(await fingerprint()).toBe(before);
  });

  it('a study that the list forgot stays while the registry answers for its number', async () => {
    const { sync, double, fingerprint, before } = await copied();
    double.publish(all, NEXT);
    double.bend(exchanged(2));
    expect(await sync.run({ full: true })).toMatchObject({ state: 'COMPLETE', removed: 0, added: 0 });
    expect(await fingerprint()).toBe(before);
  });

  it('a list that was cut short is asked for again, and then fails the run', async () => {
    const { sync, double, fingerprint, before } = await copied();
    double.publish(all, NEXT);
    double.bend((page, params) =>
      params.get('pageSize') === '1000' && params.has('fields')
        ? { ...page, studies: page.studies.slice(0, 30), token: null }
        : page,
    );
    expect(await sync.run({ full: true })).toMatchObject({
      state: 'FAILED',
      message: expect.stringContaining('The list of the registry ends after 30 of 40 studies.'),
    });
    expect(await fingerprint()).toBe(before);
    double.heal();
    expect(await sync.run({ full: true })).toMatchObject({ state: 'COMPLETE', unchanged: 0, pages: 0 });
  });
});
