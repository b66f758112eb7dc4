import type { StudyRecord } from '../../src/registry/study-record.ts';
import { type AreaField, enumValues } from './registry-double-areas.ts';
import type { Field } from './registry-double-fields.ts';
import { isAge, isDate, isNumber, rankOf } from './registry-double-range.ts';
import { rowIn, type Subject, valuesOf } from './registry-double-subject.ts';
import { ExpressionFault } from './registry-double-tokens.ts';
import { type Coverage, holdsRow, phraseOf, wordsOf } from './registry-double-words.ts';

/** Words or a phrase of an expression, with where and how they are looked for. */
export interface TermOptions {
  readonly text: string;
  readonly isPhrase: boolean;
  readonly area: readonly AreaField[];
  readonly coverage: Coverage;
  /** Words are the same only where they are written the same; else, where their stems are. */
  readonly isExact: boolean;
}

export interface Term {
  holds(subject: Subject): boolean;
  /** What the term adds to the relevance of a record. */
  score(record: StudyRecord): number;
}

type FieldTest = (field: Field, subject: Subject) => boolean;

const TEXTUAL = ['text', 'markup', 'nct', 'GeoName', 'enum'];
const isTextual = ({ field }: AreaField): boolean => TEXTUAL.includes(field.type ?? '');

const isSameValue = (type: string | undefined, value: unknown, text: string): boolean => {
  if (text === '') return false;
  if (isDate(type)) return String(value).startsWith(text);
  if (isNumber(type) || isAge(type)) return rankOf(type, value) === rankOf(type, text);
  return type === 'boolean' && String(value) === text.toLowerCase();
};

const valueTest =
  (text: string): FieldTest =>
  (field, subject) =>
    valuesOf(field, subject).some(value => isSameValue(field.type, value, text));

/** Without a word there is nothing to compare by words: the signs are looked for as they are. */
const signsTest =
  (signs: string): FieldTest =>
  (field, subject) =>
    signs !== '' && valuesOf(field, subject).some(value => String(value).toLowerCase().includes(signs));

const phraseTest = (words: readonly string[], coverage: Coverage, isExact: boolean): FieldTest => {
  const phrase = phraseOf(words, coverage);
  return (field, subject) => {
    const row = rowIn(field, subject);
    // A value of an enumeration is one word, and another word with its stem is another value.
    return isExact || field.type === 'enum'
      ? holdsRow(row.words, phrase.words)
      : holdsRow(row.stems, phrase.stems);
  };
};

/** What must be found, each in some field of the area. Search areas are textual; other fields stand alone. */
const testsOf = ({ text, isPhrase, area, coverage, isExact }: TermOptions): readonly FieldTest[] => {
  if (!area.every(isTextual)) return [valueTest(text.trim())];
  const words = wordsOf(text);
  if (words.length === 0) return [signsTest(text.trim().toLowerCase())];
  if (isPhrase || coverage !== 'Contains') return [phraseTest(words, coverage, isExact)];
  return words.map(word => phraseTest([word], coverage, isExact));
};

const refuseUnknownValue = ({ text, area }: TermOptions): void => {
  const [field, ...otherFields] = area.map(each => each.field);
  const [word, ...otherWords] = wordsOf(text);
  if (field?.type !== 'enum' || otherFields.length > 0 || word === undefined || otherWords.length > 0) return;
  const values = enumValues(field);
  if (values.some(value => value.toLowerCase() === word)) return;
  const allowed = values.map(value => `\`${value}\``).join(', ');
  throw new ExpressionFault(`Allowed values for enum field \`${field.path}\` are ${allowed}`);
};

/** Every word counts with the weight of the best field that holds it, a phrase as one word. */
export const termOf = (options: TermOptions): Term => {
  refuseUnknownValue(options);
  const { area } = options;
  const tests = testsOf(options);
  return {
    holds: subject => tests.every(test => area.some(({ field }) => test(field, subject))),
    score: record =>
      tests.reduce((sum, test) => {
        const best = area.find(({ field }) => test(field, { record }));
        return sum + (best?.weight ?? 0);
      }, 0),
  };
};
