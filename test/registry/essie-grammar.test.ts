import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registryCriteria } from '../../src/registry/essie.ts';
import { COVERAGES, type EssieNode, EXPANSIONS, SEARCH_DOCUMENTS } from '../../src/registry/essie-ast.ts';
import { parseEssie } from '../../src/registry/essie-grammar.ts';
import { asText, phrase } from '../../src/registry/essie-text.ts';
import { areaFields } from '../../src/registry/search-areas.ts';
import {
  and,
  area,
  not,
  or,
  printed,
  quoted,
  range,
  type Tree,
  treeOf,
  words,
} from '../support/essie-tree.ts';

const [ALL, MISSING] = [{ kind: 'all' }, { kind: 'missing' }];
const [a, b, c] = ['a', 'b', 'c'].map(words) as [Tree, Tree, Tree];

const TREES: readonly (readonly [expression: string, tree: Tree])[] = [
  ['heart attack', words('heart attack')],
  [' \n heart \t  attack ', words('heart attack')],
  ['rock and roll or not all', words('rock and roll or not all')],
  ['ANDROGEN ORAL ALLERGY x-AND', words('ANDROGEN ORAL ALLERGY x-AND')],
  ['MIN MAX CONTEXT', words('MIN MAX CONTEXT')],
  ['\\AND \\(x\\) \\"y\\" \\[z\\] 1\\,2 \\\\', words('AND (x) "y" [z] 1,2 \\')],
  ['A\\ND', words('AND')],
  ['\\ALL', words('ALL')],
  ['a\u00a0b\u2003c\ufeffd\0e', words('a b c d\0e')],
  ['"heart (attack) AND [more], \\"really\\" \\\\"', quoted('heart (attack) AND [more], "really" \\')],
  ['""', quoted('')],
  ['ALL', ALL],
  ['MISSING', MISSING],
  ['a OR b AND c', or(a, and(b, c))],
  ['a AND b OR c', or(and(a, b), c)],
  ['(a OR b) AND c', and(or(a, b), c)],
  ['(a OR b) OR c', or(or(a, b), c)],
  ['a OR b OR c', or(a, b, c)],
  ['((a))', a],
  ['"a"AND(b)OR"c"', or(and(quoted('a'), b), quoted('c'))],
  ['NOT a AND b', and(not(a), b)],
  ['NOT (a AND b)', not(and(a, b))],
  ['NOT NOT a', not(not(a))],
  ['a AND NOT b', and(a, not(b))],
  ['NOT AREA[Condition]NOT a', not(area('Condition', not(a)))],
  ['AREA[Condition]a OR b', or(area('Condition', a), b)],
  ['AREA[Condition] a b', area('Condition', words('a b'))],
  ['AREA[ConditionSearch](a OR b)', area('ConditionSearch', or(a, b))],
  [
    'AREA[protocolSection.designModule.phases]PHASE1',
    area('protocolSection.designModule.phases', words('PHASE1')),
  ],
  ['AREA[ResultsSection]MISSING', area('ResultsSection', MISSING)],
  ['AREA[Phase](phase1 OR "PHASE2")', area('Phase', or(words('phase1'), quoted('PHASE2')))],
  ['AREA[Sex]ALL', area('Sex', ALL)],
  ['AREA[Sex]"ALL"', area('Sex', quoted('ALL'))],
  ['AREA[Phase]Phase 2', area('Phase', words('Phase 2'))],
  ['AREA[Phase:size]2', area('Phase', words('2'), true)],
  ['AREA[Phase:size]RANGE[2, MAX]', area('Phase', range('2', null), true)],
  ['AREA[StartDate]2022', area('StartDate', words('2022'))],
  ['AREA[StartDate]RANGE[2024-02-29, 12/31/2024]', area('StartDate', range('2024-02-29', '12/31/2024'))],
  ['AREA[StartDate]RANGE[2020,2021-06]', area('StartDate', range('2020', '2021-06'))],
  ['AREA[EnrollmentCount]RANGE[MIN,-1.5]', area('EnrollmentCount', range(null, '-1.5'))],
  ['AREA[MinimumAge]RANGE[6 months, 16 Years]', area('MinimumAge', range('6 months', '16 Years'))],
  ['AREA[BriefTitle]RANGE[MIN,MAX]', area('BriefTitle', range(null, null))],
  ['RANGE[ x , y ]', range('x', 'y')],
  [
    'AREA[LocationGeoPoint]DISTANCE[-42.36, 71,50km]',
    area('LocationGeoPoint', { kind: 'distance', lat: -42.36, lon: 71, km: 50 }),
  ],
  ['SEARCH[Location](a AND b)', { kind: 'search', document: 'Location', part: and(a, b) }],
  ['SEARCH[Study]a', { kind: 'search', document: 'Study', part: a }],
  ['TILT[StartDate]a', { kind: 'tilt', field: 'StartDate', part: a }],
  [
    'EXPANSION[None]COVER[FullMatch]"a"',
    {
      kind: 'expansion',
      expansion: 'None',
      part: { kind: 'coverage', coverage: 'FullMatch', part: quoted('a') },
    },
  ],
  ['COVERAGE[Contains]a', { kind: 'coverage', coverage: 'Contains', part: a }],
];

describe('an expression', () => {
  it.each(TREES)('%j is read', (expression, tree) => {
    expect(treeOf(parseEssie(expression))).toEqual(tree);
  });

  it('is in miles where it does not say kilometres', () => {
    const km = (radius: string) =>
      treeOf(parseEssie(`AREA[LocationGeoPoint]DISTANCE[1,2,${radius}]`))['part'];
    expect(km('10mi')).toMatchObject({ km: 16.09344 });
    expect(km('10')).toMatchObject({ km: 16.09344 });
  });

  it('knows where each part stands and what its areas are', () => {
    expect(parseEssie(' (AREA[TitleSearch]"a b" OR  c d ) AND NOT x ')).toEqual({
      kind: 'and',
      at: { from: 1, to: 44 },
      parts: [
        {
          kind: 'or',
          at: { from: 2, to: 32 },
          parts: [
            {
              kind: 'area',
              name: 'TitleSearch',
              fields: areaFields('TitleSearch'),
              size: false,
              at: { from: 2, to: 24 },
              part: { kind: 'phrase', text: 'a b', at: { from: 19, to: 24 } },
            },
            { kind: 'words', text: 'c d', at: { from: 29, to: 32 } },
          ],
        },
        { kind: 'not', at: { from: 39, to: 44 }, part: { ...words('x'), at: { from: 43, to: 44 } } },
      ],
    });
  });
});

describe('what we write ourselves', () => {
  const FILTERS: readonly Parameters<typeof registryCriteria>[0][] = [
    { ids: ['NCT00000102'], term: 'heart attack', condition: 'AML,ALL', intervention: 'honey (drops)' },
    {
      term: 'NCT10000001, NCT2',
      title: 'AREA[51]',
      outcome: '"so" \\ far',
      sponsor: 'A AND B',
      location: 'MIN',
    },
    { leadSponsor: 'NOT', country: 'Korea, Republic of', state: 'New York', city: 'A "b" (c)' },
    { phase: ['PHASE1', 'PHASE2'], studyType: ['OBSERVATIONAL'], primaryPurpose: ['TREATMENT'] },
    { allocation: ['NA'], interventionModel: ['CROSSOVER'], masking: ['NONE'], sex: ['FEMALE', 'ALL'] },
    { overallStatus: ['RECRUITING'], funderType: ['NIH', 'INDUSTRY'], acceptsAge: 40 },
    { acceptsAge: 0.5, healthyVolunteers: false, hasResults: true, hasDocuments: false },
    { enrollment: { from: 10, to: 200 }, start: { from: '2020' }, primaryCompletion: { to: '2020-02' } },
    { completion: { from: '2019-06', to: '2019-06' }, firstPosted: { from: '2020-05-17' } },
    { resultsPosted: { to: '2021' }, lastUpdate: { from: '2021', to: '2022' } },
    { near: { lat: 37.5665, lon: -126.978, distanceKm: 50 }, meshTerm: 'D003371' },
    { recruitingNear: { lat: 0, lon: -0.5, distanceKm: 0.1 }, essie: 'heart AND NOT attack' },
    { meshHeading: 'D003371', meshHeadingItself: 'D003371', conditionName: 'a "b"', interventionName: 'x' },
    { sponsorName: 'Merck Sharp & Dohme' },
  ];

  it.each(FILTERS)('is an expression: %j', filter => {
    const { params } = registryCriteria(filter);
    const expressions = Object.entries(params).filter(([name]) => /^query|advanced$/.test(name));
    for (const [, expression] of expressions) expect(() => parseEssie(expression)).not.toThrow();
    for (const [name, expression] of expressions)
      if (name.startsWith('query')) expect(treeOf(parseEssie(expression)).kind).toBe('words');
  });
});

const OPERATORS =
  'AND OR NOT AREA SEARCH COVER COVERAGE EXPANSION RANGE MISSING ALL TILT DISTANCE MIN MAX CONTEXT'.split(
    ' ',
  );

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...OPERATORS, 'and', 'AREA[Phase]PHASE4', 'RANGE[MIN,MAX]', '[', ']', '(', ')'),
      fc.constantFrom(
        '"',
        ',',
        '\\',
        '\\"',
        'AND,',
        'heart',
        'β-blocker',
        '日本',
        '😀',
        'x:y',
        '\u00a0',
        '\0',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .chain(parts => fc.constantFrom('', ' ', '\t').map(gap => parts.join(gap)));
const wordsIn = (text: string): string => text.trim().split(/\s+/).join(' ');

describe('text that a user typed', () => {
  it('is the words of one source', () => {
    fc.assert(
      fc.property(
        anyText.filter(text => text.trim() !== ''),
        text => {
          expect(treeOf(parseEssie(asText(text)))).toEqual(words(wordsIn(text)));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('is one phrase between quotes', () => {
    fc.assert(
      fc.property(anyText, text => {
        expect(treeOf(parseEssie(phrase(text)))).toEqual(quoted(text));
      }),
      { numRuns: 1_000 },
    );
  });
});

const leaf: fc.Arbitrary<Tree> = fc.oneof(
  anyText.filter(text => text.trim() !== '').map(text => words(wordsIn(text))),
  anyText.map(quoted),
  fc.constantFrom(
    ALL,
    MISSING,
    range(null, null),
    area('StartDate', range('2020', null)),
    area('EnrollmentCount', range('1', '100')),
    area('MaximumAge', range(null, '16 years')),
    area('LocationGeoPoint', { kind: 'distance', lat: -1.5, lon: 20, km: 3 }),
    area('Phase', words('PHASE1')),
    area('Condition', words('2'), true),
  ),
);

const trees = fc.letrec<{ tree: Tree }>(tie => {
  const tree = tie('tree');
  const several = fc.array(tree, { minLength: 2, maxLength: 3 });
  const under = (fields: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record({ ...fields, part: tree }) as unknown as fc.Arbitrary<Tree>;
  const kind = (name: string) => fc.constant(name);
  return {
    tree: fc.oneof(
      { maxDepth: 5, depthSize: 'large' },
      leaf,
      several.map(parts => or(...parts)),
      several.map(parts => and(...parts)),
      tree.map(not),
      under({
        kind: kind('area'),
        name: fc.constantFrom('Condition', 'BasicSearch', 'NCTId'),
        size: fc.constant(false),
      }),
      under({ kind: kind('search'), document: fc.constantFrom(...SEARCH_DOCUMENTS) }),
      under({ kind: kind('coverage'), coverage: fc.constantFrom(...COVERAGES) }),
      under({ kind: kind('expansion'), expansion: fc.constantFrom(...EXPANSIONS.slice(0, 3)) }),
      under({ kind: kind('tilt'), field: fc.constantFrom('StartDate', 'LastUpdatePostDate') }),
    ),
  };
}).tree;

it('means the tree it was written from', () => {
  fc.assert(
    fc.property(trees, fc.constantFrom('', ' ', '\n\t', '\u00a0'), (tree, gap) => {
      expect(treeOf(parseEssie(printed(tree, gap)))).toEqual(tree);
    }),
    { numRuns: 500 },
  );
});

it('has each part where it says', () => {
  const check = (node: EssieNode, text: string): void => {
    const slice = text.slice(node.at.from, node.at.to);
    expect(slice.trim()).toBe(slice);
    if ('parts' in node) for (const part of node.parts) check(part, text);
    else if ('part' in node) check(node.part, text);
    // A distance means something below its area only.
    else if (node.kind !== 'distance') expect(treeOf(parseEssie(slice))).toEqual(treeOf(node));
  };
  fc.assert(
    fc.property(trees, tree => {
      const text = `  ${printed(tree, ' ')} `;
      check(parseEssie(text), text);
    }),
    { numRuns: 200 },
  );
});
