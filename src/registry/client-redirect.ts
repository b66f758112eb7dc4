import type { Readable } from 'node:stream';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { RegistryMalformed } from '../shared/errors.ts';

/** An answer whose body is still to be read. */
export type OpenAnswer = AxiosResponse<Readable>;

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** A header of an answer, where it is there once. */
export const headerOf = (answer: OpenAnswer, name: string): string | undefined => {
  const value: unknown = answer.headers[name];
  return typeof value === 'string' ? value : undefined;
};

const targetOf = (answer: OpenAnswer, from: string): string => {
  const location = headerOf(answer, 'location') ?? '';
  const target = URL.canParse(location, from) ? new URL(location, from) : null;
  if (target?.origin === new URL(from).origin) return target.href;
  const { status } = answer;
  throw new RegistryMalformed('The registry sent us to another address, which we do not follow.', { status });
};

/**
 * GETs a URL and follows redirects to the same origin only: an id that is an alias is answered with one, while a login
 * page of a network in between sends us elsewhere.
 */
export const openFollowing = async (
  client: AxiosInstance,
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<OpenAnswer> => {
  let target = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const answer: OpenAnswer = await client.get<Readable>(target, { headers, signal });
    if (!REDIRECTS.has(answer.status)) return answer;
    answer.data.destroy();
    target = targetOf(answer, target);
  }
  throw new RegistryMalformed('The registry redirected us too many times.');
};
