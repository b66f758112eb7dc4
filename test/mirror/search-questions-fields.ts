import { phrase } from '../../src/registry/essie-text.ts';
import { RECORD_FIELDS, type RecordField } from '../../src/registry/record-fields.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { valuesAt } from '../support/registry-double-values.ts';
import type { Group } from './search-questions.ts';

/** What the records hold at a field: how many have something, and a value from the middle of these. */
interface Held {
  readonly share: number;
  readonly value: unknown;
}

function heldAt({ path }: RecordField, records: readonly StudyRecord[]): Held {
  const holding = records.flatMap(record => {
    const values = valuesAt(record, path);
    return values.length === 0 ? [] : [values];
  });
  const values = holding[holding.length >> 1] ?? [];
  return { share: holding.length / records.length, value: values[values.length >> 1] };
}

const wordsIn = (text: string): readonly string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? [];

/** Some words of a text, one or a phrase, as they are or by their stems. */
function textQuestion(piece: string, text: string, turn: number): string {
  const words = wordsIn(text);
  const from = words.length >> 1;
  const some = words.slice(from, from + 1 + (turn % 3)).join(' ') || text;
  const expansion = ['Term', 'None', 'Concept'][(turn >> 2) % 3];
  if (turn % 4 === 3) return `AREA[${piece}]EXPANSION[None]COVERAGE[FullMatch]${phrase(text.slice(0, 300))}`;
  return `AREA[${piece}]EXPANSION[${expansion}]${phrase(some)}`;
}

const WITHOUT_VALUE: Readonly<Partial<Record<RecordField['kind'], string>>> = {
  date: '2020-05',
  number: '1',
  age: '1 Year',
};

function valueQuestions({ piece, kind, values = [] }: RecordField, { value }: Held, turn: number): string[] {
  const text = String(value ?? WITHOUT_VALUE[kind] ?? 'nothing');
  const [day, month] = [text.slice(0, 10), text.slice(0, 7)];
  switch (kind) {
    case 'text':
      return [textQuestion(piece, text, turn)];
    case 'enum':
      return [`AREA[${piece}]${phrase(value === undefined ? values[0]! : text)}`];
    case 'boolean':
      return [`AREA[${piece}]${turn % 2 === 0}`];
    case 'date':
      return [
        `AREA[${piece}]${[day, month][turn % 2]}`,
        `AREA[${piece}]RANGE[${[month, 'MIN'][turn % 2]},${[day, 'MAX'][(turn >> 1) % 2]}]`,
      ];
    case 'number':
    case 'age':
      return [
        `AREA[${piece}]${text}`,
        `AREA[${piece}]RANGE[${[text, 'MIN'][turn % 2]},${[text, 'MAX'][(turn >> 1) % 2]}]`,
      ];
    case 'point':
      return [`AREA[${piece}]DISTANCE[48,11,500km]`];
    case 'branch':
      return [`AREA[${piece}:size]${1 + (turn % 3)}`];
  }
}

/**
 * What fewer studies are: those that lack it, or those that do not. What records have by the thousand and no index knows
 * is asked for once instead of twice.
 */
function questionsOf(field: RecordField, held: Held, turn: number): string[] {
  const without = `AREA[${field.piece}]MISSING`;
  const isRare = held.share < 0.5;
  const given = valueQuestions(field, held, turn);
  return field.path.startsWith('resultsSection') && given.length === 1
    ? [isRare ? `NOT (${without} OR ${given[0]})` : `${without} OR ${given[0]}`]
    : [...given, isRare ? `NOT ${without}` : without];
}

/** For each node of the field tree: something it holds in one of the records, and studies without it. */
export function fieldQuestions(records: readonly StudyRecord[]): readonly Group[] {
  const moduleOf = ({ path }: RecordField): string => path.split('.', 2).join('.');
  return [...new Set(RECORD_FIELDS.map(moduleOf))].map(module => ({
    name: `fields of ${module}`,
    questions: RECORD_FIELDS.filter(field => moduleOf(field) === module).flatMap((field, turn) => {
      const held = heldAt(field, records);
      return questionsOf(field, held, turn).map(essie => ({ essie }));
    }),
  }));
}
