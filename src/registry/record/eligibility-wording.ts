import type { CriteriaKind, Heading } from './eligibility-heading.ts';
import { readable } from './eligibility-lines.ts';
import { isTitle } from './eligibility-population.ts';

/** Lines that tell who is let in or kept out without the phrase "inclusion criteria": titles and sentences. */

/** No such line is longer; what lies beyond is not looked at. */
const LONGEST = 240;
const ENDS_OPEN = /[:：](?:\*\*|__)?$/;

const WHO =
  '(?:patients?|subjects?|participants?|volunteers?|individuals?|persons?|people|candidates?|women|men|children|adults)';
/** What one can be eligible for as a participant; "ineligible for surgery" describes whom a study looks for. */
const ELSEWHERE = String.raw`(?!\s+(?:for|to)\s+(?!(?:be |enter |join |take |participa|inclu|enrol|recruit|random|entry|(?:the |this |our |any |either )?(?:present |current |clinical )?(?:study|trial|research|protocol)))|\s+in\s+(?:an|any )?other)`;
const INELIGIBLE = String.raw`(?:ineligible|(?:not|non)[- ](?:(?:be|considered|deemed|yet)\s+)*eligible)\b${ELSEWHERE}`;

const TITLE_OUT = new RegExp(
  [
    String.raw`^(?:\p{L}+ ){0,3}excluded\b(?! by\b)`,
    String.raw`\bexclusionary\b`,
    `^(?:non|not)[- ](?:included|eligible)(?: ${WHO})?$`,
    INELIGIBLE,
    String.raw`^(?:reasons?|grounds|causes?|conditions?|factors?|basis|criteria)\b.{0,30}\b(?:exclusion|non-?inclusion|rejection|ineligibility|disqualification)$`,
    String.raw`^(?:(?:absolute|relative|general|main|other|specific|known|medical|study|treatment)\b[ ,]*(?:(?:and|or) )?)*contra-?indications\b`,
    String.raw`\bdisqualif(?:ying|ications?|iers?|ied)\b`,
    String.raw`\bineligibility$`,
  ].join('|'),
  'iu',
);
const TITLE_IN = new RegExp(`^(?:${WHO} (?:included|eligible)|(?:included|eligible)(?: ${WHO})?)$`, 'i');

/** What turns such a word round, or gives it to something else than taking part. */
const TURNED =
  /\b(?:not|never|without|no|nor)\s+(?:\w+\s+){0,2}(?:exclu(?:ded?|ding|sion(?:ary|s)?)(?! criteria)|ineligib|disqualif|contra-?indicat)|\b(?:has|have|had|having) been excluded|\bin whom\b|\bexcluded by\b|\bto exclude\b/i;

/** Sentences that keep out whoever the list below describes. */
const KEPT_OUT = new RegExp(
  [
    String.raw`\bexclude[sd]?\b`,
    INELIGIBLE,
    String.raw`\b(?:reasons?|grounds|criteria|lead\w*|results?|resulting|basis)\s+(?:for|to|in|of)\s+(?:exclusion|ineligibility|rejection)\b`,
    String.raw`\bfollowing exclusions?\b|\bexclusion (?:criteria|reasons?)\s+(?:are|is|were|will|apply|applies|include)\b`,
    String.raw`\b(?:cannot|(?:may|must|should|shall|will|can|are|is|were|was|do|does)\s*(?:not|n['’]t))\s+(?:to\s+)?(?:be\s+)?(?:(?:considered|included|inclu?de|enrol\w*|recruited|accepted|admitted|randomi[sz]ed|allowed|permitted|suitable|entered|enter|participate|take part|join)\b)(?! above| below|\s+in\s+(?:an|any )?other)`,
    String.raw`\bprohibited from\b|\bpreclude[sd]? from\b|\bdisqualif(?:y|ies|ied)\b`,
  ].join('|'),
  'i',
);
/** Negations that reach as far as the list: `must not have any of the following:`, `No history of:`. */
const NEGATED =
  /\b(?:cannot|(?:must|should|shall|may|can|do|does|did|will|have|has|is|are)\s*(?:not|n['’]t))\b(?<first>[^:：.]*)$|^(?:with\s+)?(?:no|without|absence of|free of)\b(?<second>[^:：.]*)$|\bnone of (?:the )?(?:following|these|below)(?<third>[^:：.]*)$/i;
const REACHES =
  /\b(?:any|either|one|all|the)?\s*(?:(?:or more )?of )?(?:the )?following\b|^\s*(?:(?:have|be|had|been|meet|fulfil\w*|suffer|show|exhibit|present|take|receive|use|undergo|a|any|an|known|prior|current|previous|active|evidence|signs?|symptoms?|history|of|from|with|to|for)\b\s*)*$/i;
/** A second half that asks for something, or counts. */
const BREAKS =
  /\b(?:unless|except\w*|but|until|more than|less than|fewer|later|limit\w*|restrict\w*|only|necessarily|regard\w*)\b|(?:\band\b|,)\s*(?:\w+\s+){0,2}(?:must|should|have|has|meets?|agrees?|uses?|at least|one)\b/i;

const LETS_IN =
  /\b(?:eligible|included?|enrolled|recruited|accepted)\b[^:：.]{0,60}\b(?:if|when|provided)\b|^(?:in order )?to be (?:eligible|included|enrolled)\b/i;
/** Whom an exclusion does not concern after all: still a part of that exclusion. */
const EXCEPTION =
  /\b(?:not|no|non|never|still|however|may|might|can|could|except\w*|unless|nevertheless|although|despite|even|with|without|these|those|such|who|whose)\b/i;

/** Where no heading gives the kind, less will do. */
const UNHEADED_OUT = /\b(?:exclu(?:ded|sion)|ineligible|precluded|not (?:be )?(?:entering|meet any))\b/i;
const UNHEADED_IN = /\b(?:eligible|included|inclusion|enrolled)\b/i;

/** The heading a line of running text is by its wording (`Not eligible:`, `Contraindications`), or null. */
export function wordedHeading(text: string, leadsList: boolean): Heading | null {
  const line = text.slice(0, LONGEST);
  const label = /^[^:：]{1,100}(?:[:：](?:\*\*|__)?\s*|$)/.exec(line)?.[0];
  if (label === undefined || (label.length === line.length && text.length > LONGEST)) return null;
  const words = readable(label).replace(/^[*_#\s]+|[*_#\s]+$/g, '');
  const title = words.replace(/[\s:：*_]+$/, '');
  const open = ENDS_OPEN.test(words);
  if (!(open || (leadsList && /^\p{Lu}/u.test(title) && !/[.;]$/.test(title)))) return null;
  const kind = kindOfTitle(title);
  return kind && { kind, population: null, length: label.length };
}

function kindOfTitle(title: string): CriteriaKind | null {
  if (TITLE_IN.test(title)) return 'INCLUSION';
  const long = title.split(' ').length > 8;
  return !long && isTitle(title) && !TURNED.test(title) && TITLE_OUT.test(title) ? 'EXCLUSION' : null;
}

/** The kind a sentence gives the list below it (`Patients will be excluded if:`), where it changes the kind; or null. */
export function leadIn(
  text: string,
  kind: CriteriaKind,
  about: { readonly headed: boolean; readonly leadsList: boolean },
): CriteriaKind | null {
  if (text.length > LONGEST) return null;
  const sentence = readable(text).replace(/^[*_#\s]+|[*_#\s]+$/g, '');
  if (!ENDS_OPEN.test(sentence) && !(about.leadsList && /\bfollowing\b[^.]{0,100}\.?$/i.test(sentence)))
    return null;
  const said = about.headed ? plainly(sentence) : loosely(sentence);
  return said === kind ? null : said;
}

function plainly(sentence: string): CriteriaKind | null {
  if (keepsOut(sentence)) return 'EXCLUSION';
  const before = LETS_IN.exec(sentence);
  if (before === null) return null;
  return EXCEPTION.test(sentence.slice(0, before.index + before[0].length)) ? null : 'INCLUSION';
}

function loosely(sentence: string): CriteriaKind | null {
  if (keepsOut(sentence) || (!TURNED.test(sentence) && UNHEADED_OUT.test(sentence))) return 'EXCLUSION';
  return UNHEADED_IN.test(sentence) ? 'INCLUSION' : null;
}

function keepsOut(sentence: string): boolean {
  if (TURNED.test(sentence)) return false;
  if (KEPT_OUT.test(sentence)) return !/\binclusion (?:criteria )?(?:and|or|\/)/i.test(sentence);
  const found = NEGATED.exec(sentence.replace(/[\s:：.]+$/, ''));
  if (found === null) return false;
  const rest = found.groups?.['first'] ?? found.groups?.['second'];
  return !BREAKS.test(found[0]) && (rest === undefined || REACHES.test(rest));
}
