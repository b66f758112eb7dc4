import { BadUserInput } from '../shared/errors.ts';
import { UNRECOGNISED } from './record-enum.ts';
import type { NearInput } from './study-filter.input.ts';

/** Values of a filter, checked and as the registry's expression syntax writes them. `argument` names them in refusals. */

interface Span {
  readonly from?: number | string | null;
  readonly to?: number | string | null;
}

/** The first day a partial date stands for. */
export const firstDay = (date: string): string => `${date}-01-01`.slice(0, 10);

/** The last day a partial date stands for. */
export function lastDay(date: string): string {
  if (date.length === 10) return date;
  const [year, month = '12'] = date.split('-');
  const day = new Date(`${year}-${month}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 1, 0);
  return day.toISOString().slice(0, 10);
}

/** Both ends of a range; an end that is left out is open. */
export function range(argument: string, { from, to }: Span): string {
  if (from != null && to != null && from > to) {
    throw new BadUserInput(
      `\`${argument}\` runs from ${from} to ${to}: the first must not lie after the second.`,
      { argument },
    );
  }
  return `RANGE[${from ?? 'MIN'}, ${to ?? 'MAX'}]`;
}

const DAYS_PER_YEAR = 365.25;

/** An age as the registry writes ages: a whole number of years or, for a part of one, of days. */
export function age(argument: string, years: number): string {
  if (!(years >= 0 && years <= 150)) {
    throw new BadUserInput(`\`${argument}\` is ${years}: an age in years is 0 to 150.`, {
      argument,
      expected: '0 to 150',
    });
  }
  return Number.isInteger(years) ? `${years} years` : `${Math.round(years * DAYS_PER_YEAR)} days`;
}

const MINUTES: Readonly<Record<string, number>> = {
  year: 525_960,
  month: 43_830,
  week: 10_080,
  day: 1_440,
  hour: 60,
  minute: 1,
};

/** An age as the registry writes it, such as `18 Years`, in minutes of years of 365.25 days; null where it is none. */
export function ageMinutes(text: string | null): number | null {
  const [, count, unit] = /^\s*(\d{1,6})\s*(year|month|week|day|hour|minute)s?\s*$/i.exec(text ?? '') ?? [];
  return count && unit ? Number(count) * MINUTES[unit.toLowerCase()]! : null;
}

const CIRCLE_BOUNDS = [
  ['lat', '-90 to 90', (value: number) => Math.abs(value) <= 90],
  ['lon', '-180 to 180', (value: number) => Math.abs(value) <= 180],
  ['distanceKm', '0.1 to 800', (value: number) => value >= 0.1 && value <= 800],
] as const;

/** A circle by its centre and radius. */
export function distance(argument: string, circle: NearInput): string {
  for (const [name, expected, isWithin] of CIRCLE_BOUNDS) {
    if (isWithin(circle[name])) continue;
    throw new BadUserInput(`\`${argument}.${name}\` is ${circle[name]}: it is ${expected}.`, {
      argument: `${argument}.${name}`,
      expected,
    });
  }
  return `DISTANCE[${plain(circle.lat)},${plain(circle.lon)},${plain(circle.distanceKm)}km]`;
}

/** A number without an exponent, which the expression syntax does not know, and without the sign of a zero. */
const plain = (value: number): string =>
  value
    .toFixed(6)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');

/** The id of a MeSH heading, descriptor or supplementary concept. */
export function meshId(argument: string, id: string): string {
  if (/^[DC]\d{6,9}$/.test(id)) return id;
  throw new BadUserInput(`\`${argument}\` is not a MeSH id.`, {
    argument,
    expected: 'D or C and six to nine digits, such as D003876',
  });
}

/** Values of a closed list, all of which the registry knows. */
export function listed(argument: string, values: readonly string[]): readonly string[] {
  if (!values.includes(UNRECOGNISED)) return values;
  throw new BadUserInput(
    `\`${argument}\` cannot be searched for ${UNRECOGNISED}: it stands for values this schema does not know.`,
    { argument },
  );
}
