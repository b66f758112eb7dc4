import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProgressDisplay } from '../../src/sync/progress-display.ts';
import type { SyncProgress } from '../../src/sync/sync-progress.ts';

/** A stream that keeps what is written: `columns` makes it a terminal. */
const createStream = (columns?: number) => {
  let written = '';
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      written += chunk;
      done();
    },
  });
  const terminal = columns === undefined ? {} : { isTTY: true, columns };
  return { stream: Object.assign(sink, terminal) as unknown as NodeJS.WriteStream, written: () => written };
};

const ESCAPES = new RegExp(`${String.fromCharCode(27)}(?:[78]|\\[[0-9;?]*[A-Za-z])`, 'g');
/** Each state the line was drawn in; the last is what stays on the screen. */
const drawnIn = (written: string): string[] =>
  written
    .split(`${String.fromCharCode(27)}[1G`)
    .slice(1)
    .map(part => part.replace(ESCAPES, ''));

const START: SyncProgress = {
  runId: '7',
  phase: 'PULL',
  expected: 600_000,
  seen: 0,
  pages: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  removed: 0,
  rejected: 0,
  bytes: 0,
  seconds: 0,
};
const at = (seconds: number, change: Partial<SyncProgress> = {}): SyncProgress => ({
  ...START,
  seconds,
  seen: seconds * 400,
  added: seconds * 10,
  changed: seconds * 100,
  ...change,
});

describe('the progress of a synchronisation', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  describe('on a terminal', () => {
    /** Shows these a second apart. Gives all that was drawn. */
    const draw = (columns: number, ...shown: SyncProgress[]): string[] => {
      const { stream, written } = createStream(columns);
      const display = createProgressDisplay(stream);
      for (const progress of shown) {
        display.show(progress);
        vi.advanceTimersByTime(1_000);
      }
      display.stop();
      return drawnIn(written());
    };
    const last = (columns: number, ...shown: SyncProgress[]): string => draw(columns, ...shown).at(-1)!;

    it('tells phase, share, counts, pace and the time that remains', () => {
      expect(last(120, at(0), at(100), at(101), at(120))).toBe(
        'Reading  [===-------------------------------------]  8%  48,000/600,000  1,200 new  12,000 changed  400/s  23m left\n',
      );
    });

    it('ends its line, and draws nothing more', () => {
      const { stream, written } = createStream(80);
      const display = createProgressDisplay(stream);
      display.stop();
      expect(written()).toBe('');
      display.show(at(1));
      expect(written()).toBe('');

      const second = createProgressDisplay(stream);
      second.show(at(1));
      second.stop();
      second.stop();
      const before = written();
      expect(before).toMatch(/\n$/);
      second.show(at(2));
      vi.advanceTimersByTime(5_000);
      expect(written()).toBe(before);
      expect(vi.getTimerCount()).toBe(0);
    });

    it('draws the last state even if it came right after another', () => {
      expect(last(80, at(0), { ...at(9), seen: 1 })).toContain(' 1/600,000');
      const { stream, written } = createStream(80);
      const display = createProgressDisplay(stream);
      for (const seen of [1, 2, 3]) display.show({ ...START, seen });
      display.stop();
      expect(drawnIn(written()).at(-1)).toContain(' 3/600,000');
    });

    it('works while nothing is known of the number to come', () => {
      const line = last(100, at(0, { expected: null }), at(10, { expected: null }));
      expect(line).toBe('Reading  4,000  100 new  1,000 changed  400/s\n');
      expect(last(100, at(0, { expected: null }), at(10))).toContain('4,000/600,000');
    });

    it('leaves out pace and time where no studies are read', () => {
      const done = { seen: 600_000, phase: 'RECONCILE' } as const;
      expect(last(80, at(0), at(10, done))).toMatch(
        /^Comparing {2}\[=+\] {2}100% {2}600,000\/600,000 {2}100 new {2}1,000 changed\n$/,
      );
      expect(last(20, START)).not.toContain('left');
    });

    it('holds where the registry has grown, is empty, or stands still', () => {
      expect(last(80, at(0), at(1, { seen: 600_001 }))).toContain('100%  600,001/600,000');
      expect(last(80, at(0, { expected: 0 }))).toContain('100%  0/0');
      expect(last(90, at(10), at(100, { seen: 4_000 }), at(101, { seen: 4_000 }))).toMatch(/ 0\/s\n$/);
    });

    it('never fills the last column, however narrow the terminal', () => {
      for (let columns = 1; columns <= 140; columns++) {
        const lines = draw(columns, at(0), at(10), at(1_234));
        for (const line of lines) expect(line.trimEnd().length).toBeLessThan(columns);
      }
    });

    it('gives up the least first where there is little room', () => {
      const shown = [at(0), at(10)];
      expect([80, 60, 50, 40, 30, 20, 10].map(columns => last(columns, ...shown).trimEnd())).toEqual([
        'Reading  0%  4,000/600,000  100 new  1,000 changed  400/s  24m left',
        'Reading  [----------]  0%  4,000/600,000  100 new  24m left',
        'Reading  0%  4,000/600,000  100 new  24m left',
        'Reading  0%  4,000/600,000  24m left',
        'Reading  0%  4,000/600,000',
        'Reading  0%',
        'Reading',
      ]);
    });

    it.each([
      [1_000, '3s left'],
      [20, '2m left'],
      [0.5, '1h 23m left'],
    ])('writes the time that remains at %d a second as "%s"', (rate, expected) => {
      const seen = 10 * rate;
      expect(last(120, at(0), at(10, { seen, expected: seen + 2_500 }))).toContain(expected);
    });

    it('uses no colours', () => {
      const { stream, written } = createStream(80);
      const display = createProgressDisplay(stream);
      display.show(at(1));
      display.stop();
      expect(written()).not.toMatch(/\[[0-9;]*m/);
      expect(written()).not.toContain('[?7l'); // and leaves the terminal as it was
    });
  });

  describe('elsewhere', () => {
    const linesOf = (written: string): unknown[] =>
      written
        .split('\n')
        .slice(0, -1)
        .map(line => JSON.parse(line));

    it('is a line of JSON for each change, one a second, and the last', () => {
      const { stream, written } = createStream();
      const display = createProgressDisplay(stream);
      for (let tenth = 0; tenth <= 25; tenth++) {
        display.show(at(tenth / 10));
        vi.advanceTimersByTime(100);
      }
      display.stop();
      display.stop();
      display.show(at(9));
      const seconds = [0, 0.9, 1.9, 2.5];
      expect(linesOf(written())).toEqual(seconds.map(each => ({ progress: at(each) })));
    });

    it('tells a change late rather than never', () => {
      const { stream, written } = createStream();
      const display = createProgressDisplay(stream);
      display.show(at(0));
      display.show(at(0.2));
      vi.advanceTimersByTime(1_000);
      expect(linesOf(written())).toEqual([{ progress: at(0) }, { progress: at(0.2) }]);
      display.stop();
      expect(linesOf(written())).toHaveLength(2);
    });

    it('says nothing where nothing but time has passed', () => {
      const { stream, written } = createStream();
      const display = createProgressDisplay(stream);
      for (const seconds of [0, 5, 10]) {
        display.show({ ...START, seconds });
        vi.advanceTimersByTime(5_000);
      }
      display.stop();
      expect(linesOf(written())).toEqual([{ progress: START }]);
    });

    it('writes nothing for a run that told nothing', () => {
      const { stream, written } = createStream();
      createProgressDisplay(stream).stop();
      expect(written()).toBe('');
    });
  });
});
