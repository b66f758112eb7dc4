const DAYS: Readonly<Record<string, number>> = {
  year: 365.25,
  month: 30.4375,
  week: 7,
  day: 1,
  hour: 1 / 24,
  minute: 1 / 1440,
};

/** An age such as `16 years` in days; NaN where it is none. */
const ageInDays = (text: string): number => {
  const [, count, unit] = /^(\d+)\s*(year|month|week|day|hour|minute)s?$/i.exec(text.trim()) ?? [];
  return count && unit ? Number(count) * (DAYS[unit.toLowerCase()] ?? Number.NaN) : Number.NaN;
};

const isInCalendar = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** `yyyy[-MM[-dd]]` or `MM/dd/yyyy` as the number yyyyMMdd; what is left out counts as `fill`. */
const dateNumber = (text: string, fill: string): number => {
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  const iso = year ? `${year}-${month}-${day}` : text;
  if (!/^\d{4}(-\d\d(-\d\d)?)?$/.test(iso)) return Number.NaN;
  const [y = '', m, d] = iso.split('-');
  if (!isInCalendar(Number(y), Number(m ?? 1), Number(d ?? 1))) return Number.NaN;
  return Number(y + (m ?? fill) + (d ?? fill));
};

const plainNumber = (text: string): number =>
  /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;

type Scale = (text: string, fill: string) => number;

const SCALES: Readonly<Record<string, Scale>> = {
  PartialDate: dateNumber,
  NormalizedDate: dateNumber,
  DateTimeMinutes: dateNumber,
  NormalizedTime: ageInDays,
  integer: plainNumber,
  long: plainNumber,
  number: plainNumber,
};

const scaleOf = (type: string | undefined): Scale | undefined => SCALES[type ?? ''];

export const isDate = (type: string | undefined): boolean => scaleOf(type) === dateNumber;
export const isNumber = (type: string | undefined): boolean => scaleOf(type) === plainNumber;
export const isAge = (type: string | undefined): boolean => scaleOf(type) === ageInDays;
export const isOrdered = (type: string | undefined): boolean => scaleOf(type) !== undefined;

/** A value as a number that sorts as the registry sorts it, times by their day; NaN where its type has no order. */
export const rankOf = (type: string | undefined, value: unknown): number => {
  const text = String(value);
  return scaleOf(type)?.(isDate(type) ? text.slice(0, 10) : text, '01') ?? Number.NaN;
};

/** A test for `RANGE[low,high]`, ends included, or null where a bound cannot be read for this type. */
export const rangeTest = (
  type: string | undefined,
  low: string,
  high: string,
): ((value: unknown) => boolean) | null => {
  if (low === 'MIN' && high === 'MAX') return () => true;
  const scale = scaleOf(type);
  if (!scale) return null;
  const from = low === 'MIN' ? Number.NEGATIVE_INFINITY : scale(low, '01');
  const to = high === 'MAX' ? Number.POSITIVE_INFINITY : scale(high, '99');
  if (Number.isNaN(from) || Number.isNaN(to)) return null;
  return value => rankOf(type, value) >= from && rankOf(type, value) <= to;
};
