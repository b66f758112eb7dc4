import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AbsorbOptions, absorb, bury, newsAmong } from '../../src/mirror/absorb.ts';
import { createStudyHistory } from '../../src/mirror/study.history.ts';
import { createStudyRepository } from '../../src/mirror/study.repository.ts';
import { rowOf, type StudyRow } from '../../src/mirror/study-write.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { aRecord, type RecordOverrides } from '../support/record-builder.ts';
import { forgetCopy } from '../support/sync-lab.ts';

const ID = 'NCT01000012';
const IN = { runId: null, inScope: true } satisfies AbsorbOptions;
const version = (versionHolder: string, overrides: RecordOverrides = {}): StudyRecord =>
  aRecord({ ...overrides, raw: { derivedSection: { miscInfoModule: { versionHolder } } } });
const row = (record: StudyRecord, origin: 'MIRROR' | 'SAMPLE' = 'MIRROR'): StudyRow =>
  rowOf({
    nctId: nctIdOf(record)!,
    record,
    origin,
    fetchedAt: new Date('2026-10-07T10:00:00Z'),
    registryDataTimestamp: origin === 'MIRROR' ? '2026-10-07T09:00:06' : null,
  });

describe.each(databases)('studies taken into the $kind database', ({ open }) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await open();
  });
  afterEach(() => forgetCopy(test.database));
  afterAll(() => test.dispose());
  const take = (record: StudyRecord, options: Partial<AbsorbOptions> = {}) =>
    test.database.transaction(tx => absorb(tx, [row(record)], { ...IN, ...options }));
  const held = async () => (await createStudyRepository(test.database).byIds([ID])).get(ID);
  const kinds = async () => {
    const history = createStudyHistory(test.database);
    const { changes } = await history.changes({ filter: {}, count: 50, cursor: null, backward: false });
    return changes.map(({ kind }) => kind);
  };
  const place = () => test.database.query('select xmin::text, ctid::text from study');

  it('the same again writes nothing, nor does another version date alone', async () => {
    expect(await take(version('2026-10-05'))).toEqual({ added: 1, changed: 0, unchanged: 0 });
    const before = await place();
    for (const again of [version('2026-10-05'), version('2026-10-06')]) {
      expect((await newsAmong(test.database, [row(again)], IN)).rows).toEqual([]);
      expect(await take(again)).toEqual({ added: 0, changed: 0, unchanged: 1 });
    }
    expect(await place()).toEqual(before);
    expect((await held())?.record).toEqual(version('2026-10-05'));
    expect(await kinds()).toEqual(['ADDED']);
  });

  it('an older version does not replace a newer one, an undated one does', async () => {
    await take(version('2026-10-05', { enrollment: 1 }));
    const older = version('2026-10-04', { enrollment: 2 });
    expect(await newsAmong(test.database, [row(older)], IN)).toEqual({ rows: [], added: 0, changed: 0 });
    expect(await take(older)).toMatchObject({ unchanged: 1 });
    expect((await held())?.record).toEqual(version('2026-10-05', { enrollment: 1 }));
    const undated = aRecord({ enrollment: 3, raw: { derivedSection: { miscInfoModule: null } } });
    expect(await take(undated)).toMatchObject({ changed: 1 });
    expect(await take(version('2026-10-01', { enrollment: 4 }))).toMatchObject({ changed: 1 });
    expect(await kinds()).toEqual(['ADDED', 'CHANGED', 'CHANGED']);
  });

  it('an older version does not bring back what went after it', async () => {
    await take(version('2026-10-05'));
    await test.database.transaction(tx =>
      bury(tx, [{ nctId: ID, replacedBy: null }], { runId: null, dataTimestamp: null }),
    );
    expect(await take(version('2026-10-04'))).toMatchObject({ unchanged: 1 });
    expect(await held()).toBeUndefined();
    expect(await take(version('2026-10-06'))).toMatchObject({ added: 1 });
    expect(await kinds()).toEqual(['ADDED', 'REMOVED', 'RESTORED']);
  });

  it('the order of keys is no change', async () => {
    await take(aRecord());
    const { derivedSection, protocolSection, ...rest } = aRecord();
    const reversed = Object.fromEntries(Object.entries(protocolSection as object).reverse());
    expect(await take({ ...rest, derivedSection, protocolSection: reversed })).toMatchObject({
      unchanged: 1,
    });
  });

  it('a copied study in the place of a sample is a new one', async () => {
    await test.database.transaction(tx => absorb(tx, [row(aRecord({ enrollment: 1 }), 'SAMPLE')], IN));
    await test.database.query('truncate study_change');
    const copied = aRecord({ enrollment: 2 });
    expect(await newsAmong(test.database, [row(copied)], IN)).toMatchObject({ added: 1, changed: 0 });
    expect(await take(copied)).toEqual({ added: 1, changed: 0, unchanged: 0 });
    expect(await held()).toMatchObject({ origin: 'MIRROR', record: copied });
    expect(await kinds()).toEqual(['ADDED']);
    const history = createStudyHistory(test.database);
    const { changes } = await history.changes({ filter: {}, count: 1, cursor: null, backward: false });
    expect(await history.before(changes[0]!)).toBeNull();
  });

  it('a sample was never at the registry, and is not gone from it', async () => {
    await test.database.transaction(tx => absorb(tx, [row(aRecord(), 'SAMPLE')], IN));
    const gone = [
      { nctId: ID, replacedBy: null },
      { nctId: 'NCT00000001', replacedBy: null },
    ];
    const edition = { runId: null, dataTimestamp: null };
    expect(await test.database.transaction(tx => bury(tx, gone, edition))).toBe(0);
    expect(await held()).toMatchObject({ origin: 'SAMPLE' });
  });

  it('a study is buried once', async () => {
    await take(aRecord());
    const edition = { runId: null, dataTimestamp: null };
    const gone = [{ nctId: ID, replacedBy: null }];
    expect(await test.database.transaction(tx => bury(tx, gone, edition))).toBe(1);
    expect(await test.database.transaction(tx => bury(tx, gone, edition))).toBe(0);
    expect(await kinds()).toEqual(['ADDED', 'REMOVED']);
  });

  it('the same in another order of keys is no change, and is known at once the next time', async () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, inner]) => [key, turned(inner)]),
            )
          : value;
    await take(aRecord());
    const other = turned(aRecord()) as StudyRecord;
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(aRecord()));
    expect(await take(other)).toEqual({ added: 0, changed: 0, unchanged: 1 });
    expect(await kinds()).toEqual(['ADDED']);
    const everything = { inScope: true };
    expect(await newsAmong(test.database, [row(other)], everything)).toMatchObject({ rows: [] });
  });

  it('where it belongs is kept if only its number was asked for', async () => {
    const inScope = async () => {
      const rows = await test.database.query<{ inScope: boolean }>(
        'select in_scope as "inScope" from study_search',
      );
      return rows[0]?.inScope;
    };
    const apart = { inScope: false, keepsScope: true };
    await take(aRecord(), apart);
    expect(await inScope()).toBe(false);
    expect(await newsAmong(test.database, [row(aRecord())], apart)).toMatchObject({ rows: [] });
    expect(await take(aRecord())).toMatchObject({ unchanged: 1 }); // moves, and says nothing of it
    expect(await inScope()).toBe(true);
    await take(aRecord({ enrollment: 2 }), apart);
    expect(await inScope()).toBe(true);
    expect(await kinds()).toEqual(['ADDED', 'CHANGED']);
  });

  it('a number that came free is found again, one that was taken leads on', async () => {
    const repository = createStudyRepository(test.database);
    const other = 'NCT01000099';
    const found = async () => (await repository.byIds([other])).get(other)?.nctId;
    await take(aRecord({ aliases: [other] }));
    expect(await found()).toBe(ID);
    await take(aRecord());
    expect(await found()).toBeUndefined();
    await take(aRecord({ nctId: other }));
    expect(await found()).toBe(other);
  });

  it('two that take the same study at the same time write it once', async () => {
    await take(aRecord({ enrollment: 1 }));
    const both = await Promise.all([take(aRecord({ enrollment: 2 })), take(aRecord({ enrollment: 2 }))]);
    expect(both.map(({ changed }) => changed).sort()).toEqual([0, 1]);
    expect(await kinds()).toEqual(['ADDED', 'CHANGED']);
  });
});
