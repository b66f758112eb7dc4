import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EssieFault } from '../../src/registry/essie-fault.ts';
import { parseEssie } from '../../src/registry/essie-grammar.ts';

const faultOf = (expression: string): EssieFault | null => {
  try {
    parseEssie(expression);
    return null;
  } catch (error) {
    if (error instanceof EssieFault) return error;
    throw error;
  }
};

/** The arrow stands before the character the fault is at. */
const FAULTS: readonly (readonly [marked: string, message: string])[] = [
  // Signs
  ['a AND ▸"open', 'This quotation mark is never closed.'],
  ['▸"open \\"', 'This quotation mark is never closed.'],
  ['AREA▸[Phase', 'The bracket of `AREA` is never closed.'],
  ['a RANGE▸[1,2', 'The bracket of `RANGE` is never closed.'],
  ['▸]', 'This bracket closes none.'],
  ['AREA[Phase]▸]PHASE1', 'This bracket closes none.'],
  ['a ▸[b', 'A bracket stands only right after an operator.'],
  ['heart▸, lung', 'A comma has a meaning only in `RANGE` and `DISTANCE`.'],
  ['end▸\\', 'The backslash at the end has nothing to turn into text.'],
  // Parentheses
  ['▸(a', 'This parenthesis is never closed.'],
  ['a OR ▸((a)', 'This parenthesis is never closed.'],
  ['a AND ▸(', 'This parenthesis is never closed.'],
  ['a▸)', 'This parenthesis closes none.'],
  ['▸) a', 'This parenthesis closes none.'],
  ['a OR ▸()', 'There is nothing between these parentheses.'],
  // Operators
  ['▸', 'The expression is empty.'],
  ['▸  ', 'The expression is empty.'],
  ['▸AND a', '`AND` has nothing before it.'],
  ['a AND (▸OR b)', '`OR` has nothing before it.'],
  ['a OR ▸AND b', '`AND` cannot follow `OR` at once.'],
  ['AREA[Phase]▸AND b', '`AND` cannot follow `AREA[Phase]` at once.'],
  ['a ▸OR', '`OR` has nothing after it.'],
  ['(a AND ▸NOT) OR b', '`NOT` has nothing after it.'],
  ['a AND ▸AREA[Condition]', '`AREA[Condition]` has nothing after it.'],
  ['AREA▸ [Phase]PHASE1', 'A space stands between `AREA` and its bracket.'],
  ['▸AREA', '`AREA` needs square brackets right after it; write `\\AREA` for the word.'],
  ['AREA[LocationGeoPoint]▸DISTANCE(1,2,3km)', '`DISTANCE` needs square brackets right after it; write'],
  ['▸area[Phase]PHASE1', 'Operators are written in capitals: `AREA`, not `area`.'],
  ['▸AERA[Phase]PHASE1', 'There is no operator `AERA`. Did you mean `AREA`?'],
  ['▸array[51]', 'There is no operator `array`.'],
  [
    '▸AREA[AREA[Phase]]a',
    'Operators go side by side, not into the brackets of one another: `AREA[AREA[Phase]]`.',
  ],
  // Two sources without an operator
  ['heart ▸"attack"', 'An operator is missing between `heart` and `"attack"`: AND or OR.'],
  ['"heart" ▸attack', 'An operator is missing between `"heart"` and `attack`: AND or OR.'],
  ['(a) ▸(b)', 'An operator is missing between `)` and `(`: AND or OR.'],
  ['a ▸NOT b', 'An operator is missing between `a` and `NOT`: AND or OR.'],
  ['a ▸AREA[Phase]PHASE1', 'An operator is missing between `a` and `AREA[Phase]`: AND or OR.'],
  ['for ▸ALL patients', 'between `for` and `ALL`: AND or OR; for the word write `\\ALL`.'],
  ['MISSING ▸data', 'between `MISSING` and `data`: AND or OR; for the word write `\\MISSING`.'],
  // Names
  ['AREA[▸Phse]PHASE1', 'There is no search area or field `Phse`. Did you mean `Phase`?'],
  ['AREA[▸Pahse:size]1', 'There is no search area or field `Pahse`. Did you mean `Phase`?'],
  [
    'AREA[▸conditionsearch]a',
    'There is no search area or field `conditionsearch`. Did you mean `ConditionSearch`?',
  ],
  ['AREA[▸ Phase ]PHASE1', 'There is no search area or field ` Phase `. Did you mean `Phase`?'],
  ['AREA[▸protocolSection.designModule.phase]NA', 'Did you mean `protocolSection.designModule.phases`?'],
  ['AREA[▸Colour]red', 'There is no search area or field `Colour`.'],
  ['AREA[▸constructor]a', 'There is no search area or field `constructor`.'],
  [`AREA[▸${'x'.repeat(9_000)}]a`, `There is no search area or field \`${'x'.repeat(40)}…\`.`],
  ['AREA[▸Phse]COVER[Whole]RANGE[1] AND AREA[Colour]red', '`Phse`'],
  ['AREA[▸]a', 'There is nothing in the brackets of `AREA`.'],
  ['AREA[Phase▸:count]1', '`Phase` has no `:count`.'],
  ['COVERAGE[▸FullMatc]a', 'There is no coverage `FullMatc`. Did you mean `FullMatch`?'],
  ['COVER[▸Whole]a', 'There is no coverage `Whole`.'],
  ['EXPANSION[▸none]a', 'There is no expansion `none`. Did you mean `None`?'],
  ['SEARCH[▸Locations]a', 'There is no kind of document `Locations`. Did you mean `Location`?'],
  ['TILT[▸Phase]a', '`TILT` takes a date, and `Phase` is none.'],
  ['TILT[▸StartDat]a', 'There is no field `StartDat`. Did you mean `StartDate`?'],
  // Values
  ['RANGE[▸1]', '`RANGE` needs two bounds.'],
  ['RANGE[▸1,]', '`RANGE` needs two bounds.'],
  ['RANGE[▸1,2,3]', '`RANGE` needs two bounds.'],
  ['RANGE[▸MAX,MIN]', '`MIN` stands for no lower bound, `MAX` for no upper bound'],
  ['AREA[StartDate]RANGE[▸2021-02-29,MAX]', '`2021-02-29` is no bound for `StartDate`: it takes a date'],
  ['AREA[StartDate]RANGE[MIN, ▸13/01/2021 ]', '`13/01/2021` is no bound for `StartDate`'],
  ['AREA[StartDate]RANGE[▸1900-02-29,1900]', '`1900-02-29` is no bound for `StartDate`'],
  ['AREA[StartDate]RANGE[▸0000,MAX]', '`0000` is no bound for `StartDate`'],
  ['AREA[StartDate]RANGE[▸2021-1,MAX]', '`2021-1` is no bound for `StartDate`'],
  ['AREA[StartDate]RANGE[▸today,MAX]', '`today` is no bound for `StartDate`'],
  ['AREA[EnrollmentCount]RANGE[1, ▸many]', '`many` is no bound for `EnrollmentCount`: it takes a number.'],
  ['AREA[EnrollmentCount](a OR RANGE[▸1e5,MAX])', '`1e5` is no bound for `EnrollmentCount`'],
  ['AREA[MinimumAge]RANGE[▸16,MAX]', '`16` is no bound for `MinimumAge`: it takes a whole number of years'],
  ['AREA[BriefTitle]RANGE[MIN,▸M]', '`BriefTitle` has values without an order'],
  ['AREA[DesignModule]RANGE[▸1,2]', '`DesignModule` has values without an order'],
  ['AREA[SponsorSearch]RANGE[▸1,2]', '`LeadSponsorName` has values without an order'],
  ['AREA[Phase:size]RANGE[▸-1,2]', '`-1` is no bound for `Phase`: it takes a whole number.'],
  ['AREA[Phase:size]▸two', '`two` is no number of values.'],
  [
    'AREA[Phase]▸PHASE9',
    '`Phase` is never `PHASE9`: its values are NA, EARLY_PHASE1, PHASE1, PHASE2, PHASE3, PHASE4.',
  ],
  ['AREA[Phase](PHASE1 OR NOT ▸"phase9")', '`Phase` is never `phase9`: its values are NA'],
  ['▸DISTANCE[1,2,3km]', '`DISTANCE` is measured from the places of a study only.'],
  ['AREA[LocationCity]▸DISTANCE[1,2,3km]', '`DISTANCE` is measured from the places of a study only.'],
  ['AREA[LocationGeoPoint]DISTANCE[▸1,2]', '`DISTANCE` needs a latitude, a longitude and a radius.'],
  ['AREA[LocationGeoPoint]DISTANCE[▸1,2,3 miles]', '`DISTANCE` needs a latitude, a longitude and a radius.'],
  ['AREA[LocationGeoPoint]DISTANCE[▸91,2,3km]', '`91,2` is no point on the globe.'],
  // Operators that contradict each other
  [
    'EXPANSION[Lossy]▸COVERAGE[FullMatch]a',
    '`COVERAGE[FullMatch]` and `EXPANSION[Lossy]` exclude each other.',
  ],
  [
    'COVER[EndsWith](a OR ▸EXPANSION[Relaxation]b)',
    '`COVERAGE[EndsWith]` and `EXPANSION[Relaxation]` exclude',
  ],
  ['EXPANSION[Lossy]▸COVERAGE[Contains]a', '`COVERAGE[Contains]` and `EXPANSION[Lossy]` exclude each other.'],
];

describe('an expression that cannot be read', () => {
  it.each(FAULTS)('%s', (marked, message) => {
    const fault = faultOf(marked.replace('▸', ''));
    expect(fault?.message).toContain(message);
    expect(fault?.position).toBe(marked.indexOf('▸') + 1);
    expect(fault?.expected).toMatch(/\w/);
  });

  it('says what would have been right', () => {
    expect(faultOf('AREA [Phase]a')).toMatchObject({ name: 'EssieFault', expected: 'AREA[Condition]' });
    expect(faultOf('COVER[x]a')?.expected).toBe('FullMatch, StartsWith, EndsWith, Contains');
    expect(faultOf('AREA[Sex]MEN')?.expected).toBe('FEMALE, MALE, ALL');
  });

  it('leaves to its place what it does not say itself', () => {
    expect(faultOf('RANGE[whatever,MAX]')).toBeNull();
  });
});

const nested = (open: string, close: string, levels: number): string =>
  `${open.repeat(levels)}a${close.repeat(levels)}`;

describe('an expression within an expression', () => {
  it.each([
    ['(', ')'],
    ['NOT ', ''],
    ['AREA[Condition]', ''],
    ['(a OR ', ')'],
    ['(b) AND (', ')'],
  ])('is read 100 levels deep and no deeper: %j', (open, close) => {
    expect(faultOf(nested(open, close, 100))).toBeNull();
    const fault = faultOf(`(b) AND ${nested(open, close, 101)}`);
    expect(fault?.message).toBe('The expression is nested more than 100 levels deep here.');
    expect(fault?.position).toBeGreaterThan(100 * open.length);
  });

  it('counts from where it stands', () => {
    const deep = `${'('.repeat(99)}NOT a OR NOT (b)`;
    expect(faultOf(`${deep.slice(0, -4)} c${')'.repeat(99)}`)).toBeNull();
    expect(faultOf(`${deep}${')'.repeat(99)}`)?.position).toBe(deep.indexOf('(b)') + 1);
    expect(faultOf(Array(1_000).fill('NOT (a)').join(' AND '))).toBeNull();
    expect(faultOf(`"${'('.repeat(500)}" OR ${'\\('.repeat(500)}`)).toBeNull();
  });
});

const HOSTILE: readonly string[] = [
  '(',
  ')',
  '()',
  '(a',
  'NOT ',
  'NOT (',
  'AREA[Phase]',
  'AREA[',
  'AREA',
  'AREA[a[',
  'RANGE[',
  'a OR ',
  'a AND NOT ',
  '"',
  '\\"',
  '"\\',
  '\\',
  '"a" ',
  ']',
  ',',
  ' ',
  'a ',
  'a',
  '\u00a0',
  'MISSING ',
  'AREA[LocationGeoPoint]DISTANCE[1,2,3km] OR ',
  'AREA[StartDate]RANGE[1,',
];

describe('a hostile expression', () => {
  it.each(HOSTILE)('of 10,000 characters is answered, whatever it is made of: %j', part => {
    const expression = part.repeat(Math.ceil(10_000 / part.length)).slice(0, 10_000);
    for (const text of [
      expression,
      `${expression}a`,
      `(${expression})`,
      `AREA[LocationGeoPoint]DISTANCE[${expression}]`,
    ])
      expect(() => faultOf(text)).not.toThrow();
  });

  it('of 1,000 characters is answered at once', () => {
    const slowest = HOSTILE.map(part => {
      const expression = part.repeat(Math.ceil(1_000 / part.length)).slice(0, 1_000);
      const times = Array.from({ length: 5 }, () => {
        const start = performance.now();
        faultOf(expression);
        return performance.now() - start;
      });
      return { part, ms: Math.min(...times) };
    });
    expect(slowest.filter(({ ms }) => ms > 50)).toEqual([]);
  });

  const piece = fc.oneof(
    fc.constantFrom('AND', 'OR', 'NOT', 'ALL', 'MISSING', 'AREA', 'SEARCH', 'TILT', 'MIN', 'and', 'a b'),
    fc.constantFrom('AREA[Condition]', 'AREA[Phase]', 'AREA[Phase:size]', 'AREA[StartDate]', 'AREA[Nothing]'),
    fc.constantFrom(
      'COVER[FullMatch]',
      'COVERAGE[',
      'EXPANSION[Lossy]',
      'SEARCH[Location]',
      'TILT[StartDate]',
    ),
    fc.constantFrom('RANGE[MIN,MAX]', 'RANGE[2020,2021-01]', 'RANGE[1]', 'RANGE[a,b]', 'DISTANCE[1,2,3km]'),
    fc.constantFrom('(', ')', '[', ']', '"', ',', '\\', '"a"', '\\AND', 'PHASE1', '\u00a0', '\0', '😀'),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(piece, { maxLength: 14 }).chain(parts => fc.constantFrom('', ' ').map(gap => parts.join(gap))),
  );

  it('is read, or refused at a place of its own', () => {
    fc.assert(
      fc.property(anything, expression => {
        const fault = faultOf(expression);
        if (!fault) return;
        expect(fault.position).toBeGreaterThanOrEqual(1);
        expect(fault.position).toBeLessThanOrEqual(expression.length + 1);
        expect(fault.message).toMatch(/[.?]$/);
        expect(fault.message).not.toMatch(/undefined|``/);
      }),
      { numRuns: 5_000 },
    );
  });
});
