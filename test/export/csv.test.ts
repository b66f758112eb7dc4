import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow } from '../../src/shared/csv.ts';
import { readCsv } from './csv-reader.ts';

const HOSTILE = [
  'plain',
  '',
  ' blanks around ',
  'a "quoted" word',
  '"',
  '""',
  ',',
  'one,two',
  'two\nlines',
  'two\r\nlines',
  'ends with a return\r',
  "it's",
  'Zürich – 北京 🧬 e\u0301',
  '\u2028 \u0000 \ufeff',
  '1|2',
];
const FORMULAS = ['=1+1', '+41 44', '-5', '@SUM(A1)', '\t=1', '\r=1', '=cmd|"/c calc"!A1', '-'];

describe('a row of CSV', () => {
  it('comes back as it went in', () => {
    expect(readCsv(csvRow(HOSTILE) + csvRow(HOSTILE.toReversed()))).toEqual([HOSTILE, HOSTILE.toReversed()]);
  });

  it('is no formula to a spreadsheet: such text gets an apostrophe in front', () => {
    expect(readCsv(csvRow(FORMULAS))).toEqual([FORMULAS.map(text => `'${text}`)]);
    expect(csvRow(['a=1', '1-2', "'=1", '\n=1'])).toBe(`a=1,1-2,'=1,"\n=1"\r\n`);
  });

  it('leaves numbers and truth values as they are', () => {
    expect(csvRow([-5, 0, 1.5, 99_999_999, true, false, null])).toBe('-5,0,1.5,99999999,true,false,\r\n');
  });

  it('is no empty line where its only cell is empty', () => {
    expect(csvRow([''])).toBe('""\r\n');
    expect(csvRow([null])).toBe('""\r\n');
    expect(readCsv(csvRow([null]))).toEqual([['']]);
    expect(csvRow([null, null])).toBe(',\r\n');
  });

  it('holds for any text', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'",\r\n=\t-|a') }),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), table => {
        const harmless = table.map(row => row.map(text => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)));
        expect(readCsv(table.map(csvRow).join(''))).toEqual(harmless);
      }),
    );
  });
});
