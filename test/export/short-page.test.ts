import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMirrorSource } from '../../src/mirror/mirror.source.ts';
import { createStudyRepository } from '../../src/mirror/study.repository.ts';
import { NCT_ID, nctIdOf } from '../../src/registry/record-paths.ts';
import type { StoredSource } from '../../src/registry/study.source.ts';
import type { StudySort } from '../../src/registry/study-filter.input.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';
import { store } from '../support/test-gateway.ts';

const MEGABYTE = 1_000_000;
const STUDIES = 12;
/** Every third record is so large that a few of them are more than a page carries. */
const records = Array.from({ length: STUDIES }, (_, i) =>
  aRecord({
    nctId: `NCT${10_000_001 + i}`,
    enrollment: (i * 5) % STUDIES,
    ...(i % 3 === 1 && { detailedDescription: randomBytes(MEGABYTE).toString('base64') }),
  }),
);

describe.each(databases)('a page of stored studies that may fall short, on $kind', ({ open }) => {
  let test: TestDatabase;
  let source: StoredSource;
  beforeAll(async () => {
    test = await open();
    await store(test.database, records);
    source = createMirrorSource(test.database, createStudyRepository(test.database));
  });
  afterAll(() => test.dispose());

  /** The sizes of the pages of a whole list, and the numbers on them. */
  const walk = async (
    fields: readonly string[],
    sort: readonly StudySort[],
    mayFallShort: boolean,
    count = STUDIES,
  ) => {
    const [sizes, ids]: [number[], string[]] = [[], []];
    for (let cursor: string | null = null, more = true; more; ) {
      const search = { criteria: {}, sort, count, cursor, backward: false, fields, mayFallShort };
      const page = await source.search({ ...search, wantsTotal: cursor === null });
      expect(page.totalCount).toBe(cursor === null ? STUDIES : null);
      sizes.push(page.items.length);
      ids.push(...page.items.map(({ found }) => nctIdOf(found.record)!));
      [cursor, more] = [page.endCursor, page.hasNextPage];
    }
    return { sizes, ids };
  };

  it.each<[string, readonly StudySort[]]>([
    ['their number', []],
    ['one value', [{ field: 'ENROLLMENT', direction: 'DESC' }]],
    [
      'two values',
      [
        { field: 'START_DATE', direction: 'ASC' },
        { field: 'ENROLLMENT', direction: 'ASC' },
      ],
    ],
  ])('ends early where records are large, and loses none, by %s', async (_, sort) => {
    const short = await walk([], sort, true);
    expect(short.sizes.length).toBeGreaterThan(1);
    expect(Math.min(...short.sizes)).toBeGreaterThan(0);
    const full = await walk([], sort, false);
    expect(full.sizes).toEqual([STUDIES]);
    expect(short.ids).toEqual(full.ids);
    expect(new Set(short.ids).size).toBe(STUDIES);
  });

  it('is a full one where what is read of them is small', async () => {
    expect((await walk([NCT_ID], [], true)).sizes).toEqual([STUDIES]);
    expect((await walk([NCT_ID], [], true, 10)).sizes).toEqual([10, 2]);
    expect((await walk([], [], true, 1)).sizes).toEqual(records.map(() => 1));
  });

  it('is empty where nothing is found', async () => {
    const search = { sort: [], count: 10, cursor: null, backward: false, fields: [], wantsTotal: true };
    const page = await source.search({ ...search, criteria: { ids: ['NCT77777777'] }, mayFallShort: true });
    expect(page).toMatchObject({ items: [], hasNextPage: false, endCursor: null, totalCount: 0 });
  });
});
