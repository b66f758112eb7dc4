import { setImmediate as breath } from 'node:timers/promises';

/** Characters read in one go; what else the process has to do comes between. */
const GULP = 1_000_000;

/**
 * The JSON of a page. The registry writes each study on a line of its own, so a large page is read line by line, and
 * nobody waits for all of it; a page that is written in another way is read as a whole.
 */
export async function parsePage(text: string): Promise<unknown> {
  if (text.length <= GULP) return JSON.parse(text);
  const lines = linesOf(text);
  if (lines === null) return JSON.parse(text);
  const studies: unknown[] = [];
  let read = 0;
  for (let at = lines.start; at < lines.end; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, text[end - 1] === ',' ? end - 1 : end);
    if (line.trim() !== '') studies.push(JSON.parse(line));
    read += end - at;
    at = end + 1;
    if (read < GULP) continue;
    read = 0;
    await breath();
  }
  return { ...lines.frame, studies };
}

interface Lines {
  /** The page without its studies. */
  readonly frame: Readonly<Record<string, unknown>>;
  /** Where the first line of studies begins and the last one ends. */
  readonly start: number;
  readonly end: number;
}

function linesOf(text: string): Lines | null {
  const [first, last] = [text.indexOf('\n'), text.lastIndexOf('\n')];
  const [head, tail] = [text.slice(0, first), text.slice(last + 1)];
  if (first === last || !head.endsWith('"studies":[') || !tail.startsWith(']')) return null;
  return { frame: JSON.parse(head + tail), start: first + 1, end: last + 1 };
}
