import { SingleBar } from 'cli-progress';
import type { SyncProgress } from './sync-progress.ts';

export interface ProgressDisplay {
  show(progress: SyncProgress): void;
  /** Ends the bar; what is printed next starts on a line of its own. */
  stop(): void;
}

/** What is drawn: the latest progress and its pace. */
interface Drawn {
  readonly progress: SyncProgress;
  /** Studies read a second of late; null while that is not known. */
  readonly rate: number | null;
}

/** A part of the line. Where the line is too long, the part with the lowest worth goes first. */
interface Part {
  readonly worth: number;
  readonly text: string;
}

const PHASES: Readonly<Record<SyncProgress['phase'], string>> = {
  PLAN: 'Planning',
  PULL: 'Reading',
  RECONCILE: 'Comparing',
  PUBLISH: 'Finishing',
};
const REDRAWS_A_SECOND = 5;
const LONGEST_BAR = 40;
const SHORTEST_BAR = 10;
/** Seconds the pace is taken over. */
const PACE_SECONDS = 30;
/** Milliseconds between two lines of JSON. */
const LINE_MS = 1_000;
const GAP = '  ';

/** A bar on a terminal (stderr), JSON lines otherwise: one a change, at most one a second, and the last. */
export function createProgressDisplay(stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? createBar(stream) : createLines(stream);
}

const createBar = (stream: NodeJS.WriteStream): ProgressDisplay => {
  const paceOf = createPace();
  const bar = new SingleBar({
    stream,
    fps: REDRAWS_A_SECOND,
    // Cuts a line rather than change how the terminal wraps: nothing has to be set back when we are killed.
    linewrap: true,
    format: (_options, { maxWidth }, drawn: Drawn) => lineOf(drawn, maxWidth - 1),
  });
  let state: 'new' | 'drawn' | 'stopped' = 'new';
  return {
    show: progress => {
      if (state === 'stopped') return;
      const drawn: Drawn = { progress, rate: paceOf(progress) };
      if (state === 'new') bar.start(progress.expected ?? 0, progress.seen, { ...drawn });
      else bar.update(progress.seen, drawn);
      state = 'drawn';
    },
    stop: () => {
      if (state === 'drawn') bar.stop();
      state = 'stopped';
    },
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

/** The line in so many columns: what is worth most, and a bar where there is room for one. */
const lineOf = ({ progress, rate }: Drawn, width: number): string => {
  const { phase, expected, seen, added, changed } = progress;
  const parts: readonly (Part | null)[] = [
    { worth: 8, text: PHASES[phase] },
    expected === null ? null : { worth: 7, text: `${Math.floor(100 * shareOf(seen, expected))}%` },
    { worth: 6, text: expected === null ? count(seen) : `${count(seen)}/${count(expected)}` },
    { worth: 4, text: `${count(added)} new` },
    { worth: 3, text: `${count(changed)} changed` },
    rate === null ? null : { worth: 2, text: `${count(Math.round(rate))}/s` },
    remainingOf(progress, rate),
  ];
  const [first, ...rest] = fitting(
    parts.filter(part => part !== null),
    width,
  );
  const text = [first, ...rest].join(GAP);
  const room = Math.min(LONGEST_BAR, width - text.length - GAP.length - '[]'.length);
  if (expected === null || room < SHORTEST_BAR) return text.slice(0, Math.max(0, width));
  return [first, barOf(shareOf(seen, expected), room), ...rest].join(GAP);
};

const fitting = (parts: readonly Part[], width: number): readonly string[] => {
  const texts = parts.map(({ text }) => text);
  if (texts.length <= 1 || texts.join(GAP).length <= width) return texts;
  const least = Math.min(...parts.map(({ worth }) => worth));
  return fitting(
    parts.filter(({ worth }) => worth !== least),
    width,
  );
};

const barOf = (share: number, length: number): string => {
  const full = Math.floor(share * length);
  return `[${'='.repeat(full)}${'-'.repeat(length - full)}]`;
};

/** From 0 to 1. The registry may grow while it is read. */
const shareOf = (seen: number, expected: number): number =>
  expected <= 0 ? 1 : Math.min(1, seen / expected);

const remainingOf = ({ expected, seen }: SyncProgress, rate: number | null): Part | null => {
  if (expected === null || seen >= expected || !rate) return null;
  return { worth: 5, text: `${duration((expected - seen) / rate)} left` };
};

const duration = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole}s`;
  if (minutes < 60) return `${minutes}m`;
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
};

const NUMBERS = new Intl.NumberFormat('en-US');
const count = (number: number): string => NUMBERS.format(number);

/** Studies read a second over the last half minute, by the clock of the run; null while none are read. */
const createPace = (): ((progress: SyncProgress) => number | null) => {
  let samples: SyncProgress[] = [];
  return progress => {
    samples = [...samples.filter(({ seconds }) => progress.seconds - seconds <= PACE_SECONDS), progress];
    const [first = progress] = samples;
    const seconds = progress.seconds - first.seconds;
    return progress.phase !== 'PULL' || seconds < 1 ? null : (progress.seen - first.seen) / seconds;
  };
};
