/** A span of update dates, both days included; null is open. */
export interface Window {
  readonly from: string | null;
  readonly to: string | null;
}

/** Where a run stands: committed together with what it stored. */
export interface Checkpoint {
  /** The span that is being read. */
  readonly window: Window;
  /** The token of the next page of it; null for the first. */
  readonly pageToken: string | null;
  /** Studies of the window stored so far, and how many it holds as the registry said. */
  readonly stored: number;
  readonly total: number | null;
  /** The tag of the edition the window is read from. */
  readonly etag: string | null;
  /** Days the next window should span. */
  readonly spanDays: number;
  /** The registry's last window was read to its end. */
  readonly done: boolean;
  /** What did not come as announced so far. */
  readonly faults?: readonly string[];
  /** Entries of an archive that are behind us, and a mark of which archive it is. */
  readonly entries?: number;
  readonly archive?: string;
}

const DAY_MS = 86_400_000;
/** Before the first update date of any study. */
export const BEGINNING = '1999-01-01';
const LONGEST_SPAN_DAYS = 3_650;
/** The registry's first years hold little: a first window of two decades is soon read, or soon cut. */
const FIRST_SPAN_DAYS = 3_650;
/** A window is aimed at this part of what it may hold. */
const AIM = 0.6;

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

const opened = (window: Window, spanDays: number): Checkpoint => ({
  window,
  pageToken: null,
  stored: 0,
  total: null,
  etag: null,
  spanDays,
  done: false,
});

/** `to`, or open where it reaches the present: what is posted tomorrow belongs to the last window too. */
const upTo = (to: string, horizon: string): string | null => (to >= horizon ? null : to);

/**
 * Where a run begins.
 * @param watermark read what was updated on this day or later; null reads everything
 * @param horizon no update is dated later
 */
export function firstWindow(watermark: string | null, horizon: string): Checkpoint {
  if (watermark !== null) return opened({ from: watermark, to: null }, daysBetween(watermark, horizon) + 1);
  const to = upTo(addDays(BEGINNING, FIRST_SPAN_DAYS), horizon);
  return opened({ from: null, to }, FIRST_SPAN_DAYS);
}

/** The window after this one; null after the last. It spans what should hold a good part of `most` studies. */
export function nextWindow(
  { window, total, spanDays }: Checkpoint,
  most: number,
  horizon: string,
): Checkpoint | null {
  if (window.to === null) return null;
  const from = addDays(window.to, 1);
  const days = Math.min(
    LONGEST_SPAN_DAYS,
    Math.max(1, Math.floor((spanDays * most * AIM) / Math.max(1, total ?? 0))),
  );
  // At most ten times the last: what comes may be denser than what was.
  const span = Math.min(days, spanDays * 10);
  return opened({ from, to: upTo(addDays(from, span - 1), horizon) }, span);
}

/** The same window cut to what should hold less than `most`; null where it is a single day already. */
export function smallerWindow(
  { window }: Checkpoint,
  total: number,
  most: number,
  horizon: string,
): Checkpoint | null {
  const from = window.from ?? BEGINNING;
  const days = daysBetween(from, window.to ?? horizon) + 1;
  if (days <= 1) return null;
  const span = Math.max(1, Math.min(days - 1, Math.floor((days * most * AIM) / total)));
  return opened({ from: window.from, to: addDays(from, span - 1) }, span);
}

/** The same window from its first page. */
export const restarted = ({ window, spanDays, faults }: Checkpoint): Checkpoint => ({
  ...opened(window, spanDays),
  ...(faults && { faults }),
});

/** The window as an expression of the registry. */
export const windowExpression = ({ from, to }: Window): string =>
  `AREA[LastUpdatePostDate]RANGE[${from ?? 'MIN'}, ${to ?? 'MAX'}]`;
