import { readable } from './eligibility-lines.ts';
import { isTitle, namesPopulation } from './eligibility-population.ts';

/** A heading that names people or a topic, and leaves the kind of the criteria as it is (`Healthy controls:`). */
export interface TopicHeading {
  readonly population: string | null;
  /** How many characters of the text are heading. */
  readonly length: number;
}

/** What follows the line. */
export interface Following {
  readonly list: boolean;
  /** An inclusion heading: what stands right above it names a whole section. */
  readonly section: boolean;
}

/** The three headings of oncology records from before 2008; their criteria often follow on the same line. */
const NCI_LABEL = /^(?:(?:DISEASE|PATIENT) CHARACTERISTICS|PRIOR.{1,5}CONCURRENT THERAPY)\s*:\s*/;
/** Last words of topics. */
const TOPIC =
  /(?:characteristics|conditions?|therap(?:y|ies)|treatments?|values|history|considerations|requirements|experience|assessments|safety|medications?|criteria|labs|procedures|lactation|(?:co-?)?morbidit(?:y|ies)|status|related)$/i;
/** A name of a few capitals standing alone (`AYA`, `EET1D`). */
const NAME_ALONE = /^(?:\p{Lu}{2,4}|\p{Lu}[\p{L}\d-]*[\p{Lu}\d][\p{L}\d-]*\d[\p{L}\d-]*)$/u;
/** Parts of a study count as named where they are numbered or end the title. */
const PART =
  /^(?:for )?(?:parts?|phases?|groups?|cohorts?|arms?|study|aims?|stages?|samples?|visits?)\s*[\dA-Z:]|\b(?:phase|groups?|cohorts?|arms?|sub-?study|populations?)\)?(?:\s*\([^)]*\))?$/i;
const PART_WORD = /\b(?:study|studies|phase|part|visit)\b/i;
const LONGEST = 160;

/** Reads a line of running text as a heading of people or of a topic; null where it is a criterion. */
export function topicHeading(text: string, next: Following): TopicHeading | null {
  const label = NCI_LABEL.exec(text.slice(0, LONGEST))?.[0];
  if (label !== undefined) return { population: null, length: label.length };
  // A star at the start of a line is a footnote's.
  if (text.length > LONGEST || text.startsWith('\\*')) return null;
  const words = readable(text).replace(/^[*_#]+\s*|\s*[*_#]+$/g, '');
  const title = words.replace(/\s*[:：]$/, '').replace(/^[[<](.*)[\]>]$/, '$1');
  if (!/^[\p{L}\p{N}"]/u.test(title) || !isTitle(words.replace(/[<>]/g, ' '))) return null;
  const people = namesPeople(title, next);
  const heads = /[:：]$/.test(words) ? headsWithColon(title, next, people) : headsUnmarked(title, next);
  return heads ? { population: people ? whom(title) : null, length: text.length } : null;
}

/** `* Healthy volunteers` above `* Inclusion Criteria:`: whom the section is for; null where the item is a criterion. */
export function sectionItem(text: string): TopicHeading | null {
  if (text.length > LONGEST) return null;
  const title = readable(text).replace(/[:：]$/, '');
  const names = /\b(?:population|volunteers|controls|cohort|group|arm)\b/i.test(title) && isTitle(title);
  return names ? { population: title, length: text.length } : null;
}

function namesPeople(title: string, next: Following): boolean {
  if (TOPIC.test(title)) return false;
  return namesPopulation(title) || NAME_ALONE.test(title) || (next.section && wordCount(title) <= 3);
}

/** A colon makes a heading before a list; before running text the line must look like one besides. */
function headsWithColon(title: string, next: Following, people: boolean): boolean {
  return wordCount(title) <= 10 && (next.list || next.section || people || !/\p{Ll}/u.test(title));
}

function headsUnmarked(title: string, next: Following): boolean {
  if (!/^["\p{Lu}]/u.test(title) || /\.$/.test(title)) return false;
  const words = wordCount(title);
  const people = namesPopulation(title) && (PART.test(title) || !PART_WORD.test(title));
  if (next.section) return words <= 3 || (words <= 8 && people);
  if (!next.list) return false;
  return words <= 2 || (words <= 4 && isCapitalised(title)) || (words <= 9 && (people || TOPIC.test(title)));
}

function isCapitalised(title: string): boolean {
  return title.split(' ').every(word => /^\p{Lu}/u.test(word));
}

function wordCount(title: string): number {
  return title.split(' ').length;
}

function whom(title: string): string {
  return title.replace(/^(?:for|eligibility (?:of|for))\b\s*(?:the\b\s*)?/i, '').replace(/[\s-]+$/, '');
}
