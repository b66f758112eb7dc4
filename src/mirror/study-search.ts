import { givenParts, registryCriteria } from '../registry/essie.ts';
import type { FoundPage, FoundRecord, StudySearch } from '../registry/study.source.ts';
import type { StudySort } from '../registry/study-filter.input.ts';
import type { StudyRecord } from '../registry/study-record.ts';
import { BadUserInput } from '../shared/errors.ts';
import { decodeCursor, encodeCursor } from '../shared/page.ts';
import type { Database } from '../store/database.ts';
import {
  createValues,
  criteriaSql,
  DATE_PATHS,
  dayAt,
  ENROLLMENT_COUNT,
  WORD_PARTS,
} from './study-criteria.sql.ts';

/** Sort keys as text that compares rightly; `null` where the study lacks the value. */
const SORT_KEYS: Readonly<Record<string, string>> = {
  LAST_UPDATE_POST_DATE: dayAt(DATE_PATHS.lastUpdate),
  STUDY_FIRST_POST_DATE: dayAt(DATE_PATHS.firstPosted),
  RESULTS_FIRST_POST_DATE: dayAt(DATE_PATHS.resultsPosted),
  START_DATE: dayAt(DATE_PATHS.start),
  PRIMARY_COMPLETION_DATE: dayAt(DATE_PATHS.primaryCompletion),
  COMPLETION_DATE: dayAt(DATE_PATHS.completion),
  ENROLLMENT: `lpad(${ENROLLMENT_COUNT}::text, 12, '0')`,
};

interface Row {
  readonly nct_id: string;
  readonly record: StudyRecord;
  readonly origin: FoundRecord['origin'];
  readonly fetched_at: Date;
  readonly registry_data_timestamp: string | null;
  readonly sort_key: string;
}
type Place = readonly [key: string, nctId: string];

/** A page of the stored studies, keyed by sort value and number, so that what is added meanwhile moves nothing. */
export async function searchStored(database: Database, search: StudySearch): Promise<FoundPage> {
  const { criteria, sort, count, cursor, backward } = search;
  const applied = registryCriteria(criteria).applied.map(stored);
  const order = orderOf(sort);
  const parts = givenParts(criteria);
  const binding = JSON.stringify(['stored', parts.map(part => [part, criteria[part]]), sort]);
  const values = createValues();
  const where = criteriaSql(criteria, parts, values);
  const filter = where.length > 0 ? where.join(' and ') : 'true';
  const total = search.wantsTotal ? await countOf(database, filter, values.list) : null;

  const [downward, upward] = [order.descending !== backward, order.descending === backward];
  const key = `${order.key} collate "C"`;
  const beyond =
    cursor === null
      ? 'true'
      : `(${key}, nct_id) ${downward ? '<' : '>'} (${decodeCursor(
          cursor,
          binding,
          isPlace,
          backward ? 'before' : 'after',
        )
          .map(values.add)
          .join(', ')})`;
  const direction = upward ? 'asc' : 'desc';
  const rows = await database.query<Row>(
    `select nct_id, record, origin, fetched_at, registry_data_timestamp, ${order.key} as sort_key
       from study where ${filter} and ${beyond}
      order by ${key} ${direction}, nct_id ${direction} limit ${values.add(count + 1)}`,
    values.list,
  );
  const page = backward ? rows.slice(0, count).reverse() : rows.slice(0, count);
  const more = rows.length > count;
  const items = page.map(row => ({
    found: foundIn(row),
    cursor: encodeCursor(binding, [row.sort_key, row.nct_id] satisfies Place),
  }));
  return {
    items,
    hasNextPage: backward ? cursor !== null : more,
    hasPreviousPage: backward ? more : cursor !== null,
    endCursor: items.at(-1)?.cursor ?? null,
    totalCount: total,
    applied,
    origin: page[0]?.origin ?? (await originOf(database)),
    dataTimestamp: page[0]?.registry_data_timestamp ?? null,
    stale: false,
    complete: false,
  };
}

/** How a row answers when it is found. */
export const foundIn = (
  row: Pick<Row, 'record' | 'origin' | 'fetched_at' | 'registry_data_timestamp'>,
): FoundRecord => ({
  record: row.record,
  origin: row.origin,
  fetchedAt: row.fetched_at,
  dataTimestamp: row.registry_data_timestamp,
  stale: false,
});

const stored = ({ part, meaning }: FoundPage['applied'][number]) =>
  WORD_PARTS.includes(part)
    ? { part, meaning: 'all of these words, in any order; no synonyms' }
    : { part, meaning };

function orderOf([sort, ...more]: readonly StudySort[]): {
  readonly key: string;
  readonly descending: boolean;
} {
  if (sort === undefined) return { key: "''", descending: false };
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
    `select count(*)::int as count from study where ${filter}`,
    values,
  );
  return row?.count ?? 0;
}

async function originOf(database: Database): Promise<FoundRecord['origin']> {
  const [row] = await database.query<{ origin: FoundRecord['origin'] }>('select origin from study limit 1');
  return row?.origin ?? 'MIRROR';
}
