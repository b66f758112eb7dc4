import { type CriteriaKind, type Heading, inlineHeading, kindHeading } from './eligibility-heading.ts';
import { hasWords, linesOf, markerAt, numbersHeadings, type TextLine } from './eligibility-lines.ts';
import { sectionItem, type TopicHeading, topicHeading } from './eligibility-topic.ts';
import { leadIn, wordedHeading } from './eligibility-wording.ts';

interface Stretch {
  /** First character of the piece. */
  readonly from: number;
  /** First character of its words. */
  readonly body: number;
  /** End of its words. */
  readonly stop: number;
  /** First character of the next piece. */
  readonly to: number;
}

/** A heading as it stands in the source. */
export interface HeadingPiece extends Stretch {
  readonly heading: { readonly kind: CriteriaKind; readonly population: string | null };
}

/** A criterion as it stands in the source, before nesting. */
export interface CriterionPiece extends Stretch {
  readonly heading: null;
  readonly marker: string | null;
  readonly indent: number;
}

/** Pieces follow one another without a gap; what stands before the first is blank. */
export type Piece = HeadingPiece | CriterionPiece;

type TextStart = Pick<CriterionPiece, 'from' | 'body' | 'marker'>;

/** Cuts a text into headings and criteria, in order. */
export function piecesOf(source: string): readonly Piece[] {
  return new PieceReader(source).read();
}

class PieceReader {
  private readonly pieces: (Piece & { stop: number; to: number })[] = [];
  private readonly lines: readonly TextLine[];
  private kind: CriteriaKind = 'OTHER';
  /** Whether a heading gave the kind, and not a sentence. */
  private headed = false;
  /** Whom the whole section speaks of, where people are named above "Inclusion Criteria". */
  private section: string | null = null;
  /** Whom the last inclusion or exclusion heading speaks of. */
  private population: string | null = null;
  /** Indentation of the first criterion since the last heading; null right after a heading. */
  private firstIndent: number | null = null;

  constructor(private readonly source: string) {
    this.lines = linesOf(source);
  }

  read(): readonly Piece[] {
    this.lines.forEach((line, index) => {
      if (this.wraps(line, index)) this.extend(line.stop, line.end);
      else this.readLine(line, index);
    });
    return this.pieces;
  }

  /** Running text right below a criterion goes on with it, unless it is plainly a heading. */
  private wraps(line: TextLine, index: number): boolean {
    if (!line.joined || line.marker !== null || this.pieces.at(-1)?.heading !== null) return false;
    const text = this.text(line);
    const colon = /[:：]\s*$/.test(text.slice(-20));
    if (!colon && !/^[\p{Lu}\d*#]/u.test(text)) return true;
    if (this.headingAt(line, index) !== null) return false;
    return !colon || !this.interrupts(line, index, text);
  }

  /** A line right below a criterion that yet begins something new. */
  private interrupts(line: TextLine, index: number, text: string): boolean {
    if (this.topicAt(line, index) !== null || this.wordedAt(line, index) !== null) return true;
    const outermost = this.firstIndent !== null && line.indent <= this.firstIndent;
    return outermost && /^\p{Lu}/u.test(text) && this.leadInAt(line, index) !== null;
  }

  private readLine(line: TextLine, index: number): void {
    const heading = this.headingAt(line, index) ?? this.wordedAt(line, index);
    if (heading !== null) this.openKind(line, line.start, line.body, heading);
    else if (!this.openTopic(line, index) && !this.openLeadIn(line, index)) {
      this.readText(line, { from: line.start, body: line.body, marker: line.marker });
    }
  }

  /** The inclusion or exclusion heading a line starts with. An item among others is one only if it changes something. */
  private headingAt(line: TextLine, index: number): Heading | null {
    const item = isItem(line);
    const heading = kindHeading(this.text(line), { item, leadsList: this.lines[index + 1]?.marker != null });
    const changes =
      !item || this.firstIndent === null || heading?.kind !== this.kind || heading.population !== null;
    return changes ? heading : null;
  }

  private openKind(line: TextLine, from: number, body: number, heading: Heading): void {
    const kind = heading.kind ?? (this.firstIndent === null ? this.kind : 'OTHER');
    this.population = heading.population ?? this.section;
    this.headed = kind !== 'OTHER';
    this.open(from, body, body + heading.length, kind, this.population);
    this.readText(line, this.textAfter(body + heading.length));
  }

  /** Opens a group for a heading that names people or a topic. */
  private openTopic(line: TextLine, index: number): boolean {
    const next = this.lines[index + 1];
    const section = next !== undefined && this.headsSection(next);
    const topic = isItem(line)
      ? section && isItem(next) && sectionItem(this.text(line))
      : this.topicAt(line, index);
    if (!topic) return false;
    if (section) this.section = topic.population ?? this.section;
    const end = line.body + topic.length;
    this.open(line.start, line.body, end, section ? 'OTHER' : this.kind, topic.population ?? this.population);
    this.readText(line, this.textAfter(end));
    return true;
  }

  /** The heading that says the kind in other words; inside a criterion such words belong to it. */
  private wordedAt(line: TextLine, index: number): Heading | null {
    if (isItem(line) || !this.standsAlone(line, index)) return null;
    return wordedHeading(this.text(line), this.lines[index + 1]?.marker != null);
  }

  private standsAlone(line: TextLine, index: number): boolean {
    const next = this.lines[index + 1];
    const leads = line.marker === null || (next !== undefined && isItem(next));
    return leads && this.isOutermost(line, next);
  }

  private topicAt(line: TextLine, index: number): TopicHeading | null {
    const next = this.lines[index + 1];
    if (!this.standsAlone(line, index)) return null;
    return topicHeading(this.text(line), {
      list: next?.marker != null,
      section: next !== undefined && this.headsSection(next),
    });
  }

  /** Opens a group for a sentence that gives what follows the other kind. */
  private openLeadIn(line: TextLine, index: number): boolean {
    const kind = this.leadInAt(line, index);
    if (kind !== null) this.open(line.start, line.body, line.end, kind, this.population);
    return kind !== null;
  }

  private leadInAt(line: TextLine, index: number): CriteriaKind | null {
    const next = this.lines[index + 1];
    if (line.marker !== null || !this.isOutermost(line, next)) return null;
    return leadIn(this.text(line), this.kind, { headed: this.headed, leadsList: next?.marker != null });
  }

  /** Text indented below a criterion belongs to it, unless the list goes on further left: then it slipped in there. */
  private isOutermost(line: TextLine, next: TextLine | undefined): boolean {
    const slipped = next !== undefined && next.marker !== null && next.indent < line.indent;
    return this.firstIndent === null || line.indent <= this.firstIndent || slipped;
  }

  private headsSection(line: TextLine): boolean {
    return (
      kindHeading(this.text(line), { item: line.marker !== null, leadsList: true })?.kind === 'INCLUSION'
    );
  }

  /** Reads text as a criterion; a heading inside it ends the criterion and begins the next group. */
  private readText(line: TextLine, start: TextStart): void {
    let at = start;
    for (let cut = this.cutAt(line, at.body); cut !== null; cut = this.cutAt(line, at.body)) {
      const before = hasWords(this.source.slice(at.body, cut.at));
      if (before) this.add(line, at, cut.at, cut.at);
      this.population = cut.heading.population ?? this.section;
      this.headed = true;
      const end = cut.at + cut.heading.length;
      this.open(before ? cut.at : at.from, cut.at, end, cut.heading.kind ?? 'OTHER', this.population);
      at = this.textAfter(end);
    }
    if (hasWords(this.source.slice(at.body, line.stop))) this.add(line, at, line.stop, line.end);
    else this.extend(hasWords(this.source.slice(at.from, line.stop)) ? line.stop : at.from, line.end);
  }

  /** The next heading inside a line, from an offset on. */
  private cutAt(line: TextLine, from: number): { readonly at: number; readonly heading: Heading } | null {
    const text = this.source.slice(from, line.stop);
    const cut = inlineHeading(text, this.kind);
    const heading = cut === null ? null : kindHeading(text.slice(cut), { item: false, leadsList: true });
    return cut === null || heading === null ? null : { at: from + cut, heading };
  }

  private textAfter(from: number): TextStart {
    return { from, body: from, marker: null, ...markerAt(this.source, from) };
  }

  private text(line: TextLine): string {
    return this.source.slice(line.body, line.stop);
  }

  private open(from: number, body: number, to: number, kind: CriteriaKind, population: string | null): void {
    this.pieces.push({ heading: { kind, population }, from, body, stop: to, to });
    this.kind = kind;
    this.firstIndent = null;
  }

  private add({ indent }: TextLine, start: TextStart, stop: number, to: number): void {
    this.pieces.push({ heading: null, indent, stop, to, ...start });
    this.firstIndent ??= indent;
  }

  private extend(stop: number, to: number): void {
    const last = this.pieces.at(-1)!;
    last.stop = stop;
    last.to = to;
  }
}

function isItem(line: TextLine): boolean {
  return line.marker !== null && !numbersHeadings(line.marker);
}
