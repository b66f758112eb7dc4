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

/** `yyyy[-MM[-dd]]` or `MM/dd/yyyy` as the number yyyyMMdd; what is left out counts as `fill`. */
const dateNumber = (text: string, fill: string): number => {
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  const iso = year ? `${year}-${month}-${day}` : text.slice(0, 10);
  if (!/^\d{4}(-\d\d(-\d\d)?)?$/.test(iso)) return Number.NaN;
  const [y = '', m = fill, d = fill] = iso.split('-');
  return Number(y + m + d);
};

type Scale = (text: string, fill: string) => number;

const SCALES: Readonly<Record<string, Scale>> = {
  PartialDate: dateNumber,
  NormalizedDate: dateNumber,
  DateTimeMinutes: dateNumber,
  NormalizedTime: ageInDays,
  integer: Number,
  long: Number,
  number: Number,
};

export const isDate = (type: string | undefined): boolean => SCALES[type ?? ''] === dateNumber;
export const isOrdered = (type: string | undefined): boolean => SCALES[type ?? ''] !== undefined;

/** A value as a number that sorts as the registry sorts it; NaN where its type has no order. */
export const rankOf = (type: string | undefined, value: unknown): number =>
  SCALES[type ?? '']?.(String(value), '01') ?? Number.NaN;

/** A test for `RANGE[low,high]`, ends included, or null where a bound cannot be read for this type. */
export const rangeTest = (
  type: string | undefined,
  low: string,
  high: string,
): ((value: unknown) => boolean) | null => {
  if (low === 'MIN' && high === 'MAX') return () => true;
  const scale = SCALES[type ?? ''];
  const from = low === 'MIN' ? Number.NEGATIVE_INFINITY : (scale?.(low, '01') ?? Number.NaN);
  const to = high === 'MAX' ? Number.POSITIVE_INFINITY : (scale?.(high, '99') ?? Number.NaN);
  if (Number.isNaN(from) || Number.isNaN(to)) return null;
  return value => rankOf(type, value) >= from && rankOf(type, value) <= to;
};
