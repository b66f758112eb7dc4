/** The expression cannot be read; the message is the registry's wording as far as it is known. */
export class ExpressionFault extends Error {}

export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly escaped: boolean }
  | { readonly kind: 'phrase'; readonly text: string }
  | { readonly kind: 'operator'; readonly name: string; readonly body: string }
  | { readonly kind: '(' | ')' };

const BRACKETED = ['AREA', 'SEARCH', 'COVERAGE', 'COVER', 'EXPANSION', 'RANGE', 'DISTANCE', 'TILT'];
const BRACKETED_AT = new RegExp(`(?:${BRACKETED.join('|')})\\[`, 'y');
const WORD_AT = /(?:\\[\s\S]|[^\s()[\]",\\])+/y;
const PHRASE_AT = /"((?:\\[\s\S]|[^"\\])*)"/y;

const unescaped = (text: string): string => text.replace(/\\([\s\S])/g, '$1');

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

const operatorAt = (text: string, at: number): { token: Token; end: number } | null => {
  const start = matchAt(BRACKETED_AT, text, at)?.[0];
  if (!start) return null;
  const close = text.indexOf(']', at);
  if (close < 0) throw new ExpressionFault(`missing ']' at '<EOF>'`);
  const body = text.slice(at + start.length, close);
  return { token: { kind: 'operator', name: start.slice(0, -1), body }, end: close + 1 };
};

const plainAt = (text: string, at: number): { token: Token; end: number } => {
  const char = text[at] ?? '';
  if (char === '(' || char === ')') return { token: { kind: char }, end: at + 1 };
  const phrase = matchAt(PHRASE_AT, text, at);
  if (phrase)
    return { token: { kind: 'phrase', text: unescaped(phrase[1] ?? '') }, end: at + phrase[0].length };
  const word = matchAt(WORD_AT, text, at)?.[0];
  if (!word) throw new ExpressionFault(`mismatched input '${char}' expecting {<EOF>, '(', 'AND', 'OR'}`);
  return {
    token: { kind: 'word', text: unescaped(word), escaped: word.includes('\\') },
    end: at + word.length,
  };
};

/** Cuts an expression into tokens. Operators count in capitals and unescaped only. */
export const tokensOf = (text: string): readonly Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] ?? '')) {
      at++;
      continue;
    }
    const { token, end } = operatorAt(text, at) ?? plainAt(text, at);
    tokens.push(token);
    at = end;
  }
  return tokens;
};
