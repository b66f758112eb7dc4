import { describe, expect, it } from 'vitest';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { databases } from '../support/database.ts';
import { type JsonObject } from '../support/record-builder.ts';
import { numbered, studies, study, useSyncSuite, without, withThese } from '../support/sync-suite.ts';

const NEXT = '2026-10-08T09:00:05';
const LAST = '2026-10-09T09:00:05';
const identified = (n: number, identificationModule: JsonObject): StudyRecord =>
  study(n, { raw: { protocolSection: { identificationModule } } });

describe.each(databases)('records that cannot be stored in the $kind database', ({ open }) => {
  const suite = useSyncSuite(open);
  const all = studies(20);
  const aside = () =>
    suite.database.query<{ key: string; nctId: string | null; reason: string; record: string }>(
      'select key, nct_id as "nctId", reason, record from sync_rejected order by nct_id',
    );

  it('are set aside with the reason, and the rest is complete', async () => {
    const unfit = [
      study(31, { briefTitle: 'a\u0000b' }),
      study(32, { briefTitle: 'half a pair: \ud800' }),
      identified(33, { nctIdAliases: 'NCT10000001' }),
      identified(34, { nctIdAliases: ['NCT1'] }),
      identified(35, { nctId: 'x-35' }),
      identified(36, { nctId: null }),
      study(37, { raw: { protocolSection: { statusModule: { 'a\u0000b': 1 } } } }),
    ];
    const { sync } = await suite.openLab([...all, ...unfit]);
    expect(await sync.run()).toMatchObject({
      state: 'COMPLETE',
      message: null,
      seen: 27,
      added: 20,
      rejected: 7,
      registryCount: 27,
      mirrorCount: 27,
    });
    await suite.expectHeld(all);
    const rows = await aside();
    expect(rows.map(({ nctId, reason }) => [nctId, reason])).toEqual([
      [
        numbered(31),
        expect.stringContaining('identificationModule.briefTitle holds a character that is no text'),
      ],
      [
        numbered(32),
        expect.stringContaining('identificationModule.briefTitle holds a character that is no text'),
      ],
      [numbered(33), expect.stringContaining('are no list of study numbers')],
      [numbered(34), expect.stringContaining('are no list of study numbers')],
      [numbered(37), expect.stringContaining('statusModule holds a character that is no text')],
      [null, expect.stringContaining('It has no study number')],
      [null, expect.stringContaining('It has no study number')],
    ]);
    expect(JSON.parse(rows[0]!.record)).toEqual(unfit[0]);
  });

  it('what the database itself refuses is set aside alone', async () => {
    const { sync } = await suite.openLab(all);
    await suite.database.query(`create function refuse() returns trigger language plpgsql as $$
      begin raise exception 'too large' using errcode = '22001'; end $$`);
    await suite.database.query(`create trigger refuse before insert or update on study for each row
      when (new.nct_id = '${numbered(7)}') execute function refuse()`);
    const run = await sync.run();
    await suite.database.query('drop function refuse cascade');
    expect(run).toMatchObject({ state: 'COMPLETE', added: 19, rejected: 1, seen: 20, mirrorCount: 20 });
    await suite.expectHeld(without(all, 7));
    expect(await aside()).toMatchObject([
      { nctId: numbered(7), reason: expect.stringMatching(/^It cannot be stored: /) },
    ]);
  });

  it.each([{ full: true }, {}])(
    'are stored once they are mended, with an update or without (%o)',
    async options => {
      const unfit = [study(31, { acronym: '\u0000' }), study(32, { acronym: '\u0000' })];
      const { sync, double } = await suite.openLab([...all, ...unfit]);
      await sync.run();
      const mended = [...all, study(31, { acronym: 'A', lastUpdatePostDate: '2026-10-08' }), study(32)];
      double.publish(mended, NEXT);
      expect(await sync.run(options)).toMatchObject({
        state: 'COMPLETE',
        added: 2,
        rejected: 0,
        mirrorCount: 22,
      });
      expect(await aside()).toEqual([]);
      await suite.expectHeld(mended);
    },
  );

  it.each([{ full: true }, {}])('are forgotten once they are gone (%o)', async options => {
    const { sync, double } = await suite.openLab([...all, study(31, { acronym: '\u0000' })]);
    await sync.run();
    double.publish(all, NEXT);
    expect(await sync.run(options)).toMatchObject({ state: 'COMPLETE', removed: 0, mirrorCount: 20 });
    expect(await aside()).toEqual([]);
  });

  it('without a number are forgotten by the next full run', async () => {
    const { sync, double } = await suite.openLab([...all, identified(31, { nctId: null })]);
    await sync.run();
    double.publish([...all, study(31)], NEXT);
    expect(await sync.run({ full: true })).toMatchObject({ state: 'COMPLETE', added: 1, mirrorCount: 21 });
    expect(await aside()).toEqual([]);
  });

  it('are met again without being counted twice', async () => {
    const unfit = study(31, { acronym: '\u0000' });
    const { sync, double } = await suite.openLab([...all, unfit]);
    await sync.run();
    double.publish([...all, unfit], NEXT);
    expect(await sync.run()).toMatchObject({ kind: 'INCREMENTAL', state: 'COMPLETE', mirrorCount: 21 });
    double.publish([...all, unfit], LAST);
    expect(await sync.run({ full: true })).toMatchObject({ state: 'COMPLETE', rejected: 1, mirrorCount: 21 });
    expect(await aside()).toHaveLength(1);
  });

  it.each([{ full: true }, {}])('leave what was held before where it is (%o)', async options => {
    const { sync, double } = await suite.openLab(all);
    await sync.run();
    const before = await suite.lastChange();
    double.publish(withThese(all, study(3, { acronym: '\u0000', lastUpdatePostDate: '2026-10-08' })), NEXT);
    expect(await sync.run(options)).toMatchObject({
      state: 'COMPLETE',
      rejected: 1,
      changed: 0,
      mirrorCount: 20,
    });
    await suite.expectHeld(all);
    expect(await aside()).toMatchObject([{ key: numbered(3) }]);
    expect(await suite.changesAfter(before)).toEqual([]);
    // Taken back, it says what is held already.
    double.publish(all, LAST);
    expect(await sync.run(options)).toMatchObject({
      state: 'COMPLETE',
      rejected: 0,
      changed: 0,
      mirrorCount: 20,
    });
    expect(await aside()).toEqual([]);
    await suite.expectHeld(all);
  });

  it('do not hide that another study is gone', async () => {
    const { sync, double } = await suite.openLab(all);
    await sync.run();
    const unfit = study(31, { acronym: '\u0000', lastUpdatePostDate: '2026-10-08' });
    double.publish([...without(all, 4), unfit], NEXT);
    expect(await sync.run()).toMatchObject({ state: 'COMPLETE', removed: 1, rejected: 1, mirrorCount: 20 });
    await suite.expectHeld(without(all, 4));
  });

  it('are told apart by their numbers when asked for', async () => {
    const { sync } = await suite.openLab([...all, study(31, { acronym: '\u0000' })]);
    expect(await sync.run({ ids: [numbered(31), numbered(1)] })).toMatchObject({
      kind: 'IDS',
      state: 'COMPLETE',
      added: 1,
      rejected: 1,
      removed: 0,
    });
    expect(await aside()).toMatchObject([{ key: numbered(31), nctId: numbered(31) }]);
  });
});
