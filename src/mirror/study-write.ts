import { hash } from 'node:crypto';
import { aliasesOf } from '../registry/record-paths.ts';
import type { StudyRecord } from '../registry/study-record.ts';
import type { Database, Queryable } from '../store/database.ts';
import { RECORD_COLUMNS, type RecordParts, splitRecord } from './record-modules.ts';
import { locationRowsOf, searchRowOf } from './search/search-row.ts';
import {
  type Findable,
  forgetFindables,
  remembering,
  type WriteOptions,
  writeFindables,
} from './search/search-write.ts';
import { storableParts } from './storable.ts';

/** A record we keep, and where and when we had it from. */
export interface StoredStudy {
  readonly nctId: string;
  readonly record: StudyRecord;
  readonly origin: 'MIRROR' | 'SAMPLE';
  readonly fetchedAt: Date;
  /** The registry's own stamp of its data edition; compared, never parsed. Null for the sample. */
  readonly registryDataTimestamp: string | null;
}

/** A study ready to be written: what costs time is done before the transaction begins. */
export interface StudyRow extends StoredStudy {
  readonly contentHash: string;
  /** JSON of each column; null where the record lacks it. */
  readonly parts: readonly (string | null)[];
  /** Characters of JSON. */
  readonly size: number;
}

const VERSION_HOLDER = 'versionHolder';

/** The record without the registry's stamp of its edition, which says nothing of the study. */
export function withoutVersion(record: StudyRecord): StudyRecord {
  const derived = record['derivedSection'] as Record<string, unknown> | undefined;
  const misc = derived?.['miscInfoModule'] as Record<string, unknown> | undefined;
  if (misc?.[VERSION_HOLDER] === undefined) return record;
  const { [VERSION_HOLDER]: _, ...rest } = misc;
  return { ...record, derivedSection: { ...derived, miscInfoModule: rest } };
}

/** The registry's stamp of the edition a record was taken from, such as `2026-10-07`. */
export function versionOf(record: StudyRecord): string | null {
  const derived = record['derivedSection'] as Record<string, Record<string, unknown>> | undefined;
  const version = derived?.['miscInfoModule']?.[VERSION_HOLDER];
  return typeof version === 'string' ? version : null;
}

/** @throws RecordNotStorable where the record holds what PostgreSQL cannot keep */
export function rowOf(study: StoredStudy): StudyRow {
  const { nctId, record } = study;
  const split = splitRecord(record);
  const parts = storableParts(
    nctId,
    record,
    RECORD_COLUMNS.map(column => split[column]),
  );
  const size = parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
  return { ...study, contentHash: hashOf(split, parts), parts, size };
}

const MISC_INFO = RECORD_COLUMNS.indexOf('misc_info_module');

/**
 * Equal for records that say the same in the same words. One whose keys come in another order has another hash: whether
 * it says something else is then found out by comparing the records.
 */
function hashOf(split: RecordParts, parts: readonly (string | null)[]): string {
  const misc = split['misc_info_module'] as Record<string, unknown> | undefined;
  const { [VERSION_HOLDER]: _, ...rest } = misc ?? {};
  const unstamped = misc === undefined ? null : JSON.stringify(rest);
  return hash('sha256', parts.map((part, i) => (i === MISC_INFO ? unstamped : part)).join('\n'), 'base64url');
}

/** What is written in one transaction, at most. */
interface ChunkSize {
  readonly records: number;
  readonly characters: number;
}
const CHUNKS: Readonly<Record<Database['kind'], ChunkSize>> = {
  // Readers wait while a chunk is written: about 100 ms.
  embedded: { records: 40, characters: 500_000 },
  // Nobody waits; each commit does, for the disk. A statement takes 65,535 values.
  postgres: { records: 200, characters: 3_000_000 },
};

export function chunksOf(rows: readonly StudyRow[], kind: Database['kind']): StudyRow[][] {
  const most = CHUNKS[kind];
  const chunks: StudyRow[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    characters += row.size;
    if (characters > most.characters || chunks.at(-1)?.length === most.records) {
      chunks.push([]);
      characters = row.size;
    }
    chunks.at(-1)!.push(row);
  }
  return chunks;
}

const HEAD = ['nct_id', 'origin', 'content_hash', 'fetched_at', 'registry_data_timestamp'];
const HEAD_TYPES = ['text', 'text', 'text', 'timestamptz', 'text'];
const COLUMNS = [...HEAD, ...RECORD_COLUMNS];
const TYPES = [...HEAD_TYPES, ...RECORD_COLUMNS.map(() => 'jsonb')];
const REPLACED = COLUMNS.slice(1).map(column => `${column} = excluded.${column}`);

/** One value for each column of each row: a list would have to be escaped, and one JSON taken apart twice. */
const upsertOf = (count: number): string => {
  const rows = Array.from({ length: count }, (_, row) => {
    const values = COLUMNS.map(
      (_, i) => `$${row * COLUMNS.length + i + 1}${row === 0 ? `::${TYPES[i]}` : ''}`,
    );
    return `(${values.join(',')})`;
  });
  return `insert into study (${COLUMNS.join(', ')}) values ${rows.join(', ')}
    on conflict (nct_id) do update set ${REPLACED.join(', ')}, removed_at = null, replaced_by = null`;
};
const upsertFor = remembering(upsertOf);

// What a study says of its former numbers, and that a number is its own, replaces what was known before.
const FORGET_ALIASES = 'delete from study_alias where nct_id = any($1::text[]) or alias = any($1::text[])';
const UPSERT_ALIASES = `insert into study_alias (alias, nct_id) select * from unnest($1::text[], $2::text[])
  on conflict (alias) do update set nct_id = excluded.nct_id`;

const findables = new WeakMap<StudyRow, Findable>();

/** Works out what a study is found by. It takes a while, and is kept: done early, no transaction waits for it. */
export function findableOf(row: StudyRow): Findable {
  const known = findables.get(row);
  if (known) return known;
  const { nctId, record, origin } = row;
  const findable = {
    search: searchRowOf(nctId, record, origin, true),
    locations: locationRowsOf(nctId, record),
  };
  findables.set(row, findable);
  return findable;
}

/** Adds or replaces the studies of one chunk, with all they are found by. Each number once. */
export async function writeStudies(
  tx: Queryable,
  rows: readonly StudyRow[],
  options: WriteOptions,
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(row => row.nctId);
  await tx.query(upsertFor(rows.length), rows.flatMap(valuesOf));
  await writeFindables(tx, rows.map(findableOf), options);
  await tx.query(FORGET_ALIASES, [ids]);
  const aliases = new Map(rows.flatMap(row => aliasesOf(row.record).map(alias => [alias, row.nctId])));
  if (aliases.size > 0) await tx.query(UPSERT_ALIASES, [[...aliases.keys()], [...aliases.values()]]);
}

const valuesOf = (row: StudyRow): readonly unknown[] => [
  row.nctId,
  row.origin,
  row.contentHash,
  row.fetchedAt,
  row.registryDataTimestamp,
  ...row.parts,
];

const REMOVE = `update study set removed_at = now(), replaced_by = successor
  from unnest($1::text[], $2::text[]) as gone (id, successor) where nct_id = gone.id`;

/** A study that is there no longer: it leaves every list, its record stays for whoever asks what it was. */
export interface Gone {
  readonly nctId: string;
  /** The study that took its place; null where it is simply gone. */
  readonly replacedBy: string | null;
}

export async function removeStudies(tx: Queryable, gone: readonly Gone[]): Promise<void> {
  const ids = gone.map(({ nctId }) => nctId);
  await forgetFindables(tx, ids);
  await tx.query(REMOVE, [ids, gone.map(({ replacedBy }) => replacedBy)]);
  const replaced = gone.filter(({ replacedBy }) => replacedBy !== null);
  if (replaced.length > 0)
    await tx.query(UPSERT_ALIASES, [replaced.map(each => each.nctId), replaced.map(each => each.replacedBy)]);
}

/**
 * The embedded database never looks at its tables by itself, and without it finds bad plans. Columns that nobody
 * searches are left out: to look at them takes seconds, for which every reader would wait.
 */
export async function analyzeStudies(queryable: Queryable): Promise<void> {
  await queryable.query('analyze study (nct_id, removed_at)');
  await queryable.query(`analyze study_search (nct_id, origin, in_scope, overall_status, study_type, phases,
    enrollment, start_date, first_post_date, last_update_date, countries, sponsor_class)`);
  await queryable.query('analyze study_location (nct_id, country, city, status, lat, lon)');
  await queryable.query('analyze study_change (nct_id, seen_at, paths)');
  // What waits to be sorted into the index is read through by every search.
  await queryable.query(`select gin_clean_pending_list('study_search_words'::regclass)`);
}
