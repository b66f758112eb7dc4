import { EssieFault } from './essie-fault.ts';

/** How deep parentheses and operators may stand in one another. */
export const MAX_DEPTH = 100;

/** The operators that take brackets, each as it may be written. */
export const BRACKETED: Readonly<Record<string, string>> = {
  AREA: 'AREA[Condition]',
  SEARCH: 'SEARCH[Location]',
  COVERAGE: 'COVERAGE[FullMatch]',
  COVER: 'COVER[FullMatch]',
  EXPANSION: 'EXPANSION[None]',
  TILT: 'TILT[StartDate]',
  RANGE: 'RANGE[2020-01-01,MAX]',
  DISTANCE: 'DISTANCE[42.36,-71.06,50mi]',
};

/**
 * - `prefix`: applies to what follows
 * - `infix`: AND or OR
 * - `bare`: an operator without the brackets it needs
 * - `sign`: a sign that stands alone where it has no meaning
 */
type Role = 'prefix' | 'infix' | 'source' | '(' | ')' | 'bare' | 'sign';

/** A piece of an expression for itself, whether or not it makes sense where it stands. */
export interface Token {
  readonly text: string;
  readonly role: Role;
  readonly from: number;
  readonly to: number;
}

const NAMES = Object.keys(BRACKETED).join('|');
const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<phrase>"(?:\\[\s\S]|[^"\\])*")`,
    String.raw`(?<point>(?:RANGE|DISTANCE)\[[^\]]*\])`,
    String.raw`(?<context>(?:${NAMES})\[[^\]]*\])`,
    String.raw`(?<word>(?:\\[\s\S]|[^\s()[\]",\\])+)`,
    String.raw`(?<sign>[\s\S])`,
  ].join('|'),
  'g',
);

function roleOf(text: string, { phrase, point, context, word }: Record<string, string | undefined>): Role {
  if (phrase ?? point) return 'source';
  if (context || text === 'NOT') return 'prefix';
  if (text === 'AND' || text === 'OR') return 'infix';
  if (Object.hasOwn(BRACKETED, text)) return 'bare';
  if (word) return 'source';
  return text === '(' || text === ')' ? text : 'sign';
}

/** Cuts an expression into its pieces, with what is wrong in it. */
export function* tokensOf(expression: string): Generator<Token> {
  for (const match of expression.matchAll(TOKEN)) {
    if (match.groups?.['space']) continue;
    const [text] = match;
    yield { text, role: roleOf(text, match.groups ?? {}), from: match.index, to: match.index + text.length };
  }
}

/** Refuses an expression so deeply nested that reading it would take the whole call stack. */
export function checkDepth(expression: string): void {
  let depth = 0;
  /** How deep each open parenthesis is. */
  const open = [0];
  for (const { role, from } of tokensOf(expression)) {
    if (role === 'prefix' || role === '(') depth++;
    if (depth > MAX_DEPTH) {
      throw new EssieFault(
        `The expression is nested more than ${MAX_DEPTH} levels deep here.`,
        from,
        `at most ${MAX_DEPTH} parentheses and operators within one another`,
      );
    }
    if (role === '(') open.push(depth);
    if (role === ')' && open.length > 1) open.pop();
    if (role !== 'prefix') depth = open.at(-1)!;
  }
}
