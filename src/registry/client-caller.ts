import { performance } from 'node:perf_hooks';
import { RegistryUnavailable } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import { type CircuitReport, type CircuitSettings, createCircuit } from './client-circuit.ts';
import { openWire, type WireAnswer, type WireSettings } from './client-http.ts';
import { type Lane, type LaneSettings, laneLimits } from './client-lane.ts';
import { withRetries } from './client-retry.ts';
import { withinScope } from './client-scope.ts';
import { createTurnstile } from './client-turnstile.ts';
import { defaultUserAgent } from './client-user-agent.ts';
import { failureOfStatus, LONGEST_QUOTE } from './registry-failure.ts';

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

export interface CallerOptions extends LaneSettings, WireSettings {
  /** The base URL, e.g. `https://clinicaltrials.gov/api/v2`. */
  readonly url: string;
  /** Milliseconds before the first retry, doubled for each further one and spread. Default 300. */
  readonly firstWaitMs?: number;
  readonly circuit?: CircuitSettings;
  readonly logger?: Logger;
  readonly onUpstreamCall?: (call: UpstreamCall) => void;
}

type Headers = Readonly<Record<string, string>>;

/** GETs with everything that makes a call bearable: a deadline, retries, a rate, a circuit. */
export interface Caller {
  readonly base: string;
  readonly report: CircuitReport;
  /** A 200 or 304 answer to a path below the base; everything else is thrown as the failure it is. */
  get(path: string, headers: Headers, options?: RequestOptions): Promise<WireAnswer>;
  close(): void;
}

const baseOf = (url: string): string => {
  const { protocol, href } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error(`Not an HTTP address: ${url}`);
  return href.replace(/\/+$/, '');
};

const accepted = (answer: WireAnswer): WireAnswer => {
  if (answer.status === 200 || answer.status === 304) return answer;
  throw failureOfStatus({ ...answer, text: answer.body.toString('utf8', 0, LONGEST_QUOTE) });
};

export const openCaller = (options: CallerOptions): Caller => {
  const base = baseOf(options.url);
  const wire = openWire({ userAgent: defaultUserAgent(), ...options });
  const circuit = createCircuit(options.circuit, options.logger);
  const limits = { person: laneLimits(options, 'person'), bulk: laneLimits(options, 'bulk') };
  const turnstiles = { person: createTurnstile(limits.person.rate), bulk: createTurnstile(limits.bulk.rate) };
  const closing = new AbortController();

  const note = (call: UpstreamCall): void => {
    options.logger?.debug({ upstream: call }, 'registry call');
    try {
      options.onUpstreamCall?.(call);
    } catch (error) {
      // Whoever watches must not spoil what is watched.
      options.logger?.error({ err: error }, 'the observer of registry calls failed');
    }
  };

  const attempt = async (path: string, headers: Headers, lane: Lane, signal: AbortSignal, number: number) => {
    const startedAt = performance.now();
    let answer: WireAnswer | undefined;
    try {
      answer = await wire.get(base + path, headers, { ...limits[lane], signal });
      return accepted(answer);
    } finally {
      const ms = Math.round(performance.now() - startedAt);
      const [pathOnly = path] = path.split('?', 1);
      note({
        path: pathOnly,
        status: answer?.status ?? null,
        ms,
        bytes: answer?.body.length ?? 0,
        attempt: number,
      });
    }
  };

  return {
    base,
    get report() {
      return circuit.report;
    },
    get: (path, headers, { signal, lane = 'person' } = {}) =>
      withinScope(limits[lane].deadlineMs, [signal, closing.signal], scope =>
        withRetries(limits[lane], scope, options.firstWaitMs ?? 300, async number => {
          circuit.check();
          await turnstiles[lane].pass(scope.signal, scope.remainingMs());
          return circuit.run(() => attempt(path, headers, lane, scope.signal, number));
        }),
      ),
    close: () => {
      closing.abort(new RegistryUnavailable('The gateway is closing.'));
      wire.close();
    },
  };
};
