import type { CriteriaKind } from './eligibility-heading.ts';
import { readable } from './eligibility-lines.ts';
import { type CriterionPiece, type HeadingPiece, piecesOf } from './eligibility-pieces.ts';

const EDGE: ReadonlySet<string> = new Set('*_#>- ');

export type { CriteriaKind } from './eligibility-heading.ts';

/** The eligibility criteria of a study, taken apart without losing a character: see `sourceOf`. */
export interface EligibilityText {
  readonly groups: readonly CriteriaGroup[];
}

/** A heading and the criteria below it, down to the next heading. */
export interface CriteriaGroup {
  /** The heading as a reader sees it; null for criteria that stand before any heading. */
  readonly heading: string | null;
  /** OTHER for criteria under no inclusion or exclusion heading, or under one that says both. */
  readonly kind: CriteriaKind;
  /** The people or part of the study the heading speaks of, in its own words; null for everyone. */
  readonly population: string | null;
  readonly criteria: readonly Criterion[];
  /** The heading's own characters in the source, blank lines after it included; without a heading empty or blank. */
  readonly source: string;
}

/** One criterion, with those indented below it. */
export interface Criterion {
  /** The criterion as a reader sees it: no marker, no escapes, on one line. Never empty. */
  readonly text: string;
  /** The list marker (`*`, `1.`, `a)`), null for running text. */
  readonly marker: string | null;
  readonly children: readonly Criterion[];
  /** The criterion's own characters in the source, without its children: marker, indentation and blank lines included. */
  readonly source: string;
}

/** Takes the registry's eligibility text apart: any text at all, in time linear in its length. Never throws. */
export function parseEligibility(source: string): EligibilityText {
  const builder = new GroupBuilder(source);
  for (const piece of piecesOf(source)) {
    if (piece.heading === null) builder.add(piece);
    else builder.open(piece);
  }
  return { groups: builder.done() };
}

/** The source text again, byte for byte: the pieces of headings and criteria in order. */
export function sourceOf(parsed: EligibilityText): string {
  const pieces: string[] = [];
  const pending: (CriteriaGroup | Criterion)[] = parsed.groups.toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    pieces.push(node.source);
    const below = 'criteria' in node ? node.criteria : node.children;
    for (let index = below.length - 1; index >= 0; index -= 1) pending.push(below[index]!);
  }
  return pieces.join('');
}

/** The outermost criteria of one kind, over all groups, in the order of the text. */
export function criteriaOf(parsed: EligibilityText, kind: CriteriaKind): readonly Criterion[] {
  return parsed.groups.filter(group => group.kind === kind).flatMap(group => group.criteria);
}

/** How many levels the deepest criterion stands at: 0 without criteria, 1 where nothing is nested. */
export function depthOf(parsed: EligibilityText): number {
  let depth = 0;
  let level: readonly Criterion[] = parsed.groups.flatMap(group => group.criteria);
  for (; level.length > 0; level = level.flatMap(criterion => criterion.children)) depth += 1;
  return depth;
}

interface OpenGroup extends CriteriaGroup {
  readonly criteria: Criterion[];
}

/** Nests the pieces of a text. What stands before the first piece is blank and goes with the first group. */
class GroupBuilder {
  private readonly groups: OpenGroup[] = [];
  /** The criteria that may still get children, outermost first. */
  private branch: { readonly indent: number; readonly children: Criterion[] }[] = [];

  constructor(private readonly source: string) {}

  open({ from, body, stop, to, heading: { kind, population } }: HeadingPiece): void {
    const source = this.source.slice(this.groups.length === 0 ? 0 : from, to);
    this.branch = [];
    this.groups.push({
      heading: headingText(this.source.slice(body, stop)),
      kind,
      population,
      criteria: [],
      source,
    });
  }

  add({ from, body, stop, to, indent, marker }: CriterionPiece): void {
    if (this.groups.length === 0) this.openUnheaded(from);
    const children: Criterion[] = [];
    const text = readable(this.source.slice(body, stop));
    this.siblings(indent).push({ text, marker, children, source: this.source.slice(from, to) });
    this.branch.push({ indent, children });
  }

  done(): readonly CriteriaGroup[] {
    if (this.groups.length === 0 && this.source !== '') this.openUnheaded(this.source.length);
    return this.groups;
  }

  private openUnheaded(to: number): void {
    this.groups.push({
      heading: null,
      kind: 'OTHER',
      population: null,
      criteria: [],
      source: this.source.slice(0, to),
    });
  }

  /** The list a criterion joins: below the last one that stands at least two columns further left. */
  private siblings(indent: number): Criterion[] {
    while (this.branch.length > 0 && this.branch.at(-1)!.indent + 2 > indent) this.branch.pop();
    return this.branch.at(-1)?.children ?? this.groups.at(-1)!.criteria;
  }
}

/** Without emphasis, heading signs and what else stands around the words. */
function headingText(source: string): string {
  const text = readable(source.replaceAll('**', ''));
  let [from, to] = [0, text.length];
  while (from < to && EDGE.has(text[from]!)) from += 1;
  while (to > from && EDGE.has(text[to - 1]!)) to -= 1;
  return text.slice(from, to);
}
