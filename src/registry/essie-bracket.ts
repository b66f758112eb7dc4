import {
  COVERAGES,
  type Distance,
  type EssieNode,
  EXPANSIONS,
  type Range,
  SEARCH_DOCUMENTS,
  type Span,
} from './essie-ast.ts';
import { didYouMean, EssieFault, shown } from './essie-fault.ts';
import { BRACKETED } from './essie-tokens.ts';
import { fieldNamed, RECORD_FIELDS, type RecordField } from './record-fields.ts';
import { areaFields, SEARCH_AREAS } from './search-areas.ts';

/** An operator with the text between its brackets. */
interface Bracket {
  readonly name: string;
  readonly body: string;
  /** Where the body begins. */
  readonly inside: number;
}

const KM_PER_MILE = 1.609344;

function bracketOf(text: string, from: number): Bracket {
  const open = text.indexOf('[');
  return { name: text.slice(0, open), body: text.slice(open + 1, -1), inside: from + open + 1 };
}

/**
 * An operator in brackets with what it applies to.
 * @param read reads the latter; done last, so that the first of several faults is told
 */
export function contextNode(text: string, read: () => EssieNode, at: Span): EssieNode {
  const bracket = bracketOf(text, at.from);
  const { name, body, inside } = bracket;
  if (body.trim() === '')
    throw new EssieFault(`There is nothing in the brackets of \`${name}\`.`, inside, BRACKETED[name]);
  switch (name) {
    case 'AREA':
      return { kind: 'area', ...areaOf(bracket), part: read(), at };
    case 'SEARCH':
      return {
        kind: 'search',
        document: oneOf(SEARCH_DOCUMENTS, 'kind of document', bracket),
        part: read(),
        at,
      };
    case 'EXPANSION':
      return { kind: 'expansion', expansion: oneOf(EXPANSIONS, 'expansion', bracket), part: read(), at };
    case 'TILT':
      return { kind: 'tilt', field: dateField(bracket), part: read(), at };
    default:
      return { kind: 'coverage', coverage: oneOf(COVERAGES, 'coverage', bracket), part: read(), at };
  }
}

function oneOf<V extends string>(known: readonly V[], what: string, { body, inside }: Bracket): V {
  const value = known.find(each => each === body);
  if (value) return value;
  throw new EssieFault(
    `There is no ${what} ${shown(body)}.${didYouMean(body, known)}`,
    inside,
    known.join(', '),
  );
}

function areaOf({ body, inside }: Bracket) {
  const colon = body.indexOf(':');
  const name = colon < 0 ? body : body.slice(0, colon);
  const fields = areaFields(name);
  if (!fields) {
    throw new EssieFault(
      `There is no search area or field ${shown(name)}.${didYouMean(name, namesLike(name, Object.keys(SEARCH_AREAS)))}`,
      inside,
      'a search area, the name of a field such as LocationCity, or its path',
    );
  }
  const suffix = body.slice(name.length);
  if (suffix !== '' && suffix !== ':size')
    throw new EssieFault(`${shown(name)} has no ${shown(suffix)}.`, inside + name.length, `${name}:size`);
  return { name, fields, size: suffix !== '' };
}

/** The names an unknown one may have been meant for. */
const namesLike = (name: string, areas: readonly string[]): readonly string[] =>
  name.includes('.')
    ? RECORD_FIELDS.map(({ path }) => path)
    : [...areas, ...RECORD_FIELDS.map(({ piece }) => piece)];

function dateField({ body, inside }: Bracket): RecordField {
  const field = fieldNamed(body);
  if (field?.kind === 'date') return field;
  throw new EssieFault(
    field
      ? `\`TILT\` takes a date, and ${shown(body)} is none.`
      : `There is no field ${shown(body)}.${didYouMean(body, namesLike(body, []))}`,
    inside,
    'a field with dates, such as StartDate',
  );
}

/** `RANGE[..]` or `DISTANCE[..]`. */
export function sourceNode(text: string, at: Span): Range | Distance {
  const bracket = bracketOf(text, at.from);
  return bracket.name === 'RANGE' ? rangeNode(bracket, at) : distanceNode(bracket, at);
}

const trimmed = (list: string): readonly string[] => list.split(',').map(each => each.trim());

function rangeNode({ body, inside }: Bracket, at: Span): Range {
  const expected =
    'two bounds with a comma between them, such as RANGE[10,20], RANGE[MIN,20] or RANGE[10,MAX]';
  const [low, high, ...more] = trimmed(body);
  if (!low || !high || more.length > 0) throw new EssieFault('`RANGE` needs two bounds.', inside, expected);
  if (low === 'MAX' || high === 'MIN') {
    throw new EssieFault(
      '`MIN` stands for no lower bound, `MAX` for no upper bound: `MIN` comes first.',
      inside,
      expected,
    );
  }
  return { kind: 'range', low: low === 'MIN' ? null : low, high: high === 'MAX' ? null : high, at };
}

const CIRCLE = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?),(\d{1,9}(?:\.\d+)?)(km|mi)?$/;

function distanceNode({ body, inside }: Bracket, at: Span): Distance {
  const expected = 'three numbers, the radius in km or mi, such as DISTANCE[42.36,-71.06,50mi]';
  const circle = CIRCLE.exec(trimmed(body).join(','));
  if (!circle)
    throw new EssieFault('`DISTANCE` needs a latitude, a longitude and a radius.', inside, expected);
  const [lat, lon, radius] = circle.slice(1).map(Number) as [number, number, number];
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    throw new EssieFault(
      `${shown(`${lat},${lon}`)} is no point on the globe.`,
      inside,
      'a latitude of -90 to 90 and a longitude of -180 to 180',
    );
  }
  return { kind: 'distance', lat, lon, km: radius * (circle[4] === 'km' ? 1 : KM_PER_MILE), at };
}
