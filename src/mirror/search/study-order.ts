import { UNKNOWN_ENROLLMENT } from '../../registry/record/design.ts';
import type { StudyCriteria, StudySort } from '../../registry/study-filter.input.ts';
import { BadUserInput } from '../../shared/errors.ts';
import type { Values } from './condition.ts';
import type { Criteria } from './criteria-sql.ts';
import { kilometresSql } from './place-sql.ts';
import { relevanceSql } from './relevance.ts';

/** One criterion of an order: SQL over `found` that comes to text, and which way it runs. */
interface OrderKey {
  readonly sql: string;
  readonly descending: boolean;
}

/** An order of studies, the number the last criterion, so that no two are alike. */
export interface StudyOrder {
  readonly keys: readonly OrderKey[];
  readonly descending: boolean;
}

/** A place in an ordered list: the keys of a study, and its number. */
export type Place = readonly string[];

/** Values as text that compares rightly; null where a study lacks the value. */
const COLUMNS: Readonly<Record<string, string>> = {
  LAST_UPDATE_POST_DATE: 'last_update_date',
  STUDY_FIRST_POST_DATE: 'first_post_date',
  RESULTS_FIRST_POST_DATE: 'results_post_date',
  START_DATE: 'start_date',
  PRIMARY_COMPLETION_DATE: 'primary_completion_date',
  COMPLETION_DATE: 'completion_date',
  ENROLLMENT: `lpad(nullif(enrollment, ${UNKNOWN_ENROLLMENT})::text, 12, '0')`,
};

/** @throws BadUserInput for more than two criteria, or one that has nothing to go by */
export function orderOf(
  sort: readonly StudySort[],
  criteria: StudyCriteria,
  read: Criteria,
  values: Values,
): StudyOrder {
  if (sort.length > 2)
    throw new BadUserInput('Studies are sorted by two values at most.', { argument: 'sort' });
  const keys = sort.flatMap(each => keyOf(each, criteria, read, values) ?? []);
  return { keys, descending: keys[0]?.descending ?? false };
}

function keyOf(
  { field, direction }: StudySort,
  criteria: StudyCriteria,
  read: Criteria,
  values: Values,
): OrderKey | null {
  const descending = direction === 'DESC';
  if (field === 'RELEVANCE') {
    const score = relevanceSql(read, values);
    // Without words all studies meet them alike.
    return score === null ? null : { sql: `lpad((${score})::text, 9, '0')`, descending };
  }
  const value = field === 'DISTANCE' ? distanceSql(criteria, values) : COLUMNS[field]!;
  return { sql: `coalesce(${value}, '${descending ? '' : '~'}')`, descending };
}

function distanceSql({ near, recruitingNear }: StudyCriteria, values: Values): string {
  const centre = recruitingNear ?? near;
  if (!centre) {
    throw new BadUserInput(
      'An order by distance needs a point to measure from: `filter.near` or `filter.recruitingNear`.',
      {
        argument: 'sort',
      },
    );
  }
  const [lat$, lon$] = [centre.lat, centre.lon].map(value => `${values.add(value)}::float8`) as [
    string,
    string,
  ];
  const which = recruitingNear ? ` and place.status = 'RECRUITING'` : '';
  return `(select to_char(min(${kilometresSql(lat$, lon$)}), 'FM00000.000') from study_location as place
    where place.nct_id = found.nct_id${which})`;
}

/** The keys of an order as columns `k0`, `k1` and so on. */
export const keyColumns = ({ keys }: StudyOrder): readonly string[] =>
  keys.map(({ sql }, i) => `${sql} as k${i}`);

const C = 'collate "C"';

/** What to order by. @param by the keys, as columns or as what they are made of */
export const orderBySql = (
  { keys, descending }: StudyOrder,
  backward: boolean,
  by: readonly string[],
  id: string,
): string =>
  [
    ...keys.map((key, i) => `${by[i]} ${C} ${key.descending !== backward ? 'desc' : 'asc'}`),
    `${id} ${descending !== backward ? 'desc' : 'asc'}`,
  ].join(', ');

/** What lies beyond a place, in the direction of the walk. */
export function beyondSql(
  { keys, descending }: StudyOrder,
  backward: boolean,
  place: Place,
  by: readonly string[],
  id: string,
  values: Values,
): string {
  const [ids, ...others] = [place.at(-1)!, ...place.slice(0, -1)].map(
    each => `${values.add(each)}::text`,
  ) as [string, ...string[]];
  const than = (isDescending: boolean): string => (isDescending !== backward ? '<' : '>');
  const [key] = keys;
  // As one comparison, which an index on both can answer.
  if (key && keys.length === 1)
    return `(${by[0]} ${C}, ${id}) ${than(key.descending)} (${others[0]}, ${ids})`;
  return keys.reduceRight(
    (rest, each, i) =>
      `(${by[i]} ${C} ${than(each.descending)} ${others[i]} or (${by[i]} ${C} = ${others[i]} and ${rest}))`,
    `${id} ${than(descending)} ${ids}`,
  );
}
