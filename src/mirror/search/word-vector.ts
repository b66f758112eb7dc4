import type { StudyRecord } from '../../registry/study-record.ts';
import { WORD_CLASSES, type WordClass } from './word-classes.ts';
import { stemOf, wordsOf } from './words.ts';

/** What PostgreSQL keeps of a text search vector: places up to this, and so many of one lexeme. */
const LAST_PLACE = 16_383;
const MOST_PLACES = 255;
/**
 * Characters of a vector, which may have a megabyte. The largest record known comes to 140,000; words beyond are not
 * found.
 */
const MOST_CHARACTERS = 700_000;

/** Before a lexeme of which not every place is kept: phrases with it are looked up in the record. */
export const WITHOUT_PLACES = '!';
/** Between the letter of a class and a whole value. */
export const WHOLE_VALUE = '=';
export const wholeLexeme = (code: string, words: readonly string[]): string =>
  `${code}${WHOLE_VALUE}${words.join('.')}`.slice(0, 600);
/** The same in SQL, as the text of a `tsquery`. @param key the words of the value, with a blank between them, as SQL */
export const wholeLexemeSql = (code: string, key: string): string =>
  `'''${code}${WHOLE_VALUE}' || replace(${key}, ' ', '.') || ''''`;

const PATHS = WORD_CLASSES.map(each => ({ each, paths: each.fields.map(({ path }) => path.split('.')) }));

/** All words a study is found by, as the text of a `tsvector`: each with the letter of its field and its places. */
export function wordVectorOf(record: StudyRecord): string {
  const vector = new Map<string, string>();
  const room = { characters: MOST_CHARACTERS };
  for (const { each, paths } of PATHS) {
    const values = new Set<string>();
    for (const path of paths) collect(record, path, 0, values);
    if (values.size === 0) continue;
    if (each.isValue) for (const value of values) vector.set(`${each.code}${wordsOf(value).join('.')}`, '');
    else addWords(vector, each, values, room);
  }
  const lexemes: string[] = [];
  for (const [lexeme, places] of vector) lexemes.push(places === '' ? lexeme : `${lexeme}:${places}`);
  return lexemes.join(' ');
}

function addWords(
  vector: Map<string, string>,
  { code, keepsWhole }: WordClass,
  values: ReadonlySet<string>,
  room: { characters: number },
): void {
  const places = new Map<string, number[]>();
  // Between two values a place stays free, so that no phrase runs from one into the next.
  let place = 0;
  for (const value of values) {
    const words = wordsOf(value);
    if (keepsWhole && words.length > 0) vector.set(wholeLexeme(code, words), '');
    for (const word of words) {
      place++;
      const known = places.get(word);
      if (known) known.push(place);
      else places.set(word, [place]);
    }
    place++;
  }
  const byStem = new Map<string, number[]>();
  for (const [word, at] of places) {
    const stem = stemOf(word);
    const known = byStem.get(stem);
    byStem.set(stem, known ? known.concat(at) : at);
  }
  for (const [stem, at] of byStem) {
    let kept = place > LAST_PLACE ? at.filter(each => each <= LAST_PLACE) : at;
    if (kept.length > MOST_PLACES) kept = kept.slice(0, MOST_PLACES);
    if (kept.length < at.length) vector.set(WITHOUT_PLACES + code + stem, '');
    room.characters -= stem.length + 8 + 2 * kept.length;
    if (room.characters < 0) return;
    vector.set(code + stem, kept.join(','));
  }
}

/** Every value below a path as text, lists flattened. */
function collect(node: unknown, path: readonly string[], depth: number, found: Set<string>): void {
  if (Array.isArray(node)) for (const item of node) collect(item, path, depth, found);
  else if (depth === path.length) {
    if (typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean')
      found.add(String(node));
  } else if (typeof node === 'object' && node !== null)
    collect((node as Record<string, unknown>)[path[depth]!], path, depth + 1, found);
}
