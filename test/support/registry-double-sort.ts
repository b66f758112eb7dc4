import type { StudyRecord } from '../../src/registry/study-record.ts';
import { fieldOf } from './registry-double-fields.ts';
import { isDate, isOrdered, rankOf } from './registry-double-range.ts';
import { Refusal } from './registry-double-refusal.ts';
import { valuesAt } from './registry-double-values.ts';

type Compare = (a: StudyRecord, b: StudyRecord) => number;

const ITEM = /^(@relevance|[A-Za-z][\w.\- ]*)(?::(asc|desc))?$/;

const byField = (name: string, direction: string | undefined): Compare => {
  const field = fieldOf(name);
  if (!field) throw new Refusal(`Parameter 'sort' contains invalid field name: '${name}'`);
  if (!isOrdered(field.type)) throw new Refusal(`Unsupported sort field type: ${field.type ?? 'struct'}`);
  const descending = (direction ?? (isDate(field.type) ? 'desc' : 'asc')) === 'desc';
  const rank = (record: StudyRecord): number => rankOf(field.type, valuesAt(record, field.path)[0]);
  return (a, b) => {
    const [left, right] = [rank(a), rank(b)];
    // Studies without the value come last, whichever way the list runs.
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return descending ? right - left : left - right;
  };
};

const itemOf = (item: string, index: number): Compare => {
  const [, name, direction] = ITEM.exec(item.trim()) ?? [];
  if (!name) throw new Refusal(`Item ${index + 1} in parameter \`sort\` has incorrect format`);
  return name === '@relevance' ? () => 0 : byField(name, direction);
};

/** Sorts as asked; equal studies keep the order in which the double got them. */
export const sorted = (records: readonly StudyRecord[], sort: string | null): readonly StudyRecord[] => {
  if (!sort) return records;
  const items = sort.split(/[,|]/);
  if (items.length > 2) throw new Refusal('Parameter `sort` has too many items');
  const compares = items.map(itemOf);
  return records.toSorted((a, b) => compares.reduce((order, compare) => order || compare(a, b), 0));
};
