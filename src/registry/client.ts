import {
  jsonOf,
  pageOf,
  type RegistryPage,
  type RegistrySize,
  type RegistryVersion,
  sizeOf,
  versionOf,
} from './client-answer.ts';
import { type CallerOptions, openCaller, type RequestOptions, type UpstreamCall } from './client-caller.ts';
import type { CircuitReport } from './client-circuit.ts';
import type { Lane } from './client-lane.ts';
import { MAX_URL_BYTES, type StudiesQuery, studiesPath } from './client-url.ts';

export type { Lane, RegistryPage, RegistrySize, RegistryVersion, RequestOptions, StudiesQuery, UpstreamCall };
export type RegistryClientOptions = CallerOptions;

/**
 * The registry over HTTP. Every method rejects with `RegistryUnavailable` (unreachable, too slow, busy, blocking us),
 * `RegistryRejected` (refused the request), `RegistryMalformed` (not what the contract says), `CursorExpired` (the data
 * changed since the page token was issued), or the reason of an aborted signal.
 */
export interface RegistryClient {
  /** One page of studies. A URL over `MAX_URL_BYTES` is a plain `Error`: the caller should have split it. */
  studies(query: StudiesQuery, options?: RequestOptions): Promise<RegistryPage>;
  /**
   * The edition of the data; an unchanged one is not sent again.
   * @param last the edition that is known already, where an earlier process was told
   */
  version(options?: RequestOptions, last?: RegistryVersion): Promise<RegistryVersion>;
  size(options?: RequestOptions): Promise<RegistrySize>;
  readonly state: CircuitReport;
  /** Ends every call under way and closes the sockets. */
  close(): void;
}

const refuseLong = (url: string): void => {
  const bytes = Buffer.byteLength(url);
  if (bytes > MAX_URL_BYTES)
    throw new Error(`A registry URL of ${bytes} bytes, over ${MAX_URL_BYTES}: split the request.`);
};

export const createRegistryClient = (options: RegistryClientOptions): RegistryClient => {
  const caller = openCaller(options);
  let known: RegistryVersion | undefined;

  const version = async (request?: RequestOptions, told?: RegistryVersion): Promise<RegistryVersion> => {
    const last = known ?? told;
    const answer = await caller.get('/version', last?.etag ? { 'If-None-Match': last.etag } : {}, request);
    if (answer.status === 304 && last) {
      known = last;
      return last;
    }
    known = versionOf(await jsonOf(answer), answer.etag);
    return known;
  };

  return {
    studies: async (query, request) => {
      const path = studiesPath(query);
      refuseLong(caller.base + path);
      return pageOf(await caller.get(path, {}, request));
    },
    version,
    size: async request => sizeOf(await jsonOf(await caller.get('/stats/size', {}, request))),
    get state() {
      return caller.report;
    },
    close: caller.close,
  };
};
