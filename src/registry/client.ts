import { performance } from 'node:perf_hooks';
import { RegistryUnavailable } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import {
  jsonOf,
  pageOf,
  type RegistryPage,
  type RegistrySize,
  type RegistryVersion,
  sizeOf,
  versionOf,
} from './client-answer.ts';
import { type CircuitReport, type CircuitSettings, createCircuit } from './client-circuit.ts';
import { openWire, type WireAnswer } from './client-http.ts';
import { type Lane, type LaneSettings, laneLimits } from './client-lane.ts';
import { withRetries } from './client-retry.ts';
import { withinScope } from './client-scope.ts';
import { createTurnstile } from './client-turnstile.ts';
import { MAX_URL_BYTES, type StudiesQuery, studiesPath } from './client-url.ts';
import { defaultUserAgent } from './client-user-agent.ts';
import { failureOfStatus } from './registry-failure.ts';

export type { RegistryPage, RegistrySize, RegistryVersion, StudiesQuery };

export interface RequestOptions {
  /** Ends waiting, retries and the socket; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Default `person`. */
  readonly lane?: Lane;
}

/** One attempt that left for the registry. */
export interface UpstreamCall {
  /** Below the base URL, without the query. */
  readonly path: string;
  /** Null where no answer came. */
  readonly status: number | null;
  readonly ms: number;
  /** Bytes of the body after decompression. */
  readonly bytes: number;
  /** 1 for the first try. */
  readonly attempt: number;
}

export interface RegistryClientOptions extends LaneSettings {
  /** The base URL, e.g. `https://clinicaltrials.gov/api/v2`. */
  readonly url: string;
  readonly userAgent?: string;
  /** Milliseconds before the first retry, doubled for each further one. Default 300. */
  readonly firstWaitMs?: number;
  readonly circuit?: CircuitSettings;
  readonly logger?: Logger;
  readonly onUpstreamCall?: (call: UpstreamCall) => void;
}

/**
 * The registry over HTTP. Every method rejects with `RegistryUnavailable` (unreachable, too slow, busy, blocking us),
 * `RegistryRejected` (refused the request), `RegistryMalformed` (not what the contract says), `CursorExpired` (the data
 * changed since the page token was issued), or the reason of an aborted signal.
 */
export interface RegistryClient {
  /** One page of studies. A URL over `MAX_URL_BYTES` is a plain `Error`: the caller should have split it. */
  studies(query: StudiesQuery, options?: RequestOptions): Promise<RegistryPage>;
  /** The data edition; the same one is not sent twice. */
  version(options?: RequestOptions): Promise<RegistryVersion>;
  size(options?: RequestOptions): Promise<RegistrySize>;
  readonly state: CircuitReport;
  /** Ends every call under way and closes the sockets. */
  close(): void;
}

type Ask = (
  path: string,
  headers: Readonly<Record<string, string>>,
  options?: RequestOptions,
) => Promise<WireAnswer>;

const pathOnly = (path: string): string => path.split('?', 1)[0] ?? path;

const createAsk = (options: RegistryClientOptions, closed: AbortSignal) => {
  const base = options.url.replace(/\/+$/, '');
  const wire = openWire(options.userAgent ?? defaultUserAgent());
  const circuit = createCircuit(options.circuit);
  const limits = {
    person: laneLimits(options, 'person'),
    bulk: laneLimits(options, 'bulk'),
  };
  const turnstiles = {
    person: createTurnstile(limits.person.rate),
    bulk: createTurnstile(limits.bulk.rate),
  };

  const note = (call: UpstreamCall): void => {
    options.logger?.debug({ upstream: call }, 'registry call');
    options.onUpstreamCall?.(call);
  };

  const attempt = async (
    path: string,
    headers: Readonly<Record<string, string>>,
    lane: Lane,
    signal: AbortSignal,
    n: number,
  ) => {
    const startedAt = performance.now();
    let answer: WireAnswer | undefined;
    try {
      answer = await wire.get(base + path, headers, {
        ...limits[lane],
        signal,
      });
    } finally {
      const ms = Math.round(performance.now() - startedAt);
      note({
        path: pathOnly(path),
        status: answer?.status ?? null,
        ms,
        bytes: answer?.body.length ?? 0,
        attempt: n + 1,
      });
    }
    return answer;
  };

  return { base, wire, circuit, limits, turnstiles, attempt, closed };
};

export const createRegistryClient = (options: RegistryClientOptions): RegistryClient => {
  const closing = new AbortController();
  const { base, wire, circuit, limits, turnstiles, attempt } = createAsk(options, closing.signal);
  let known: RegistryVersion | undefined;

  const ask: Ask = (path, headers, { signal, lane = 'person' } = {}) => {
    const lane_ = limits[lane];
    return withinScope(lane_.deadlineMs, [signal, closing.signal], scope =>
      withRetries(
        async n => {
          circuit.check();
          await turnstiles[lane].pass(scope.signal, scope.remainingMs());
          return circuit.run(async () => {
            const answer = await attempt(path, headers, lane, scope.signal, n);
            if (answer.status === 200 || answer.status === 304) return answer;
            throw failureOfStatus({
              ...answer,
              text: answer.body.toString('utf8'),
            });
          });
        },
        lane_,
        scope,
        options.firstWaitMs ?? 300,
      ),
    );
  };

  return {
    studies: async (query, request) => {
      const path = studiesPath(query);
      if (base.length + path.length > MAX_URL_BYTES)
        throw new Error(`A registry URL of ${base.length + path.length} bytes: split the request`);
      return pageOf(jsonOf(await ask(path, {}, request)));
    },
    version: async request => {
      const answer = await ask('/version', known?.etag ? { 'If-None-Match': known.etag } : {}, request);
      if (answer.status === 304 && known) return known;
      known = versionOf(jsonOf(answer), answer.etag);
      return known;
    },
    size: async request => sizeOf(jsonOf(await ask('/stats/size', {}, request))),
    get state() {
      return circuit.report;
    },
    close: () => {
      closing.abort(new RegistryUnavailable('The gateway is closing.'));
      wire.close();
    },
  };
};
