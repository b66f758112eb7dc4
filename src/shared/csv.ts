/** What stands in a cell. Numbers and truth values are written as they are, text is made harmless. */
export type CsvValue = string | number | boolean | null;

/** What spreadsheets take for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const SPECIAL = /[",\r\n]/;

const cellOf = (value: CsvValue): string => {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return SPECIAL.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * A row of CSV as RFC 4180 has it, with its line end. Text that a spreadsheet would run as a formula gets an apostrophe
 * in front.
 */
export const csvRow = (values: readonly CsvValue[]): string => {
  const row = values.map(cellOf).join(',');
  // A line with nothing on it is passed over by many readers: one empty cell has to be seen.
  return `${row === '' ? '""' : row}\r\n`;
};
