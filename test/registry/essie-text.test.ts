import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asText,
  isClosed,
  isOnlyIds,
  MAX_SEARCH_TEXT,
  phrase,
  searchable,
} from '../../src/registry/essie-text.ts';
import { expression } from '../support/registry-double-essie.ts';
import { tokensOf } from '../support/registry-double-tokens.ts';

const OPERATORS =
  'AND OR NOT AREA SEARCH COVER COVERAGE EXPANSION RANGE MISSING ALL TILT DISTANCE MIN MAX'.split(' ');

/** What people type, and what they type when they want to break something. */
const typed = fc
  .array(
    fc.oneof(
      fc.constantFrom(...OPERATORS, 'and', 'Not', 'AREA[Phase]PHASE4', 'RANGE[MIN,MAX]', 'NCT02888704'),
      fc.constantFrom(
        '(',
        ')',
        '[',
        ']',
        '"',
        '\\',
        ',',
        '\\"',
        '"(',
        'AND,',
        ',OR',
        '(ALL)',
        '\\AND',
        'NOT)',
      ),
      fc.constantFrom(
        'heart',
        'Alzheimer’s',
        'β-blocker',
        '日本',
        'C++',
        '5%',
        'NS-065/NCNP-01',
        '😀',
        'a_b',
        'x:y',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 12 },
  )
  .chain(parts => fc.constantFrom('', ' ', '  ', '\t').map(gap => parts.join(gap)))
  .filter(text => isSearchable(text));

const isSearchable = (text: string): boolean => {
  try {
    searchable('text', text);
    return true;
  } catch {
    return false;
  }
};

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(word => word !== '');

/**
 * A reader of the syntax as its manual has it, independent of the code and of the double: a backslash makes the next
 * character plain, a quote opens a phrase, brackets and parentheses group, and an operator is a run of capitals.
 */
function read(text: string): { readonly words: readonly string[]; readonly structure: readonly string[] } {
  const structure: string[] = [];
  let [plain, bare] = ['', ''];
  for (let i = 0; i < text.length; i++) {
    const isEscaped = text[i] === '\\';
    if (isEscaped) i++;
    const char = text[i];
    if (char === undefined) structure.push('a backslash before nothing');
    else plain += char;
    // Escaped letters are masked, so that what is left in `bare` is what the registry would take for syntax.
    bare += isEscaped ? 'x' : (char ?? '');
  }
  structure.push(...(bare.match(/[[\]()",]/g) ?? []));
  structure.push(...(bare.match(/[\p{L}\p{N}]+/gu) ?? []).filter(word => OPERATORS.includes(word)));
  return { words: wordsOf(plain), structure };
}

describe('what users type', () => {
  it('becomes words and nothing else, and the words are those typed', () => {
    fc.assert(
      fc.property(typed, text => {
        expect(read(asText(text))).toEqual({ words: wordsOf(text), structure: [] });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is one term to the parser of the double, whatever it is', () => {
    fc.assert(
      fc.property(typed, text => {
        const tokens = tokensOf(asText(text));
        expect(new Set(tokens.map(({ kind }) => kind))).toEqual(new Set(['word']));
        expect(tokens.map(token => ('text' in token ? token.text : ''))).toEqual(wordsOf(text));
        expect(() => expression(asText(text), 'BasicSearch')).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });

  it('is one phrase between quotes', () => {
    fc.assert(
      fc.property(typed, text => {
        expect(tokensOf(phrase(text))).toEqual([{ kind: 'phrase', text }]);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['heart attack', 'heart attack'],
    ['  heart \n attack ', 'heart attack'],
    ['AND OR NOT', '\\AND \\OR \\NOT'],
    ['rock and roll', 'rock and roll'],
    ['AREA[Phase]PHASE4', '\\AREA\\[Phase\\]PHASE4'],
    ['AML,ALL', 'AML\\,\\ALL'],
    ['(acute) "lung"', '\\(acute\\) \\"lung\\"'],
    ['back\\slash', 'back\\\\slash'],
    ['ANDROGEN MAXIMAL', 'ANDROGEN MAXIMAL'],
    ['NS-065/NCNP-01 & Alzheimer’s', 'NS-065/NCNP-01 & Alzheimer’s'],
  ])('%j is sent as %s', (text, sent) => {
    expect(asText(text)).toBe(sent);
  });
});

describe('what cannot be searched for', () => {
  it.each([
    ['', 'no letter or digit'],
    [' \n\t ', 'no letter or digit'],
    ['(),"', 'no letter or digit'],
    ['x'.repeat(MAX_SEARCH_TEXT + 1), '1001 characters'],
    ['x'.repeat(10_000), '10000 characters'],
    ['bell\u0007', 'control character at position 5'],
    ['nul\0', 'control character at position 4'],
    ['\ud800 alone', 'control character at position 1'],
    ['a\ufffe', 'control character at position 2'],
  ])('%j is refused', (text, why) => {
    expect(() => searchable('filter.term', text)).toThrow(why);
  });

  it('is refused under the argument it came in', () => {
    expect(() => searchable('filter.term', ' ')).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', details: { argument: 'filter.term' } }),
    );
  });
});

it.each([
  ['NCT02888704', true],
  [' nct02888704, NCT1 ', true],
  ['NCT02888704 cough', false],
  ['cough', false],
  ['"NCT02888704"', false],
])('%j is nothing but study numbers: %s', (text, expected) => {
  expect(isOnlyIds(text)).toBe(expected);
});

it.each([
  ['AREA[Phase](PHASE1 OR PHASE2)', true],
  ['"a (b" AND c', true],
  ['a \\( b', true],
  ['a) OR (b', false],
  ['(a', false],
  ['a)', false],
  ['"open', false],
  ['AREA[Phase', false],
  ['a]', false],
  ['ends in \\', false],
])('%j is closed in itself: %s', (text, expected) => {
  expect(isClosed(text)).toBe(expected);
});
