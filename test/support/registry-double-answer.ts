import type { IncomingHttpHeaders } from 'node:http';
import { parseNctId } from '../../src/registry/nct-id.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { type Answer, html, text } from './registry-double-faults.ts';
import { type Edition, type Paging, pageBody, studyBody } from './registry-double-page.ts';
import { Refusal } from './registry-double-refusal.ts';
import { aliasesOf, nctIdOf } from './registry-double-values.ts';

export const BASE = '/api/v2';

const NCT_ID = /^nct0*[1-9]\d{0,7}$/i;

const json = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(body),
});

/** Every edition has a tag of its own, whatever its timestamp says. */
export const createEditions = () => {
  let count = 0;
  return (records: readonly StudyRecord[], dataTimestamp: string): Edition => {
    count++;
    return {
      records,
      dataTimestamp,
      etag: `"d${count}/2.0.5/${Date.parse(`${dataTimestamp}Z`).toString(36)}"`,
    };
  };
};

const studyAnswer = (id: string, fields: string | null, { records }: Edition): Answer => {
  if (!NCT_ID.test(id)) return text(400, 'Parameter `nctId` has incorrect format');
  const nctId = parseNctId(id) ?? '';
  const record = records.find(candidate => nctIdOf(candidate) === nctId);
  if (record) return json(studyBody(record, fields));
  const survivor = records.find(candidate => aliasesOf(candidate).includes(nctId));
  if (!survivor) return text(404, `NCT number ${nctId} not found`);
  return {
    status: 301,
    headers: { location: `${BASE}/studies/${nctIdOf(survivor)}` },
    body: Buffer.alloc(0),
  };
};

const sizeBody = ({ records }: Edition): string => {
  const sizes = records.map(record => Buffer.byteLength(JSON.stringify(record)));
  const sum = sizes.reduce((total, size) => total + size, 0);
  const averageSizeBytes = records.length === 0 ? 0 : Math.round(sum / records.length);
  return JSON.stringify({ averageSizeBytes, totalStudies: records.length });
};

const route = (path: string, params: URLSearchParams, edition: Edition, paging: Paging): Answer => {
  if (path === '/studies') return json(pageBody(params, edition, paging));
  if (path.startsWith('/studies/'))
    return studyAnswer(decodeURIComponent(path.slice(9)), params.get('fields'), edition);
  if (path === '/version')
    return json(JSON.stringify({ apiVersion: '2.0.5', dataTimestamp: edition.dataTimestamp }));
  if (path === '/stats/size') return json(sizeBody(edition));
  return html(404);
};

/** The answer to one GET: the tag is that of the whole data set, whatever was asked. */
export const answerTo = (
  url: URL,
  headers: IncomingHttpHeaders,
  edition: Edition,
  paging: Paging,
): Answer => {
  try {
    if (headers['if-none-match'] === edition.etag)
      return { status: 304, headers: { etag: edition.etag }, body: Buffer.alloc(0) };
    if (!url.pathname.startsWith(`${BASE}/`)) return html(404);
    const answer = route(url.pathname.slice(BASE.length), url.searchParams, edition, paging);
    return answer.status === 200 ? { ...answer, headers: { ...answer.headers, etag: edition.etag } } : answer;
  } catch (error) {
    if (error instanceof Refusal) return text(400, error.message);
    throw error;
  }
};
