import { NCT_ID } from '../../registry/record-paths.ts';
import type { FoundRecord } from '../../registry/study.source.ts';
import type { StudyColumn } from '../../registry/study-columns.ts';
import { type CsvValue, csvRow } from '../../shared/csv.ts';

/** How a file of studies is written. */
export interface RowFormat {
  readonly mediaType: string;
  readonly extension: string;
  /** What stands before the first row. */
  readonly head: string;
  /** The record paths a row is made of; none for the whole record. */
  readonly fields: readonly string[];
  /** A row with its line end. */
  row(found: FoundRecord): string;
}

const fieldsOf = (columns: readonly StudyColumn[]): readonly string[] => [
  ...new Set([NCT_ID, ...columns.flatMap(({ paths }) => paths)]),
];

export const csvFormat = (columns: readonly StudyColumn[]): RowFormat => ({
  mediaType: 'text/csv; charset=utf-8',
  extension: 'csv',
  head: csvRow(columns.map(({ name }) => name)),
  fields: fieldsOf(columns),
  row: found => csvRow(columns.map(column => cellOf(column.read(found)))),
});

/** Each record as it is stored, or an object of some columns. */
export const ndjsonFormat = (columns: readonly StudyColumn[] | null): RowFormat => ({
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  head: '',
  fields: columns === null ? [] : fieldsOf(columns),
  row: found => {
    const row = columns
      ? Object.fromEntries(columns.map(column => [column.name, column.read(found)]))
      : found.record;
    return `${JSON.stringify(row)}\n`;
  },
});

const BETWEEN_VALUES = ' | ';

const isPlain = (value: unknown): value is CsvValue => typeof value !== 'object' || value === null;

/** What has parts of its own is JSON. */
function cellOf(value: unknown): CsvValue {
  if (isPlain(value)) return value;
  if (!Array.isArray(value) || !value.every(isPlain)) return JSON.stringify(value);
  return value.length === 1 ? value[0]! : value.join(BETWEEN_VALUES);
}
