import { listOf } from './record-generator-objects.ts';

// Days are counted from 1970-01-01, a Thursday.

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(1980, 0, 1) / DAY;
/** Looked up, because it is done ten times a record. */
const DATES = listOf(Date.UTC(2070, 0, 1) / DAY - FIRST_DAY, n =>
  new Date((n + FIRST_DAY) * DAY).toISOString().slice(0, 10),
);
export const isoDate = (day: number): string =>
  DATES[day - FIRST_DAY] ?? new Date(day * DAY).toISOString().slice(0, 10);
export const isoMonth = (day: number): string => isoDate(day).slice(0, 7);
export const dayNumber = (date: string): number => Date.parse(date) / DAY;

/** Days since the Friday, on a weekend. */
const intoWeekend = (day: number): number => [2, 0, 0, 0, 0, 0, 1][(day + 4) % 7]!;
/** The same day, or the Friday before. */
export const workday = (day: number): number => day - intoWeekend(day);

/** Working days of two years; over a longer time, this share of all studies was last updated in them. */
const RECENT_DAYS = 520;
const RECENT_SHARE = 0.4;

/** The days from `from` to `to` that are no weekend, spread over `count`: of many years, the last two hold the most. */
export const createCalendar = (from: string, to: string, count: number): ((i: number) => number) => {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const days = listOf(last - first + 1, n => first + n).filter(day => workday(day) === day);
  if (days.length === 0) throw new RangeError(`No working day lies between ${from} and ${to}.`);
  const isLong = days.length > 2 * RECENT_DAYS;
  const olderDays = isLong ? days.length - RECENT_DAYS : 0;
  const older = isLong ? Math.floor(count * (1 - RECENT_SHARE)) : 0;
  return i =>
    i < older
      ? days[Math.floor((i / older) * olderDays)]!
      : days[olderDays + Math.floor(((i - older) / (count - older)) * (days.length - olderDays))]!;
};
