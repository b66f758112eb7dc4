/** Who waits for the answer: a person in front of a screen, or a copy that runs by itself. */
export type Lane = 'person' | 'bulk';

/** One value for both lanes, or one for each; a lane left out keeps its default. */
export type PerLane<T extends number> = T | Partial<Record<Lane, T>>;

/** At most `calls` requests in any window of `perMs` milliseconds that starts with a request. */
export interface Rate {
  readonly calls: number;
  readonly perMs: number;
}

export interface LaneLimits {
  /** Milliseconds one attempt may take, body included. */
  readonly timeoutMs: number;
  /** Milliseconds one call may take with every wait and retry. */
  readonly deadlineMs: number;
  /** Attempts after the first. */
  readonly retries: number;
  /** The longest pause between two attempts; a registry that asks for more is not waited for. */
  readonly maxWaitMs: number;
  /** Bytes of one answer after decompression. */
  readonly maxResponseBytes: number;
  readonly rate: Rate;
}

const MEGABYTE = 1024 * 1024;

/** A page of a thousand full studies is about 17 MB on average, and the largest study 3.6 MB. */
const DEFAULTS: Readonly<Record<Lane, LaneLimits>> = {
  person: {
    timeoutMs: 10_000,
    deadlineMs: 15_000,
    retries: 2,
    maxWaitMs: 5_000,
    maxResponseBytes: 64 * MEGABYTE,
    rate: { calls: 10, perMs: 1_000 },
  },
  bulk: {
    timeoutMs: 60_000,
    deadlineMs: 300_000,
    retries: 5,
    maxWaitMs: 120_000,
    maxResponseBytes: 256 * MEGABYTE,
    rate: { calls: 1, perMs: 1_000 },
  },
};

export interface LaneSettings {
  readonly timeoutMs?: PerLane<number>;
  readonly deadlineMs?: PerLane<number>;
  readonly retries?: PerLane<number>;
  readonly maxWaitMs?: PerLane<number>;
  readonly maxResponseBytes?: PerLane<number>;
  readonly rate?: Partial<Record<Lane, Rate>>;
}

const chosen = (setting: PerLane<number> | undefined, lane: Lane, fallback: number): number =>
  (typeof setting === 'number' ? setting : setting?.[lane]) ?? fallback;

/** The limits of one lane: what was set, and the defaults for the rest. */
export const laneLimits = (settings: LaneSettings, lane: Lane): LaneLimits => {
  const base = DEFAULTS[lane];
  return {
    timeoutMs: chosen(settings.timeoutMs, lane, base.timeoutMs),
    deadlineMs: chosen(settings.deadlineMs, lane, base.deadlineMs),
    retries: chosen(settings.retries, lane, base.retries),
    maxWaitMs: chosen(settings.maxWaitMs, lane, base.maxWaitMs),
    maxResponseBytes: chosen(settings.maxResponseBytes, lane, base.maxResponseBytes),
    rate: settings.rate?.[lane] ?? base.rate,
  };
};
