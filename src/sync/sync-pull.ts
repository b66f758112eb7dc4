import type { RegistryClient, RegistryPage } from '../registry/client.ts';
import { CursorExpired } from '../shared/errors.ts';
import { type Sorted, sortRecords } from './sync-record.ts';
import { type Scope, windowParams } from './sync-scope.ts';
import type { Sink } from './sync-sink.ts';
import { type Checkpoint, nextWindow, restarted, smallerWindow } from './sync-window.ts';

export interface PullSettings {
  /** Studies of one page, at most 1,000. */
  readonly pageSize: number;
  /** Studies a window should not exceed, so that it is read before the registry's data change. */
  readonly windowStudies: number;
  /** How often a window is begun again before the run goes on without the rest of it. */
  readonly windowRestarts: number;
}

/** The edition of the registry's data that is being read. */
export interface CurrentEdition {
  readonly dataTimestamp: string | null;
  /** Asks which one it is by now. */
  refresh(): Promise<void>;
}

export interface Pull {
  readonly client: Pick<RegistryClient, 'studies'>;
  readonly sink: Sink;
  readonly scope: Scope;
  readonly settings: PullSettings;
  /** No update is dated later, as `YYYY-MM-DD`. */
  readonly horizon: string;
  readonly edition: CurrentEdition;
  readonly signal: AbortSignal;
  onExpected(studies: number): void;
}

/** A window that did not come as the registry had announced it. */
class WindowBroken extends Error {}

/** Empty pages may come before the last; this many in a row promise what never comes. */
const MOST_EMPTY_PAGES = 3;

/**
 * Reads windows of update dates one after the other, from a checkpoint to the present. Each page is stored together
 * with the checkpoint behind it, and the next one is asked for before: tokens do not live long.
 * @returns what did not come as announced; the reconciliation finds what is missing
 * @throws GatewayError where the registry cannot be asked any more
 */
export async function pullWindows(pull: Pull, start: Checkpoint): Promise<readonly string[]> {
  const faults = [...(start.faults ?? [])];
  const walk = { ...pull, faults };
  for (let step: Step | null = start.done ? null : { at: start }; step !== null; )
    step = await readWindow(walk, step);
  return faults;
}

/** A pull, and what did not come so far: whoever goes on with it has to know. */
interface Walk extends Pull {
  readonly faults: string[];
}

const marked = ({ faults }: Walk, checkpoint: Checkpoint): Checkpoint =>
  faults.length === 0 ? checkpoint : { ...checkpoint, faults };

/** A page, and what of it can be stored: found out while the page before it is written. */
interface Prepared {
  readonly page: RegistryPage;
  readonly sorted: Sorted;
}

/** Where to go on, and the page there if it was asked for already. */
interface Step {
  readonly at: Checkpoint;
  readonly ahead?: Promise<Prepared>;
}

/** Asks for a page now; a failure is heeded when the page is wanted. */
function askAhead(pull: Walk, at: Checkpoint): Step {
  const ahead = prepare(pull, at);
  ahead.catch(() => {});
  return { at, ahead };
}

async function readWindow(pull: Walk, start: Step): Promise<Step | null> {
  let step = start;
  for (let restarts = 0; ; restarts++) {
    try {
      return await walkWindow(pull, step);
    } catch (error) {
      if (!(error instanceof WindowBroken || error instanceof CursorExpired)) throw error;
      await pull.edition.refresh();
      const at = restarted(step.at);
      step = { at };
      if (restarts < pull.settings.windowRestarts) {
        await pull.sink.note({ restarts: 1 }, { checkpoint: marked(pull, at) });
        continue;
      }
      const { from, to } = at.window;
      pull.faults.push(`Updates from ${from ?? 'the beginning'} to ${to ?? 'now'}: ${error.message}`);
      const next = after(pull, at);
      await pull.sink.note({}, { checkpoint: marked(pull, next ?? { ...at, done: true }) });
      return next && { at: next };
    }
  }
}

const after = ({ settings, horizon }: Pull, at: Checkpoint): Checkpoint | null =>
  nextWindow(at, settings.windowStudies, horizon);

/** @returns the window to go on with: the next one, or a part of this one if it holds too much; null after the last */
async function walkWindow(pull: Walk, { at: start, ahead }: Step): Promise<Step | null> {
  const { settings, horizon } = pull;
  let { page, sorted } = await (ahead ?? prepare(pull, start));
  let at = start.pageToken === null ? opened(start, page) : start;
  if (start.pageToken === null) {
    const total = at.total!;
    const smaller =
      total > settings.windowStudies ? smallerWindow(at, total, settings.windowStudies, horizon) : null;
    if (smaller !== null) return { at: smaller };
    pull.onExpected(total);
  }
  const seen = new Set<string>();
  for (let empty = 0; ; ) {
    refuseOtherEdition(at, page);
    const fresh = freshOf(sorted, seen);
    empty = page.studies.length === 0 ? empty + 1 : 0;
    if (empty > MOST_EMPTY_PAGES) throw new WindowBroken('pages came that held nothing, without end.');
    const stored = at.stored + countOf(fresh);
    const isShort = stored < at.total!;
    const token = isShort ? page.nextPageToken : undefined;
    const next = token !== undefined ? { ...at, stored, pageToken: token } : after(pull, { ...at, stored });
    const upcoming = next && !(isShort && token === undefined) ? askAhead(pull, next) : null;
    const checkpoint = upcoming?.at ?? (isShort ? restarted(at) : { ...at, stored, done: true });
    await pull.sink.page(fresh, {
      bytes: page.bytes,
      changes: { checkpoint: marked(pull, checkpoint) },
      membership: { inScope: true },
    });
    if (token === undefined) {
      if (isShort) throw new WindowBroken(`${stored} of ${at.total} studies came.`);
      return upcoming;
    }
    at = upcoming!.at;
    ({ page, sorted } = await upcoming!.ahead!);
  }
}

async function prepare(pull: Walk, at: Checkpoint): Promise<Prepared> {
  const page = await fetchPage(pull, at);
  const taken = { fetchedAt: new Date(), dataTimestamp: pull.edition.dataTimestamp };
  return { page, sorted: await sortRecords(page.studies, taken) };
}

const countOf = ({ rows, rejected }: Sorted): number => rows.length + rejected.length;

const fetchPage = (
  { client, scope, settings, signal }: Pull,
  { window, pageToken }: Checkpoint,
): Promise<RegistryPage> =>
  client.studies(
    {
      params: windowParams(scope, window),
      fields: [],
      pageSize: settings.pageSize,
      ...(pageToken === null ? { countTotal: true } : { pageToken }),
    },
    { lane: 'bulk', signal },
  );

function opened(at: Checkpoint, { totalCount, etag }: RegistryPage): Checkpoint {
  if (totalCount === undefined)
    throw new WindowBroken('the registry did not say how many studies there are.');
  return { ...at, total: totalCount, etag };
}

function refuseOtherEdition({ etag }: Checkpoint, page: RegistryPage): void {
  if (etag !== null && page.etag !== null && page.etag !== etag)
    throw new WindowBroken("the registry's data changed while it was read.");
}

/** What of a page is new in this window. A page that only repeats is none. */
function freshOf(sorted: Sorted, seen: Set<string>): Sorted {
  const isNew = (key: string): boolean => seen.size !== seen.add(key).size;
  const fresh = {
    rows: sorted.rows.filter(({ nctId }) => isNew(nctId)),
    rejected: sorted.rejected.filter(({ key }) => isNew(key)),
  };
  if (countOf(sorted) > 0 && countOf(fresh) === 0) throw new WindowBroken('the same page came again.');
  return fresh;
}
