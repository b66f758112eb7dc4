/** Words of a sentence: with one of them a line is no title. */
const SENTENCE =
  /\b(?:must|should|shall|will|may|can|could|are|is|was|were|be|been|being|has|have|had|do|does|meets?|meeting|met|fulfil\w*|satisf\w*|appl(?:y|ies|ied)|who|whom|which|that|following|if|any|all of|defined|diagnosed|confirmed|at least|include[sd]?|including|requires?|required|agree\w*|according|per|see|below|above)\b|[<>≤≥=%;?!]|\.\s/i;
/** How a remark or the second half of a sentence begins. */
const CONTINUED =
  /^(?:and|or|but|note|nb|n\.b|plus|with|without|either|neither|in addition|additionally|for example|e\.g|i\.e|example|than|other than|comments?|remarks?|\d+\s*(?:[-–]|to)\s*\d+)\b/i;
/** How the first half ends. Not "Part A". */
const DANGLING = /\b(?:of|the|an?|in|on|at|to|for|with|by|from|and|or|as|than)\s*[:：]?$|,$/;

/** People, and parts of a study, to whom a heading may limit its criteria. */
const PEOPLE =
  /\b(?:patients?|subjects?|participants?|volunteers?|controls?|cases|donors?|recipients?|individuals?|persons?|people|men|women|males?|females?|adults?|child(?:ren)?|infants?|neonates?|newborns?|adolescents?|youths?|parents?|mothers?|fathers?|daughters?|sons?|partners?|spouses?|couples?|(?:care)?givers?|carers?|famil(?:y|ies)|relatives?|siblings?|probands?|staff|clinicians?|physicians?|doctors?|nurses?|providers?|paramedics?|students?|teachers?|workers?|residents?|veterans?|(?:non-?)?smokers?|asthmatics|diabetics|(?:end-)?users?|elderly|clinics?|schools?|villages?|homes?|groups?|cohorts?|arms?|parts?|phases?|stages?|aims?|populations?|samples?|stud(?:y|ies)|sub-?stud(?:y|ies)|visits?)\b/i;
/** Short names of diseases, cohorts and arms (`HFpEF`, `PWD`), but not of examinations. */
const SHORT_NAME =
  /\b(?!(?:MRI|CMR|CT|CTA|MRA|ECG|EKG|PET|TTE|TEE|IV|US|EU|UK|NOTE|AND|OR|OTHER)\b)\p{Lu}[\p{L}\d]*[\p{Lu}\d][\p{L}\d]*\b/u;
/** Words before "inclusion criteria" that grade the criteria and name nobody. */
const GENERIC =
  /^(?:(?:the|key|main|major|minor|general|specific|additional|other|further|select(?:ed)?|principal|global|common|overall|basic|essential|study|trial|protocol|clinical|eligibility|and|diagnosis|prior|post|initial|final|optional)\b[\s:,-]*)+/i;

/** Whether words read as a title: no verb, no comparison, no half sentence. Brackets are not read. */
export function isTitle(words: string): boolean {
  const open = words.replace(/[([（][^)\]）]*[)\]）]/g, ' ').trim();
  return !SENTENCE.test(open) && !CONTINUED.test(open) && !DANGLING.test(open);
}

/** Whether a title names people or a part of the study. */
export function namesPopulation(title: string): boolean {
  return PEOPLE.test(title) && !/-related\b/i.test(title);
}

/** Whether words only grade the criteria (`Key`, `Other main`). */
export function isGeneric(words: string): boolean {
  return words.replace(GENERIC, '') === '';
}

/** Whom an inclusion or exclusion heading speaks of, from the words on both sides of the phrase; null for everyone. */
export function populationOf(before: string, after: string): string | null {
  return named(scopeOf(after)) ?? named(before.replace(/:(?:\s+The)?$/i, '').replace(GENERIC, ''));
}

/** `for the donors are:` and `(donors)` come to `donors`. */
function scopeOf(after: string): string {
  return after
    .replace(/^[\s:：,.–-]+/, '')
    .replace(/\s*[(（][^)）]{60,}/, '')
    .replace(/[,\s]*\b(?:are|is|was|were|will|includes?|consists?|only|as follows)\b.*$/i, '')
    .replace(/[\s:：,.-]+$/, '')
    .replace(/^(?:(?:specific|solely|only|related|to|for|of|in|among|at|the|these)\b\s*)+/i, '')
    .replace(/^[(（]([^()（）]*)[)）]$/, '$1');
}

function named(words: string): string | null {
  const title = words.trim();
  if (title.length > 100) return null;
  return namesPopulation(title) || (title.split(' ').length <= 4 && SHORT_NAME.test(title)) ? title : null;
}
