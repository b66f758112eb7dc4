import { Dice } from './record-generator-dice.ts';
import { listOf } from './record-generator-objects.ts';
import { ADJECTIVES, capital, ESCAPED, NOUNS, PATTERNS, VERBS } from './record-generator-words.ts';

// Long texts to cut from: making words one by one would be slow.

/** A text and the places where a cut may begin. */
interface Source {
  readonly text: string;
  readonly starts: readonly number[];
}

const sourceOf = (count: number, separator: string, make: (dice: Dice) => string): Source => {
  const pieces = listOf(count, () => make(dice));
  const starts: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    starts.push(at);
    at += piece.length + separator.length;
  }
  return { text: pieces.join(separator), starts };
};

const SLOTS: Readonly<Record<string, readonly string[]>> = { n: NOUNS, a: ADJECTIVES, v: VERBS };

const clauseOf = (dice: Dice): string => {
  const clause = dice.pick(PATTERNS).replace(/\b[nav]\b/g, slot => dice.pick(SLOTS[slot]!));
  return capital(dice.chance(0.05) ? `${clause} (${dice.pick(ESCAPED)})` : clause);
};

const paragraphOf = (dice: Dice): string => {
  if (dice.chance(0.2)) return listOf(4, () => `* ${clauseOf(dice)}`).join('\n');
  return listOf(dice.between(2, 6), () => `${clauseOf(dice)}.`).join(' ');
};

const titleOf = (dice: Dice): string =>
  listOf(dice.between(3, 7), n => capital(dice.pick(n % 2 === 0 ? ADJECTIVES : NOUNS))).join(' ');

const bulletOf = (dice: Dice): string => {
  const bullet = `* ${clauseOf(dice)}`;
  if (!dice.chance(0.08)) return bullet;
  const nested = listOf(dice.between(2, 4), () => `  * ${clauseOf(dice)}`);
  return `${bullet}:\n\n${nested.join('\n')}`;
};

/** A list that is numbered from 1 and longer than any that is asked for. */
const numberedOf = (dice: Dice): string => listOf(160, n => `${n + 1}. ${clauseOf(dice)}`).join('\n');

const dice = new Dice(0x7e47, 0);

export const sources = {
  prose: sourceOf(12_000, ' ', each => `${clauseOf(each)}.`),
  pages: sourceOf(4_000, '\n\n', paragraphOf),
  titles: sourceOf(12_000, ' of ', titleOf),
  bullets: sourceOf(12_000, '\n', bulletOf),
  numbers: sourceOf(60, '\n', numberedOf),
};

/** A piece of about `length` characters that ends at a gap, so that no word is cut. */
export const cut = ({ text, starts }: Source, dice: Dice, length: number, gap = ' '): string => {
  const start = starts[Math.floor(dice.share() * starts.length * 0.9)]!;
  const before = text.lastIndexOf(gap, start + length);
  const end = before > start + length / 2 ? before : text.indexOf(gap, start + length);
  return text.slice(start, end).trimEnd();
};

/** Numbers as the registry states results: texts of one to seven characters. */
export const FIGURES = listOf(2_048, n => {
  const digits = [0, 1, 1, 2, 2, 2, 1, 3][n % 8]!;
  return (((n * 7_919) % 100_000) / 10 ** (1 + (n % 4))).toFixed(digits);
});
