import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import type { SecureContextOptions } from 'node:tls';
import axios, { AxiosError } from 'axios';
import { AnswerTooLarge, GatewayError, RegistryUnavailable } from '../shared/errors.ts';
import { headerOf, type OpenAnswer, openFollowing } from './client-redirect.ts';
import { AnswerCutShort, Interrupted } from './registry-failure.ts';

/** One answer, read to its end. */
export interface WireAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly etag: string | null;
  readonly retryAfter: string | undefined;
  readonly body: Buffer;
}

export interface WireSettings {
  /** Who asks. An empty one sends no such header at all. */
  readonly userAgent?: string;
  /** For networks in which only some versions of TLS get through. */
  readonly tls?: Pick<SecureContextOptions, 'minVersion' | 'maxVersion'>;
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

const readBody = async (stream: Readable, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new AnswerTooLarge('The answer of the registry is larger than we take at once.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
};

const readAnswer = async (answer: OpenAnswer, limit: number, signal: AbortSignal): Promise<WireAnswer> => {
  const { status, data } = answer;
  const stop = () => data.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    return {
      status,
      contentType: headerOf(answer, 'content-type') ?? '',
      etag: headerOf(answer, 'etag') ?? null,
      retryAfter: headerOf(answer, 'retry-after'),
      body: await readBody(data, limit),
    };
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause;
    throw new AnswerCutShort('The answer of the registry broke off.', { status, cause });
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
    if (attempt.signal.aborted) throw new RegistryUnavailable('The registry did not answer in time.');
    throw error;
  } finally {
    clearTimeout(timer);
    limits.signal.removeEventListener('abort', stop);
  }
};

/** The error of the socket rather than the library's, which drags the whole request along. */
const rootOf = (error: unknown): unknown =>
  error instanceof AxiosError ? (error.cause ?? new Error(error.message)) : error;

const reached = async (opening: Promise<OpenAnswer>): Promise<OpenAnswer> => {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw new RegistryUnavailable('The registry cannot be reached.', { cause: rootOf(error) });
  }
};

/**
 * Opens the connections to the registry. Sockets are kept alive and reused; a proxy named in the environment is not
 * used, so that where our requests go is decided by our own settings alone.
 */
export const openWire = ({ userAgent, tls }: WireSettings): Wire => {
  const agentOptions = { keepAlive: true, maxSockets: 16, scheduling: 'lifo' } as const;
  const httpAgent = new http.Agent(agentOptions);
  const httpsAgent = new https.Agent({ ...agentOptions, ...tls });
  const client = axios.create({
    adapter: 'http',
    httpAgent,
    httpsAgent,
    proxy: false,
    maxRedirects: 0,
    responseType: 'stream',
    validateStatus: () => true,
    headers: { 'User-Agent': userAgent || false, Accept: 'application/json', 'Accept-Encoding': 'gzip' },
  });
  return {
    get: (url, headers, limits) =>
      withinLimits(limits, async signal => {
        const answer = await reached(openFollowing(client, url, headers, signal));
        return readAnswer(answer, limits.maxResponseBytes, signal);
      }),
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
};
