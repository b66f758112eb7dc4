import { count, createPace, createProgressBar, type Part, usualParts } from './progress-bar.ts';
import type { SyncProgress } from './sync-progress.ts';

export interface ProgressDisplay {
  show(progress: SyncProgress): void;
  /** Ends the bar; what is printed next starts on a line of its own. */
  stop(): void;
}

const PHASES: Readonly<Record<SyncProgress['phase'], string>> = {
  PLAN: 'Planning',
  PULL: 'Reading',
  RECONCILE: 'Comparing',
  PUBLISH: 'Finishing',
};
/** Milliseconds between two lines of JSON. */
const LINE_MS = 1_000;

/** A bar on a terminal (stderr), JSON lines otherwise: one a change, at most one a second, and the last. */
export function createProgressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? createBar(stream) : createLines(stream);
}

const createBar = (stream: NodeJS.WriteStream): ProgressDisplay => {
  const paceOf = createPace();
  const bar = createProgressBar(stream);
  return {
    show: progress => {
      const { phase, seen, expected, seconds } = progress;
      const rate = paceOf(seen, seconds);
      // Studies are read in one of the phases.
      bar.show({ done: seen, expected, parts: partsOf(progress, phase === 'PULL' ? rate : null) });
    },
    stop: bar.stop,
  };
};

const createLines = (stream: NodeJS.WriteStream): ProgressDisplay => {
  let waiting: SyncProgress | undefined;
  let written = '';
  let writtenAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === undefined) return;
    stream.write(`${JSON.stringify({ progress: waiting })}\n`);
    [written, writtenAt, waiting] = [contentOf(waiting), performance.now(), undefined];
  };
  return {
    show: progress => {
      if (stopped) return;
      waiting = contentOf(progress) === written ? undefined : progress;
      if (waiting === undefined || timer !== undefined) return;
      const wait = writtenAt + LINE_MS - performance.now();
      if (wait <= 0) write();
      else timer = setTimeout(write, wait).unref();
    },
    stop: () => {
      write();
      stopped = true;
    },
  };
};

/** Time that passes is no change. */
const contentOf = (progress: SyncProgress): string => JSON.stringify({ ...progress, seconds: null });

const partsOf = (
  { phase, expected, seen, added, changed }: SyncProgress,
  pace: number | null,
): readonly Part[] => {
  const { share, amount, rate, remaining } = usualParts(seen, expected, pace);
  const parts: readonly (Part | null)[] = [
    { worth: 8, text: PHASES[phase] },
    share,
    amount,
    { worth: 4, text: `${count(added)} new` },
    { worth: 3, text: `${count(changed)} changed` },
    rate,
    remaining,
  ];
  return parts.filter(part => part !== null);
};
