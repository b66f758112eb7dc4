import type { Migration } from '../migrate.ts';

/** Studies as whole records, and the numbers they were known under before. */
export const studyTables: Migration = {
  id: '0001_study',
  statements: [
    `create table study (
      nct_id text collate "C" primary key,
      record jsonb not null,
      origin text not null check (origin in ('MIRROR', 'SAMPLE')),
      fetched_at timestamptz not null,
      registry_data_timestamp text
    )`,
    `create table study_alias (
      alias text collate "C" primary key,
      nct_id text collate "C" not null
    )`,
    'create index study_alias_nct_id on study_alias (nct_id)',
  ],
};
