import type { CriteriaKind } from './eligibility-heading.ts';

/** The words in a line that name a list of criteria. */
export interface Phrase {
  readonly kind: Exclude<CriteriaKind, 'OTHER'>;
  readonly index: number;
  readonly length: number;
  /** "Criteria" is said; the bare word "exclusion" also stands in sentences. */
  readonly named: boolean;
}

/** Spares most lines the closer look. */
const HINT = /sion|clusi|crit|krit/i;

// Loose enough for what people type: "Criteriar", "Citeria", "Inculsion".
export const CRITERIA = '(?:cr?i?t[a-z]{3,9}|requirements?)';
export const SIDE = String.raw`(?:clus|culs|lus|clu)s?ions?(?!\p{L})`;
const ENGLISH = new RegExp(
  String.raw`(?<!\p{L})(?<lead>criteria (?:for|of) )?(?<negation>non[- ]?)?(?<side>in|ex)${SIDE}(?<criteria>\s+${CRITERIA}(?!\p{L}))?`,
  'iu',
);
/** Other words for the same two lists, with "criteria" always said. */
const EQUIVALENT =
  /(?<!\p{L})(?:(?<out>exclusionary|exclud(?:ed|ing)|ineligib(?:ility|le)|(?:non|not)[- ]?eligib(?:ility|le)|rejection|disqualif(?:ication|ying))|includ(?:ed|ing)|inclusionary)\s+criteria(?!\p{L})/iu;
/** The languages of the registry's other large sponsors: `Critères d'inclusion`, `Ausschlusskriterien`. */
const FOREIGN = [
  /(?<!\p{L})crit[eèé]ri?[a-zè]*\s+(?:d['’]\s?|de\s+la\s+|d[eiao]\s+)(?<negation>n(?:on?|ão)[- ]\s*)?(?:in|(?<out>[eé]x|es))clus[iãa]\p{L}*/iu,
  /(?<!\p{L})(?:ein|(?<out>aus))schlu(?:ss|ß)(?:[- ]?kriteri(?:en|um)|gründe)(?!\p{L})/iu,
  /(?<!\p{L})(?:in|(?<out>e[xk]s?))[ck]lu\p{L}{1,8}-?[ck]riteri\p{L}*/iu,
];
/** A sentence may mention the phrase too; its verbs are not known here, so only few words may stand before it. */
const FOREIGN_BEFORE = /^\P{L}*(?:[\p{L}'’]+\s+){0,2}$/u;

/** Where a line names inclusion or exclusion criteria, in any of the languages known; null where it does not. */
export function phraseIn(line: string): Phrase | null {
  if (!HINT.test(line)) return null;
  return foreign(line) ?? equivalent(line) ?? english(line);
}

function english(line: string): Phrase | null {
  const found = ENGLISH.exec(line);
  if (found === null) return null;
  const { lead, criteria, negation, side } = found.groups!;
  const named = lead !== undefined || criteria !== undefined;
  return phrase(found, named, /^ex/i.test(side!) || negation !== undefined);
}

function equivalent(line: string): Phrase | null {
  const found = EQUIVALENT.exec(line);
  return found && phrase(found, true, found.groups?.['out'] !== undefined);
}

function foreign(line: string): Phrase | null {
  for (const pattern of FOREIGN) {
    const found = pattern.exec(line);
    if (found !== null && FOREIGN_BEFORE.test(line.slice(0, found.index))) {
      const { out, negation } = found.groups!;
      return phrase(found, true, out !== undefined || negation !== undefined);
    }
  }
  return null;
}

function phrase(found: RegExpExecArray, named: boolean, out: boolean): Phrase {
  return { kind: out ? 'EXCLUSION' : 'INCLUSION', index: found.index, length: found[0].length, named };
}
