import type { ExecutionResult, GraphQLError, ResponsePath } from 'graphql';

/** The errors of one answer. */
export class ErrorList {
  readonly #errors: GraphQLError[] = [];
  /** Places that became null; `undefined` is the whole answer. */
  readonly #places = new Set<ResponsePath | undefined>();

  /** Adds an error, unless its place is gone: what lies below a null is no part of the answer. */
  add(error: GraphQLError, place: ResponsePath | undefined): void {
    if (this.#isGone(place)) return;
    this.#places.add(place);
    this.#errors.push(error);
  }

  /** The answer: data, and errors only where there are some. */
  beside(data: ExecutionResult['data']): ExecutionResult {
    return this.#errors.length === 0 ? { data: data! } : { errors: this.#errors, data: data! };
  }

  #isGone(place: ResponsePath | undefined): boolean {
    for (let at = place; at !== undefined; at = at.prev) if (this.#places.has(at)) return true;
    return this.#places.has(undefined);
  }
}
