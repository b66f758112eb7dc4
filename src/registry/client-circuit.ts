import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  handleWhen,
} from 'cockatiel';
import { GatewayError } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import { Interrupted, NotAsked, opensCircuit } from './registry-failure.ts';

export interface CircuitSettings {
  /** Outages in a row, retries included, after which we stop asking. Default 6. */
  readonly failures?: number;
  /** Milliseconds of rest before one request may try again; longer where the registry asked for longer. Default 10,000. */
  readonly restMs?: number;
}

/** What the client knows of the registry's health. */
export interface CircuitReport {
  readonly circuit: 'closed' | 'open' | 'half-open';
  /** Seconds until the next try is made; only while open. */
  readonly retryAfter?: number;
}

export interface Circuit {
  readonly report: CircuitReport;
  /** Throws `NotAsked` while resting. */
  check(): void;
  run<T>(work: () => Promise<T>): Promise<T>;
}

type Settled<T> = { readonly value: T } | { readonly refusal: unknown };

/** A refusal is an answer: it shows that the registry is there, so for the circuit it is a success. */
const settle = async <T>(work: () => Promise<T>): Promise<Settled<T>> => {
  try {
    return { value: await work() };
  } catch (error) {
    if (opensCircuit(error) || error instanceof Interrupted) throw error;
    return { refusal: error };
  }
};

const LONGEST_REST_MS = 300_000;

const askedRestMs = (error: unknown): number =>
  error instanceof GatewayError ? (error.details.retryAfter ?? 0) * 1000 : 0;

/** Stops asking a registry that fails again and again, and lets one request through after a rest. */
export const createCircuit = (
  { failures = 6, restMs = 10_000 }: CircuitSettings = {},
  logger?: Logger,
): Circuit => {
  let restsUntil = 0;
  // A trial request whose caller went away has learnt nothing: the next request is the trial.
  const restAfter = (error: unknown): number =>
    error instanceof Interrupted ? 0 : Math.min(Math.max(restMs, askedRestMs(error)), LONGEST_REST_MS);

  const breaker = circuitBreaker(
    handleWhen(
      error =>
        opensCircuit(error) || (error instanceof Interrupted && breaker.state === CircuitState.HalfOpen),
    ),
    {
      breaker: new ConsecutiveBreaker(failures),
      halfOpenAfter: new DelegateBackoff(({ result }) => {
        const rest = restAfter('error' in result ? result.error : undefined);
        restsUntil = Date.now() + rest;
        return rest;
      }),
    },
  );

  breaker.onBreak(() =>
    logger?.warn({ restMs: restsUntil - Date.now() }, 'the registry keeps failing: circuit open'),
  );
  breaker.onReset(() => logger?.info('the registry answers again: circuit closed'));

  const report = (): CircuitReport => {
    if (breaker.state === CircuitState.Closed) return { circuit: 'closed' };
    const rest = restsUntil - Date.now();
    if (breaker.state === CircuitState.HalfOpen || rest <= 0) return { circuit: 'half-open' };
    return { circuit: 'open', retryAfter: Math.ceil(rest / 1000) };
  };

  const openFailure = (): NotAsked => {
    const { retryAfter = 1 } = report();
    return new NotAsked('The registry has not been answering; we give it a rest before we ask again.', {
      retryAfter,
    });
  };

  return {
    get report() {
      return report();
    },
    check: () => {
      if (report().circuit === 'open') throw openFailure();
    },
    run: async work => {
      try {
        const settled = await breaker.execute(() => settle(work));
        if ('refusal' in settled) throw settled.refusal;
        return settled.value;
      } catch (error) {
        throw error instanceof BrokenCircuitError ? openFailure() : error;
      }
    },
  };
};
