import { BadUserInput } from '../shared/errors.ts';

const NCT_ID = /^nct0*([1-9]\d{0,7})$/i;

/**
 * Reads a registry id as people write it: blanks around it, lower case, and missing or extra zeros are accepted.
 * Gives `NCT` and eight digits, or null where the text is no id. One malformed id makes the registry refuse a whole
 * batch, so every id goes through here before it is sent.
 */
export const parseNctId = (text: string): string | null => {
  const digits = NCT_ID.exec(text.trim())?.[1];
  return digits === undefined ? null : `NCT${digits.padStart(8, '0')}`;
};

/** The refusal of a text that is no id, naming the argument it came in. */
export const notNctId = (text: string, argument: string): BadUserInput =>
  new BadUserInput(`\`${argument}\` is ${JSON.stringify(text.slice(0, 40))}: that is no study number.`, {
    argument,
    expected: 'NCT and up to eight digits, such as NCT02888704',
  });
