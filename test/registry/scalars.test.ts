import { type GraphQLScalarType, parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';
import { NctId, PartialDate } from '../../src/registry/scalars.ts';

const literal = (scalar: GraphQLScalarType, text: string) => scalar.parseLiteral(parseValue(text));

describe('a literal', () => {
  it.each([
    [NctId, '"nct2888704"', 'NCT02888704'],
    [NctId, '"""NCT02888704"""', 'NCT02888704'],
    [NctId, '"no number"', 'no number'], // refused by the field it was meant for
    [PartialDate, '"2017-12"', '2017-12'],
  ])('of %s: %s is %s', (scalar, text, value) => {
    expect(literal(scalar, text)).toBe(value);
  });

  it.each([
    [NctId, '5', '5 is not a study number'],
    [NctId, '[NCT02888704, 7.50]', '[NCT02888704, 7.50] is not a study number'],
    [NctId, '{id: true}', '{id: true} is not a study number'],
    [PartialDate, '2017', '2017 is not a date'],
    [PartialDate, '"2017-13"', '"2017-13" is not a date'],
    [PartialDate, '"2021-02-30"', '"2021-02-30" is not a date'],
  ])('of %s is refused as it was written: %s', (scalar, text, message) => {
    expect(() => literal(scalar, text)).toThrow(message);
  });
});

it.each([
  [NctId, 5, '5 is not a study number'],
  [NctId, null, 'null is not a study number'],
  [PartialDate, ['2017'], '["2017"] is not a date'],
  [PartialDate, 'x'.repeat(10_000), /^"x{59} is not a date/],
])('a variable of %s is refused as it was sent: %j', (scalar, value, message) => {
  expect(() => scalar.parseValue(value)).toThrow(message);
});
