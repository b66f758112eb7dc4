import type { StudyRecord } from '../../src/registry/study-record.ts';
import { type AreaField, areaOf } from './registry-double-areas.ts';
import type { Field } from './registry-double-fields.ts';
import { circleOf, isWithin } from './registry-double-places.ts';
import { isOrdered, rangeTest } from './registry-double-range.ts';
import { locationsOf, type Subject, valuesOf } from './registry-double-subject.ts';
import { type Term, termOf } from './registry-double-terms.ts';
import { ExpressionFault, type Token, tokensOf } from './registry-double-tokens.ts';
import { type Coverage, isCoverage } from './registry-double-words.ts';

type Matcher = (subject: Subject) => boolean;

/** What the operators to the left of a source have said. */
interface Context {
  readonly area: readonly AreaField[];
  readonly countsElements: boolean;
  readonly coverage?: Coverage;
  readonly expansion?: string;
  /** Words below NOT add nothing to the relevance. */
  readonly isNegated: boolean;
}

/** An expression that was read. */
export interface Expression {
  readonly test: (record: StudyRecord) => boolean;
  /** The words and phrases that make a record relevant. */
  readonly terms: readonly Term[];
  /** The fields of TILT, in the order in which they stand. */
  readonly tilts: readonly Field[];
}

const EXPANSIONS = ['None', 'Term', 'Concept', 'Relaxation', 'Lossy'];
const SOURCES = ['RANGE', 'DISTANCE'];
const RESERVED = [
  'AND',
  'OR',
  'NOT',
  'AREA',
  'SEARCH',
  'COVERAGE',
  'COVER',
  'EXPANSION',
  'RANGE',
  'TILT',
  'DISTANCE',
  'MISSING',
  'ALL',
];

const fieldsOfArea = (name: string): readonly AreaField[] => {
  const area = areaOf(name);
  if (!area) throw new ExpressionFault(`Unknown area name: \`${name}\``);
  return area;
};

const orderedField = (name: string): Field => {
  const [only, ...others] = fieldsOfArea(name);
  if (!only || others.length > 0 || !isOrdered(only.field.type))
    throw new ExpressionFault(`Unsupported TILT area: \`${name}\``);
  return only.field;
};

const sizeMatcher =
  (text: string, { area }: Context): Matcher =>
  subject =>
    area.some(({ field }) => /^\d+$/.test(text) && valuesOf(field, subject).length === Number(text));

const missingMatcher =
  ({ area }: Context): Matcher =>
  subject =>
    area.every(({ field }) => valuesOf(field, subject).length === 0);

const rangeMatcher = (body: string, { area }: Context): Matcher => {
  const [low = '', high = '', ...more] = body.split(',').map(bound => bound.trim());
  const tests = area.flatMap(({ field }) => {
    const test = rangeTest(field.type, low, high);
    return test ? [{ field, test }] : [];
  });
  if (more.length > 0 || tests.length < area.length)
    throw new ExpressionFault(`no viable alternative at input '${body}'`);
  return subject => tests.some(({ field, test }) => valuesOf(field, subject).some(test));
};

const distanceMatcher = (body: string, { area }: Context): Matcher => {
  const circle = circleOf(
    body
      .split(',')
      .map(part => part.trim())
      .join(','),
  );
  if (!circle || !area.every(({ field }) => field.type === 'GeoPoint'))
    throw new ExpressionFault(`no viable alternative at input '${body}'`);
  return subject => area.some(({ field }) => isWithin(valuesOf(field, subject), circle));
};

/** Coverage speaks of whole terms, which relaxed expansions take apart. */
const refuseClash = ({ coverage, expansion }: Context): void => {
  const clash =
    expansion === 'Lossy'
      ? coverage !== undefined
      : expansion === 'Relaxation' && coverage !== undefined && coverage !== 'Contains';
  if (clash) throw new ExpressionFault(`COVERAGE[${coverage}] cannot be used with EXPANSION[${expansion}]`);
};

/** A parser by descent: OR binds least, then AND, then NOT and the bracketed operators. */
class Parser {
  readonly terms: Term[] = [];
  readonly tilts: Field[] = [];
  private at = 0;
  private readonly tokens: readonly Token[];

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  whole(context: Context): Matcher {
    const matcher = this.or(context);
    if (this.peek()) throw this.unexpected();
    return matcher;
  }

  private or(context: Context): Matcher {
    const parts = [this.and(context)];
    while (this.take('OR')) parts.push(this.and(context));
    return subject => parts.some(part => part(subject));
  }

  private and(context: Context): Matcher {
    const parts = [this.operand(context)];
    while (this.take('AND')) parts.push(this.operand(context));
    return subject => parts.every(part => part(subject));
  }

  private operand(context: Context): Matcher {
    if (this.take('NOT')) {
      const inner = this.operand({ ...context, isNegated: true });
      return subject => !inner(subject);
    }
    const token = this.peek();
    if (token?.kind !== 'operator' || SOURCES.includes(token.name)) return this.source(context);
    this.at++;
    if (token.name === 'SEARCH') return this.search(token.body, context);
    const inside = this.inside(token.name, token.body, context);
    refuseClash(inside);
    return this.operand(inside);
  }

  private search(body: string, context: Context): Matcher {
    if (body !== 'Location' && body !== 'Study')
      throw new ExpressionFault(`Unknown document name: \`${body}\``);
    const inner = this.operand(context);
    return body === 'Study'
      ? ({ record }) => inner({ record })
      : ({ record }) => locationsOf(record).some(location => inner({ record, location }));
  }

  /** What holds to the right of an operator. */
  private inside(name: string, body: string, context: Context): Context {
    if (name === 'AREA') {
      const [area = '', suffix] = body.split(/:(?=size$)/);
      return { ...context, area: fieldsOfArea(area), countsElements: suffix === 'size' };
    }
    if (name === 'TILT') {
      const field = orderedField(body);
      if (!context.isNegated) this.tilts.push(field);
      return context;
    }
    if (name === 'EXPANSION') {
      if (!EXPANSIONS.includes(body)) throw new ExpressionFault(`Invalid expansion: ${body}`);
      return { ...context, expansion: body };
    }
    if (!isCoverage(body)) throw new ExpressionFault(`Invalid coverage: ${body}`);
    return { ...context, coverage: body };
  }

  private source(context: Context): Matcher {
    const token = this.peek();
    if (!token) throw this.unexpected();
    if (token.kind === 'word') return this.words(context);
    this.at++;
    if (token.kind === 'phrase') return this.term(token.text, true, context);
    if (token.kind === 'operator')
      return token.name === 'RANGE'
        ? rangeMatcher(token.body, context)
        : distanceMatcher(token.body, context);
    if (token.kind === ')') throw new ExpressionFault(`no viable alternative at input ')'`);
    const inner = this.or(context);
    if (this.peek()?.kind !== ')') throw new ExpressionFault(`missing ')' at '<EOF>'`);
    this.at++;
    return inner;
  }

  private words(context: Context): Matcher {
    if (this.take('ALL')) return () => true;
    if (this.take('MISSING')) return missingMatcher(context);
    const words: string[] = [];
    for (let token = this.peek(); token?.kind === 'word'; token = this.peek()) {
      if (!token.escaped && RESERVED.includes(token.text)) break;
      words.push(token.text);
      this.at++;
    }
    if (words.length === 0) throw this.unexpected();
    return this.term(words.join(' '), false, context);
  }

  private term(text: string, isPhrase: boolean, context: Context): Matcher {
    if (context.countsElements) return sizeMatcher(text, context);
    const { area, coverage = 'Contains', expansion } = context;
    const term = termOf({ text, isPhrase, area, coverage, isExact: expansion === 'None' });
    if (!context.isNegated) this.terms.push(term);
    return subject => term.holds(subject);
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private take(operator: string): boolean {
    const token = this.peek();
    if (token?.kind !== 'word' || token.escaped || token.text !== operator) return false;
    this.at++;
    return true;
  }

  private unexpected(): ExpressionFault {
    const token = this.peek();
    const shown = token === undefined ? '<EOF>' : 'text' in token ? token.text : token.kind;
    return new ExpressionFault(`no viable alternative at input '${shown}'`);
  }
}

/**
 * Reads an expression of the registry's search language, all of it but the synonyms: words are expanded by their stems
 * alone. Throws `ExpressionFault` for anything that is not of this language.
 */
export const expression = (text: string, area: string): Expression => {
  const parser = new Parser(text);
  const matcher = parser.whole({ area: fieldsOfArea(area), countsElements: false, isNegated: false });
  return { test: record => matcher({ record }), terms: parser.terms, tilts: parser.tilts };
};
