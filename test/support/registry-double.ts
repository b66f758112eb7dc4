import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { answerTo, BASE, createEditions } from './registry-double-answer.ts';
import {
  type Answer,
  answerOf,
  type Fault,
  type FaultOptions,
  spoil,
  text,
} from './registry-double-faults.ts';
import type { Bend } from './registry-double-page.ts';

export type { Bend, Fault, FaultOptions };

export interface SeenRequest {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The port it came from: requests over one connection share it. */
  readonly port: number;
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
  /** Connections open at the moment. */
  readonly connections: number;
  /** A new edition of the data: tokens and tags of the old one are void. */
  publish(records: readonly StudyRecord[], dataTimestamp?: string): void;
  /** Spoils answers to come; faults strike in the order in which they were set. */
  fail(fault: Fault, options?: FaultOptions): void;
  /** Bends every page of `/studies` from now on. */
  bend(bend: Bend): void;
  /** Is called with each request before it is answered: it may publish or fail. */
  watch(watcher: (request: SeenRequest) => void): void;
  /** Forgets all faults, the bend and the watcher. */
  heal(): void;
  /** Forgets the requests and bytes seen. */
  forget(): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const asItIs: Bend = page => page;
const FIRST_TIMESTAMP = '2026-10-07T09:00:06';

interface PendingFault {
  readonly fault: Fault;
  readonly path: string;
  left: number;
}

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
  let bend = asItIs;
  let watcher: (request: SeenRequest) => void = () => {};
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
    const seen = { url, headers: request.headers, at: Date.now(), port: request.socket.remotePort ?? 0 };
    requests.push(seen);
    watcher(seen);
    const fault = nextFault(faults, url.pathname.slice(BASE.length));
    const replaced = fault === undefined ? null : answerOf(fault);
    const plain = replaced ?? answerTo(url, request.headers, edition, { emptyLastPage, bend });
    const zip = gzip && plain.body.length > 0 && /\bgzip\b/.test(String(request.headers['accept-encoding']));
    const answer = zip ? compressed(plain) : plain;
    if (fault && !replaced && !(await spoil(fault, answer, response))) return;
    bytesSent += plain.body.length;
    deliver(answer, response);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(error => {
      if (response.headersSent) response.destroy();
      else deliver(text(500, String(error)), response);
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
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
    get connections() {
      return sockets.size;
    },
    publish: (next, timestamp = edition.dataTimestamp) => {
      edition = editionOf(next, timestamp);
    },
    fail: (fault, { times = 1, path = '' } = {}) => {
      faults.push({ fault, path, left: times });
    },
    bend: next => {
      bend = next;
    },
    watch: next => {
      watcher = next;
    },
    heal: () => {
      faults = [];
      bend = asItIs;
      watcher = () => {};
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
