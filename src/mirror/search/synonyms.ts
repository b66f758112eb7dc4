import type { Expansion } from '../../registry/essie-ast.ts';
import type { Queryable } from '../../store/database.ts';
import { wordsOf } from './words.ts';

/**
 * Other names of what some words name: the words, joined by blanks, with the names. They come from the terms of the
 * thesaurus that stored records were indexed with, and from the words of theirs that led to a term.
 */
export type Synonyms = ReadonlyMap<string, readonly string[]>;

/** Longest name looked for, in words; and how many words of a text are looked at. */
const LONGEST_NAME = 6;
const MOST_WORDS = 30;
const MOST_NAMES = 40;

const LOOK_UP = `select given.entry as name, array_agg(distinct other.entry) as others
  from mesh_entry as given join mesh_entry as other on other.term = given.term and other.entry <> given.entry
  where given.entry = any($1::text[]) group by given.entry`;

/** Whether words may stand for their synonyms: unless told otherwise, they do. */
export const hasSynonyms = (expansion: Expansion | null): boolean =>
  expansion === null || expansion === 'Concept' || expansion === 'Relaxation' || expansion === 'Lossy';

/** The synonyms of all names in these texts. */
export async function synonymsFor(queryable: Queryable, texts: readonly string[]): Promise<Synonyms> {
  const names = new Set(texts.flatMap(text => [...namesIn(wordsOf(text))]));
  if (names.size === 0) return new Map();
  const rows = await queryable.query<{ name: string; others: string[] }>(LOOK_UP, [[...names]]);
  return new Map(rows.map(({ name, others }) => [name, others.slice(0, MOST_NAMES)]));
}

function* namesIn(words: readonly string[]): Generator<string> {
  const some = words.slice(0, MOST_WORDS);
  for (let from = 0; from < some.length; from++)
    for (let to = from + 1; to <= Math.min(some.length, from + LONGEST_NAME); to++)
      yield some.slice(from, to).join(' ');
}

/** Words that name one thing together, with its other names. */
export interface Segment {
  readonly words: readonly string[];
  readonly others: readonly string[];
}

/** A text in pieces that have other names, the longest first taken, and single words. */
export function segmentsOf(words: readonly string[], synonyms: Synonyms): readonly Segment[] {
  const segments: Segment[] = [];
  for (let from = 0; from < words.length; ) {
    let length = Math.min(LONGEST_NAME, words.length - from);
    while (length > 1 && !synonyms.has(words.slice(from, from + length).join(' '))) length--;
    const some = words.slice(from, from + length);
    segments.push({ words: some, others: synonyms.get(some.join(' ')) ?? [] });
    from += length;
  }
  return segments;
}
