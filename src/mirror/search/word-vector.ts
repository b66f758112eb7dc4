import { valuesAt } from '../../registry/record-paths.ts';
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
  const lexemes: string[] = [];
  let room = MOST_CHARACTERS;
  for (const { each, paths } of PATHS) {
    const values = new Set<string>();
    for (const path of paths)
      for (const value of valuesAt(record, path)) if (typeof value !== 'object') values.add(String(value));
    if (values.size === 0) continue;
    if (each.isValue) for (const value of values) lexemes.push(`${each.code}${wordsOf(value).join('.')}`);
    else room = addWords(lexemes, each, values, room);
  }
  return lexemes.join(' ');
}

/**
 * A stem, and where it was met in the class that is being gone through. The note is kept in the stem itself: to look
 * it up for each word in a table of the class took most of the time.
 */
interface Met {
  readonly stem: string;
  /** Counts up from class to class; another number than now means that it was not met yet. */
  turn: number;
  /** Separated by commas. */
  places: string;
  count: number;
  isWhole: boolean;
}

const MOST_REMEMBERED = 100_000;
const byStem = new Map<string, Met>();
const byWord = new Map<string, Met>();
let turn = 0;

function metFor(word: string): Met {
  const stem = stemOf(word);
  let met = byStem.get(stem);
  if (!met) {
    met = { stem, turn: 0, places: '', count: 0, isWhole: true };
    byStem.set(stem, met);
  }
  byWord.set(word, met);
  return met;
}

/** @returns the room that is left */
function addWords(
  lexemes: string[],
  { code, keepsWhole }: WordClass,
  values: ReadonlySet<string>,
  room: number,
): number {
  if (byWord.size > MOST_REMEMBERED) {
    byWord.clear();
    byStem.clear();
  }
  turn++;
  const all: Met[] = [];
  const whole = new Set<string>();
  // Between two values a place stays free, so that no phrase runs from one into the next.
  let place = 0;
  for (const value of values) {
    const words = wordsOf(value);
    if (keepsWhole && words.length > 0) whole.add(wholeLexeme(code, words));
    for (const word of words) {
      place++;
      const met = byWord.get(word) ?? metFor(word);
      if (met.turn !== turn) {
        met.turn = turn;
        met.count = 0;
        met.places = '';
        met.isWhole = true;
        all.push(met);
      }
      if (place > LAST_PLACE || met.count === MOST_PLACES) met.isWhole = false;
      else met.places = met.count++ === 0 ? `${place}` : `${met.places},${place}`;
    }
    place++;
  }
  lexemes.push(...whole);
  let left = room;
  for (const { stem, places, count, isWhole } of all) {
    left -= stem.length + 8 + 2 * count;
    if (left < 0) break;
    lexemes.push(count === 0 ? code + stem : `${code}${stem}:${places}`);
    if (!isWhole) lexemes.push(WITHOUT_PLACES + code + stem);
  }
  return left;
}
