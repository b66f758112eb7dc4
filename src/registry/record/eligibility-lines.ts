/**
 * One line of an eligibility text that says something, as offsets into the source.
 * Blank lines, and lines of signs alone (a stray `-`), say nothing: they belong to the line before them.
 */
export interface TextLine {
  /** First character of the line, its indentation included. */
  readonly start: number;
  /** First character after the list marker. */
  readonly body: number;
  /** End of the line itself, its line feed included. */
  readonly stop: number;
  /** Where the next line that says something starts. */
  readonly end: number;
  /** Columns of white space before the first character; a tab goes to the next multiple of four. */
  readonly indent: number;
  /** The list marker as a reader sees it (`*`, `1.`, `a)`), or null for running text. */
  readonly marker: string | null;
  /** True where the line before says something too: no blank line between. */
  readonly joined: boolean;
}

/** A list marker and where the text after it begins. */
export interface Marked {
  readonly marker: string;
  readonly body: number;
}

const WORD = /[\p{L}\p{N}]/u;
/** White space that is more than one blank; single blanks, the bulk of it, are left alone. */
const WIDE_SPACE = /[^\S ]\s*| \s+/g;
const ESCAPE = /\\(?:([!-/:-@[-`{-~])|(?=\r?\n))/g;
/** What the registry writes between two lists that follow one another. */
const LIST_BREAK = '<!-- -->';

const BULLET = /\\?[*+](?=[\s•])|(?:\\?[-–—]){1,3}(?=[\s•\p{L}])|[•·◦▪●‣○➢✓](?!\p{N})|o(?=\s)/u;
const NUMBER = /\(\d{1,3}\\?\)|\d{1,3}(?:\.\d{1,2}){0,3}\\?[.)](?=[\s\p{L}])|[①-⑳]/u;
const LETTER = /\((?:[a-z]|[ivx]{1,5})\\?\)|(?:[a-z]|[ivx]{1,5})(?:\\?\.(?=\s)|\\?\))/u;
/** Capital letters only before a capital or a figure: "A. Adults" is an item, "E. coli" a microbe. */
const CAPITAL = /\((?:[A-Z]|[IVX]{1,5})\\?\)|(?:[A-Z]|[IVX]{1,5})\\?[.)](?=\s+[^\p{Ll}\s])/u;
const MARKER = new RegExp(
  `(?:${[BULLET, NUMBER, LETTER, CAPITAL].map(part => part.source).join('|')})[ \\t]*`,
  'uy',
);

/** Whether a stretch of text says anything: one letter or figure is enough. */
export function hasWords(text: string): boolean {
  return WORD.test(text);
}

/** The text as a person reads it: escapes undone, wrapped lines joined by one blank. */
export function readable(source: string): string {
  return source.replaceAll(LIST_BREAK, ' ').replace(ESCAPE, '$1').replace(WIDE_SPACE, ' ').trim();
}

/** The list marker that starts at an offset of the text, or null. Of a bullet and a number (`* 1)`) the number counts. */
export function markerAt(text: string, at: number): Marked | null {
  const first = oneMarkerAt(text, at);
  if (first === null || (hasWords(first.marker) && first.marker !== 'o')) return first;
  const second = oneMarkerAt(text, first.body);
  return second === null || numbersHeadings(second.marker) ? first : second;
}

/** Capitals (`A)`, `II.`) number headings as often as items. */
export function numbersHeadings(marker: string): boolean {
  return /^[A-Z]/.test(marker);
}

/** Every line that says something, in order; with what stands before the first, they cover the text. */
export function linesOf(source: string): readonly TextLine[] {
  const lines: { -readonly [Key in keyof TextLine]: TextLine[Key] }[] = [];
  let blank = true;
  for (let start = 0; start < source.length; ) {
    const stop = lineEnd(source, start);
    const line = lineAt(source, start, stop, !blank);
    if (line !== null) lines.push(line);
    const last = lines.at(-1);
    if (last !== undefined) last.end = stop;
    blank = line === null;
    start = stop;
  }
  return lines;
}

function oneMarkerAt(text: string, at: number): Marked | null {
  MARKER.lastIndex = at;
  const found = MARKER.exec(text)?.[0];
  return found === undefined
    ? null
    : { marker: found.replaceAll('\\', '').trimEnd(), body: at + found.length };
}

function lineEnd(source: string, start: number): number {
  const feed = source.indexOf('\n', start);
  return feed < 0 ? source.length : feed + 1;
}

function lineAt(source: string, start: number, stop: number, joined: boolean): TextLine | null {
  const { indent, at } = indentAt(source, start, stop);
  if (at === stop) return null;
  const mark = markerWithText(source, at, stop);
  const body = mark?.body ?? at;
  if (!hasWords(source.slice(body, stop))) return null;
  return { start, body, stop, end: stop, indent, marker: mark?.marker ?? null, joined };
}

/** The marker of a line; in `* 8.` the number is all the item says, so the star is. */
function markerWithText(source: string, at: number, stop: number): Marked | null {
  const leavesText = (mark: Marked | null) => mark === null || hasWords(source.slice(mark.body, stop));
  const mark = markerAt(source, at);
  if (leavesText(mark)) return mark;
  const first = oneMarkerAt(source, at);
  return leavesText(first) ? first : null;
}

function indentAt(source: string, start: number, stop: number): { indent: number; at: number } {
  let indent = 0;
  let at = start;
  for (; at < stop; at += 1) {
    const character = source[at];
    if (character === '\t') indent += 4 - (indent % 4);
    else if (character === ' ') indent += 1;
    else if (character !== '\r' && character !== '\n') break;
  }
  return { indent, at };
}
