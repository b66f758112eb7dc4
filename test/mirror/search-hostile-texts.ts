import { createRandom } from '../support/record-generator-dice.ts';

/** What means something to one of those who will read the text, from the registry to the database. */
const FRAGMENTS: readonly string[] = [
  ...'AND OR NOT AREA SEARCH COVERAGE COVER EXPANSION RANGE MISSING ALL TILT DISTANCE CONTEXT MIN MAX'.split(
    ' ',
  ),
  ...'and Or nOt area[phase]phase2 Missing all'.split(' '),
  ...['(', ')', '[', ']', '"', "'", ',', '\\', '\\\\', '\\"', '((', '))', '""', '"(', ')"', '[]'],
  ...[
    'AREA[',
    'AREA[Phase]',
    'AREA[BriefTitle]',
    'AREA[Sex]ALL',
    'AREA[Nope]',
    'AREA[Condition:size]',
    'RANGE[MIN,MAX]',
  ],
  ...[
    'RANGE[,]',
    'RANGE[2020-02-30,MAX]',
    'AREA[StartDate]RANGE[1,2]',
    'DISTANCE[1,2,3km]',
    'DISTANCE[91,0,1]',
  ],
  ...[
    'SEARCH[Location](',
    'SEARCH[Study]',
    'COVERAGE[FullMatch]',
    'EXPANSION[None]',
    'EXPANSION[Lossy]',
    'TILT[Phase]',
  ],
  ...[
    "'; drop table study; --",
    "' or '1'='1",
    '$1',
    '$1::int',
    '%s',
    '%',
    '_',
    'E\\047',
    '--',
    '/*',
    '*/',
    ';',
  ],
  ...[
    'a:*',
    'heart:*A',
    '<->',
    '<2>',
    '&',
    '|',
    '!',
    '!heart',
    '& |',
    "'heart'",
    ':',
    '::tsquery',
    "a' & 'b",
  ],
  ...[
    '{"a":1}',
    '[1,2]',
    '$.a',
    '$[*]',
    '"}',
    "'lax $'",
    '{{',
    '$x',
    '<script>',
    '&amp;',
    '\\u0000',
    '\\x00',
  ],
  ...[
    'heart',
    'asthma',
    'the',
    'NCT02888704',
    'nct1',
    'NCT02888704,',
    'D003876',
    '2',
    '-1',
    '1e9',
    '2020-01-01',
  ],
  ...[
    '😀',
    '👩‍👩‍👧‍👦',
    '🇰🇷',
    'é',
    'e\u0301',
    'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢',
    'ا\u064f',
    'שלום',
    '\u202eabc\u202c',
    '\u200b',
    '\u200d',
    '\ufeff',
    '\u00ad',
  ],
  ...[
    '日本',
    'ﬁ',
    'İ',
    'ß',
    '²',
    '½',
    'Ⅳ',
    '𝒳',
    '𝟘',
    '\u{10ffff}',
    '\u{e0001}',
    '\ufffd',
    '\ufffe',
    'ˈ',
    'ªº',
  ],
  ...[
    '\0',
    '\u0001',
    '\u007f',
    '\u0085',
    '\ud800',
    '\udc00',
    'a\ud83d',
    '\t',
    '\n',
    '\r\n',
    '\u00a0',
    '\u2028',
    '\v',
  ],
];
const GLUE = ['', '', ' ', ' ', '  ', '\t'];

/** Long in one way or another; some are longer than a text may be. */
const LONG: readonly string[] = [
  'x'.repeat(999),
  'é'.repeat(1_000),
  'a'.repeat(1_001),
  'heart '.repeat(166),
  'a b c d '.repeat(124),
  Array.from({ length: 166 }, (_, i) => `w${i}`)
    .join(' ')
    .slice(0, 1_000),
  '('.repeat(400),
  `${'('.repeat(99)}heart${')'.repeat(99)}`,
  `${'('.repeat(101)}heart${')'.repeat(101)}`,
  'NOT '.repeat(99).concat('heart'),
  'NOT '.repeat(240).concat('heart'),
  'heart OR '.repeat(110).concat('x'),
  'heart AND '.repeat(99).concat('x'),
  'AREA[Phase]MISSING OR '.repeat(45).concat('x'),
  'EXPANSION[None]'.repeat(66).concat('x'),
  '"'.repeat(999).concat('a'),
  '\\'.repeat(998).concat('ab'),
  "'".repeat(998).concat('a'),
  '😀'.repeat(400).concat('a'),
  'a\u0301'.repeat(500),
  'heart failure '.repeat(715),
  '{"a":'.repeat(2_000),
  'AND OR NOT '.repeat(910),
  '日本'.repeat(5_000),
];

/** `count` texts nobody would type, the same for the same seed. */
export function hostileTexts(seed: number, count: number): readonly string[] {
  const random = createRandom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const fragments = (): string => {
    const glue = pick(GLUE);
    return Array.from({ length: 1 + below(7) }, () => pick(FRAGMENTS)).join(glue);
  };
  const character = (): string => {
    const end = pick([0x80, 0x80, 0x250, 0x3000, 0x10000, 0x110000]);
    return String.fromCodePoint(below(end));
  };
  const noise = (): string => Array.from({ length: 1 + below(30) }, character).join('');
  const broken = (): string => {
    const text = `${fragments()} ${noise()}`;
    return text.slice(below(text.length), 1 + below(text.length + 20));
  };
  const kinds = [fragments, fragments, fragments, noise, broken];
  return Array.from({ length: count }, (_, i) => (i % 40 === 0 ? pick(LONG) : pick(kinds)()));
}
