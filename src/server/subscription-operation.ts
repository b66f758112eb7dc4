import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import { GatewayError } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import type { Context } from './context.ts';
import { CallerGone } from './errors.ts';

/** Where subscriptions are asked for. */
export const PATH = '/graphql';

export interface OperationOptions {
  /** A context for subscribing, and one for every event: what a context remembers would be old at the next. */
  readonly createContext: (signal: AbortSignal) => Context;
  readonly logger: Logger;
}

type Answer = IteratorResult<ExecutionResult, undefined>;
const DONE: Answer = { done: true, value: undefined };

/** One subscription under way: an answer for each event, until its source is done or the client gives it up. */
export class Operation implements AsyncIterable<ExecutionResult> {
  readonly #ended = new AbortController();
  /** Of the event being answered, so that nothing clings to the signal of a subscription that lives for days. */
  #current = new AbortController();
  #source: AsyncIterator<unknown> | null = null;
  #giveUp: () => void = () => {};
  #events = 0;
  readonly #begunAt = performance.now();

  constructor(
    private readonly args: ExecutionArgs,
    private readonly options: OperationOptions,
    /** Whether the client still waits for answers. */
    readonly isWanted: () => boolean,
  ) {}

  /** @returns the answers to come, or why there will be none */
  async begin(): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
    const contextValue = this.options.createContext(this.#ended.signal);
    const source = await createSourceEventStream({ ...this.args, contextValue });
    if (!(Symbol.asyncIterator in source)) return source;
    this.#source = source[Symbol.asyncIterator]();
    if (this.#ended.signal.aborted) this.#endSource();
    return this;
  }

  [Symbol.asyncIterator](): AsyncIterator<ExecutionResult, undefined> {
    return { next: () => this.#next() };
  }

  /** Ends at once, whether or not the source notices. */
  end(): void {
    const reason = new CallerGone();
    this.#ended.abort(reason);
    this.#current.abort(reason);
    this.#giveUp();
    this.#endSource();
    const ms = Math.round(performance.now() - this.#begunAt);
    this.options.logger.info({ path: PATH, events: this.#events, ms }, 'subscription');
  }

  /** A promise of its own each time: to race with one that lasts would keep every answer until then. */
  #next(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#giveUp = () => resolve(DONE);
      if (this.#ended.signal.aborted) resolve(DONE);
      else this.#answer().then(resolve, reject);
    });
  }

  async #answer(): Promise<Answer> {
    const event = await this.#event();
    if (event.done || this.#ended.signal.aborted) return DONE;
    this.#events += 1;
    this.#current = new AbortController();
    const contextValue = this.options.createContext(this.#current.signal);
    return { done: false, value: await execute({ ...this.args, rootValue: event.value, contextValue }) };
  }

  async #event(): Promise<IteratorResult<unknown>> {
    try {
      const event = await this.#source!.next();
      if (event.done) this.#source = null;
      return event;
    } catch (cause) {
      this.#source = null;
      throw cause instanceof GatewayError
        ? cause
        : new Error('the source of a subscription failed', { cause });
    }
  }

  /** A generator that waits for something returns only after that: it must heed the signal. */
  async #endSource(): Promise<void> {
    const source = this.#source;
    this.#source = null;
    try {
      await source?.return?.();
    } catch (error) {
      if (!(error instanceof CallerGone)) this.options.logger.error({ err: error }, 'unexpected error');
    }
  }
}
