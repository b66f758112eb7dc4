import { BadUserInput } from '../shared/errors.ts';

/** Longest text a caller may search for, in characters: well below what a URL can carry once encoded. */
export const MAX_SEARCH_TEXT = 1_000;

/** A word that the registry's expression syntax would read as an operator; it does so in upper case only. */
const OPERATOR =
  /^(AND|OR|NOT|AREA|SEARCH|COVER|COVERAGE|EXPANSION|RANGE|MISSING|ALL|TILT|DISTANCE|CONTEXT|MIN|MAX)$/;
const RESERVED = /[[\](){}",\\:/^~*?]/;
const CONTROL = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u;

/** A phrase of the expression syntax: between its quotes everything is text. */
export const phrase = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/**
 * What a user typed, as an expression that means just that text: words the syntax would take for operators, and words
 * with its signs in them, become phrases; all others stay loose so that the registry's synonyms apply.
 */
export const asText = (text: string): string =>
  text
    .split(/\s+/)
    .filter(word => word !== '')
    .map(word => (OPERATOR.test(word) || RESERVED.test(word) ? phrase(word) : word))
    .join(' ');

/** Only study numbers: the registry would then ignore every filter, so such a text must not stand in a query parameter. */
export const isOnlyIds = (text: string): boolean => /^[\s,]*(nct\d+[\s,]*)+$/i.test(text);

/** Refuses what cannot be searched for: nothing at all, control characters, or more than `MAX_SEARCH_TEXT` characters. */
export function searchable(argument: string, text: string): string {
  if (text.trim() === '')
    throw new BadUserInput(`\`${argument}\` is empty: leave it out, or write words to find.`, { argument });
  if (text.length > MAX_SEARCH_TEXT) {
    throw new BadUserInput(`\`${argument}\` has ${text.length} characters: it can have ${MAX_SEARCH_TEXT}.`, {
      argument,
      expected: `at most ${MAX_SEARCH_TEXT} characters`,
    });
  }
  const at = text.search(CONTROL);
  if (at >= 0) {
    throw new BadUserInput(`\`${argument}\` has a control character at position ${at + 1}.`, {
      argument,
      expected: 'plain text',
    });
  }
  return text.trim();
}
