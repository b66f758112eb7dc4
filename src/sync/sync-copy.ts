import { analyzeStudies } from '../mirror/study-write.ts';
import { createRegistryList } from './registry-list.ts';
import { horizonOf, isSameEdition, openEdition } from './sync-edition.ts';
import { pullWindows } from './sync-pull.ts';
import { type Counts, reconcile, TooManyGone } from './sync-reconcile.ts';
import type { RunChanges } from './sync-run.repository.ts';
import type { Outcome, Reporter, SyncSettings, Task } from './sync-task.ts';
import { addDays, type Checkpoint, firstWindow, restarted } from './sync-window.ts';

/** Losing this many studies is never sharp: a small copy may lose one. */
const FEW = 3;

/** Studies written after which the database should learn anew what it holds. */
const WORTH_ANALYZING = 1_000;

/** Makes the copy what the registry has: all of it, or what was updated since the last run. */
export async function copyRegistry(task: Task, reporter: Reporter): Promise<Outcome> {
  const { scope, sink, settings, signal, client } = task;
  const edition = await openEdition(task);
  const known = { dataTimestamp: edition.dataTimestamp, etag: edition.etag };
  const isFull = task.kind === 'FULL';
  await reporter.phase('PLAN', known);
  if (!isFull && task.start === null && isSameEdition(task, edition.dataTimestamp))
    return nothingNew(task, known);

  const list = createRegistryList(client, signal);
  const registryCount = await list.count(scope.params);
  const refusal = await suspicion(task, registryCount);
  if (refusal) return { ...refusal, changes: { ...known, registryCount } };

  const horizon = horizonOf(edition.dataTimestamp);
  let expected = isFull ? registryCount : 0;
  await reporter.phase('PULL', { expected });
  const faults = await pullWindows(
    {
      client,
      sink,
      scope,
      settings,
      horizon,
      edition,
      signal,
      onExpected: studies => {
        if (!isFull) expected += studies;
        reporter.expect(expected);
      },
    },
    goOnFrom(task, edition.etag) ?? firstWindow(startOf(task), horizon),
  );
  await reporter.phase('RECONCILE');
  try {
    const counts = await reconcile({
      ...task,
      list,
      edition,
      isFull,
      mayLose: (studies, of) => task.acceptShrink || !isSharp(studies, of, settings),
    });
    return await publish(task, reporter, counts, faults, {
      dataTimestamp: edition.dataTimestamp,
      etag: edition.etag,
    });
  } catch (error) {
    if (!(error instanceof TooManyGone)) throw error;
    const message = `${error.message} None was removed. ${HOW_TO_ACCEPT}`;
    return { state: 'SUSPECT', message, changes: { registryCount } };
  }
}

const nothingNew = async ({ lastComplete, held }: Task, known: RunChanges): Promise<Outcome> => ({
  state: 'COMPLETE',
  message: 'The registry has published nothing since the last complete run.',
  changes: {
    ...known,
    watermark: lastComplete!.watermark,
    registryCount: lastComplete!.registryCount,
    mirrorCount: await held.count(),
  },
});

const HOW_TO_ACCEPT =
  'If the registry has really become so much smaller, run `trialweave sync --full --accept-shrink`.';

const isSharp = (lost: number, of: number, { maxShrink }: SyncSettings): boolean =>
  lost > Math.max(FEW, of * maxShrink);

/** An empty or much shorter list is more likely a fault than the truth; of another scope it may well be shorter. */
async function suspicion(
  { held, acceptShrink, settings, lastComplete }: Task,
  registryCount: number,
): Promise<Pick<Outcome, 'state' | 'message'> | null> {
  if (acceptShrink) return null;
  const ours = await held.count();
  const isShort = lastComplete !== null && isSharp(ours - registryCount, ours, settings);
  if (registryCount > 0 && !isShort) return null;
  return {
    state: 'SUSPECT',
    message: `The registry lists ${registryCount} studies of what is copied; ${ours} are held here. Nothing was changed. ${HOW_TO_ACCEPT}`,
  };
}

/** All windows of a run that was cut short were read: what was published since belongs to the last of them. */
const goOnFrom = ({ start }: Task, etag: string | null): Checkpoint | null =>
  start?.done && start.etag !== etag ? restarted(start) : start;

const startOf = ({ kind, lastComplete, settings }: Task): string | null =>
  kind === 'FULL' || !lastComplete?.watermark ? null : addDays(lastComplete.watermark, -settings.overlapDays);

/** Complete is what was read without a fault and counts alike on both sides. */
async function publish(
  { held, database, sink }: Task,
  reporter: Reporter,
  { registryCount, mirrorCount }: Counts,
  faults: readonly string[],
  edition: RunChanges,
): Promise<Outcome> {
  await reporter.phase('PUBLISH');
  if (sink.counters.added + sink.counters.changed > WORTH_ANALYZING) await analyzeStudies(database);
  const watermark = await held.watermark(horizonOf(edition.dataTimestamp ?? null));
  const changes = { ...edition, registryCount, mirrorCount, watermark };
  const differs =
    registryCount === mirrorCount
      ? []
      : [`The registry lists ${registryCount} studies, ${mirrorCount} are held or set aside here.`];
  const problems = [...faults, ...differs];
  return problems.length === 0
    ? { state: 'COMPLETE', message: null, changes }
    : { state: 'INCOMPLETE', message: problems.join(' '), changes };
}
