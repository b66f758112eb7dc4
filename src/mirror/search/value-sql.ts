import type { Range } from '../../registry/essie-ast.ts';
import { ageMinutes } from '../../registry/essie-values.ts';
import type { RecordField } from '../../registry/record-fields.ts';
import type { Values } from './condition.ts';
import { hasValueSql, type Subject, valuesSql } from './record-values.ts';

/** Fields that `study_search as found` holds in a column that compares rightly: dates by their first day, ages in minutes. */
const COLUMNS: Readonly<Record<string, string>> = {
  StartDate: 'start_date',
  PrimaryCompletionDate: 'primary_completion_date',
  CompletionDate: 'completion_date',
  StudyFirstPostDate: 'first_post_date',
  ResultsFirstPostDate: 'results_post_date',
  LastUpdatePostDate: 'last_update_date',
  EnrollmentCount: 'enrollment',
  MinimumAge: 'minimum_age',
  MaximumAge: 'maximum_age',
};

/** SQL, and whether it looks into the record. */
export interface ValueSql {
  readonly sql: string;
  readonly needsRecord: boolean;
}
const fromRecord = (sql: string): ValueSql => ({ sql, needsRecord: true });
const fromColumn = (sql: string): ValueSql => ({ sql, needsRecord: false });

const columnOf = (field: RecordField): string | undefined => {
  const column = COLUMNS[field.piece];
  return column === undefined ? undefined : `found.${column}`;
};

/** Whether a study lacks a value. */
export function missingSql(field: RecordField, subject: Subject): ValueSql {
  const column = columnOf(field);
  return column
    ? fromColumn(`${column} is null`)
    : fromRecord(`(${hasValueSql(field, subject)}) is not true`);
}

/** Whether a date, a number or an age is what was written; null where no such value can be that. */
export function valueSql(
  field: RecordField,
  written: string,
  subject: Subject,
  values: Values,
): ValueSql | null {
  const text = written.trim();
  if (text === '') return null;
  if (field.kind === 'date') {
    // A day is what begins with its month; the record knows how much of the date was given.
    const given = values.add(text);
    return fromRecord(existsSql(field, subject, `starts_with(x, ${given}::text)`));
  }
  const column = columnOf(field);
  const equal = (given: string, value: string): ValueSql =>
    column
      ? fromColumn(`${column} = ${given}`)
      : fromRecord(existsSql(field, subject, `${value} = ${given}`));
  if (field.kind === 'number' && /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(text))
    return equal(`${values.add(text)}::numeric`, COMPARED['number']!);
  const minutes = field.kind === 'age' ? ageMinutes(text) : null;
  return minutes === null ? null : equal(`${values.add(minutes)}::bigint`, COMPARED['age']!);
}

/** Whether a value lies in a range, ends included. */
export function rangeSql(
  field: RecordField,
  { low, high }: Range,
  subject: Subject,
  values: Values,
): ValueSql {
  const column = columnOf(field);
  if (low === null && high === null)
    return column ? fromColumn(`${column} is not null`) : fromRecord(hasValueSql(field, subject));
  const bound = (text: string | null, sign: string, fill: string, value: string): string[] =>
    text === null ? [] : [`${value} ${sign} ${boundSql(field, text, fill, values)}`];
  const within = (value: string): string =>
    [...bound(low, '>=', '01', value), ...bound(high, '<=', '99', value)].join(' and ');
  return column
    ? fromColumn(`(${within(column)})`)
    : fromRecord(existsSql(field, subject, within(COMPARED[field.kind] ?? 'x')));
}

/** The number of values of a field. */
export function sizeSql(field: RecordField, test: (count: string) => string, subject: Subject): string {
  // A section is kept in several columns, and is one value.
  const isSection = field.kind === 'branch' && !field.path.includes('.');
  if (isSection) return test(`coalesce((${hasValueSql(field, subject)})::int, 0)`);
  return test(`(select count(*) from (${valuesSql(field, subject)}) as given)`);
}

/** A value `x` of the record as its bounds are. */
const COMPARED: Readonly<Record<string, string>> = {
  date: `left(x || '-01-01', 10) collate "C"`,
  number: 'x::numeric',
  age: 'study_age_minutes(x)',
};

function boundSql({ kind }: RecordField, text: string, fill: string, values: Values): string {
  if (kind === 'date') return `${values.add(filledDate(text, fill))}::text`;
  if (kind === 'age') return `${values.add(ageMinutes(text))}::bigint`;
  return `${values.add(text)}::numeric`;
}

/** A date with what it lacks filled up; the day 99 is later than all of its month. */
function filledDate(text: string, fill: string): string {
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  if (year) return `${year}-${month}-${day}`;
  return `${text}-${fill}-${fill}`.slice(0, 10);
}

const existsSql = (field: RecordField, subject: Subject, test: string): string =>
  `exists (select 1 from (${valuesSql(field, subject)}) as given (x) where ${test})`;

export type Bounds = Pick<Range, 'low' | 'high'>;

/** Whether a number of values lies between bounds. */
export const sizeWithin =
  ({ low, high }: Bounds, values: Values) =>
  (count: string): string =>
    [
      low === null ? [] : `${count} >= ${values.add(low)}::bigint`,
      high === null ? [] : `${count} <= ${values.add(high)}::bigint`,
    ]
      .flat()
      .join(' and ') || 'true';
