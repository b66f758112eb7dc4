import { describe, expect, it } from 'vitest';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { databases } from '../support/database.ts';
import { numbered, useSyncSuite, without, withThese } from '../support/sync-suite.ts';

const NEXT = '2026-10-08T09:00:05';
const COUNT = 3_000;

/** As little as a record can be: 25 years of first posts, 28 a month at most; one in a hundred has no date. */
const tiny = (n: number): StudyRecord => ({
  protocolSection: {
    identificationModule: { nctId: numbered(n) },
    statusModule: {
      lastUpdatePostDateStruct: { date: '2025-06-01' },
      ...(n % 100 !== 0 && {
        studyFirstPostDateStruct: {
          date: `${2000 + (n % 25)}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
        },
      }),
    },
  },
});
const sameDay = (n: number): StudyRecord => ({
  protocolSection: {
    identificationModule: { nctId: numbered(n) },
    statusModule: {
      lastUpdatePostDateStruct: { date: '2025-06-01' },
      studyFirstPostDateStruct: { date: '2005-09-13' },
    },
  },
});
const many = Array.from({ length: COUNT }, (_, i) => tiny(i + 1));

describe.each(databases)('what went, found by counting in the $kind database', ({ open }) => {
  const suite = useSyncSuite(open);

  /** An incremental run over `after`, and how many requests its comparison took. */
  const runOver = async (before: readonly StudyRecord[], after: readonly StudyRecord[]) => {
    const { sync, double } = await suite.openLab(before);
    await sync.run();
    double.publish(after, NEXT);
    double.forget();
    const run = await sync.run();
    const asked = double.requests.map(({ url }) => url.searchParams);
    return {
      run,
      counts: asked.filter(params => params.get('pageSize') === '1').length,
      lists: asked.filter(params => params.get('fields') && params.get('pageSize') === '1000').length,
      requests: asked.length,
    };
  };

  it('nothing: three counts and no list', async () => {
    const { run, counts, lists } = await runOver(many, many);
    expect(run).toMatchObject({ kind: 'INCREMENTAL', state: 'COMPLETE', removed: 0 });
    // For the guard, for the comparison, and for the row of the run.
    expect([counts, lists]).toEqual([3, 0]);
  });

  it('one: a count for each halving, and one short list', async () => {
    const { run, counts, lists, requests } = await runOver(many, without(many, 1234));
    expect(run).toMatchObject({ kind: 'INCREMENTAL', state: 'COMPLETE', removed: 1, mirrorCount: COUNT - 1 });
    expect(counts).toBeLessThanOrEqual(4 + Math.ceil(Math.log2(COUNT / 1_000)) + 1);
    expect(lists).toBe(1);
    expect(requests).toBeLessThan(15);
    expect((await suite.lab.held()).has(numbered(1234))).toBe(false);
  });

  it('several, of different years', async () => {
    const gone = [3, 509, 1021, 1777, 2250, 2999];
    const { run, counts, lists } = await runOver(many, without(many, ...gone));
    expect(run).toMatchObject({ state: 'COMPLETE', removed: gone.length });
    expect(counts).toBeLessThanOrEqual(4 + 2 ** Math.ceil(Math.log2(COUNT / 1_000) + 1));
    expect(lists).toBeLessThanOrEqual(4);
  });

  it('some without a date of their first post', async () => {
    const { run, lists } = await runOver(many, without(many, 100, 2900));
    expect(run).toMatchObject({ state: 'COMPLETE', removed: 2 });
    expect(lists).toBe(1);
  });

  it('one that came and one that went, of different years', async () => {
    const after = withThese(without(many, 700), tiny(4_003));
    const { run } = await runOver(many, [...after, tiny(4_100)]);
    expect(run).toMatchObject({ state: 'COMPLETE', removed: 1, added: 2 });
  });

  it('of thousands that were posted on one day', async () => {
    const before = Array.from({ length: 1_500 }, (_, i) => sameDay(i + 1));
    const { run, lists } = await runOver(before, without(before, 77));
    expect(run).toMatchObject({ state: 'COMPLETE', removed: 1 });
    expect(lists).toBe(2); // two pages
  });
});
