import { setImmediate as breath } from 'node:timers/promises';

/** Bytes read in one go; what else the process has to do comes between. */
const GULP = 500_000;
const LINE_FEED = 10;
const COMMA = 44;

/**
 * The JSON of an answer. The registry writes each study on a line of its own, so a large page is read line by line, and
 * nobody waits for all of it; an answer that is written in another way is read as a whole.
 */
export async function parseAnswer(body: Buffer): Promise<unknown> {
  const lines = body.length > GULP ? linesOf(body) : null;
  if (lines === null) return JSON.parse(body.toString('utf8'));
  const studies: unknown[] = [];
  let read = 0;
  for (let at = lines.start; at < lines.end; ) {
    const end = body.indexOf(LINE_FEED, at);
    // Line by line also in memory: one foreign letter makes the text of a whole page twice as long.
    const line = body.toString('utf8', at, body[end - 1] === COMMA ? end - 1 : end);
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

function linesOf(body: Buffer): Lines | null {
  const [first, last] = [body.indexOf(LINE_FEED), body.lastIndexOf(LINE_FEED)];
  if (first === -1 || first === last) return null;
  const [head, tail] = [body.toString('utf8', 0, first), body.toString('utf8', last + 1)];
  if (!head.endsWith('"studies":[') || !tail.startsWith(']')) return null;
  return { frame: JSON.parse(head + tail), start: first + 1, end: last + 1 };
}
