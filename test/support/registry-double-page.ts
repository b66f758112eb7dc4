import type { StudyRecord } from '../../src/registry/study-record.ts';
import { searchOf } from './registry-double-params.ts';
import { project, wantedBy } from './registry-double-project.ts';
import { Refusal } from './registry-double-refusal.ts';
import { sorted } from './registry-double-sort.ts';

/** One edition of the data: a token belongs to the edition in which it was given. */
export interface Edition {
  readonly records: readonly StudyRecord[];
  readonly dataTimestamp: string;
  readonly etag: string;
}

const DATA_CHANGED =
  'The data have probably changed while you were paginating. Please, start over from the first page.';

const tokenFor = ({ etag }: Edition, offset: number): string =>
  Buffer.from(`${etag}#${offset}`.padEnd(33)).toString('base64url');

/** A token knows its edition and its offset and nothing of the parameters: used with others, it goes on wrongly. */
const offsetOf = (token: string | null, { etag }: Edition): number => {
  if (!token) return 0;
  const [edition, offset] = Buffer.from(token, 'base64url').toString().split('#');
  if (offset === undefined) throw new Refusal('Parameter `pageToken` has incorrect format');
  if (edition !== etag) throw new Refusal(DATA_CHANGED);
  return Number(offset);
};

const MAX_INT32 = 2 ** 31 - 1;

const pageSizeOf = (text: string | null): number => {
  if (text === null) return 10;
  if (!/^\d+$/.test(text) || Number(text) > MAX_INT32)
    throw new Refusal('Parameter `pageSize` cannot be converted to 32-bit integer');
  return Math.min(Number(text) || 10, 1000);
};

const shapeOf = (fields: string | null): ((record: StudyRecord) => StudyRecord) => {
  if (!fields) return record => record;
  const result = wantedBy(fields);
  if ('invalid' in result)
    throw new Refusal(`Parameter 'fields' contains invalid field name: '${result.invalid}'`);
  return record => project(record, result.wanted);
};

/** One study on its own line inside a page, as the registry writes it. */
export const studyBody = (record: StudyRecord, fields: string | null): string =>
  JSON.stringify(shapeOf(fields)(record));

/** What `GET /studies` answers with. */
export interface DoublePage {
  readonly total: number | null;
  readonly studies: readonly StudyRecord[];
  readonly token: string | null;
}

/** Makes of a right page a wrong one. */
export type Bend = (page: DoublePage, params: URLSearchParams) => DoublePage;

export interface Paging {
  /** A full page always promises another, which may hold nothing. */
  readonly emptyLastPage: boolean;
  readonly bend: Bend;
}

const write = ({ total, studies, token }: DoublePage): string => {
  const head = total === null ? '' : `"totalCount":${total},`;
  const lines = studies.map(study => JSON.stringify(study)).join(',\n');
  return `{${head}"studies":[\n${lines}\n]${token === null ? '' : `,"nextPageToken":"${token}"`}}`;
};

/** The body of `GET /studies`. */
export const pageBody = (
  params: URLSearchParams,
  edition: Edition,
  { emptyLastPage, bend }: Paging,
): string => {
  const { test, ranking } = searchOf(params);
  const shape = shapeOf(params.get('fields'));
  const size = pageSizeOf(params.get('pageSize'));
  const offset = offsetOf(params.get('pageToken'), edition);
  const found = sorted(edition.records.filter(test), params.get('sort'), ranking);
  const studies = found.slice(offset, offset + size);
  const hasMore = emptyLastPage ? studies.length === size : offset + size < found.length;
  const counts = params.get('countTotal') === 'true' && !params.get('pageToken');
  const page = {
    total: counts ? found.length : null,
    studies: studies.map(shape),
    token: hasMore ? tokenFor(edition, offset + size) : null,
  };
  return write(bend(page, params));
};
