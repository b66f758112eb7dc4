import { SingleBar } from 'cli-progress';

/** A part of the line. Where the line is too long, the part with the lowest worth goes first. */
export interface Part {
  readonly worth: number;
  readonly text: string;
}

/** How far some work is, and in which words it is told. */
export interface BarState {
  readonly done: number;
  /** Null while that is not known. */
  readonly expected: number | null;
  readonly parts: readonly Part[];
}

export interface Bar {
  show(state: BarState): void;
  /** Ends the bar; what is printed next starts on a line of its own. */
  stop(): void;
}

const REDRAWS_A_SECOND = 5;
const LONGEST_BAR = 40;
const SHORTEST_BAR = 10;
/** Seconds the pace is taken over. */
const PACE_SECONDS = 30;
const GAP = '  ';

/** A bar on a terminal. */
export const createProgressBar = (stream: NodeJS.WriteStream): Bar => {
  const bar = new SingleBar({
    stream,
    fps: REDRAWS_A_SECOND,
    // Cuts a line rather than change how the terminal wraps: nothing has to be set back when we are killed.
    linewrap: true,
    format: (_options, { maxWidth }, drawn: BarState) => lineOf(drawn, maxWidth - 1),
  });
  let state: 'new' | 'drawn' | 'stopped' = 'new';
  return {
    show: drawn => {
      if (state === 'stopped') return;
      if (state === 'new') bar.start(drawn.expected ?? 0, drawn.done, { ...drawn });
      else bar.update(drawn.done, drawn);
      state = 'drawn';
    },
    stop: () => {
      if (state === 'drawn') bar.stop();
      state = 'stopped';
    },
  };
};

/** The line in so many columns: what is worth most, and a bar where there is room for one. */
const lineOf = ({ done, expected, parts }: BarState, width: number): string => {
  const [first, ...rest] = fitting(parts, width);
  const text = [first, ...rest].join(GAP);
  const room = Math.min(LONGEST_BAR, width - text.length - GAP.length - '[]'.length);
  if (expected === null || room < SHORTEST_BAR) return text.slice(0, Math.max(0, width));
  return [first, barOf(shareOf(done, expected), room), ...rest].join(GAP);
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

/** From 0 to 1. What is worked at may grow meanwhile. */
const shareOf = (done: number, expected: number): number =>
  expected <= 0 ? 1 : Math.min(1, done / expected);

/** The parts that any work has: how much of it is done, at which pace, and the time that remains. */
export const usualParts = (
  done: number,
  expected: number | null,
  rate: number | null,
): Readonly<Record<'share' | 'amount' | 'rate' | 'remaining', Part | null>> => ({
  share: expected === null ? null : { worth: 7, text: `${Math.floor(100 * shareOf(done, expected))}%` },
  amount: { worth: 6, text: expected === null ? count(done) : `${count(done)}/${count(expected)}` },
  rate: rate === null ? null : { worth: 2, text: `${count(Math.round(rate))}/s` },
  remaining:
    expected === null || done >= expected || !rate
      ? null
      : { worth: 5, text: `${duration((expected - done) / rate)} left` },
});

const duration = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return `${whole}s`;
  if (minutes < 60) return `${minutes}m`;
  return `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
};

const NUMBERS = new Intl.NumberFormat('en-US');
export const count = (number: number): string => NUMBERS.format(number);

/** What is done a second, over the last half minute; null while that is not known. */
export const createPace = (): ((done: number, seconds: number) => number | null) => {
  let samples: { readonly done: number; readonly seconds: number }[] = [];
  return (done, seconds) => {
    samples = [...samples.filter(sample => seconds - sample.seconds <= PACE_SECONDS), { done, seconds }];
    const [first] = samples;
    const passed = seconds - first!.seconds;
    return passed < 1 ? null : (done - first!.done) / passed;
  };
};
