import { analyzeStudies } from '../mirror/study-write.ts';
import type { RegistryClient, RegistryVersion } from '../registry/client.ts';
import type { Database } from '../store/database.ts';
import type { Held } from './held.ts';
import { createRegistryList, type RegistryList } from './registry-list.ts';
import { readArchive } from './sync-archive.ts';
import type { SyncProgress } from './sync-progress.ts';
import { type CurrentEdition, type PullSettings, pullWindows } from './sync-pull.ts';
import { type Counts, reconcile, TooManyGone } from './sync-reconcile.ts';
import { sortRecords } from './sync-record.ts';
import type { RunChanges, SyncKind, SyncPhase, SyncRun, SyncState } from './sync-run.repository.ts';
import type { Scope } from './sync-scope.ts';
import type { Sink } from './sync-sink.ts';
import { addDays, type Checkpoint, firstWindow, restarted } from './sync-window.ts';

export interface SyncSettings extends PullSettings {
  /** The part of the studies held that may be missing at the registry before a run is suspect. */
  readonly maxShrink: number;
  /** Days before the last watermark that an incremental run reads again. */
  readonly overlapDays: number;
}

/** One run: what to do and what with. */
export interface Task {
  readonly runId: number;
  readonly kind: SyncKind;
  /** Where an earlier run was cut short; null for a fresh one. */
  readonly start: Checkpoint | null;
  /** The last run of the same scope that was complete. */
  readonly lastComplete: SyncRun | null;
  readonly ids: readonly string[];
  readonly archive: string | null;
  readonly acceptShrink: boolean;
  readonly client: RegistryClient;
  readonly scope: Scope;
  readonly held: Held;
  readonly sink: Sink;
  readonly database: Database;
  readonly settings: SyncSettings;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SyncProgress) => void;
}

/** How a run ended, and what else its row is to say. */
export interface Outcome {
  readonly state: SyncState;
  readonly message: string | null;
  readonly changes: RunChanges;
}

/** Losing this many studies is never sharp: a small copy may lose one. */
const FEW = 3;

/** Does what the task says, phase by phase. @throws what the registry or the database could not do */
export async function conduct(task: Task): Promise<Outcome> {
  const reporter = createReporter(task);
  try {
    if (task.kind === 'ARCHIVE') return await readArchive(task, reporter);
    if (task.kind === 'IDS') return await fetchIds(task, reporter);
    return await copyRegistry(task, reporter);
  } finally {
    reporter.stop();
  }
}

/** Tells how far a run is, a few times a second at most. */
export interface Reporter {
  phase(phase: SyncPhase, changes?: RunChanges): Promise<void>;
  expect(studies: number | null): void;
  stop(): void;
}

const TELL_MS = 250;

function createReporter({ runId, sink, onProgress }: Task): Reporter {
  const startedAt = Date.now();
  let [current, expected]: [SyncPhase, number | null] = ['PLAN', null];
  const tell = (): void => {
    const { restarts: _, ...counters } = sink.counters;
    onProgress({
      runId: String(runId),
      phase: current,
      expected,
      ...counters,
      seconds: (Date.now() - startedAt) / 1000,
    });
  };
  const timer = setInterval(tell, TELL_MS);
  return {
    async phase(phase, changes = {}) {
      current = phase;
      tell();
      await sink.note({}, { phase, ...changes });
    },
    expect: studies => {
      expected = studies;
    },
    stop: () => {
      clearInterval(timer);
      tell();
    },
  };
}

async function copyRegistry(task: Task, reporter: Reporter): Promise<Outcome> {
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

interface Edition extends CurrentEdition {
  readonly etag: string | null;
}

async function openEdition({ client, lastComplete, signal }: Task): Promise<Edition> {
  const last: RegistryVersion | undefined = lastComplete?.etag
    ? { apiVersion: '', dataTimestamp: lastComplete.dataTimestamp, etag: lastComplete.etag }
    : undefined;
  let version = await client.version({ lane: 'bulk', signal }, last);
  return {
    get dataTimestamp() {
      return version.dataTimestamp;
    },
    get etag() {
      return version.etag;
    },
    refresh: async () => {
      version = await client.version({ lane: 'bulk', signal });
    },
  };
}

const isSameEdition = ({ lastComplete }: Task, dataTimestamp: string | null): boolean =>
  dataTimestamp !== null && lastComplete?.dataTimestamp === dataTimestamp;

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

/** No study is updated after the day of the edition. */
const horizonOf = (dataTimestamp: string | null): string =>
  /^\d{4}-\d{2}-\d{2}/.exec(dataTimestamp ?? '')?.[0] ?? new Date().toISOString().slice(0, 10);

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

const WORTH_ANALYZING = 1_000;
async function fetchIds(task: Task, reporter: Reporter): Promise<Outcome> {
  const { ids, sink, scope, client, signal } = task;
  const edition = await openEdition(task);
  const list: RegistryList = createRegistryList(client, signal);
  reporter.expect(ids.length);
  await reporter.phase('PULL', {
    dataTimestamp: edition.dataTimestamp,
    etag: edition.etag,
    expected: ids.length,
  });
  const answered = await list.byIds(ids, async page => {
    const taken = { fetchedAt: new Date(), dataTimestamp: edition.dataTimestamp };
    const membership = { inScope: scope.isEverything, keepsScope: true };
    await sink.page(await sortRecords(page.studies, taken), { bytes: page.bytes, membership });
  });
  const gone = ids.filter(id => answered.get(id) !== id);
  await sink.bury(
    gone.map(nctId => ({ nctId, replacedBy: answered.get(nctId) ?? null })),
    edition.dataTimestamp,
  );
  const unknown = gone.filter(id => !answered.has(id));
  const message = unknown.length > 0 ? `The registry does not know ${unknown.join(', ')}.` : null;
  return { state: 'COMPLETE', message, changes: {} };
}
