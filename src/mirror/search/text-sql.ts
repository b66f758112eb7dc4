import type { Coverage } from '../../registry/essie-ast.ts';
import type { RecordField } from '../../registry/record-fields.ts';
import type { AreaField } from '../../registry/search-areas.ts';
import {
  ALL,
  allOf,
  anyOf,
  type Condition,
  NONE,
  sqlCondition,
  type Values,
  wordsCondition,
} from './condition.ts';
import { type Subject, valuesSql, withRecord } from './record-values.ts';
import { type Asked, bagIn, type WordQuery, wordQuery } from './text-query.ts';
import { wordClassOf } from './word-classes.ts';
import { stemOf } from './words.ts';

/** The studies some fields of which hold a text. */
export function textCondition(asked: Asked, values: Values): Condition {
  const found = wordQuery(asked);
  if (found?.pieces.length === 0) return NONE;
  if (!found?.isExact)
    return allOf([neededFor(found), sqlCondition(withRecord(recordSql(asked, 'study', values)))]);
  const search: Search = { asked, subject: 'study', values };
  return allOf(
    found.pieces.map(({ query, uncertain }) =>
      anyOf([
        wordsCondition(query),
        ...uncertain.map(each =>
          allOf([
            wordsCondition(each.query),
            sqlCondition(
              withRecord(
                either(each.fields.flatMap(field => inField(search, field, each.words, 'Contains') ?? [])),
              ),
            ),
          ]),
        ),
      ]),
    ),
  );
}

/** What the words of every study meet that a text is found in, as far as the vectors tell. */
export const neededWords = (asked: Asked): Condition => neededFor(wordQuery(asked));

function neededFor(found: WordQuery | null): Condition {
  if (found === null) return ALL;
  if (found.pieces.length === 0) return NONE;
  return allOf(
    found.pieces.map(({ query, uncertain }) =>
      anyOf([query, ...uncertain.map(each => each.query)].map(wordsCondition)),
    ),
  );
}

/** The same looked up in the record itself, or in one location of it; it needs `study` in reach. */
export function recordSql(asked: Asked, subject: Subject, values: Values): string {
  const { fields, words, text, isPhrase, coverage, segments } = asked;
  const search: Search = { asked, subject, values };
  if (text === '') return 'false';
  if (words.length === 0) {
    const part = values.add(text.toLowerCase());
    return either(
      fields.map(({ field }) =>
        existsSql(field, subject, `position(${part}::text in lower(x collate "und-x-icu")) > 0`),
      ),
    );
  }
  const open = fields.filter(({ synonyms }) => synonyms);
  const others = segments.map(segment =>
    segment.others.map(other => inFields(search, open, other.split(' '), 'Contains')),
  );
  if (isPhrase) return either([inFields(search, fields, words, coverage), ...others.flat()]);
  return segments
    .map((segment, i) => {
      const each = segment.words.map(word => inFields(search, fields, [word], 'Contains')).join(' and ');
      return either([`(${each})`, ...others[i]!]);
    })
    .join(' and ');
}

interface Search {
  readonly asked: Asked;
  readonly subject: Subject;
  readonly values: Values;
}

const either = (tests: readonly string[]): string =>
  tests.length === 0 ? 'false' : `(${tests.join(' or ')})`;

/** Words side by side in a value of one of the fields. */
const inFields = (
  search: Search,
  fields: readonly AreaField[],
  words: readonly string[],
  coverage: Coverage,
): string => either(fields.flatMap(({ field }) => inField(search, field, words, coverage) ?? []));

function inField(
  { asked: { isLiteral, text, isPhrase }, subject, values }: Search,
  field: RecordField,
  words: readonly string[],
  coverage: Coverage,
): string | null {
  if (field.kind === 'enum' || field.kind === 'boolean') {
    if (words.length > 1) return null;
    const value = isPhrase ? text.toLowerCase() : words[0]!;
    return existsSql(field, subject, `lower(x) = ${values.add(value)}::text`);
  }
  const forms = isLiteral ? words : words.map(stemOf);
  const sought = `${values.add(` ${forms.join(' ')} `)}::text`;
  const normal = `${isLiteral ? 'study_tokens' : 'study_stems'}(x)`;
  // Cheap to see, and most texts do not have it: what a word and its inflected forms begin with.
  const beginning = isLiteral ? words[0]! : [...forms[0]!].slice(0, -1).join('') || forms[0]!;
  const test = `position(${values.add(beginning)}::text in lower(x collate "und-x-icu")) > 0 and ${COVERING[coverage](normal, sought)}`;
  const found = existsSql(field, subject, test);
  const wordClass = subject === 'study' ? wordClassOf(field) : undefined;
  return wordClass
    ? `(found.words @@ ${values.add(bagIn(wordClass, words, isLiteral))}::tsquery and ${found})`
    : found;
}

const existsSql = (field: RecordField, subject: Subject, test: string): string =>
  `exists (select 1 from (${valuesSql(field, subject)}) as given (x) where ${test})`;

const COVERING: Readonly<Record<Coverage, (value: string, part: string) => string>> = {
  Contains: (value, part) => `position(${part} in ${value}) > 0`,
  FullMatch: (value, part) => `${value} = ${part}`,
  StartsWith: (value, part) => `starts_with(${value}, ${part})`,
  EndsWith: (value, part) => `right(${value}, length(${part})) = ${part}`,
};
