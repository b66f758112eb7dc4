import type { StudyRecord } from '../../src/registry/study-record.ts';
import { type Field, fieldOf } from './registry-double-fields.ts';
import { isDate, isNumber, rankOf } from './registry-double-range.ts';
import { Refusal } from './registry-double-refusal.ts';
import type { Term } from './registry-double-terms.ts';
import { valuesAt } from './registry-double-values.ts';

type Rank = (record: StudyRecord) => number;
type Compare = (a: StudyRecord, b: StudyRecord) => number;

/** What `@relevance` goes by: the words and phrases of the queries, and the fields of TILT. */
export interface Ranking {
  readonly terms: readonly Term[];
  readonly tilts: readonly Field[];
}

const ITEM = /^(@relevance|[A-Za-z][A-Za-z\d.\- ]*)(?::(asc|desc))?$/;

const byRank = (rankOfRecord: Rank, descending: boolean): Compare => {
  const ranks = new Map<StudyRecord, number>();
  const rank: Rank = record => {
    const known = ranks.get(record);
    if (known !== undefined) return known;
    const found = rankOfRecord(record);
    ranks.set(record, found);
    return found;
  };
  return (a, b) => {
    const [left, right] = [rank(a), rank(b)];
    // Studies without the value come last, whichever way the list runs.
    if (Number.isNaN(left) || Number.isNaN(right))
      return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
    return descending ? right - left : left - right;
  };
};

const byField = ({ type, path }: Field, descending: boolean): Compare =>
  byRank(record => rankOf(type, valuesAt(record, path)[0]), descending);

const inTurn =
  (compares: readonly Compare[]): Compare =>
  (a, b) =>
    compares.reduce((order, compare) => order || compare(a, b), 0);

/** The sum of what the terms add; equally relevant studies stand in the order of the TILT fields, latest first. */
const byRelevance = ({ terms, tilts }: Ranking, descending: boolean): Compare =>
  inTurn([
    byRank(record => terms.reduce((sum, term) => sum + term.score(record), 0), descending),
    ...tilts.map(field => byField(field, descending)),
  ]);

const itemOf = (item: string, index: number, ranking: Ranking): Compare => {
  const [, name, direction] = ITEM.exec(item.trim()) ?? [];
  if (!name) throw new Refusal(`Item ${index + 1} in parameter \`sort\` has incorrect format`);
  if (name === '@relevance') return byRelevance(ranking, direction !== 'asc');
  const field = fieldOf(name);
  if (!field) throw new Refusal(`Parameter 'sort' contains invalid field name: '${name}'`);
  if (!isDate(field.type) && !isNumber(field.type))
    throw new Refusal(`Unsupported sort field type: ${field.type ?? 'struct'}`);
  return byField(field, (direction ?? (isDate(field.type) ? 'desc' : 'asc')) === 'desc');
};

/** Sorts as asked; equal studies keep the order in which the double got them. */
export const sorted = (
  records: readonly StudyRecord[],
  sort: string | null,
  ranking: Ranking,
): readonly StudyRecord[] => {
  if (!sort) return records;
  const items = sort.split(/[,|]/);
  if (items.length > 2) throw new Refusal('Parameter `sort` has too many items');
  return records.toSorted(inTurn(items.map((item, index) => itemOf(item, index, ranking))));
};
