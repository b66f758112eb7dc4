import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { type FileRegistry, startFileRegistry, writeRecordFile } from './file-registry.ts';
import { createRecordGenerator } from './record-generator.ts';
import { valuesAt } from './registry-double-values.ts';

const COUNT = 500;
const generator = createRecordGenerator({
  seed: 11,
  count: COUNT,
  updatesFrom: '2026-08-03',
  updatesTo: '2026-10-06',
});

interface Page {
  readonly totalCount?: number;
  readonly studies: readonly StudyRecord[];
  readonly nextPageToken?: string;
}

let folder: string;
let registry: FileRegistry;
const progress: number[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialweave-file-registry-'));
  const path = join(folder, 'records.ndjson');
  await writeRecordFile(path, generator, COUNT, written => progress.push(written));
  registry = await startFileRegistry(path, { dataTimestamp: '2026-10-07T09:00:06' });
});
afterAll(async () => {
  await registry?.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (params: Record<string, string>, path = 'studies', headers: Record<string, string> = {}) =>
  fetch(`${registry.url}/${path}?${new URLSearchParams(params)}`, { headers });
const page = async (params: Record<string, string>): Promise<Page> => {
  const response = await get(params);
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
};
const walk = async (params: Record<string, string>): Promise<readonly StudyRecord[]> => {
  const studies: StudyRecord[] = [];
  let next: string | undefined;
  do {
    const answer = await page(next ? { ...params, pageToken: next } : params);
    studies.push(...answer.studies);
    next = answer.nextPageToken;
  } while (next);
  return studies;
};

const firstPostOf = (record: StudyRecord): string =>
  String(valuesAt(record, 'protocolSection.statusModule.studyFirstPostDateStruct.date')[0]);
/** Whatever of the generator's records passes, in its order. */
const expected = (test: (i: number) => boolean): readonly (string | null)[] =>
  Array.from({ length: COUNT }, (_, i) => i)
    .filter(test)
    .map(generator.nctId);
const byUpdate = (from: string, to: string) => (i: number) =>
  generator.lastUpdatePostDate(i) >= from && generator.lastUpdatePostDate(i) <= to;

describe('a registry over a file', () => {
  it('says how the writing goes on', () => {
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(COUNT);
  });

  it('walks all records to the end, byte for byte', async () => {
    const studies = await walk({ pageSize: '100' });
    expect(studies).toHaveLength(COUNT);
    studies.forEach((study, i) => {
      expect(study).toStrictEqual(generator.record(i));
    });
    // As the registry writes it: a study a line, and after the last full page an empty one.
    const text = await (await get({ pageSize: '2', countTotal: 'true' })).text();
    const [head, first, second, tail] = text.split('\n');
    expect([head, first, second]).toEqual([
      `{"totalCount":${COUNT},"studies":[`,
      `${JSON.stringify(generator.record(0))},`,
      JSON.stringify(generator.record(1)),
    ]);
    expect(tail).toMatch(/^\],"nextPageToken":"[\w-]+"\}$/);
  });

  it('gives the window of updates that was asked for, and its count on the first page alone', async () => {
    const params = {
      'filter.advanced': 'AREA[LastUpdatePostDate]RANGE[2026-09-01,2026-09-07]',
      pageSize: '20',
      countTotal: 'true',
    };
    const wanted = expected(byUpdate('2026-09-01', '2026-09-07'));
    expect((await walk(params)).map(nctIdOf)).toEqual(wanted);
    const first = await page(params);
    expect(first.totalCount).toBe(wanted.length);
    expect((await page({ ...params, pageToken: first.nextPageToken! })).totalCount).toBeUndefined();
  });

  it.each([
    ['RANGE[MIN,2026-08-10]', byUpdate('0', '2026-08-10')],
    ['RANGE[2026-10-05,MAX]', byUpdate('2026-10-05', '9')],
    ['RANGE[2026-09-05,2026-09-06]', () => false],
    ['RANGE[MIN,MAX]', () => true],
  ])('reads AREA[LastUpdatePostDate]%s', async (range, test) => {
    const studies = await walk({ 'filter.advanced': `AREA[LastUpdatePostDate]${range}`, pageSize: '1000' });
    expect(studies.map(nctIdOf)).toEqual(expected(test));
  });

  it('finds by the date of the first post, which is in no order, and by its absence', async () => {
    const range = {
      'filter.advanced': 'AREA[StudyFirstPostDate]RANGE[2024-01-01,2024-12-31]',
      pageSize: '50',
    };
    const wanted = expected(i => firstPostOf(generator.record(i)).startsWith('2024'));
    expect(wanted.length).toBeGreaterThan(50);
    expect((await walk(range)).map(nctIdOf)).toEqual(wanted);
    const missing = await page({ 'filter.advanced': 'AREA[StudyFirstPostDate]MISSING', countTotal: 'true' });
    expect(missing).toEqual({ totalCount: 0, studies: [] });
  });

  it('sorts by date, backwards where nothing else is said', async () => {
    const dates = async (sort: string) => (await walk({ sort, pageSize: '200' })).map(firstPostOf);
    const backwards = await dates('StudyFirstPostDate');
    expect(backwards).toEqual(backwards.toSorted().reverse());
    expect(await dates('StudyFirstPostDate:asc')).toEqual(backwards.toReversed());
    const oldest = await page({ sort: 'LastUpdatePostDate:asc', pageSize: '1' });
    expect(nctIdOf(oldest.studies[0]!)).toBe(generator.nctId(0));
  });

  it('gives the ids alone without the records', async () => {
    for (const fields of ['NCTId', 'protocolSection.identificationModule.nctId']) {
      const studies = await walk({ fields, pageSize: '499' });
      expect(studies.map(nctIdOf)).toEqual(expected(() => true));
      expect(Object.keys(studies[7]!)).toEqual(['protocolSection']);
    }
  });

  it('finds records by their numbers, and passes over those it does not have', async () => {
    const ids = [generator.nctId(300), generator.nctId(4), generator.nctId(5), 'NCT99999999'];
    const { studies, totalCount } = await page({ 'filter.ids': ids.join('|'), countTotal: 'true' });
    expect(totalCount).toBe(3);
    expect(studies).toStrictEqual([4, 5, 300].map(i => generator.record(i)));
  });

  it('tags the edition and says when nothing is new', async () => {
    const version = await get({}, 'version');
    const etag = version.headers.get('etag')!;
    expect(await version.json()).toEqual({ apiVersion: '2.0.5', dataTimestamp: '2026-10-07T09:00:06' });
    expect((await get({}, 'studies')).headers.get('etag')).toBe(etag);
    const again = await get({}, 'version', { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get({}, 'version', { 'if-none-match': '"old"' })).status).toBe(200);
  });

  it('refuses a token of another edition in the words of the registry', async () => {
    const { nextPageToken } = await page({ pageSize: '5' });
    await using other = await startFileRegistry(join(folder, 'records.ndjson'), {
      dataTimestamp: '2026-10-08T09:00:06',
    });
    const response = await fetch(`${other.url}/studies?pageToken=${nextPageToken}`);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(await response.text()).toBe(
      'The data have probably changed while you were paginating. Please, start over from the first page.',
    );
  });

  it.each([
    { 'query.cond': 'cough' },
    { fields: 'BriefTitle' },
    { 'filter.advanced': 'AREA[Phase]PHASE2' },
    { 'filter.ids': 'NCT1|x' },
    { pageSize: 'ten' },
    { pageToken: 'x' },
    { sort: 'EnrollmentCount' },
  ])('refuses what it does not read: %o', async params => {
    const response = await get(params as Record<string, string>);
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/plain']);
  });

  it('refuses every other path', async () => {
    expect((await get({}, 'stats/size')).status).toBe(400);
  });
});
