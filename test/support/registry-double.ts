import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { parseNctId } from '../../src/registry/nct-id.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import {
  type Answer,
  answerOf,
  type Fault,
  type FaultOptions,
  html,
  spoil,
  text,
} from './registry-double-faults.ts';
import { type Edition, pageBody, studyBody } from './registry-double-page.ts';
import { Refusal } from './registry-double-refusal.ts';
import { aliasesOf, nctIdOf } from './registry-double-values.ts';

export type { Fault, FaultOptions };

export interface SeenRequest {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface RegistryDoubleOptions {
  readonly dataTimestamp?: string;
  /** A walk whose total is a multiple of the page size ends on an empty page, as with the registry. Default true. */
  readonly emptyLastPage?: boolean;
  /** Compress where the client accepts it. Default true. */
  readonly gzip?: boolean;
}

/** A registry of given records, on a port of its own. */
export interface RegistryDouble {
  /** The base URL, ending in `/api/v2`. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Bytes of all bodies before compression. */
  readonly bytesSent: number;
  /** Bytes of all bodies as they went over the wire. */
  readonly bytesOnWire: number;
  /** A new edition of the data: tokens and tags of the old one are void. */
  publish(records: readonly StudyRecord[], dataTimestamp?: string): void;
  /** Spoils answers to come; faults strike in the order in which they were set. */
  fail(fault: Fault, options?: FaultOptions): void;
  /** Forgets all faults. */
  heal(): void;
  /** Forgets the requests and bytes seen. */
  forget(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const BASE = '/api/v2';
const FIRST_TIMESTAMP = '2026-10-07T09:00:06';
const NCT_ID = /^nct0*[1-9]\d{0,7}$/i;

interface PendingFault {
  readonly fault: Fault;
  readonly path: string;
  left: number;
}

const json = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(body),
});

const createEditions = () => {
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

const route = (path: string, params: URLSearchParams, edition: Edition, emptyLastPage: boolean): Answer => {
  if (path === '/studies') return json(pageBody(params, edition, emptyLastPage));
  if (path.startsWith('/studies/'))
    return studyAnswer(decodeURIComponent(path.slice(9)), params.get('fields'), edition);
  if (path === '/version')
    return json(JSON.stringify({ apiVersion: '2.0.5', dataTimestamp: edition.dataTimestamp }));
  if (path === '/stats/size') return json(sizeBody(edition));
  return html(404);
};

const answerTo = (
  url: URL,
  headers: IncomingHttpHeaders,
  edition: Edition,
  emptyLastPage: boolean,
): Answer => {
  try {
    if (headers['if-none-match'] === edition.etag)
      return { status: 304, headers: { etag: edition.etag }, body: Buffer.alloc(0) };
    const answer = route(url.pathname.slice(BASE.length), url.searchParams, edition, emptyLastPage);
    return answer.status === 200 ? { ...answer, headers: { ...answer.headers, etag: edition.etag } } : answer;
  } catch (error) {
    if (error instanceof Refusal) return text(400, error.message);
    throw error;
  }
};

const compressed = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'content-encoding': 'gzip' },
  body: gzipSync(answer.body, { level: 1 }),
});

/** Takes the first fault that meets this path off the list. */
const nextFault = (faults: PendingFault[], path: string): Fault | undefined => {
  const pending = faults.find(
    ({ left, path: prefix }) =>
      left > 0 && (path === prefix || path.startsWith(`${prefix}/`) || prefix === ''),
  );
  if (!pending) return undefined;
  pending.left--;
  return pending.fault;
};

/** Speaks the registry's API over HTTP from `records`; what is an approximation is told in docs/registry-client.md. */
export const startRegistryDouble = async (
  records: readonly StudyRecord[],
  { dataTimestamp = FIRST_TIMESTAMP, emptyLastPage = true, gzip = true }: RegistryDoubleOptions = {},
): Promise<RegistryDouble> => {
  const editionOf = createEditions();
  let edition = editionOf(records, dataTimestamp);
  let faults: PendingFault[] = [];
  let requests: SeenRequest[] = [];
  let bytesSent = 0;
  let bytesOnWire = 0;

  const deliver = (answer: Answer, response: ServerResponse): void => {
    bytesOnWire += answer.body.length;
    response
      .writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length })
      .end(answer.body);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    requests.push({ url, headers: request.headers, at: Date.now() });
    const fault = nextFault(faults, url.pathname.slice(BASE.length));
    const replaced = fault === undefined ? null : answerOf(fault);
    const plain = replaced ?? answerTo(url, request.headers, edition, emptyLastPage);
    const zip = gzip && plain.body.length > 0 && /\bgzip\b/.test(String(request.headers['accept-encoding']));
    const answer = zip ? compressed(plain) : plain;
    if (fault && !replaced && !(await spoil(fault, answer, response))) return;
    bytesSent += plain.body.length;
    deliver(answer, response);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(error => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };

  return {
    url: `http://127.0.0.1:${port}${BASE}`,
    get requests() {
      return requests;
    },
    get bytesSent() {
      return bytesSent;
    },
    get bytesOnWire() {
      return bytesOnWire;
    },
    publish: (next, timestamp = edition.dataTimestamp) => {
      edition = editionOf(next, timestamp);
    },
    fail: (fault, { times = 1, path = '' } = {}) => {
      faults.push({ fault, path, left: times });
    },
    heal: () => {
      faults = [];
    },
    forget: () => {
      requests = [];
      bytesSent = 0;
      bytesOnWire = 0;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};
