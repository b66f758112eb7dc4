import type { Queryable } from '../../store/database.ts';
import { type LocationRow, SEARCH_FORM, type SearchRow } from './search-row.ts';

/** What a study is found by. */
export interface Findable {
  readonly search: SearchRow;
  readonly locations: readonly LocationRow[];
}

export interface WriteOptions {
  /** Whether a study belongs to what is copied, or was only asked for by its number. */
  readonly inScope: (nctId: string) => boolean;
  /** Those of which an earlier record is there. */
  readonly replaced: readonly string[];
}

/** The text of a statement for so many rows, put together once. */
export const remembering = (textOf: (count: number) => string): ((count: number) => string) => {
  const texts = new Map<number, string>();
  return count => {
    const text = texts.get(count) ?? textOf(count);
    texts.set(count, text);
    return text;
  };
};

const FACTS = `origin text, in_scope boolean, overall_status text, study_type text, phases text[],
  primary_purpose text, sex text, standard_ages text[], minimum_age bigint, maximum_age bigint, enrollment bigint,
  start_date text, primary_completion_date text, completion_date text, first_post_date text,
  results_post_date text, last_update_date text, has_results boolean, lead_sponsor text, sponsor_class text,
  countries text[], intervention_types text[], condition_meshes text[], intervention_meshes text[]`;
const FACT_NAMES = FACTS.split(',').map(each => each.trim().split(' ', 1)[0]!);
const COLUMNS = ['nct_id', ...FACT_NAMES, 'words'].join(', ');
const REPLACED = [...FACT_NAMES, 'words', 'form'].map(each => `${each} = excluded.${each}`).join(', ');

/** Each vector is a value of its own: in a list or in JSON its text would be read twice. */
const upsertFor = remembering(count => {
  const vectors = Array.from({ length: count }, (_, i) => `$${i + 2}::tsvector`).join(', ');
  return `insert into study_search (${COLUMNS}, form)
    select ${COLUMNS}, ${SEARCH_FORM}
      from rows from (json_to_recordset($1::json) as (nct_id text, ${FACTS}), unnest(array[${vectors}])) as given (${COLUMNS})
    on conflict (nct_id) do update set ${REPLACED}`;
});

const FORGET = 'delete from study_search where nct_id = any($1::text[])';
const FORGET_LOCATIONS = 'delete from study_location where nct_id = any($1::text[])';
const INSERT_LOCATIONS = `insert into study_location
    (nct_id, ordinal, facility, city, state, zip, country, status, lat, lon)
  select * from json_to_recordset($1::json) as given (nct_id text, ordinal integer, facility text, city text,
    state text, zip text, country text, status text, lat double precision, lon double precision)`;

/** Writes what the studies of one chunk are found by. */
export async function writeFindables(
  tx: Queryable,
  found: readonly Findable[],
  { inScope, replaced }: WriteOptions,
): Promise<void> {
  const facts = found.map(({ search: { words: _, ...each } }) => ({
    ...each,
    in_scope: inScope(each.nct_id),
  }));
  const vectors = found.map(({ search }) => search.words);
  await tx.query(upsertFor(found.length), [JSON.stringify(facts), ...vectors]);
  if (replaced.length > 0) await tx.query(FORGET_LOCATIONS, [replaced]);
  const locations = found.flatMap(each => each.locations);
  if (locations.length > 0) await tx.query(INSERT_LOCATIONS, [JSON.stringify(locations)]);
}

/** Takes studies out of every list. */
export async function forgetFindables(tx: Queryable, nctIds: readonly string[]): Promise<void> {
  await tx.query(FORGET, [nctIds]);
  await tx.query(FORGET_LOCATIONS, [nctIds]);
}
