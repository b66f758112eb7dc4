import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addDays,
  BEGINNING,
  type Checkpoint,
  firstWindow,
  nextWindow,
  restarted,
  smallerWindow,
  windowExpression,
} from '../../src/sync/sync-window.ts';

const day = (from = 0, to = 12_000) =>
  fc.integer({ min: from, max: to }).map(days => addDays(BEGINNING, days));
const most = fc.constantFrom(1, 25, 500, 5_000);
/** Studies of a window as a registry may tell, the unlikely ones too. */
const totals = fc.infiniteStream(
  fc.oneof(fc.nat({ max: 10 }), fc.nat({ max: 10_000 }), fc.nat({ max: 2_000_000 }), fc.constant(0)),
);
const RUNS = { numRuns: 100 };
/** Far more windows than any of these can need: one a day and its cuts. */
const LONG = 200_000;

/** Reads windows as a pull does: one that holds too much is cut, one that does not is followed by the next. */
function* windowsFrom(
  start: Checkpoint,
  total: Iterator<number>,
  limit: number,
  horizon: string,
): Generator<Checkpoint> {
  for (let at: Checkpoint | null = start, steps = 0; at !== null; steps++) {
    if (steps > LONG) throw new Error('it does not end');
    const counted: number = total.next().value;
    const smaller: Checkpoint | null = counted > limit ? smallerWindow(at, counted, limit, horizon) : null;
    if (smaller === null) yield at;
    at = smaller ?? nextWindow({ ...at, total: counted }, limit, horizon);
  }
}

const begins = fc.oneof(day(), fc.constant(null));

it('windows cover every day from the start to the horizon exactly once, whatever totals come', () => {
  fc.assert(
    fc.property(begins, day(), totals, most, (watermark, horizon, total, limit) => {
      const windows = [...windowsFrom(firstWindow(watermark, horizon), total, limit, horizon)].map(
        ({ window }) => window,
      );
      expect(windows[0]!.from).toBe(watermark);
      expect(windows.at(-1)!.to).toBeNull();
      for (const [i, { from, to }] of windows.entries()) {
        if (i > 0) expect(from).toBe(addDays(windows[i - 1]!.to!, 1));
        if (to === null) expect(i).toBe(windows.length - 1);
        else {
          expect(to >= (from ?? BEGINNING)).toBe(true);
          expect(to < horizon).toBe(true);
        }
      }
    }),
    RUNS,
  );
});

it('a smaller window begins alike, ends sooner, and is none only for a single day', () => {
  fc.assert(
    fc.property(
      begins,
      fc.oneof(day(), fc.constant(null)),
      day(),
      fc.integer({ min: 1, max: 2_000_000 }),
      most,
      (from, to, horizon, total, limit) => {
        const start = from ?? BEGINNING;
        const end = to ?? horizon;
        fc.pre(start <= end);
        const smaller = smallerWindow(
          { ...firstWindow(from, horizon), window: { from, to } },
          total,
          limit,
          horizon,
        );
        if (start === end) expect(smaller).toBeNull();
        else {
          expect(smaller!.window.from).toBe(from);
          expect(smaller!.window.to! >= start).toBe(true);
          expect(smaller!.window.to! < end).toBe(true);
          expect(smaller).toMatchObject({ pageToken: null, stored: 0, total: null, done: false });
        }
      },
    ),
    RUNS,
  );
});

it('windows settle at what they may hold where the days are alike', () => {
  const [perDay, limit, horizon] = [40, 5_000, '2026-10-07'];
  let at: Checkpoint | null = firstWindow(null, horizon);
  let requests = 0;
  let read = 0;
  while (at !== null) {
    requests++;
    const from = at.window.from ?? BEGINNING;
    const days: number = (Date.parse(at.window.to ?? horizon) - Date.parse(from)) / 86_400_000 + 1;
    const total = days * perDay;
    const smaller: Checkpoint | null = total > limit ? smallerWindow(at, total, limit, horizon) : null;
    if (smaller === null) read += total;
    at = smaller ?? nextWindow({ ...at, total }, limit, horizon);
  }
  const needed = read / limit;
  expect(requests).toBeLessThan(needed * 2 + 5);
});

it('a window restarted is the same one from its first page, and knows what went wrong before', () => {
  const at = {
    ...firstWindow('2020-01-01', '2020-02-01'),
    pageToken: 'x',
    stored: 5,
    total: 9,
    etag: 'e',
    done: true,
  };
  expect(restarted(at)).toEqual(firstWindow('2020-01-01', '2020-02-01'));
  expect(restarted({ ...at, faults: ['one'] }).faults).toEqual(['one']);
});

it('is an expression of the registry, both days included', () => {
  expect(windowExpression({ from: '2020-01-01', to: '2020-02-01' })).toBe(
    'AREA[LastUpdatePostDate]RANGE[2020-01-01, 2020-02-01]',
  );
  expect(windowExpression({ from: null, to: null })).toBe('AREA[LastUpdatePostDate]RANGE[MIN, MAX]');
});
