import { firstDay } from '../registry/essie-values.ts';
import type { Queryable } from '../store/database.ts';

/** Days of first posting, both included; null is open. */
export interface PostRange {
  readonly from: string | null;
  readonly to: string | null;
}

export type PostSpan = PostRange | 'UNDATED';

/** What the copy holds of what it is to hold: live studies in scope, and the records set aside. */
export interface Held {
  count(): Promise<number>;
  countPosted(range: PostSpan): Promise<number>;
  /** The day that parts the studies of a range into halves; null where there is one day at most. */
  middle(range: PostRange): Promise<string | null>;
  /** Numbers in pages, in order. */
  ids(range?: PostSpan): AsyncGenerator<readonly string[]>;
  /** Those of the numbers that count. */
  among(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Records set aside, with the day of their first posting: there is no use in fetching them again now. A record
   * without a number has a mark instead.
   */
  aside(): Promise<ReadonlyMap<string, string | null>>;
  /** Studies that went lately, the latest first. */
  buried(limit: number): Promise<readonly string[]>;
  /** The latest update date; a date after `horizon` is a slip of the pen. */
  watermark(horizon: string): Promise<string | null>;
}

const HERE = `origin = 'MIRROR' and in_scope`;
const IN_RANGE = `first_post_date is not null and ($1::text is null or first_post_date >= $1)
  and ($2::text is null or first_post_date <= $2)`;
/** A study set aside whose earlier record is held counts once. */
const asideBut = (here: string): string => `select key as id, record from sync_rejected
  where not exists (select 1 from study_search where study_search.nct_id = sync_rejected.nct_id and ${here})`;
const ID_PAGE = 10_000;

interface Posted {
  readonly protocolSection?: {
    readonly statusModule?: { readonly studyFirstPostDateStruct?: { readonly date?: unknown } };
  };
}

/** The day a record was first posted, as its column would have it. */
export function postDayOf(record: unknown): string | null {
  const date = (record as Posted | null)?.protocolSection?.statusModule?.studyFirstPostDateStruct?.date;
  return typeof date === 'string' ? firstDay(date) : null;
}

/** How many of these days lie in a span. */
export function daysIn(span: PostSpan, days: Iterable<string | null>): number {
  const isIn = (day: string | null): boolean =>
    span === 'UNDATED' || day === null
      ? span === 'UNDATED' && day === null
      : (span.from === null || day >= span.from) && (span.to === null || day <= span.to);
  return [...days].filter(isIn).length;
}

/** @param isEmpty as if nothing that is stored were of what is to be held: so it is when something else is to be copied */
export function createHeld(database: Queryable, isEmpty = false): Held {
  const here = isEmpty ? 'false' : HERE;
  const setAside = asideBut(here);
  const amongThese = `select nct_id as id from study_search where ${here} and nct_id = any($1::text[])
    union all select id from (${setAside}) as aside where id = any($1::text[])`;
  const one = async <T>(text: string, values: readonly unknown[] = []): Promise<T> =>
    (await database.query<{ value: T }>(text, values))[0]!.value;
  const rangeOf = (range: PostSpan | undefined) =>
    range === undefined
      ? { where: here, values: [] }
      : range === 'UNDATED'
        ? { where: `${here} and first_post_date is null`, values: [] }
        : { where: `${here} and ${IN_RANGE}`, values: [range.from, range.to] };

  const aside: Held['aside'] = async () => {
    const rows = await database.query<{ id: string; record: string }>(setAside);
    return new Map(rows.map(({ id, record }) => [id, postDayOf(JSON.parse(record))]));
  };

  return {
    count: () =>
      one(
        `select (select count(*) from study_search where ${here}) + (select count(*) from (${setAside}) as aside) as value`,
      ),
    countPosted: async range => {
      const { where, values } = rangeOf(range);
      const stored = await one<number>(`select count(*) as value from study_search where ${where}`, values);
      return stored + daysIn(range, (await aside()).values());
    },
    middle: async ({ from, to }) =>
      one(
        `select (select first_post_date from study_search where ${here} and ${IN_RANGE} order by first_post_date
          offset (select count(*) / 2 from study_search where ${here} and ${IN_RANGE}) limit 1) as value`,
        [from, to],
      ),
    async *ids(range) {
      const { where, values } = rangeOf(range);
      for (let after = ''; ; ) {
        const rows = await database.query<{ id: string }>(
          `select nct_id as id from study_search where ${where} and nct_id > $${values.length + 1}
            order by nct_id limit ${ID_PAGE}`,
          [...values, after],
        );
        if (rows.length > 0) yield rows.map(({ id }) => id);
        if (rows.length < ID_PAGE) return;
        after = rows.at(-1)!.id;
      }
    },
    among: async ids =>
      new Set((await database.query<{ id: string }>(amongThese, [ids])).map(({ id }) => id)),
    aside,
    buried: async limit => {
      const rows = await database.query<{ id: string }>(
        `select nct_id as id from study where removed_at is not null and replaced_by is null
          order by removed_at desc limit $1`,
        [limit],
      );
      return rows.map(({ id }) => id);
    },
    watermark: horizon =>
      one(
        `select max(last_update_date) as value from study_search where ${here} and last_update_date <= $1`,
        [horizon],
      ),
  };
}
