import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { aRecord, records } from '../support/record-builder.ts';
import { forgetCopy, openSyncLab, type SyncLab } from '../support/sync-lab.ts';

const numbered = (n: number): string => `NCT${String(10_000_000 + n)}`;
const study = (n: number, overrides: Parameters<typeof aRecord>[0] = {}): StudyRecord =>
  aRecord({ nctId: numbered(n), ...overrides });
const studies = (count: number, from = 1): StudyRecord[] =>
  Array.from({ length: count }, (_, i) =>
    study(from + i, { lastUpdatePostDate: `20${String(10 + (i % 16)).padStart(2, '0')}-0${1 + (i % 9)}-1${i % 10}` }),
  );

describe.each(databases)('synchronised into the $kind database', ({ open }) => {
  let test: TestDatabase;
  let lab: SyncLab;
  beforeAll(async () => {
    test = await open();
  });
  afterEach(async () => {
    await lab.close();
    await forgetCopy(test.database);
  });
  afterAll(() => test.dispose());
  const openLab = async (...given: [readonly StudyRecord[], Parameters<typeof openSyncLab>[2]?]) => {
    lab = await openSyncLab(test.database, ...given);
    return lab;
  };
  const expectHeld = async (expected: readonly StudyRecord[]) => {
    const held = await lab.held();
    expect([...held.keys()].sort()).toEqual(expected.map(record => nctIdOf(record)).sort());
    for (const record of expected) expect(held.get(nctIdOf(record)!)).toEqual(record);
  };

  it('a first run copies everything, a second one writes nothing', async () => {
    const all = studies(57);
    await openLab(all, { settings: { pageSize: 10, windowStudies: 25 } });
    const first = await lab.sync.run();
    expect(first).toMatchObject({
      kind: 'FULL',
      state: 'COMPLETE',
      message: null,
      added: 57,
      changed: 0,
      registryCount: 57,
      mirrorCount: 57,
    });
    await expectHeld(all);
    const before = await lab.fingerprint();
    lab.double.publish(all, '2026-10-08T09:00:05');
    expect(await lab.sync.run({ full: true })).toMatchObject({ state: 'COMPLETE', added: 0, changed: 0, unchanged: 57 });
    expect(await lab.sync.run()).toMatchObject({ kind: 'INCREMENTAL', state: 'COMPLETE', pages: 0 });
    expect(await lab.fingerprint()).toBe(before);
  });
});
