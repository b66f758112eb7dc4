import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSingleFlight } from '../../src/shared/single-flight.ts';

/** Work that counts its runs and ends when it is told to, one way or the other. */
function work() {
  const runs: { readonly signal: AbortSignal; resolve(value: string): void; reject(error: Error): void }[] =
    [];
  const start = (signal: AbortSignal) =>
    new Promise<string>((resolve, reject) => {
      runs.push({ signal, resolve, reject });
    });
  return { runs, start };
}

it('runs the work once for all who ask meanwhile, and again afterwards', async () => {
  const flights = createSingleFlight<string>();
  const { runs, start } = work();
  const answers = [flights.run('a', start), flights.run('a', start), flights.run('b', start)];
  expect(runs).toHaveLength(2);
  runs[0]!.resolve('one');
  runs[1]!.resolve('other');
  expect(await Promise.all(answers)).toEqual(['one', 'one', 'other']);

  const again = flights.run('a', start);
  expect(runs).toHaveLength(3);
  runs[2]!.resolve('two');
  expect(await again).toBe('two');
});

it('gives all of them the same failure, and does not remember it', async () => {
  const flights = createSingleFlight<string>();
  const { runs, start } = work();
  const answers = [flights.run('a', start), flights.run('a', start)];
  runs[0]!.reject(new Error('down'));
  for (const answer of answers) await expect(answer).rejects.toThrow('down');
  const again = flights.run('a', start);
  runs[1]!.resolve('up');
  expect(await again).toBe('up');
});

it('lets one caller leave without harm to the others', async () => {
  const flights = createSingleFlight<string>();
  const { runs, start } = work();
  const leaving = new AbortController();
  const left = flights.run('a', start, leaving.signal);
  const stays = flights.run('a', start, new AbortController().signal);
  leaving.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  expect(runs[0]!.signal.aborted).toBe(false);
  runs[0]!.resolve('one');
  expect(await stays).toBe('one');
});

it('ends the work once all have left, and starts anew for who comes then', async () => {
  const flights = createSingleFlight<string>();
  const { runs, start } = work();
  const callers = [new AbortController(), new AbortController()];
  const left = callers.map(({ signal }) => flights.run('a', start, signal));
  callers[0]!.abort(new Error('first'));
  expect(runs[0]!.signal.aborted).toBe(false);
  callers[1]!.abort(new Error('second'));
  expect(runs[0]!.signal.aborted).toBe(true);

  const late = flights.run('a', start, new AbortController().signal);
  expect(runs).toHaveLength(2);
  runs[0]!.reject(new Error('ended')); // of the old work; nobody waits for it
  runs[1]!.resolve('anew');
  expect(await late).toBe('anew');
  await expect(left[0]).rejects.toThrow('first');
  await expect(left[1]).rejects.toThrow('second');
  await sleep(0); // an unhandled rejection would end the run
});

it('keeps the work going for a caller without a signal', async () => {
  const flights = createSingleFlight<string>();
  const { runs, start } = work();
  const patient = flights.run('a', start);
  const leaving = new AbortController();
  const left = flights.run('a', start, leaving.signal);
  leaving.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  expect(runs[0]!.signal.aborted).toBe(false);
  runs[0]!.resolve('one');
  expect(await patient).toBe('one');
});

it('starts nothing for a caller who has left already', async () => {
  const flights = createSingleFlight<string>();
  const { runs, start } = work();
  await expect(flights.run('a', start, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  expect(runs).toHaveLength(0);
});

it('passes on what the work throws before it waits', async () => {
  const flights = createSingleFlight<string>();
  const broken = () => {
    throw new Error('at once');
  };
  await expect(flights.run('a', broken)).rejects.toThrow('at once');
  await expect(flights.run('a', broken)).rejects.toThrow('at once');
});
