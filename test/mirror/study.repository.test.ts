import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RecordNotStorable } from '../../src/mirror/storable.ts';
import {
  createStudyRepository,
  type FoundStudy,
  type StoredStudy,
  type StudyRepository,
} from '../../src/mirror/study.repository.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { corpusFile, corpusRecords } from '../support/corpus.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';

if (!corpusFile)
  console.info('REGISTRY_CORPUS is not set: storing and reading back real records was not tried.');

const fetchedAt = new Date('2024-05-06T07:08:09.123Z');
const stored = (
  nctId: string,
  record: StudyRecord = aRecord({ nctId }),
  rest: Partial<StoredStudy> = {},
): StoredStudy => ({
  nctId,
  record,
  origin: 'MIRROR',
  fetchedAt,
  registryDataTimestamp: '2024-05-06T09:00:05',
  ...rest,
});
/** Without the mark of this very writing. */
const plain = ({ version, isKept, ...study }: FoundStudy): StoredStudy => {
  expect([typeof version, typeof isKept]).toEqual(['string', 'boolean']);
  return study;
};
const plainly = (found: ReadonlyMap<string, FoundStudy>) =>
  new Map([...found].map(([id, study]) => [id, plain(study)]));
const numbered = (number: number): string => `NCT${String(number).padStart(8, '0')}`;

describe.each(databases)('studies kept in the $kind database', ({ open }) => {
  let test: TestDatabase;
  let studies: StudyRepository;
  beforeAll(async () => {
    test = await open();
    studies = createStudyRepository(test.database);
  });
  afterEach(() => test.database.query('truncate study, study_alias, study_search, study_location'));
  afterAll(() => test.dispose());

  it('are none at first', async () => {
    expect(await studies.isEmpty()).toBe(true);
    expect(await studies.count()).toBe(0);
    expect(await studies.facts()).toEqual({ count: 0, newestFetchedAt: null });
    expect(await studies.byIds(['NCT00000001'])).toEqual(new Map());
    expect(await studies.byIds([])).toEqual(new Map());
    await studies.upsert([]);
    expect(await studies.isEmpty()).toBe(true);
  });

  it('come back as they were', async () => {
    const sample = stored('NCT99000001', undefined, { origin: 'SAMPLE', registryDataTimestamp: null });
    const mirrored = stored('NCT00000002');
    await studies.upsert([sample, mirrored]);
    expect(
      plainly(await studies.byIds(['NCT00000002', 'NCT99000001', 'NCT00000003', 'NCT00000002'])),
    ).toEqual(
      new Map([
        ['NCT99000001', sample],
        ['NCT00000002', mirrored],
      ]),
    );
    expect(await studies.isEmpty()).toBe(false);
  });

  it('are replaced as a whole by a later one', async () => {
    await studies.upsert([stored('NCT00000001', { old: 1, kept: 1 })]);
    const later = stored('NCT00000001', { new: 2 }, { fetchedAt: new Date('2025-01-01'), origin: 'SAMPLE' });
    await studies.upsert([later]);
    expect([...plainly(await studies.byIds(['NCT00000001'])).values()]).toEqual([later]);
  });

  it('are written once where a call names one twice: the last counts', async () => {
    await studies.upsert([stored('NCT00000001', { at: 1 }), stored('NCT00000001', { at: 2 })]);
    expect((await studies.byIds(['NCT00000001'])).get('NCT00000001')?.record).toEqual({ at: 2 });
  });

  it('are written in chunks, however many or large they are', async () => {
    const large = { text: 'x'.repeat(400_000) };
    const many = Array.from({ length: 251 }, (_, number) =>
      stored(numbered(number + 1), number < 5 ? large : { number }),
    );
    await studies.upsert(many);
    expect(await studies.count()).toBe(251);
    const found = plainly(await studies.byIds(many.map(each => each.nctId)));
    expect(many.every(each => isDeepStrictEqual(found.get(each.nctId), each))).toBe(true);
  });

  it('tell how many and how fresh they are', async () => {
    const newest = new Date('2024-06-01T00:00:00.001Z');
    await studies.upsert([stored('NCT00000001'), stored('NCT00000002', {}, { fetchedAt: newest })]);
    expect(await studies.facts()).toEqual({ count: 2, newestFetchedAt: newest });
  });

  it('are scanned page by page in the order of their numbers', async () => {
    const ids = Array.from({ length: 25 }, (_, number) => numbered(number * 7 + 1));
    await studies.upsert([...ids].reverse().map(id => stored(id, {})));
    const seen: string[] = [];
    for (let after: string | undefined; ; after = seen.at(-1)) {
      const page = await studies.scan(after, 10);
      expect(page.length).toBeLessThanOrEqual(10);
      seen.push(...page.map(each => each.nctId));
      if (page.length === 0) break;
    }
    expect(seen).toEqual(ids);
  });

  describe('with former numbers', () => {
    const successor = stored(
      'NCT00000010',
      aRecord({ nctId: 'NCT00000010', aliases: ['NCT00000001', 'NCT00000002'] }),
    );

    it('are found by them, under the number asked for', async () => {
      await studies.upsert([successor]);
      const found = await studies.byIds(['NCT00000001', 'NCT00000010', 'NCT00000002']);
      expect([...found.keys()].sort()).toEqual(['NCT00000001', 'NCT00000002', 'NCT00000010']);
      for (const study of found.values()) expect(plain(study)).toEqual(successor);
    });

    it('go before a record still kept under the old number', async () => {
      await studies.upsert([stored('NCT00000001'), successor]);
      expect((await studies.byIds(['NCT00000001'])).get('NCT00000001')?.nctId).toBe('NCT00000010');
    });

    it('lose those a later record no longer has', async () => {
      await studies.upsert([successor]);
      await studies.upsert([
        stored('NCT00000010', aRecord({ nctId: 'NCT00000010', aliases: ['NCT00000002'] })),
      ]);
      expect([...(await studies.byIds(['NCT00000001', 'NCT00000002'])).keys()]).toEqual(['NCT00000002']);
    });

    it('give one back that is a study of its own again', async () => {
      await studies.upsert([successor]);
      await studies.upsert([stored('NCT00000001')]);
      expect((await studies.byIds(['NCT00000001'])).get('NCT00000001')?.nctId).toBe('NCT00000001');
    });
  });

  describe('with characters PostgreSQL cannot keep', () => {
    it.each([
      ['U+0000', { a: [{ b: 'x' }, { b: 'a\u0000b' }] }, 'a[1].b'],
      ['a high surrogate alone', { a: { b: '\ud83d' } }, 'a.b'],
      ['a low surrogate alone', { a: ['\udc00 end'] }, 'a[0]'],
      ['U+0000 in a key', { a: { 'k\u0000': 1 } }, 'stored: a holds'],
    ])('are refused by name: %s', async (_, record, path) => {
      const refusal = await studies
        .upsert([stored('NCT00000001'), stored('NCT00000002', record)])
        .catch(error => error);
      expect(refusal).toBeInstanceOf(RecordNotStorable);
      expect(refusal.details).toEqual({ nctId: 'NCT00000002' });
      expect(refusal.message).toContain(path);
      expect(await studies.count()).toBe(0);
    });

    it('are not taken for those that spell one out, or for whole pairs', async () => {
      const record = { text: String.raw`\u0000 \ud83d \\u0000`, emoji: '😀', 'key \\u0000': 1 };
      await studies.upsert([stored('NCT00000001', record)]);
      expect((await studies.byIds(['NCT00000001'])).get('NCT00000001')?.record).toEqual(record);
    });
  });

  it('keep any JSON, or refuse it by name', async () => {
    const jsons = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }));
    await fc.assert(
      fc.asyncProperty(jsons, async json => {
        // As it would arrive: parsed from JSON text, which turns -0 to 0 and __proto__ into a plain key.
        const record = JSON.parse(JSON.stringify(json), (_, value) =>
          Object.is(value, -0) ? 0 : value,
        ) as StudyRecord;
        try {
          await studies.upsert([stored('NCT00000001', record)]);
        } catch (error) {
          expect(error).toBeInstanceOf(RecordNotStorable);
          return;
        }
        expect((await studies.byIds(['NCT00000001'])).get('NCT00000001')?.record).toEqual(record);
      }),
      { numRuns: 150 },
    );
  });

  it.skipIf(!corpusFile)('keep every real record', { timeout: 300_000 }, async () => {
    let batch: StoredStudy[] = [];
    let count = 0;
    const check = async () => {
      await studies.upsert(batch);
      const found = await studies.byIds(batch.map(each => each.nctId));
      for (const each of batch)
        expect(isDeepStrictEqual(found.get(each.nctId)?.record, each.record), each.nctId).toBe(true);
      count += batch.length;
      batch = [];
    };
    for await (const record of corpusRecords(corpusFile!)) {
      batch.push(stored(nctIdOf(record)!, record));
      if (batch.length === 100) await check();
    }
    await check();
    console.info(`${count} real records stored and read back equal`);
    expect(count).toBeGreaterThan(0);
    expect(await studies.count()).toBe(count);
  });
});
