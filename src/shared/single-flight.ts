import { setMaxListeners } from 'node:events';

/** Work under way by key: who asks for the same meanwhile gets the same answer, and only when all have left is it ended. */
export interface SingleFlight<T> {
  run(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

interface Flight<T> {
  readonly answer: Promise<T>;
  readonly controller: AbortController;
  passengers: number;
}

export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();

  const start = (key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const controller = new AbortController();
    const answer = work(controller.signal).finally(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    answer.catch(() => {}); // every passenger may have left by then
    const flight: Flight<T> = { answer, controller, passengers: 0 };
    flights.set(key, flight);
    return flight;
  };

  return {
    async run(key, work, signal) {
      signal?.throwIfAborted();
      const flight = flights.get(key) ?? start(key, work);
      flight.passengers++;
      if (!signal) return flight.answer;
      setMaxListeners(0, signal); // one request may share any number of flights: Node would take that for a leak
      return new Promise<T>((resolve, reject) => {
        const leave = () => {
          if (--flight.passengers === 0) {
            flights.delete(key);
            flight.controller.abort(signal.reason);
          }
          reject(signal.reason);
        };
        signal.addEventListener('abort', leave, { once: true });
        flight.answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
      });
    },
  };
}
