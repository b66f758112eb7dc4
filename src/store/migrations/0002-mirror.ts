import type { Migration } from '../migrate.ts';

/**
 * Studies by module, what they are searched by, their history, and the runs that copy them. What was stored before is
 * the sample data set at most, and that is loaded anew.
 */
export const mirrorTables: Migration = {
  id: '0002_mirror',
  statements: [
    'drop table study_alias',
    'drop table study',
    `create table study (
      nct_id text collate "C" primary key,
      origin text not null check (origin in ('MIRROR', 'SAMPLE')),
      content_hash text not null,
      fetched_at timestamptz not null,
      registry_data_timestamp text,
      removed_at timestamptz,
      replaced_by text collate "C",
      identification_module jsonb, status_module jsonb, sponsor_collaborators_module jsonb, oversight_module jsonb,
      description_module jsonb, conditions_module jsonb, design_module jsonb, arms_interventions_module jsonb,
      outcomes_module jsonb, eligibility_module jsonb, contacts_locations_module jsonb, references_module jsonb,
      ipd_sharing_statement_module jsonb, participant_flow_module jsonb, baseline_characteristics_module jsonb,
      outcome_measures_module jsonb, adverse_events_module jsonb, more_info_module jsonb, annotation_module jsonb,
      large_document_module jsonb, misc_info_module jsonb, condition_browse_module jsonb,
      intervention_browse_module jsonb, rest jsonb
    )`,
    `create table study_alias (
      alias text collate "C" primary key,
      nct_id text collate "C" not null
    )`,
    'create index study_alias_nct_id on study_alias (nct_id)',
    // A narrow row for each study that is there now: a removed one has none, and so is in no list and no count.
    `create table study_search (
      nct_id text collate "C" primary key,
      origin text not null,
      in_scope boolean not null,
      overall_status text, study_type text, phases text[], primary_purpose text, allocation text,
      intervention_model text, masking text, sex text, healthy_volunteers boolean,
      minimum_age numeric, maximum_age numeric, enrollment bigint,
      start_date text collate "C", primary_completion_date text collate "C", completion_date text collate "C",
      first_post_date text collate "C", results_post_date text collate "C", last_update_date text collate "C",
      has_results boolean not null, has_documents boolean not null,
      funder_classes text[], sponsor_names text[], condition_names text[], intervention_names text[],
      mesh_ids text[], mesh_ancestor_ids text[],
      title_words tsvector, condition_words tsvector, intervention_words tsvector, sponsor_words tsvector,
      lead_sponsor_words tsvector
    )`,
    'create index study_search_status on study_search (overall_status)',
    // As lists are sorted: a study that lacks the date is the oldest.
    `create index study_search_update on study_search ((coalesce(last_update_date, '') collate "C"), nct_id)`,
    `create index study_search_start on study_search ((coalesce(start_date, '') collate "C"), nct_id)`,
    'create index study_search_first_post on study_search (first_post_date, nct_id)',
    'create index study_search_conditions on study_search using gin (condition_words)',
    'create index study_search_interventions on study_search using gin (intervention_words)',
    'create index study_search_titles on study_search using gin (title_words)',
    'create index study_search_sponsors on study_search using gin (sponsor_words)',
    'create index study_search_names on study_search using gin (condition_names, intervention_names, sponsor_names)',
    'create index study_search_mesh on study_search using gin (mesh_ids, mesh_ancestor_ids)',
    `create table study_location (
      nct_id text collate "C" not null,
      ordinal integer not null,
      facility text, city text, state text, zip text, country text, status text,
      lat double precision, lon double precision,
      primary key (nct_id, ordinal)
    )`,
    'create index study_location_country on study_location (lower(trim(country)), lower(trim(city)))',
    'create index study_location_point on study_location (lat, lon)',
    // How each study came to be what it is: one row a change. `before` holds the parts of the record that the change
    // replaced, so that every earlier state can be put together again exactly. `paths` holds each path that changed
    // and everything above it, and once more with `=` in front what changed itself.
    `create table study_change (
      id bigint generated always as identity primary key,
      nct_id text collate "C" not null,
      kind text not null check (kind in ('ADDED', 'CHANGED', 'REMOVED', 'REPLACED', 'RESTORED')),
      seen_at timestamptz not null,
      run_id bigint,
      version_date text,
      registry_data_timestamp text,
      replaced_by text collate "C",
      paths text[] not null,
      differences jsonb not null,
      before jsonb,
      tx xid8 not null default pg_current_xact_id()
    )`,
    'create index study_change_study on study_change (nct_id, id)',
    'create index study_change_seen on study_change (seen_at, id)',
    // In the order in which they became visible, which their numbers are not.
    'create index study_change_feed on study_change (tx, id)',
    'create index study_change_paths on study_change using gin (paths)',
    `create table sync_run (
      id bigint generated always as identity primary key,
      kind text not null check (kind in ('INCREMENTAL', 'FULL', 'IDS', 'ARCHIVE')),
      trigger text not null,
      scope text not null,
      state text not null check
        (state in ('RUNNING', 'COMPLETE', 'INCOMPLETE', 'SUSPECT', 'FAILED', 'INTERRUPTED')),
      phase text not null,
      message text,
      continues bigint,
      started_at timestamptz not null,
      updated_at timestamptz not null,
      ended_at timestamptz,
      data_timestamp text,
      etag text,
      watermark text,
      expected integer,
      pages integer not null default 0,
      seen integer not null default 0,
      added integer not null default 0,
      changed integer not null default 0,
      unchanged integer not null default 0,
      removed integer not null default 0,
      rejected integer not null default 0,
      restarts integer not null default 0,
      bytes bigint not null default 0,
      registry_count integer,
      mirror_count integer,
      checkpoint jsonb
    )`,
    'create index sync_run_state on sync_run (state, id)',
    // A record that cannot be stored, as it came, until it can be or is gone.
    `create table sync_rejected (
      key text collate "C" primary key,
      nct_id text collate "C",
      reason text not null,
      record text not null,
      run_id bigint not null,
      first_seen timestamptz not null,
      last_seen timestamptz not null
    )`,
    // One row: who may run now, and what the copy is a copy of.
    `create table sync_lease (
      name text primary key,
      holder text not null,
      token bigint not null,
      expires_at timestamptz not null,
      last_tick timestamptz
    )`,
  ],
};
