import type { Coverage, Expansion } from '../../registry/essie-ast.ts';
import type { RecordField } from '../../registry/record-fields.ts';
import type { AreaField } from '../../registry/search-areas.ts';
import { hasSynonyms, type Segment, type Synonyms, segmentsOf } from './synonyms.ts';
import { type WordClass, wordClassOf } from './word-classes.ts';
import { WITHOUT_PLACES, wholeLexeme } from './word-vector.ts';
import { stemOf, wordsOf } from './words.ts';

/** A text that fields are searched for. */
export interface Asked {
  readonly fields: readonly AreaField[];
  /** As it was written, without blanks around it. */
  readonly text: string;
  readonly words: readonly string[];
  /** Whether the words must stand side by side in one value; else each may stand anywhere in the fields. */
  readonly isPhrase: boolean;
  /** Words as written count, and not their inflected forms. */
  readonly isLiteral: boolean;
  readonly coverage: Coverage;
  /** The text in pieces with their other names. */
  readonly segments: readonly Segment[];
}

export function askedFor(
  text: string,
  fields: readonly AreaField[],
  isQuoted: boolean,
  coverage: Coverage | null,
  expansion: Expansion | null,
  synonyms: Synonyms,
): Asked {
  const words = wordsOf(text);
  const isPhrase = isQuoted || (coverage !== null && coverage !== 'Contains');
  const covers = coverage ?? 'Contains';
  const whole = [{ words, others: synonyms.get(words.join(' ')) ?? [] }];
  const plain = words.map(word => ({ words: [word], others: [] }));
  const expands = hasSynonyms(expansion) && covers === 'Contains';
  return {
    fields,
    text: text.trim(),
    words,
    isPhrase,
    isLiteral: expansion === 'None',
    coverage: covers,
    segments: once(!expands ? plain : isPhrase ? whole : segmentsOf(words, synonyms)),
  };
}

/** A word said again finds nothing else: hundreds of them would be looked for in vain. */
const once = (segments: readonly Segment[]): readonly Segment[] => [
  ...new Map(segments.map(segment => [segment.words.join(' '), segment])).values(),
];

const quoted = (lexeme: string): string => `'${lexeme}'`;
const either = (queries: readonly string[]): string =>
  queries.length === 1 ? queries[0]! : `(${queries.join(' | ')})`;
const every = (queries: readonly string[]): string =>
  queries.length === 1 ? queries[0]! : `(${queries.join(' & ')})`;

interface Sought {
  readonly area: AreaField;
  readonly wordClass: WordClass;
}

/** The classes of the fields, each once; null where a field has none. */
function soughtIn(fields: readonly AreaField[]): readonly Sought[] | null {
  const found = new Map<WordClass, Sought>();
  for (const area of fields) {
    const wordClass = wordClassOf(area.field);
    if (!wordClass) return null;
    if (!found.has(wordClass)) found.set(wordClass, { area, wordClass });
  }
  return [...found.values()];
}

/** Values of a closed list are looked for as they are; numbers of a thesaurus, which are text, where the words are. */
const lexemeOf = ({ code, isValue, fields }: WordClass, word: string, isLiteral = false): string =>
  quoted(code + (isValue && (isLiteral || fields[0]!.kind !== 'text') ? word : stemOf(word)));

const phraseIn = (wordClass: WordClass, words: readonly string[], isLiteral = false): string =>
  words.length === 1
    ? lexemeOf(wordClass, words[0]!, isLiteral)
    : `(${words.map(word => lexemeOf(wordClass, word)).join(' <-> ')})`;

/** Words in any places of one class. */
export const bagIn = (wordClass: WordClass, words: readonly string[], isLiteral: boolean): string =>
  every(words.map(word => lexemeOf(wordClass, word, isLiteral)));

/** A value is one word: what has more can be none. */
const mayHold =
  (words: readonly string[]) =>
  ({ wordClass }: Sought): boolean =>
    words.length === 1 || !wordClass.isValue;

/** A piece of what is asked for: a query that finds it, but for phrases of which not every place is kept. */
export interface Piece {
  readonly query: string;
  readonly uncertain: readonly Uncertain[];
}

/** Studies that have the words of a phrase in a class, and not all of their places: the record has to tell. */
export interface Uncertain {
  readonly query: string;
  readonly words: readonly string[];
  readonly fields: readonly RecordField[];
}

/** Pieces all of which every study asked for meets, and where `isExact` no other study does. */
export interface WordQuery {
  readonly pieces: readonly Piece[];
  readonly isExact: boolean;
}

/** What the word vectors tell of a text; null where they do not hold the fields, and no piece where nothing can meet it. */
export function wordQuery(asked: Asked): WordQuery | null {
  const { fields, words, isPhrase, isLiteral, coverage, segments } = asked;
  const sought = soughtIn(fields);
  if (sought === null || words.length === 0) return null;
  const isWhole =
    isLiteral && coverage === 'FullMatch' && sought.every(({ wordClass }) => wordClass.keepsWhole);
  if (isWhole) {
    const lexemes = sought.map(({ wordClass }) => quoted(wholeLexeme(wordClass.code, words)));
    return { pieces: [{ query: either(lexemes), uncertain: [] }], isExact: hasOnly(fields, sought) };
  }
  const holding = sought.filter(mayHold(words));
  const isPlain =
    holding.every(({ wordClass }) => wordClass.isValue) || (!isLiteral && coverage === 'Contains');
  const isExact = isPlain && hasOnly(fields, sought);
  if (isPhrase) {
    const piece = pieceOf([
      phrasesIn(holding, words, isLiteral),
      ...segments.map(segment => otherPhrases(sought, segment)),
    ]);
    return { pieces: piece ? [piece] : [], isExact };
  }
  const pieces = segments.map(segment => {
    const each = segment.words.map(word =>
      either(sought.map(({ wordClass }) => lexemeOf(wordClass, word, isLiteral))),
    );
    return pieceOf([{ queries: [every(each)], uncertain: [] }, otherPhrases(sought, segment)])!;
  });
  return { pieces, isExact };
}

interface Phrases {
  readonly queries: readonly string[];
  readonly uncertain: readonly Uncertain[];
}

function pieceOf(phrases: readonly Phrases[]): Piece | null {
  const queries = phrases.flatMap(each => each.queries);
  return queries.length === 0
    ? null
    : { query: either(queries), uncertain: phrases.flatMap(each => each.uncertain) };
}

const phrasesIn = (sought: readonly Sought[], words: readonly string[], isLiteral = false): Phrases => ({
  queries: sought.map(({ wordClass }) => phraseIn(wordClass, words, isLiteral)),
  uncertain:
    words.length === 1
      ? []
      : sought.map(({ wordClass }) => {
          const lexemes = words.map(word => wordClass.code + stemOf(word));
          const without = either([...new Set(lexemes)].map(lexeme => quoted(WITHOUT_PLACES + lexeme)));
          return { query: every([without, ...lexemes.map(quoted)]), words, fields: wordClass.fields };
        }),
});

function otherPhrases(sought: readonly Sought[], { others }: Segment): Phrases {
  const fields = sought.filter(({ area }) => area.synonyms);
  const phrases = others.map(other => {
    const words = other.split(' ');
    return phrasesIn(fields.filter(mayHold(words)), words);
  });
  return {
    queries: phrases.flatMap(each => each.queries),
    uncertain: phrases.flatMap(each => each.uncertain),
  };
}

/** Whether these classes hold the words of these fields and of no others. */
const hasOnly = (fields: readonly AreaField[], sought: readonly Sought[]): boolean =>
  sought.every(({ wordClass }) => wordClass.fields.every(each => fields.some(({ field }) => field === each)));

/** What a study is ranked by for a text: queries by weight, the heaviest first; those of each word apart. */
export function weighedQueries(asked: Asked): readonly (readonly { weight: number; query: string }[])[] {
  const sought = soughtIn(asked.fields) ?? [];
  const scored = asked.isPhrase ? [asked.words] : asked.words.map(word => [word]);
  return scored.map(some => {
    const tiers = new Map<number, string[]>();
    for (const each of sought.filter(mayHold(some))) {
      const queries = tiers.get(each.area.weight) ?? [];
      tiers.set(each.area.weight, queries);
      queries.push(phraseIn(each.wordClass, some));
    }
    return [...tiers]
      .sort(([a], [b]) => b - a)
      .map(([weight, queries]) => ({ weight, query: either(queries) }));
  });
}
