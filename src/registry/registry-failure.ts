import {
  CursorExpired,
  type GatewayError,
  RegistryMalformed,
  RegistryRejected,
  RegistryUnavailable,
} from '../shared/errors.ts';

/** The connection ended in the middle of an answer. Another try may succeed, so it is told from other nonsense. */
export class AnswerCutShort extends RegistryMalformed {}

/** We did not even ask: the registry is given a rest. */
export class NotAsked extends RegistryUnavailable {}

/** The caller went away or the call ran out of time: it says nothing about the registry. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** What is known of an answer that is not a success. */
export interface RefusedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  /** The beginning of the body: kept as `cause`, never shown. */
  readonly text: string;
}

const DATA_CHANGED = /data have probably changed while you were paginating/i;
const BLOCKED = new Set([401, 403, 407, 451]);
/** Characters of an answer kept for whoever looks into a failure. */
export const LONGEST_QUOTE = 500;

/** Seconds asked for by a `Retry-After` header, in either of its forms; undefined where absent or unreadable. */
export const parseRetryAfter = (header: string | undefined, now = Date.now()): number | undefined => {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
};

export const isHtml = (contentType: string, text: string): boolean =>
  /\bhtml\b/i.test(contentType) || /^\s*<(!doctype|html)/i.test(text);

const busyOrDown = (status: number): boolean => status === 429 || status === 408 || status >= 500;

const unavailable = (answer: RefusedAnswer, cause: Error): GatewayError => {
  const retryAfter = parseRetryAfter(answer.retryAfter);
  const details = {
    status: answer.status,
    cause,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
  if (BLOCKED.has(answer.status))
    return new RegistryUnavailable('The registry refuses our requests: we are blocked.', details);
  if (answer.status === 429) return new RegistryUnavailable('The registry asks us to slow down.', details);
  return new RegistryUnavailable('The registry has a fault of its own and did not answer.', details);
};

/** Names what an answer other than 200 means. What the registry wrote goes into `cause` alone. */
export const failureOfStatus = (answer: RefusedAnswer): GatewayError => {
  const { status } = answer;
  const cause = new Error(answer.text.slice(0, LONGEST_QUOTE));
  if (BLOCKED.has(status) || busyOrDown(status)) return unavailable(answer, cause);
  if (isHtml(answer.contentType, answer.text) || status < 400)
    return new RegistryMalformed('The registry answered with something that is not study data.', {
      status,
      cause,
    });
  if (status === 400 && DATA_CHANGED.test(answer.text))
    return new CursorExpired(
      'The registry has new data since this page was issued: start again from the first page.',
      { cause },
    );
  return new RegistryRejected('The registry did not accept the request.', {
    status,
    cause,
  });
};

/** True where the registry could not serve anybody: these open the circuit, refusals of one request never do. */
export const opensCircuit = (error: unknown): boolean =>
  (error instanceof RegistryUnavailable && !(error instanceof NotAsked)) || error instanceof AnswerCutShort;

/** True where a second try may do better; being blocked does not pass in seconds. */
export const isWorthRetrying = (error: unknown): boolean =>
  opensCircuit(error) && !(error instanceof RegistryUnavailable && BLOCKED.has(error.details.status ?? 0));
