import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import { parseNctId } from './nct-id.ts';

/** Characters of a wrong value that a refusal repeats. */
const LONGEST_QUOTE = 60;
const PARTIAL_DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/**
 * The number of a study: `NCT` and eight digits. Input is forgiving about case, blanks and leading zeros. What is no
 * number at all passes here and is refused by the field it was meant for: a scalar could only refuse the whole request.
 */
export const NctId = textScalar(
  'NctId',
  'The number of a study at ClinicalTrials.gov: `NCT` and eight digits, such as `NCT02888704`. Lower case and missing leading zeros are accepted as input.',
  text => parseNctId(text) ?? text,
  'is not a study number: write NCT and up to eight digits, such as NCT02888704',
);

/** A date as precise as it was given: `2017`, `2017-12` or `2017-12-01`; nothing is filled in. */
export const PartialDate = textScalar(
  'PartialDate',
  'A date as precise as it was given: `2017`, `2017-12` or `2017-12-01`. What was left out is never filled in.',
  text => (PARTIAL_DATE.test(text) && isInCalendar(text) ? text : null),
  'is not a date: write 2017, 2017-12 or 2017-12-01',
);

/** Months have their own last days: a whole date must come back as it is. */
function isInCalendar(date: string): boolean {
  return date.length < 10 || new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}

/** A scalar that is text on the wire: records pass verbatim, input is checked and brought into its one form. */
function textScalar(
  name: string,
  description: string,
  parse: (text: string) => string | null,
  refusal: string,
): GraphQLScalarType<string, string> {
  /** @param written the value as the caller wrote it */
  const parsed = (value: unknown, written: string): string => {
    const text = typeof value === 'string' ? parse(value) : null;
    if (text !== null) return text;
    throw new GraphQLError(`${written.slice(0, LONGEST_QUOTE)} ${refusal}`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: String,
    parseValue: value => parsed(value, JSON.stringify(value)),
    parseLiteral: (node: ValueNode) => parsed(node.kind === Kind.STRING ? node.value : null, print(node)),
  });
}
