import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { RegistryMalformed, RegistryUnavailable } from '../shared/errors.ts';
import { AnswerCutShort, Interrupted } from './registry-failure.ts';

/** One answer, read to its end. */
export interface WireAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly etag: string | null;
  readonly retryAfter: string | undefined;
  readonly body: Buffer;
}

export interface WireLimits {
  readonly signal: AbortSignal;
  /** Milliseconds for the whole attempt, redirects and body included. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

export interface Wire {
  /** GETs one absolute URL. Throws a `GatewayError`, or `Interrupted` when the signal fired. */
  get(url: string, headers: Readonly<Record<string, string>>, limits: WireLimits): Promise<WireAnswer>;
  close(): void;
}

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const readBody = async (stream: Readable, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new RegistryMalformed('The registry answered with more than we take at once.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
};

const headerOf = (response: AxiosResponse<Readable>, name: string): string | undefined => {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
};

const redirectTarget = (response: AxiosResponse<Readable>, from: string): string => {
  const location = headerOf(response, 'location') ?? '';
  const base = new URL(from);
  const target = URL.canParse(location, from) ? new URL(location, base) : null;
  if (target?.origin === base.origin) return target.href;
  throw new RegistryMalformed('The registry sent us to another address, which we do not follow.', {
    status: response.status,
  });
};

/** Follows redirects to the same origin only: a registry id that is an alias answers with one. */
const open = async (
  client: AxiosInstance,
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<AxiosResponse<Readable>> => {
  let target = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await client.get<Readable>(target, { headers, signal });
    if (!REDIRECTS.has(response.status)) return response;
    response.data.destroy();
    target = redirectTarget(response, target);
  }
  throw new RegistryMalformed('The registry redirected us too many times.');
};

const readAnswer = async (
  response: AxiosResponse<Readable>,
  limits: WireLimits,
  signal: AbortSignal,
): Promise<WireAnswer> => {
  const stop = () => response.data.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return {
      status: response.status,
      contentType: headerOf(response, 'content-type') ?? '',
      etag: headerOf(response, 'etag') ?? null,
      retryAfter: headerOf(response, 'retry-after'),
      body: await readBody(response.data, limits.maxResponseBytes),
    };
  } catch (error) {
    if (error instanceof RegistryMalformed) throw error;
    throw new AnswerCutShort('The answer of the registry broke off.', {
      status: response.status,
      cause: error,
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

/** One timer and the caller's signal stop the same attempt; afterwards we know which of them it was. */
const withinLimits = async <T>(limits: WireLimits, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  if (limits.signal.aborted) throw new Interrupted();
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  const timer = setTimeout(stop, limits.timeoutMs);
  limits.signal.addEventListener('abort', stop, { once: true });
  try {
    return await work(attempt.signal);
  } catch (error) {
    if (limits.signal.aborted) throw new Interrupted();
    if (attempt.signal.aborted)
      throw new RegistryUnavailable('The registry did not answer in time.', {
        cause: error,
      });
    throw error;
  } finally {
    clearTimeout(timer);
    limits.signal.removeEventListener('abort', stop);
  }
};

const reach = async (opening: Promise<AxiosResponse<Readable>>): Promise<AxiosResponse<Readable>> => {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof RegistryMalformed) throw error;
    throw new RegistryUnavailable('The registry cannot be reached.', {
      cause: error,
    });
  }
};

/**
 * Opens the connections to the registry. Sockets are kept alive and reused; a proxy named in the environment is not
 * used, so that where our requests go is decided by our own settings alone.
 */
export const openWire = (userAgent: string): Wire => {
  const agentOptions = {
    keepAlive: true,
    maxSockets: 16,
    scheduling: 'lifo',
  } as const;
  const httpAgent = new http.Agent(agentOptions);
  const httpsAgent = new https.Agent(agentOptions);
  const client = axios.create({
    adapter: 'http',
    httpAgent,
    httpsAgent,
    proxy: false,
    maxRedirects: 0,
    responseType: 'stream',
    decompress: true,
    validateStatus: () => true,
    headers: {
      'User-Agent': userAgent,
      Accept: 'application/json',
      'Accept-Encoding': 'gzip',
    },
  });
  return {
    get: (url, headers, limits) =>
      withinLimits(limits, async signal =>
        readAnswer(await reach(open(client, url, headers, signal)), limits, signal),
      ),
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
};
