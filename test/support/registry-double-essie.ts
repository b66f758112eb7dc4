import type { StudyRecord } from '../../src/registry/study-record.ts';
import { AREAS, type Field, fieldOfPiece } from './registry-double-fields.ts';
import { isDate, rangeTest } from './registry-double-range.ts';
import { ExpressionFault, type Token, tokensOf } from './registry-double-tokens.ts';
import { KM_PER_MILE, kilometres, valuesAt } from './registry-double-values.ts';
import { COVERAGES, type Coverage, hasPhrase, hasWords } from './registry-double-words.ts';

/** What is looked at: a record, or one of its locations inside `SEARCH[Location]`. */
interface Subject {
  readonly record: StudyRecord;
  readonly location?: unknown;
}

type Matcher = (subject: Subject) => boolean;

/** What the operators to the left of a source have said. */
interface Context {
  readonly fields: readonly Field[];
  readonly countsElements: boolean;
  readonly coverage: Coverage;
}

const LOCATIONS = 'protocolSection.contactsLocationsModule.locations';
const EXPANSIONS = ['None', 'Term', 'Concept', 'Relaxation', 'Lossy'];
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
];

const valuesOf = (field: Field, { record, location }: Subject): readonly unknown[] =>
  location !== undefined && field.path.startsWith(`${LOCATIONS}.`)
    ? valuesAt(location, field.path.slice(LOCATIONS.length + 1))
    : valuesAt(record, field.path);

const fieldsOfArea = (name: string): readonly Field[] => {
  const fields = (AREAS[name] ?? [name]).map(fieldOfPiece);
  if (fields.some(field => field === undefined)) throw new ExpressionFault(`Unknown area name: \`${name}\``);
  return fields as readonly Field[];
};

const byType =
  (field: Field, text: string, context: Context) =>
  (value: unknown): boolean => {
    if (isDate(field.type)) return String(value).startsWith(text);
    if (typeof value === 'number') return value === Number(text);
    return hasPhrase(String(value), text, context.coverage);
  };

const phraseMatcher = (text: string, context: Context): Matcher => {
  if (context.countsElements)
    return subject => context.fields.some(field => valuesOf(field, subject).length === Number(text));
  return subject => context.fields.some(field => valuesOf(field, subject).some(byType(field, text, context)));
};

const termMatcher = (text: string, context: Context): Matcher => {
  const exact = phraseMatcher(text, context);
  if (context.coverage !== 'Contains') return exact;
  return subject => {
    const texts = context.fields
      .flatMap(field => valuesOf(field, subject))
      .filter(value => typeof value === 'string');
    return exact(subject) || hasWords(texts, text);
  };
};

const rangeMatcher = (body: string, context: Context): Matcher => {
  const [low = '', high = ''] = body.split(',').map(bound => bound.trim());
  const tests = context.fields.map(field => ({ field, test: rangeTest(field.type, low, high) }));
  if (tests.some(({ test }) => test === null))
    throw new ExpressionFault(`no viable alternative at input '${body}'`);
  return subject => tests.some(({ field, test }) => valuesOf(field, subject).some(value => test?.(value)));
};

const DISTANCE = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d+(?:\.\d+)?)(km|mi)?$/;

interface Circle {
  readonly lat: number;
  readonly lon: number;
  readonly km: number;
}

/** Reads `lat,lon,50mi`; miles where no unit is given. */
export const circleOf = (text: string): Circle | null => {
  const [, lat, lon, radius, unit] = DISTANCE.exec(text) ?? [];
  return radius
    ? { lat: Number(lat), lon: Number(lon), km: Number(radius) * (unit === 'km' ? 1 : KM_PER_MILE) }
    : null;
};

const isPoint = (value: unknown): value is { lat: number; lon: number } =>
  typeof value === 'object' && value !== null && 'lat' in value && 'lon' in value;

export const isWithin = (points: readonly unknown[], circle: Circle): boolean =>
  points.some(point => isPoint(point) && kilometres(point, circle) <= circle.km);

const distanceMatcher = (body: string, context: Context): Matcher => {
  const circle = circleOf(body);
  if (!circle) throw new ExpressionFault(`no viable alternative at input '${body}'`);
  return subject => context.fields.some(field => isWithin(valuesOf(field, subject), circle));
};

const inEachLocation =
  (inner: Matcher): Matcher =>
  subject =>
    valuesAt(subject.record, LOCATIONS).some(location => inner({ record: subject.record, location }));

/** A parser by descent: OR binds least, then AND, then NOT and the bracketed operators. */
class Parser {
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
      const inner = this.operand(context);
      return subject => !inner(subject);
    }
    const token = this.peek();
    if (token?.kind !== 'operator' || token.name === 'RANGE' || token.name === 'DISTANCE')
      return this.source(context);
    this.at++;
    return this.under(token.name, token.body, context);
  }

  private under(name: string, body: string, context: Context): Matcher {
    if (name === 'AREA') {
      const [area = '', suffix] = body.split(':');
      return this.operand({ ...context, fields: fieldsOfArea(area), countsElements: suffix === 'size' });
    }
    if (name === 'SEARCH') {
      if (body !== 'Location' && body !== 'Study')
        throw new ExpressionFault(`Unknown document name: \`${body}\``);
      const inner = this.operand(context);
      return body === 'Location' ? inEachLocation(inner) : inner;
    }
    if (name === 'EXPANSION') {
      if (!EXPANSIONS.includes(body)) throw new ExpressionFault(`Invalid expansion: ${body}`);
      return this.operand(context);
    }
    if (!COVERAGES.includes(body)) throw new ExpressionFault(`Invalid coverage: ${body}`);
    return this.operand({ ...context, coverage: body as Coverage });
  }

  private source(context: Context): Matcher {
    const token = this.peek();
    if (!token) throw this.unexpected();
    if (token.kind === 'word') return this.words(context);
    this.at++;
    if (token.kind === 'phrase') return phraseMatcher(token.text, context);
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
    if (this.take('MISSING'))
      return subject => context.fields.every(field => valuesOf(field, subject).length === 0);
    const words: string[] = [];
    for (let token = this.peek(); token?.kind === 'word'; token = this.peek()) {
      if (!token.escaped && RESERVED.includes(token.text)) break;
      words.push(token.text);
      this.at++;
    }
    if (words.length === 0) throw this.unexpected();
    return termMatcher(words.join(' '), context);
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
 * Reads an expression of the registry's search language and gives the test it stands for. Spoken: words, "phrases" with
 * backslash escapes, AND, OR, NOT, parentheses, AREA, SEARCH, COVERAGE, EXPANSION (without synonyms), RANGE, DISTANCE,
 * MISSING, ALL. Throws `ExpressionFault` for anything else.
 */
export const expression = (text: string, area: string): ((record: StudyRecord) => boolean) => {
  const context: Context = { fields: fieldsOfArea(area), countsElements: false, coverage: 'Contains' };
  const matcher = new Parser(text).whole(context);
  return record => matcher({ record });
};
