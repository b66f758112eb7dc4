import { stemmer } from 'stemmer';

/** The words of a text in lower case: runs of letters, digits and underscores. */
export const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

/** Numbers texts from 1 on, the same text always by the same number. */
const createNumbering = (): ((text: string) => number) => {
  const numbers = new Map<string, number>();
  return text => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size + 1);
    return numbers.size;
  };
};

const wordNumber = createNumbering();
const stemNumber = createNumbering();
const stemOfWord: number[] = [];

const stemOf = (word: string, number: number): number => {
  const known = stemOfWord[number];
  if (known !== undefined) return known;
  const stem = stemNumber(stemmer(word));
  stemOfWord[number] = stem;
  return stem;
};

/** Stands before the first word of a value and after its last; no word has this number. */
const EDGE = 0;

/** Words that are looked for, as they are written and by their stems. */
export interface Phrase {
  readonly words: readonly number[];
  readonly stems: readonly number[];
}

/** The words of values, one after the other, in the same two ways. */
export interface Row {
  readonly words: Uint32Array;
  readonly stems: Uint32Array;
}

const EMPTY: Row = { words: new Uint32Array(), stems: new Uint32Array() };

const numbered = (words: readonly string[]): Phrase => {
  const numbers = words.map(wordNumber);
  return { words: numbers, stems: words.map((word, at) => stemOf(word, numbers[at] ?? EDGE)) };
};

/** The words of several values in one row, with an edge around each value. */
export const rowOf = (values: readonly unknown[]): Row => {
  const texts = values.filter(value => typeof value === 'string');
  if (texts.length === 0) return EMPTY;
  const [words, stems] = [[EDGE], [EDGE]];
  for (const text of texts) {
    const inText = numbered(wordsOf(text));
    for (const word of inText.words) words.push(word);
    for (const stem of inText.stems) stems.push(stem);
    words.push(EDGE);
    stems.push(EDGE);
  }
  return { words: Uint32Array.from(words), stems: Uint32Array.from(stems) };
};

export type Coverage = 'Contains' | 'FullMatch' | 'StartsWith' | 'EndsWith';

/** Whether the value must begin, and whether it must end, where the words do. */
const EDGES: Readonly<Record<Coverage, readonly [start: boolean, end: boolean]>> = {
  Contains: [false, false],
  FullMatch: [true, true],
  StartsWith: [true, false],
  EndsWith: [false, true],
};

export const isCoverage = (text: string): text is Coverage => Object.hasOwn(EDGES, text);

/** Words to be found side by side, at their place in a value. */
export const phraseOf = (words: readonly string[], coverage: Coverage): Phrase => {
  const [start, end] = EDGES[coverage];
  const inside = numbered(words);
  const within = (row: readonly number[]): number[] => [
    ...(start ? [EDGE] : []),
    ...row,
    ...(end ? [EDGE] : []),
  ];
  return { words: within(inside.words), stems: within(inside.stems) };
};

/** Whether `row` holds `wanted`, unbroken. */
export const holdsRow = (row: Uint32Array, wanted: readonly number[]): boolean => {
  const last = row.length - wanted.length;
  for (let at = 0; at <= last; at++) {
    let same = 0;
    while (same < wanted.length && row[at + same] === wanted[same]) same++;
    if (same === wanted.length) return true;
  }
  return false;
};
