import type { Gone } from '../mirror/study-write.ts';
import type { RegistryPage } from '../registry/client.ts';
import { nctIdOf } from '../registry/record-paths.ts';
import type { Held, PostRange } from './held.ts';
import { IdSet } from './id-set.ts';
import { MAX_IDS, type RegistryList } from './registry-list.ts';
import type { CurrentEdition } from './sync-pull.ts';
import { sortRecords } from './sync-record.ts';
import { paramsWith, type Scope } from './sync-scope.ts';
import type { PageNote, Sink } from './sync-sink.ts';
import { addDays } from './sync-window.ts';

export interface Reconcile {
  readonly list: RegistryList;
  readonly held: Held;
  readonly sink: Sink;
  readonly scope: Scope;
  readonly edition: CurrentEdition;
  /** Compare every number, and not only where the counts differ. */
  readonly isFull: boolean;
  /** Whether so many may go at once. */
  mayLose(studies: number, of: number): boolean;
}

export interface Counts {
  readonly registryCount: number;
  /** Studies held, and records set aside. */
  readonly mirrorCount: number;
}

/** More went than may go unasked: nothing was buried. */
export class TooManyGone extends Error {
  constructor(
    readonly gone: number,
    readonly held: number,
  ) {
    super(`${gone} of ${held} studies are no longer listed by the registry.`);
  }
}

/** What one side has and the other has not. */
interface Differences {
  readonly missing: readonly string[];
  readonly unlisted: readonly string[];
}

/** Studies that went lately are asked for again by their numbers: one request. */
const ASKED_AGAIN = MAX_IDS;

/**
 * Makes the copy hold what the registry lists: fetches what is missing, asks what became of what is no longer listed.
 * @throws TooManyGone before anything is buried
 */
export async function reconcile(task: Reconcile): Promise<Counts> {
  await reviewAside(task);
  const differences = task.isFull ? await compareAll(task) : await compareWhereCountsDiffer(task);
  const back = task.isFull || !task.scope.isEverything ? [] : await backAgain(task);
  const survivors = await resolveUnlisted(task, differences.unlisted);
  await fetchStudies(task, survivors, unsought(task));
  await fetchStudies(task, [...new Set([...differences.missing, ...back])], { inScope: true });
  return { registryCount: await task.list.count(task.scope.params), mirrorCount: await task.held.count() };
}

/**
 * What earlier runs set aside and this one has not met: it may be whole by now, or gone. A full run has met all there
 * is; what it only missed is found in the list.
 */
async function reviewAside(task: Reconcile): Promise<void> {
  const aside = await task.sink.asideBefore();
  const numbers = task.isFull ? [] : aside.flatMap(({ nctId }) => nctId ?? []);
  const answered = await fetchStudies(task, numbers, unsought(task));
  const gone = aside.filter(({ nctId }) => task.isFull || (nctId !== null && answered.get(nctId) !== nctId));
  if (gone.length > 0) await task.sink.forgetAside(gone.map(({ key }) => key));
}

/** Every number of the registry against every number held. */
const compareAll = ({ scope, ...task }: Reconcile): Promise<Differences> =>
  compareIn({ scope, ...task }, scope.params);

async function compareIn(
  { list, held }: Reconcile,
  params: Readonly<Record<string, string>>,
  range?: PostRange | 'UNDATED',
): Promise<Differences> {
  let listed = new IdSet();
  await list.eachId(
    params,
    ids => ids.filter(id => listed.add(id)).length,
    () => {
      listed = new IdSet();
    },
  );
  const unlisted: string[] = [];
  for await (const ids of held.ids(range)) unlisted.push(...ids.filter(id => !listed.delete(id)));
  for (const id of (await held.aside()).keys()) listed.delete(id);
  return { missing: [...listed], unlisted };
}

/**
 * Where both sides count alike they are taken to agree; where not, the studies are halved by the day they were first
 * posted, which does not change, until the numbers themselves are few enough to be compared.
 */
async function compareWhereCountsDiffer(task: Reconcile): Promise<Differences> {
  const { list, held, scope } = task;
  const all = await list.count(scope.params);
  if (all === (await held.count())) return { missing: [], unlisted: [] };
  const whole: PostRange = { from: null, to: null };
  const dated = await list.count(posted(scope, whole));
  const found: Differences[] = [];
  if (all - dated !== (await held.countPosted('UNDATED')))
    found.push(await compareIn(task, paramsWith(scope, 'AREA[StudyFirstPostDate]MISSING'), 'UNDATED'));
  for (const range of await differing(task, whole, dated))
    found.push(await compareIn(task, posted(scope, range), range));
  return {
    missing: found.flatMap(({ missing }) => missing),
    unlisted: found.flatMap(({ unlisted }) => unlisted),
  };
}

const posted = (scope: Scope, { from, to }: PostRange) =>
  paramsWith(scope, `AREA[StudyFirstPostDate]RANGE[${from ?? 'MIN'}, ${to ?? 'MAX'}]`);

/** One page of numbers is not worth another count. */
const FEW = 1_000;

/** The ranges in which the two sides count differently, each with few studies. `theirs` counts the whole range. */
async function differing(task: Reconcile, range: PostRange, theirs: number): Promise<readonly PostRange[]> {
  const { list, held, scope } = task;
  const ours = await held.countPosted(range);
  if (ours === theirs) return [];
  const middle = Math.max(ours, theirs) > FEW ? await held.middle(range) : null;
  if (middle === null || middle === range.to) return [range];
  const [left, right] = [
    { from: range.from, to: middle },
    { from: addDays(middle, 1), to: range.to },
  ];
  const theirsLeft = await list.count(posted(scope, left));
  return [
    ...(await differing(task, left, theirsLeft)),
    ...(await differing(task, right, theirs - theirsLeft)),
  ];
}

/** Of the studies that went lately, those the registry knows again. */
async function backAgain({ list, held }: Reconcile): Promise<readonly string[]> {
  const buried = await held.buried(ASKED_AGAIN);
  if (buried.length === 0) return [];
  const answered = await list.byIds(buried);
  return buried.filter(id => answered.get(id) === id);
}

/** A study asked for by its number alone stays in or out of what is copied. */
const unsought = ({ scope }: Reconcile): PageNote['membership'] => ({
  inScope: scope.isEverything,
  keepsScope: true,
});

/**
 * Asks what became of studies that are no longer listed: gone, replaced, or still there but outside of what is copied.
 * @returns the studies that took the place of others: they say so now, whenever they were updated
 */
async function resolveUnlisted(
  { list, held, sink, scope, edition, mayLose }: Reconcile,
  unlisted: readonly string[],
): Promise<readonly string[]> {
  if (unlisted.length === 0) return [];
  const count = await held.count();
  const refuse = (studies: number): void => {
    if (!mayLose(studies, count)) throw new TooManyGone(studies, count);
  };
  if (scope.isEverything) refuse(unlisted.length);
  const answered = await list.byIds(unlisted);
  const still = unlisted.filter(id => answered.get(id) === id);
  const gone = unlisted
    .filter(id => answered.get(id) !== id)
    .map((nctId): Gone => ({ nctId, replacedBy: answered.get(nctId) ?? null }));
  refuse(gone.length);
  // What no longer meets a filter is no loss.
  if (!scope.isEverything && still.length > 0) await sink.leaveScope(still);
  for (let i = 0; i < gone.length; i += MAX_IDS)
    await sink.bury(gone.slice(i, i + MAX_IDS), edition.dataTimestamp);
  return [...new Set(gone.flatMap(({ replacedBy }) => replacedBy ?? []))];
}

/** Stores studies by their numbers. A study that answers to a former number is not the one that is meant. */
async function fetchStudies(
  { list, sink, edition }: Reconcile,
  nctIds: readonly string[],
  membership: PageNote['membership'],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(nctIds);
  return list.byIds(nctIds, async (page: RegistryPage) => {
    const records = page.studies.filter(record => wanted.has(nctIdOf(record) ?? ''));
    const sorted = await sortRecords(records, {
      fetchedAt: new Date(),
      dataTimestamp: edition.dataTimestamp,
    });
    await sink.page(sorted, { bytes: page.bytes, membership });
  });
}
