import { hasWords, readable } from './eligibility-lines.ts';
import { CRITERIA, phraseIn, SIDE } from './eligibility-phrase.ts';
import { isGeneric, isTitle, namesPopulation, populationOf } from './eligibility-population.ts';

/** What a heading says its criteria are for. */
export type CriteriaKind = 'INCLUSION' | 'EXCLUSION' | 'OTHER';

/** A heading found at the start of a stretch of text. */
export interface Heading {
  /** Null where it says "eligibility criteria" alone: right below a heading its kind holds, elsewhere none does. */
  readonly kind: CriteriaKind | null;
  readonly population: string | null;
  /** How many characters of the stretch are heading; what follows on the line is a criterion. */
  readonly length: number;
}

/** What decides beside the words themselves. */
export interface HeadingContext {
  /** The line carries a list marker. */
  readonly item: boolean;
  /** The next line does. */
  readonly leadsList: boolean;
}

/** No heading is longer; what lies beyond is not looked at, so that every line costs the same. */
const LONGEST = 240;
const OTHER_SIDE = new RegExp(
  [
    String.raw`^\s*(?:${CRITERIA}\s*)?(?:/|\\?&|and|or)\s*(?:in|ex)${SIDE}(?:\s+${CRITERIA})?`,
    String.raw`^\s*(?:/|\\?&|et|ed?|y|und|en)\s*(?:de\s+|di\s+|d['’])?(?:non?[- ]?)?(?:(?:in|[eé]x|es)clus[iã]\p{L}+|(?:aus|ein)schlu(?:ss|ß)-?kriterien)`,
  ].join('|'),
  'iu',
);
/** Headings that say neither inclusion nor exclusion, yet end the list above. */
const LEAVING =
  /^(?:(?<plain>eligibility)|withdrawal|termination|exit|drop[- ]?out|remov(?:al|ing)|discontinuation|stopping|elimination|continued eligibility) criteria(?!\p{L})|^screening failures?(?=\s*[:：])/iu;

/** Words that make what stands before "inclusion criteria" part of a sentence instead of a heading. */
const SENTENCE_BEFORE =
  /\b(?:any|all|no|none|not|meets?|meeting|met|fulfil\w*|satisf\w*|must|should|shall|will|may|can|to|as|by|from|than|per|see|described|mentioned|following|above|below|those|there|who|which|that|are|is|was|were|be|have|has|had)\b|\b(?:in|with|for|of|on|under|these|previous|this)$|^(?:and|or|note|nb)\b|[.;?!]/i;
/** Words that do the same after it. */
const SENTENCE_AFTER = /\b(?:may|could|can|apply|applies|applied|per|according|carefully)\b|^\s*[#\d]/i;
/** How the rest of a heading begins: with whom it is for, or with the verb that leads the list. */
const SCOPE = /^[\s,]*(?:for|of|in|at|on|specific|related|among|recipients?|donors?)\b/i;
const LISTING = /^[\s,]*(?:are|is|was|were|will|includes?|consists?|comprises?|assessed)\b/i;

/** The inclusion or exclusion heading a stretch of text starts with, or null. */
export function kindHeading(text: string, context: HeadingContext): Heading | null {
  const line = text.slice(0, LONGEST);
  const found = phraseIn(line);
  if (found === null) return leavingHeading(line);
  const { kind, named } = found;
  const prefix = qualifier(line.slice(0, found.index));
  if (!isQualifier(prefix)) return null;
  const end = found.index + found.length;
  const otherSide = OTHER_SIDE.exec(line.slice(end))?.[0].length;
  if (otherSide !== undefined) return mixedHeading(text, end + otherSide);
  const tail = tailLength(text.slice(end), { ...context, named, prefix });
  if (tail === null) return null;
  const population = populationOf(prefix, readable(text.slice(end, end + Math.min(tail, LONGEST))));
  return { kind, population, length: end + tail };
}

function leavingHeading(line: string): Heading | null {
  const found = LEAVING.exec(line);
  if (found === null) return null;
  const rest = /^[^:：.;]{0,100}(?:[:：.]\s*|$)/.exec(line.slice(found[0].length))?.[0];
  if (rest === undefined || SENTENCE_AFTER.test(rest)) return null;
  const kind = found.groups?.['plain'] === undefined ? 'OTHER' : null;
  return { kind, population: populationOf('', readable(rest)), length: found[0].length + rest.length };
}

function mixedHeading(text: string, end: number): Heading | null {
  const separator = /^\s*(?:[:：-]\s*|$)/.exec(text.slice(end, end + LONGEST));
  return separator && { kind: 'OTHER', population: null, length: end + separator[0].length };
}

/** The words before the phrase, without emphasis, heading signs and section numbers. */
function qualifier(prefix: string): string {
  return readable(prefix)
    .replace(/^[*_#>\s•-]+/, '')
    .replace(/^(?:[IVX]{1,4}\.)?\d{1,2}(?:\.\d{1,2})*(?=\s|$)\s*(?!\p{L})/u, '');
}

function isQualifier(prefix: string): boolean {
  if (prefix === '') return true;
  if (prefix.length > 100 || /^\d/.test(prefix)) return false;
  if (prefix.lastIndexOf('(') > prefix.lastIndexOf(')')) return false;
  return !SENTENCE_BEFORE.test(prefix.replace(/\([^)]*\)/g, '').trim());
}

interface Tail extends HeadingContext {
  /** "Criteria" is said; the bare word "exclusion" also stands in sentences. */
  readonly named: boolean;
  readonly prefix: string;
}

/** An item's own words before the phrase are a heading's only if they name people or are one or two. */
function headsItem(prefix: string): boolean {
  const words = prefix.split(' ').length;
  return (
    words === 1 ||
    (words <= 3 && (namesPopulation(prefix) || (populationOf(prefix, '') === null && isGeneric(prefix))))
  );
}

/** How much of what follows the phrase belongs to the heading; null where the whole is no heading. */
function tailLength(tail: string, about: Tail): number | null {
  if (about.item && about.prefix !== '' && !(about.named && headsItem(about.prefix))) return null;
  if (!hasWords(tail)) return wordless(tail, about);
  const window = tail.slice(0, LONGEST);
  const colon = /^\s*[:：](?:\*\*|__)?\s*/.exec(window);
  if (colon !== null) return afterSeparator(tail, colon[0].length, /[:：]$/);
  if (!about.named) return about.prefix === '' && isShortLabel(tail) ? tail.length : null;
  const dash = /^\s*(?:[.。]\s+|[-–—]\s*)/.exec(window);
  if (dash !== null) return afterSeparator(tail, dash[0].length, about.leadsList ? /./ : /[:：]$/);
  const bracket = /^\s*(?:\\?[[(（])[^)\]）]{0,120}[)\]）]\s*[:：]?\s*/.exec(window);
  return bracket === null ? wordsLength(tail, about) : bracket[0].length;
}

function wordless(tail: string, about: Tail): number | null {
  const complete = about.named || about.prefix === '' || about.leadsList || /^\s*[:：]/.test(tail);
  return complete && !/^\s*[;,)\]]/.test(tail) ? tail.length : null;
}

/** After a colon a short title is part of the heading (`Inclusion Criteria - For donors:`), all else is criteria. */
function afterSeparator(tail: string, separator: number, closing: RegExp): number {
  const rest = readable(tail.slice(separator, LONGEST));
  const whole = tail.length <= LONGEST && closing.test(rest) && isTitle(rest) && rest.length <= 80;
  return whole ? tail.length : separator;
}

function isShortLabel(tail: string): boolean {
  const words = readable(tail.slice(0, LONGEST));
  return tail.length <= LONGEST && /[:：]$/.test(words) && words.length <= 90 && isTitle(words);
}

function wordsLength(tail: string, about: Tail): number | null {
  const window = tail.slice(0, LONGEST);
  if (SENTENCE_AFTER.test(window.slice(0, 120).split(/[:：]/, 1)[0] ?? '')) return startsText(tail, about);
  const label = /^[^:：.;]{1,140}[:：]\s*/.exec(window)?.[0];
  if (label !== undefined && (isTitle(readable(label)) || SCOPE.test(label) || LISTING.test(label)))
    return label.length;
  const words = readable(window);
  const title = tail.length <= LONGEST && words.length <= 90 && isTitle(words);
  if (title && (about.leadsList || SCOPE.test(words))) return tail.length;
  return startsText(tail, about);
}

/** `Inclusion Criteria Adults of either sex …`: the criteria follow without a colon. */
function startsText(tail: string, about: Tail): number | null {
  if (about.prefix !== '') return null;
  return /^\s+(?=\p{Lu})/u.exec(tail.slice(0, LONGEST))?.[0].length ?? null;
}

/** Inside a line only the capitals of a heading are trusted. */
const INLINE = /(?:In|Ex)clusion Criteria|(?:IN|EX)CLUSION CRITERIA/g;
const INLINE_BARE = /(?<=\p{Ll}\s+)Exclusion\s*:?\s*$/u;
const NOT_BEFORE =
  /\b(?:the|an?|in|see|to|of|and|or|any|all|other|previous|meets?|this|these|following|per|with|under|for|by|from|no|not)$/i;

/** Where, inside a criterion, a heading of the other kind begins (`… consent Exclusion Criteria: …`), or null. */
export function inlineHeading(text: string, kind: CriteriaKind): number | null {
  if (!text.includes('clusion') && !text.includes('CLUSION')) return null;
  const side = kind === 'INCLUSION' ? /^ex/i : kind === 'EXCLUSION' ? /^in/i : /^/;
  for (const found of text.matchAll(INLINE)) {
    const before = text.slice(Math.max(0, found.index - 40), found.index);
    const after = text.slice(found.index + found[0].length, found.index + found[0].length + 4);
    const open = /[\p{L}\p{N}.,;:)\]%"]\s*(?:-\s*)?$/u.test(before) && !NOT_BEFORE.test(before.trimEnd());
    if (open && side.test(found[0]) && /^\s*(?:[:：]|$|\s\p{Lu})/u.test(after)) return found.index;
  }
  const bare = kind === 'INCLUSION' ? INLINE_BARE.exec(text.slice(-80)) : null;
  return bare === null ? null : Math.max(0, text.length - 80) + bare.index;
}
