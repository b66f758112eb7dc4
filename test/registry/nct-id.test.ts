import { describe, expect, it } from 'vitest';
import { parseNctId } from '../../src/registry/nct-id.ts';

describe('parseNctId', () => {
  it.each([
    ['NCT02888704', 'NCT02888704'],
    ['nct02888704', 'NCT02888704'],
    [' NCT02888704\n', 'NCT02888704'],
    ['NCT2888704', 'NCT02888704'],
    ['NCT0000002888704', 'NCT02888704'],
    ['NcT1', 'NCT00000001'],
    ['NCT99999999', 'NCT99999999'],
  ])('reads %j as %s', (text, id) => {
    expect(parseNctId(text)).toBe(id);
  });

  it.each([
    '',
    'NCT',
    'NCT00000000',
    'NCT123456789',
    '02888704',
    'NCT 02888704',
    'NCT0288870X',
    'NCT02888704,NCT1',
    'XNCT02888704',
    'NCT١',
  ])('finds no id in %j', text => {
    expect(parseNctId(text)).toBeNull();
  });
});
