import type { Migration } from '../migrate.ts';

/** What parts words. To PostgreSQL the numbers in circles, as fractions or raised are none: to us they are. */
const BETWEEN_WORDS =
  '[^[:alnum:]_' +
  '\\u00b2\\u00b3\\u00b9\\u00bc-\\u00be\\u2070-\\u2079\\u2080-\\u2089\\u2150-\\u2189\\u2460-\\u249b\\u24ea-\\u24ff' +
  '\\u2776-\\u2793\\u3007\\u3021-\\u3029\\u3220-\\u3229\\u3248-\\u324f\\u3251-\\u325f\\u3280-\\u3289\\u32b1-\\u32bf' +
  ']+';

/**
 * What a study is searched by, in one vector of words and a narrow row of facts. Rows from before are kept with form 0:
 * they are made anew from the records when the store is opened.
 */
export const searchTables: Migration = {
  id: '0003_search',
  statements: [
    'alter table study_search rename to study_search_before',
    'alter table study_search_before rename constraint study_search_pkey to study_search_before_pkey',
    'drop index study_search_status',
    'drop index study_search_update',
    'drop index study_search_start',
    'drop index study_search_first_post',
    `create table study_search (
      nct_id text collate "C" primary key,
      origin text not null,
      in_scope boolean not null,
      overall_status text, study_type text, phases text[], primary_purpose text, sex text, standard_ages text[],
      minimum_age bigint, maximum_age bigint, enrollment bigint,
      start_date text collate "C", primary_completion_date text collate "C", completion_date text collate "C",
      first_post_date text collate "C", results_post_date text collate "C", last_update_date text collate "C",
      has_results boolean,
      lead_sponsor text, sponsor_class text, countries text[], intervention_types text[], condition_meshes text[],
      intervention_meshes text[],
      form smallint not null,
      words tsvector
    )`,
    // Out of the way of those who read facts: a vector that is not tiny goes to a place of its own.
    'alter table study_search alter column words set storage external',
    `insert into study_search (nct_id, origin, in_scope, has_results, form)
      select nct_id, origin, in_scope, has_results, 0 from study_search_before`,
    'drop table study_search_before',
    'create index study_search_words on study_search using gin (words)',
    // So that a start knows at once that there is nothing to make anew.
    'create index study_search_form on study_search (form, nct_id)',
    // As lists are sorted: a study that lacks the date is the oldest.
    `create index study_search_update on study_search ((coalesce(last_update_date, '') collate "C"), nct_id)`,
    `create index study_search_start on study_search ((coalesce(start_date, '') collate "C"), nct_id)`,
    'create index study_search_first_post on study_search (first_post_date, nct_id)',
    'drop index study_location_country',
    // What a study is found by without its words: the words of a text, as they are and by their stems.
    'create text search dictionary study_porter (template = pg_catalog.snowball, language = porter)',
    `create function study_tokens(given text) returns text language sql stable cost 1000 as $$
      select ' ' || btrim(regexp_replace(lower(given collate "und-x-icu"), '${BETWEEN_WORDS}', ' ', 'g')) || ' '
    $$`,
    // Where Porter published two rules, the words in the vectors follow the other one.
    `create function study_stems(given text) returns text language sql stable cost 10000 as $$
      select ' ' || coalesce(string_agg(case
          when length(word) < 3 then word
          when stem like '%logi' and word ~ '[aeiouy][^aeiouy].*log(y|ies|i|is)$' then left(stem, -1)
          when stem like '%ibli' and word ~ '[aeiouy][^aeiouy]+[aeiouy]+[^aeiouy]+ibl(y|ies|i|is)$' then left(stem, -4)
          when stem like '%bli' and word ~ '[aeiouy][^aeiouy].*bl(y|ies|i|is)$' then left(stem, -1)
          when stem ~ '([chjkqvwx])\\1$' and word ~ '(ed|ing)$' then left(stem, -1)
          else stem end, ' ' order by ord), '') || ' '
        from (select word, (ts_lexize('study_porter', word))[1] as stem, ord
          from (select left(word, 200) as word, ord from regexp_split_to_table(lower(given collate "und-x-icu"), '${BETWEEN_WORDS}')
            with ordinality as parts (word, ord)
            where word <> '') as words) as stems
    $$`,
    `create function study_age_minutes(given text) returns bigint language sql immutable as $$
      select part[1]::bigint * case lower(part[2]) when 'year' then 525960 when 'month' then 43830
          when 'week' then 10080 when 'day' then 1440 when 'hour' then 60 else 1 end
        from regexp_match(given, '^\\s*([0-9]{1,6})\\s*(year|month|week|day|hour|minute)s?\\s*$', 'i') as part
    $$`,
    // Names that can be suggested, and the terms of a thesaurus that records were indexed with.
    // Two that create it at once: one of them finds it there.
    `do $$ begin
      create extension if not exists pg_trgm schema public;
    exception when unique_violation or duplicate_object then null; end $$`,
    `create table search_name (
      kind text not null,
      key text collate "C" not null,
      name text not null,
      primary key (kind, key)
    )`,
    'create index search_name_words on search_name using gin (key gin_trgm_ops)',
    `create table mesh_entry (
      entry text collate "C" not null,
      term text collate "C" not null,
      primary key (entry, term)
    )`,
    'create index mesh_entry_term on mesh_entry (term)',
  ],
};
