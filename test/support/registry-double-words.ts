export type Coverage = 'Contains' | 'FullMatch' | 'StartsWith' | 'EndsWith';

export const COVERAGES: readonly string[] = ['Contains', 'FullMatch', 'StartsWith', 'EndsWith'];

/** The words of a text in lower case: runs of letters, digits and underscores. */
export const wordsOf = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

const sameAt = (words: readonly string[], phrase: readonly string[], at: number): boolean =>
  phrase.every((word, index) => words[at + index] === word);

const LAST_START: Readonly<Record<Coverage, (spare: number) => readonly number[]>> = {
  Contains: spare => Array.from({ length: Math.max(0, spare + 1) }, (_, at) => at),
  FullMatch: spare => (spare === 0 ? [0] : []),
  StartsWith: spare => (spare >= 0 ? [0] : []),
  EndsWith: spare => (spare >= 0 ? [spare] : []),
};

/** Whether the words of `phrase` stand in `text` side by side. A phrase of signs alone is looked for as it is. */
export const hasPhrase = (text: string, phrase: string, coverage: Coverage): boolean => {
  const wanted = wordsOf(phrase);
  if (wanted.length === 0)
    return phrase.trim() !== '' && text.toLowerCase().includes(phrase.trim().toLowerCase());
  const words = wordsOf(text);
  return LAST_START[coverage](words.length - wanted.length).some(at => sameAt(words, wanted, at));
};

/** Whether every word of `term` stands somewhere in the texts: what the registry's relaxed search comes to here. */
export const hasWords = (texts: readonly string[], term: string): boolean => {
  const present = new Set(texts.flatMap(wordsOf));
  const wanted = wordsOf(term);
  return wanted.length > 0 && wanted.every(word => present.has(word));
};
