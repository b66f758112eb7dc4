import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** What may go wrong with one answer. */
export type Fault =
  /** An answer of this status. `body` is plain text unless `contentType` says otherwise. */
  | {
      readonly status: number;
      readonly retryAfter?: number | string;
      readonly body?: string | Buffer;
      readonly contentType?: string;
    }
  /** A redirect to this address; relative ones stay on the double. */
  | { readonly redirect: string }
  /** The right answer, this many milliseconds late. */
  | { readonly slowMs: number }
  /** An HTML page with status 200. */
  | 'html'
  /** The right answer, of which half arrives before the socket closes. */
  | 'half-body'
  /** Headers and one byte, then nothing. */
  | 'stall'
  /** Never an answer. */
  | 'hang'
  /** The socket closes without an answer. */
  | 'drop'
  | 'redirect-elsewhere'
  /** Status 200, JSON announced, no JSON sent. */
  | 'not-json'
  /** An answer that does not end. */
  | 'huge';

export interface FaultOptions {
  /** How many requests it meets; once unless said otherwise. */
  readonly times?: number;
  /** Where it strikes, below the base URL: `/studies` meets `/studies` and what is below. */
  readonly path?: string;
}

/** The answer that would have been given. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const HTML =
  '<!DOCTYPE html>\n<html><head><title>Please wait</title></head><body>Try again later.</body></html>';

export const html = (status: number): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: Buffer.from(HTML),
});

export const text = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body: Buffer.from(body),
});

const json = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(body),
});

/** A fault that replaces the answer; null for those that spoil its delivery. */
export const answerOf = (fault: Fault): Answer | null => {
  if (fault === 'html') return html(200);
  if (fault === 'not-json') return json('{"studies":[{"protocolSection":');
  if (fault === 'redirect-elsewhere') return answerOf({ redirect: 'http://127.0.0.2:9/api/v2/studies' });
  if (typeof fault === 'string' || 'slowMs' in fault) return null;
  if ('redirect' in fault)
    return { status: 301, headers: { location: fault.redirect }, body: Buffer.alloc(0) };
  const { status, retryAfter, body = `fault ${fault.status}`, contentType = 'text/plain' } = fault;
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return { status, headers: { 'content-type': contentType, ...wait }, body: Buffer.from(body) };
};

const pourForever = (response: ServerResponse): void => {
  const blanks = Buffer.alloc(256 * 1024, ' ');
  const pour = (): void => {
    while (!response.destroyed && response.write(blanks));
  };
  response.on('drain', pour);
  response.writeHead(200, { 'content-type': 'application/json' });
  pour();
};

/** Delivers the answer as the fault has it. True where `send` is still to be called for the whole of it. */
export const spoil = async (fault: Fault, answer: Answer, response: ServerResponse): Promise<boolean> => {
  if (typeof fault === 'object' && 'slowMs' in fault) {
    await pause(fault.slowMs);
    return !response.destroyed;
  }
  if (fault === 'huge') pourForever(response);
  if (fault === 'drop') response.destroy();
  if (fault === 'stall') response.writeHead(answer.status, answer.headers).write(answer.body.subarray(0, 1));
  if (fault === 'half-body') {
    const half = answer.body.subarray(0, Math.ceil(answer.body.length / 2));
    response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
    response.write(half, () => response.destroy());
  }
  return false;
};
