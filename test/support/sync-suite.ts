import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Change } from '../../src/mirror/study.history.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Database } from '../../src/store/database.ts';
import type { DatabaseKind, TestDatabase } from './database.ts';
import { aRecord, type RecordOverrides } from './record-builder.ts';
import { forgetCopy, openSyncLab, type SyncLab, type SyncLabOptions } from './sync-lab.ts';

export const numbered = (n: number): string => `NCT${10_000_000 + n}`;

/** Update dates spread over 2010 to 2025, so that a copy needs more than one window. */
const updateDate = (n: number): string =>
  `20${10 + (n % 16)}-0${1 + (n % 9)}-${String(10 + (n % 19)).padStart(2, '0')}`;

export const study = (n: number, overrides: RecordOverrides = {}): StudyRecord =>
  aRecord({ nctId: numbered(n), lastUpdatePostDate: updateDate(n), ...overrides });

/** NCT10000001 and on. */
export const studies = (count: number): StudyRecord[] =>
  Array.from({ length: count }, (_, i) => study(i + 1));

/** The same list with some of its studies replaced, by their numbers. */
export const withThese = (list: readonly StudyRecord[], ...others: readonly StudyRecord[]): StudyRecord[] => {
  const byId = new Map([...list, ...others].map(record => [nctIdOf(record), record]));
  return [...byId.values()];
};

/** The same list without some of its studies. */
export const without = (list: readonly StudyRecord[], ...numbers: readonly number[]): StudyRecord[] =>
  list.filter(record => !numbers.map(numbered).includes(nctIdOf(record)!));

export interface SyncSuite {
  readonly database: Database;
  readonly lab: SyncLab;
  openLab(records: readonly StudyRecord[], options?: SyncLabOptions): Promise<SyncLab>;
  /** The copy holds exactly these, each as it is. */
  expectHeld(expected: readonly StudyRecord[]): Promise<void>;
  /** All changes after the one with this id, in order. */
  changesAfter(id: number): Promise<readonly Change[]>;
  lastChange(): Promise<number>;
}

const MOST_CHANGES = 10_000;

/** One database for a suite, and for each test a copy of its own; to be called inside `describe`. */
export function useSyncSuite(open: DatabaseKind['open']): SyncSuite {
  let test: TestDatabase | undefined;
  let lab: SyncLab | undefined;
  beforeAll(async () => {
    test = await open();
  });
  afterEach(async () => {
    await lab?.close();
    lab = undefined;
    await forgetCopy(test!.database);
  });
  afterAll(() => test?.dispose());
  const changes = async (): Promise<readonly Change[]> =>
    (await lab!.history.changes({ filter: {}, count: MOST_CHANGES, cursor: null, backward: false })).changes;
  return {
    get database() {
      return test!.database;
    },
    get lab() {
      return lab!;
    },
    async openLab(records, options) {
      await lab?.close();
      lab = await openSyncLab(test!.database, records, options);
      return lab;
    },
    async expectHeld(expected) {
      const held = await lab!.held();
      expect([...held.keys()].sort()).toEqual(expected.map(record => nctIdOf(record)).sort());
      for (const record of expected) expect(held.get(nctIdOf(record)!)).toEqual(record);
    },
    changesAfter: async id => (await changes()).filter(change => change.id > id),
    lastChange: async () => (await changes()).at(-1)?.id ?? 0,
  };
}
