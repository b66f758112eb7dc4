/** Lets callers in one at a time, in the order they came. */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

export const createTurns = (): TakeTurn => {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
};
