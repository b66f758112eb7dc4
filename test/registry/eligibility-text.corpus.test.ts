import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CriteriaGroup,
  type CriteriaKind,
  type Criterion,
  depthOf,
  type EligibilityText,
  parseEligibility,
  sourceOf,
} from '../../src/registry/record/eligibility-text.ts';
import { corpusFile, corpusRecords } from '../support/corpus.ts';

if (!corpusFile) {
  console.log('eligibility texts: REGISTRY_CORPUS is not set, so nothing was checked against real records');
}

/** Where the parser put the line that starts at an offset of the text. */
interface Place {
  readonly group: number;
  /** The line is a heading, not a criterion. */
  readonly heading: boolean;
  /** List items from the outermost down to this one. */
  readonly depth: number;
}

function placesOf({ groups }: EligibilityText): ReadonlyMap<number, Place> {
  const places = new Map<number, Place>();
  let offset = 0;
  const visit = (criterion: Criterion, group: number, above: number): void => {
    const depth = above + (criterion.marker === null ? 0 : 1);
    places.set(offset, { group, heading: false, depth });
    offset += criterion.source.length;
    for (const child of criterion.children) visit(child, group, depth);
  };
  for (const [index, group] of groups.entries()) {
    places.set(offset, { group: index, heading: true, depth: 0 });
    offset += group.source.length;
    for (const criterion of group.criteria) visit(criterion, index, 0);
  }
  return places;
}

/** A list item as the second opinion sees it. */
interface Item {
  readonly offset: number;
  readonly indent: number;
  readonly kind: CriteriaKind;
  /** How deep it stands among the items since the last standard heading. */
  readonly depth: number;
}

const STANDARD = /^\s*(?:(?:\*|\d+\.)\s+)?(?:key |main |major )?(inclusion|exclusion) criteria\s*:?\s*$/i;
const LIST_ITEM = /^( *)(?:\*|\d+\.) +\S/;

/** The second opinion. It shares nothing with the parser and knows standard headings and list items alone. */
function itemsOf(source: string): readonly Item[] {
  const items: Item[] = [];
  let kind: CriteriaKind = 'OTHER';
  let indents: number[] = [];
  let offset = 0;
  for (const line of source.split('\n')) {
    const standard = STANDARD.exec(line)?.[1];
    const indent = LIST_ITEM.exec(line)?.[1]?.length;
    if (standard !== undefined) {
      kind = standard.toLowerCase() === 'inclusion' ? 'INCLUSION' : 'EXCLUSION';
      indents = [];
    } else if (indent !== undefined) {
      indents = [...indents.filter(above => above < indent), indent];
      items.push({ offset, indent, kind, depth: indents.length });
    }
    offset += line.length + 1;
  }
  return items;
}

/**
 * The second opinion on negation: a line at the left margin that leads a list and says who is kept out. What only
 * sounds so (`are not exclusionary`) is left to the parser.
 */
const KEEPS_OUT =
  /exclu(?!siv)|inelig|disqualif|\breject|^contraindic|\bnot? (?:be |to be )*(?:eligible|included|enrolled|enter|participate)|must not|^(?:no|none|without)\b/i;
const SOUNDS_SO =
  /\bnot exclu|exclusion criteri(?:on|a) #\d|\bnone of the exclusion|eligible for \w+ (?:cell|transplant|surgery)/i;

/** Offsets of the list items below such a line, up to the next line at the left margin that ends in a colon. */
function keptOutItems(source: string): readonly number[] {
  const items: number[] = [];
  let below = false;
  let offset = 0;
  for (const line of source.split('\n')) {
    if (LIST_ITEM.test(line)) {
      if (below) items.push(offset);
    } else if (/^\S.*:\s*$/.test(line) || STANDARD.test(line)) {
      below = !STANDARD.test(line) && KEEPS_OUT.test(line) && !SOUNDS_SO.test(line);
    }
    offset += line.length + 1;
  }
  return items;
}

const SAYS: Readonly<Record<CriteriaKind, RegExp>> = {
  INCLUSION: /(?<!\bnon[- ]?|\bnot (?:be )?)(?:inclu|incul|\beligible)/i,
  EXCLUSION: /exclu|\bnon[- ]inclu|ineligible|\bnot\b/i,
  OTHER: /exit|withdraw|terminat|drop ?-?out|removing|failure|eligibility|inclusion.*exclusion/i,
};

/** The heading, at the group or above it, whose own words give the group its kind; null if none does. */
function sayingSo(groups: readonly CriteriaGroup[], index: number): string | null {
  const { kind } = groups[index]!;
  for (let above = index; above >= 0 && groups[above]!.kind === kind; above -= 1) {
    const heading = groups[above]!.heading;
    if (heading !== null && SAYS[kind].test(heading)) return heading;
  }
  return null;
}

interface Figures {
  texts: number;
  milliseconds: number;
  readonly without: string[];
  readonly lossy: string[];
  readonly headings: Map<string, number>;
  readonly unheaded: Map<string, string>;
  readonly criteria: Record<CriteriaKind, number>;
  readonly populations: Set<string>;
  readonly levels: Map<number, number>;
  items: number;
  readonly unplaced: string[];
  /** Items under a heading the second opinion does not know, with that heading. */
  readonly otherHeadings: Map<string, Set<string>>;
  /** Headings whose own words contradict the kind of their group. */
  readonly contradicting: string[];
  /** Items below a line that says who is kept out. */
  keptOut: number;
  /** Those of them that the parser does not give as exclusion. */
  readonly letIn: string[];
  readonly wrongKind: string[];
  readonly wrongDepth: string[];
  readonly headingItems: Set<string>;
}

const figures: Figures = {
  texts: 0,
  milliseconds: 0,
  without: [],
  lossy: [],
  headings: new Map(),
  unheaded: new Map(),
  criteria: { INCLUSION: 0, EXCLUSION: 0, OTHER: 0 },
  populations: new Set(),
  levels: new Map(),
  items: 0,
  unplaced: [],
  otherHeadings: new Map(),
  contradicting: [],
  keptOut: 0,
  letIn: [],
  wrongKind: [],
  wrongDepth: [],
  headingItems: new Set(),
};

function countText(id: string, source: string): void {
  const start = performance.now();
  const parsed = parseEligibility(source);
  figures.milliseconds += performance.now() - start;
  figures.texts += 1;
  if (sourceOf(parsed) !== source) figures.lossy.push(id);
  const levels = depthOf(parsed);
  figures.levels.set(levels, (figures.levels.get(levels) ?? 0) + 1);
  for (const { kind, criteria, heading, population } of parsed.groups) {
    figures.criteria[kind] += criteria.length;
    if (population !== null) figures.populations.add(id);
    if (/(?:in|ex)clusion/i.test(heading ?? '') && !SAYS[kind].test(heading!))
      figures.contradicting.push(`${id}: ${heading}`);
    if (heading !== null) figures.headings.set(heading, (figures.headings.get(heading) ?? 0) + 1);
  }
  if (parsed.groups.every(group => group.kind === 'OTHER')) figures.unheaded.set(id, whyUnheaded(parsed));
  compare(id, source, parsed);
  compareKeptOut(id, source, parsed);
}

function compareKeptOut(id: string, source: string, parsed: EligibilityText): void {
  const places = placesOf(parsed);
  for (const offset of keptOutItems(source)) {
    const group = parsed.groups[places.get(offset)?.group ?? -1];
    figures.keptOut += 1;
    if (group?.kind !== 'EXCLUSION') figures.letIn.push(`${id} at ${offset}: ${group?.kind}`);
  }
}

function whyUnheaded({ groups }: EligibilityText): string {
  const headings = groups.flatMap(group => group.heading ?? []);
  if (headings.length === 0) return 'no heading at all';
  if (headings.some(heading => SAYS.OTHER.test(heading))) return 'one heading for both kinds';
  return headings.some(heading => heading === 'DISEASE CHARACTERISTICS:')
    ? 'topics only'
    : 'populations only';
}

function compare(id: string, source: string, parsed: EligibilityText): void {
  const places = placesOf(parsed);
  let indents: number[] = [];
  let group = -1;
  for (const item of itemsOf(source)) {
    const place = places.get(item.offset);
    figures.items += 1;
    if (place === undefined) {
      figures.unplaced.push(`${id} at ${item.offset}`);
      continue;
    }
    compareKind(id, item, place, parsed.groups);
    if (place.group !== group) indents = [];
    group = place.group;
    if (place.heading) continue;
    indents = [...indents.filter(above => above < item.indent), item.indent];
    if (place.depth !== indents.length) figures.wrongDepth.push(`${id} at ${item.offset}`);
    if (place.depth !== item.depth) figures.headingItems.add(id);
  }
}

function compareKind(id: string, item: Item, place: Place, groups: readonly CriteriaGroup[]): void {
  if (groups[place.group]!.kind === item.kind) return;
  const heading = sayingSo(groups, place.group);
  if (heading === null) figures.wrongKind.push(`${id} at ${item.offset}`);
  else figures.otherHeadings.set(id, (figures.otherHeadings.get(id) ?? new Set()).add(heading.slice(0, 60)));
}

interface CorpusRecord {
  readonly protocolSection: {
    readonly identificationModule: { readonly nctId: string };
    readonly eligibilityModule?: { readonly eligibilityCriteria?: string };
  };
}

async function readCorpus(path: string): Promise<void> {
  for await (const record of corpusRecords(path)) {
    const { protocolSection } = record as unknown as CorpusRecord;
    const source = protocolSection.eligibilityModule?.eligibilityCriteria;
    const id = protocolSection.identificationModule.nctId;
    if (source === undefined) figures.without.push(id);
    else countText(id, source);
  }
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

describe.skipIf(!corpusFile)('the eligibility texts of the corpus', () => {
  beforeAll(() => readCorpus(corpusFile!), 120_000);

  it('come back byte for byte', () => {
    const { texts, without, milliseconds } = figures;
    console.log(
      `${texts} eligibility texts in ${milliseconds.toFixed(0)} ms; without one: ${without.join(' ')}`,
    );
    expect(texts).toBeGreaterThan(0);
    expect(figures.lossy).toEqual([]);
  });

  it('have headings, but for a few', () => {
    const { texts, unheaded, headings, criteria } = figures;
    const uses = [...headings.values()].reduce((sum, count) => sum + count, 0);
    const standard = (headings.get('Inclusion Criteria:') ?? 0) + (headings.get('Exclusion Criteria:') ?? 0);
    const share = (texts - unheaded.size) / texts;
    console.log(
      [
        `with an inclusion or exclusion heading: ${texts - unheaded.size} (${percent(share, 1)})`,
        `headings: ${uses}, ${headings.size} distinct, the standard pair ${percent(standard, uses)}`,
        `outermost criteria: ${JSON.stringify(criteria)}; records that name a population: ${figures.populations.size}`,
        ...[...unheaded].map(([id, reason]) => `exception ${id}: ${reason}`),
      ].join('\n'),
    );
    expect(share).toBeGreaterThanOrEqual(0.989);
  });

  it('have each list item under the right heading', () => {
    const { items, otherHeadings } = figures;
    console.log(
      [
        `list items compared with the second opinion: ${items}; records with headings it does not know: ${otherHeadings.size}`,
        ...[...otherHeadings].map(([id, found]) => `exception ${id}: ${[...found].join(' | ')}`),
      ].join('\n'),
    );
    expect(figures.unplaced).toEqual([]);
    expect(figures.contradicting).toEqual([]);
    expect(figures.wrongKind).toEqual([]);
    expect(otherHeadings.size / figures.texts).toBeLessThan(0.06);
  });

  it('have no item as inclusion below a line that keeps people out', () => {
    console.log(`list items below a line that says who is kept out, in words of its own: ${figures.keptOut}`);
    expect(figures.keptOut).toBeGreaterThan(500);
    expect(figures.letIn).toEqual([]);
  });

  it('keep their nesting', () => {
    const { levels, headingItems } = figures;
    const counted = [...levels].sort(([a], [b]) => a - b).map(([level, count]) => `${level}: ${count}`);
    console.log(
      [
        `records by levels of criteria: ${counted.join(', ')}`,
        `exceptions, a heading is itself a list item and its list starts anew: ${[...headingItems].join(' ')}`,
      ].join('\n'),
    );
    expect(figures.wrongDepth).toEqual([]);
    expect(Math.max(...levels.keys())).toBeGreaterThanOrEqual(4);
    expect(headingItems.size).toBeLessThan(20);
  });
});
