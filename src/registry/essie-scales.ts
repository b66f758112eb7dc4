import type { FieldKind } from './record-fields.ts';

/** What can be a bound of a range. */
export interface Scale {
  readonly expected: string;
  readonly reads: (bound: string) => boolean;
}

/** How many values a field has. */
export const WHOLE_NUMBERS: Scale = { expected: 'a whole number', reads: bound => /^\d+$/.test(bound) };

/** The kinds of fields whose values have an order. */
export const SCALES: Readonly<Partial<Record<FieldKind, Scale>>> = {
  date: {
    expected: 'a date of the calendar as yyyy, yyyy-MM, yyyy-MM-dd or MM/dd/yyyy',
    reads: isDate,
  },
  number: { expected: 'a number', reads: bound => /^[+-]?\d+(\.\d+)?$/.test(bound) },
  age: {
    expected: 'a whole number of years, months, weeks, days, hours or minutes, such as 16 years',
    reads: bound => /^\d{1,6}\s*(year|month|week|day|hour|minute)s?$/i.test(bound),
  },
};

function isDate(text: string): boolean {
  const american = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text);
  const [year, month = 1, day = 1] = american
    ? [american[3], american[1], american[2]].map(Number)
    : text.split('-').map(Number);
  if (!american && !/^\d{4}(-\d\d){0,2}$/.test(text)) return false;
  return year !== 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year!, month);
}

function daysOf(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
