import { BadUserInput } from '../shared/errors.ts';

/** Longest text a caller may search for, in characters: well below what a URL can carry once encoded. */
export const MAX_SEARCH_TEXT = 1_000;

/**
 * What the registry's expression syntax would read as more than text: its signs, and its operators, which count in
 * upper case only and also where a sign stands right beside them (`AND,`).
 */
const SYNTAX =
  /[[\]()",\\]|(?<![\p{L}\p{N}])(?:AND|OR|NOT|AREA|SEARCH|COVER|COVERAGE|EXPANSION|RANGE|MISSING|ALL|TILT|DISTANCE|CONTEXT|MIN|MAX)(?![\p{L}\p{N}])/gu;
const CONTROL = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u;

/** A phrase of the expression syntax: between its quotes everything is text. */
export const phrase = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/**
 * What a user typed, as one term of the expression syntax that means just that text: a backslash takes every sign and
 * operator its meaning. A phrase would lose the registry's synonyms, and a phrase beside words is no expression.
 */
export const asText = (text: string): string => text.trim().replace(/\s+/g, ' ').replace(SYNTAX, '\\$&');

/** Whether an expression ends all it begins, so that it can stand in parentheses and change nothing beside it. */
export function isClosed(expression: string): boolean {
  const bare = expression
    .replace(/\\[\s\S]/g, '')
    .replace(/"[^"]*"/g, '')
    .replace(/\[[^[\]]*\]/g, '');
  if (/["\\[\]]/.test(bare)) return false;
  let depth = 0;
  for (const [sign] of bare.matchAll(/[()]/g)) {
    depth += sign === '(' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Only study numbers: the registry would then ignore every filter, so such a text must not stand in a query parameter. */
export const isOnlyIds = (text: string): boolean => /^[\s,]*(nct\d+[\s,]*)+$/i.test(text);

/** Refuses what cannot be searched for: no letter or digit at all, control characters, or more than `MAX_SEARCH_TEXT` characters. */
export function searchable(
  argument: string,
  text: string,
  advice = 'leave it out, or write words to find',
): string {
  if (!/[\p{L}\p{N}]/u.test(text))
    throw new BadUserInput(`\`${argument}\` has no letter or digit: ${advice}.`, { argument });
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
