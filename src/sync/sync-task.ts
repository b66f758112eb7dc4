import type { RegistryClient } from '../registry/client.ts';
import type { Database } from '../store/database.ts';
import type { Held } from './held.ts';
import { readArchive } from './sync-archive.ts';
import { copyRegistry } from './sync-copy.ts';
import { fetchIds } from './sync-ids.ts';
import type { SyncProgress } from './sync-progress.ts';
import type { PullSettings } from './sync-pull.ts';
import type { RunChanges, SyncKind, SyncPhase, SyncRun, SyncState } from './sync-run.repository.ts';
import type { Scope } from './sync-scope.ts';
import type { Sink } from './sync-sink.ts';
import type { Checkpoint } from './sync-window.ts';

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
