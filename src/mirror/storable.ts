import { RegistryMalformed } from '../shared/errors.ts';

/** A record holds a character PostgreSQL cannot keep in JSON; nothing of the call it came with was stored. */
export class RecordNotStorable extends RegistryMalformed {}

// Only these characters are written as such escapes, and a text that spells one out is told apart by the walk.
const SUSPECT = /\\u(?:0000|d[89a-f])/i;

/** Whether JSON that JavaScript wrote may hold a character PostgreSQL cannot keep; rarely true. */
const isSuspect = (json: string): boolean => json.includes('\\u') && SUSPECT.test(json);

/**
 * The parts of a value as JSON that PostgreSQL keeps; null for those it lacks.
 * @throws RecordNotStorable naming the study and the path
 */
export function storableParts(
  nctId: string,
  value: object,
  parts: readonly unknown[],
): readonly (string | null)[] {
  const jsons = parts.map(part => (part === undefined ? null : JSON.stringify(part)));
  const path = jsons.some(json => json !== null && isSuspect(json)) ? pathOfUnstorable(value) : undefined;
  if (path === undefined) return jsons;
  throw new RecordNotStorable(`${nctId} cannot be stored: ${path} holds a character that is no text.`, {
    nctId,
  });
}

/** Where the first U+0000 or half of a surrogate pair is, as `a.b[2].c`. */
const pathOfUnstorable = (value: unknown, path = ''): string | undefined => {
  if (typeof value === 'string') return isStorable(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const here = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = isStorable(key) ? pathOfUnstorable(item, here) : path || 'the record';
    if (found !== undefined) return found;
  }
  return undefined;
};

const isStorable = (text: string): boolean => !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
