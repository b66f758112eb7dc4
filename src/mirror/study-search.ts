import { givenParts, registryCriteria } from '../registry/essie.ts';
import type { FoundPage, FoundRecord, MirrorStanding, StudySearch } from '../registry/study.source.ts';
import type { StudyCriteria, StudySort } from '../registry/study-filter.input.ts';
import { BadUserInput } from '../shared/errors.ts';
import { decodeCursor, encodeCursor } from '../shared/page.ts';
import type { Database } from '../store/database.ts';
import { foundOf } from './found-study.ts';
import { columnsFor } from './record-modules.ts';
import { type StudyColumns, storedStudyOf, studyColumns } from './study.repository.ts';
import {
  canAnswer,
  createValues,
  criteriaSql,
  DATE_COLUMNS,
  type Values,
  WORD_PARTS,
} from './study-criteria.sql.ts';

/** Sort keys as text that compares rightly; `null` where the study lacks the value. */
const SORT_KEYS: Readonly<Record<string, string>> = {
  LAST_UPDATE_POST_DATE: DATE_COLUMNS.lastUpdate,
  STUDY_FIRST_POST_DATE: DATE_COLUMNS.firstPosted,
  RESULTS_FIRST_POST_DATE: DATE_COLUMNS.resultsPosted,
  START_DATE: DATE_COLUMNS.start,
  PRIMARY_COMPLETION_DATE: DATE_COLUMNS.primaryCompletion,
  COMPLETION_DATE: DATE_COLUMNS.completion,
  ENROLLMENT: `lpad(enrollment::text, 12, '0')`,
};

const UNSORTED = "''";

type Row = StudyColumns & { readonly sortKey: string };
type Place = readonly [key: string, nctId: string];

/** A page of the stored studies, keyed by sort value and number, so that what is added meanwhile moves nothing. */
export async function searchStored(
  database: Database,
  search: StudySearch,
  standing: MirrorStanding,
): Promise<FoundPage> {
  const { criteria, sort, count, cursor, backward } = search;
  const applied = registryCriteria(criteria).applied.map(stored);
  const order = orderOf(sort);
  const parts = givenParts(criteria);
  const binding = JSON.stringify(['stored', parts.map(part => [part, criteria[part]]), sort]);
  const values = createValues();
  const where = [...criteriaSql(criteria, parts, values)];
  // Once there is a copy of the registry, made-up studies are no part of any list.
  if (standing.isSynced) where.push("origin = 'MIRROR' and in_scope");
  const filter = where.length > 0 ? where.join(' and ') : 'true';
  const total = search.wantsTotal ? await countOf(database, filter, values.list) : null;

  const [downward, upward] = [order.descending !== backward, order.descending === backward];
  const key = `${order.key} collate "C"`;
  const place =
    cursor === null ? null : decodeCursor(cursor, binding, isPlace, backward ? 'before' : 'after');
  const beyond = place === null ? 'true' : beyondSql(order.key, downward, place, values);
  const direction = upward ? 'asc' : 'desc';
  const rows = await database.query<Row>(
    `select page."sortKey", ${studyColumns(columnsFor(search.fields))} from (
      select nct_id, ${order.key} as "sortKey" from study_search as found
       where ${filter} and ${beyond}
       order by ${key} ${direction}, nct_id ${direction} limit ${values.add(count + 1)}
    ) as page join study on study.nct_id = page.nct_id
    order by "sortKey" collate "C" ${direction}, page.nct_id ${direction}`,
    values.list,
  );
  const page = backward ? rows.slice(0, count).reverse() : rows.slice(0, count);
  const more = rows.length > count;
  const items = page.map(({ sortKey, ...row }) => ({
    found: foundOf(storedStudyOf(row as StudyColumns)),
    cursor: encodeCursor(binding, [sortKey, row.nctId] satisfies Place),
  }));
  return {
    items,
    hasNextPage: backward ? cursor !== null : more,
    hasPreviousPage: backward ? more : cursor !== null,
    endCursor: items.at(-1)?.cursor ?? null,
    totalCount: total,
    applied,
    origin: page[0]?.origin ?? (await originOf(database)),
    dataTimestamp: standing.dataTimestamp ?? page[0]?.registryDataTimestamp ?? null,
    stale: false,
    complete: standing.isWhole && isExact(search),
  };
}

/** Of these studies, those that meet a filter now. */
export async function matchingIds(
  database: Database,
  criteria: StudyCriteria,
  nctIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const values = createValues();
  const where = [`nct_id = any(${values.add(nctIds)}::text[])`];
  where.push(...criteriaSql(criteria, givenParts(criteria), values));
  const rows = await database.query<{ id: string }>(
    `select nct_id as id from study_search as found where ${where.join(' and ')}`,
    values.list,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Whether every part of a search is a matter of fact: words are found here without the registry's synonyms. */
export const isExact = ({ criteria, sort }: Pick<StudySearch, 'criteria' | 'sort'>): boolean =>
  givenParts(criteria).every(part => canAnswer(part) && !WORD_PARTS.includes(part)) &&
  sort.length <= 1 &&
  sort.every(({ field }) => field in SORT_KEYS);

/** Where all keys are alike, the number alone decides, and its index finds it. */
const beyondSql = (key: string, downward: boolean, [sortKey, nctId]: Place, values: Values): string => {
  const than = downward ? '<' : '>';
  if (key === UNSORTED) return `nct_id ${than} ${values.add(nctId)}`;
  return `(${key} collate "C", nct_id) ${than} (${values.add(sortKey)}, ${values.add(nctId)})`;
};

const stored = ({ part, meaning }: FoundPage['applied'][number]) =>
  WORD_PARTS.includes(part)
    ? { part, meaning: 'all of these words, in any order; no synonyms' }
    : { part, meaning };

function orderOf([sort, ...more]: readonly StudySort[]): {
  readonly key: string;
  readonly descending: boolean;
} {
  if (sort === undefined) return { key: UNSORTED, descending: false };
  const key = SORT_KEYS[sort.field];
  if (key === undefined || more.length > 0) {
    throw new BadUserInput(
      'What is stored here can be sorted by one value, and not by relevance: that needs the registry itself.',
      {
        argument: 'sort',
      },
    );
  }
  const descending = sort.direction === 'DESC';
  return { key: `coalesce(${key}, '${descending ? '' : '~'}')`, descending };
}

const isPlace = (value: unknown): value is Place =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every(each => typeof each === 'string' && !each.includes('\0'));

async function countOf(database: Database, filter: string, values: readonly unknown[]): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*)::int as count from study_search as found where ${filter}`,
    values,
  );
  return row?.count ?? 0;
}

async function originOf(database: Database): Promise<FoundRecord['origin']> {
  const [row] = await database.query<{ origin: FoundRecord['origin'] }>(
    'select origin from study_search limit 1',
  );
  return row?.origin ?? 'MIRROR';
}
