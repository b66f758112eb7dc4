import { isDeepStrictEqual } from 'node:util';
import type { Queryable } from '../store/database.ts';
import { type Difference, differencesOf } from './record-diff.ts';
import { RECORD_COLUMNS, splitRecord } from './record-modules.ts';
import { type StudyColumns, storedStudyOf, studyColumns } from './study.repository.ts';
import {
  type Gone,
  removeStudies,
  type StoredStudy,
  type StudyRow,
  versionOf,
  withoutVersion,
  writeStudies,
} from './study-write.ts';

/** How a study changed: it came, became another, went, was replaced by another number, or came back. */
export type ChangeKind = 'ADDED' | 'CHANGED' | 'REMOVED' | 'REPLACED' | 'RESTORED';

/** What became of the studies of one call. */
export interface Absorbed {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

export interface AbsorbOptions {
  /** The run the studies came with; null outside of one. */
  readonly runId: number | null;
  /** What a study that is new here belongs to; one that is known stays where it is if `keepsScope`. */
  readonly inScope: boolean;
  readonly keepsScope?: boolean;
  /** Note that unchanged ones were asked for just now. */
  readonly touch?: boolean;
}

interface Known {
  readonly nctId: string;
  readonly origin: string;
  readonly contentHash: string;
  readonly isGone: boolean;
  readonly version: string | null;
  readonly inScope: boolean | null;
}

const KNOWN = `select study.nct_id as "nctId", study.origin, content_hash as "contentHash",
    removed_at is not null as "isGone", misc_info_module ->> 'versionHolder' as version, in_scope as "inScope"
  from study left join study_search using (nct_id) where study.nct_id = any($1::text[])`;
const KNOWN_LOCKED = `${KNOWN} order by study.nct_id for update of study`;
const BEFORE = `select ${studyColumns()} from study where nct_id = any($1::text[])`;
const REHASH = `update study set content_hash = given.hash
  from unnest($1::text[], $2::text[]) as given (id, hash) where nct_id = given.id`;
const TOUCH = 'update study set fetched_at = now() where nct_id = any($1::text[])';
const MOVE_INTO_SCOPE = 'update study_search set in_scope = true where nct_id = any($1::text[])';
const INSERT_CHANGES = `insert into study_change
    (nct_id, kind, seen_at, run_id, version_date, registry_data_timestamp, replaced_by, paths, differences, before)
  select nct_id, kind, now(), run_id, version_date, registry_data_timestamp, replaced_by, paths, differences, before
    from json_to_recordset($1::json) as given (nct_id text, kind text, run_id bigint, version_date text,
      registry_data_timestamp text, replaced_by text, paths text[], differences jsonb, before jsonb)`;

type Verdict = 'ADDED' | 'CHANGED' | 'RESTORED' | 'UNCHANGED';

/** A copy that is under way for long, or an old archive, must not undo what came later. */
const isOlder = (row: StudyRow, { version }: Known): boolean => {
  const ours = versionOf(row.record);
  return ours !== null && version !== null && ours < version;
};

function verdictOn(row: StudyRow, known: Known | undefined): Verdict {
  if (known === undefined || known.origin !== row.origin) return 'ADDED';
  if (isOlder(row, known)) return 'UNCHANGED';
  if (known.isGone) return 'RESTORED';
  return known.contentHash === row.contentHash ? 'UNCHANGED' : 'CHANGED';
}

const byId = async (queryable: Queryable, text: string, rows: readonly StudyRow[]) => {
  const known = await queryable.query<Known>(text, [rows.map(row => row.nctId)]);
  return new Map(known.map(each => [each.nctId, each]));
};

/** What studies would change, and how many are new. */
export interface News {
  readonly rows: readonly StudyRow[];
  readonly added: number;
  readonly changed: number;
}

/** Those of `rows` that would change something, asked without a lock, so that most calls write nothing at all. */
export async function newsAmong(
  queryable: Queryable,
  rows: readonly StudyRow[],
  { inScope, keepsScope = false }: Pick<AbsorbOptions, 'inScope' | 'keepsScope'>,
): Promise<News> {
  const known = await byId(queryable, KNOWN, rows);
  const verdicts = rows.map(row => [row, verdictOn(row, known.get(row.nctId))] as const);
  const moves = ({ nctId }: StudyRow) => inScope && !keepsScope && known.get(nctId)?.inScope === false;
  return {
    rows: verdicts.filter(([row, verdict]) => verdict !== 'UNCHANGED' || moves(row)).map(([row]) => row),
    added: verdicts.filter(([, verdict]) => verdict === 'ADDED' || verdict === 'RESTORED').length,
    changed: verdicts.filter(([, verdict]) => verdict === 'CHANGED').length,
  };
}

/**
 * Writes what is new or another than before, and the history of it, as one piece of a transaction. The same again
 * writes nothing.
 * @param rows at most a chunk of them, each number once
 */
export async function absorb(
  tx: Queryable,
  rows: readonly StudyRow[],
  options: AbsorbOptions,
): Promise<Absorbed> {
  const known = await byId(tx, KNOWN_LOCKED, rows);
  const firstSight = rows.map(row => [row, verdictOn(row, known.get(row.nctId))] as const);
  const before = await storedBefore(
    tx,
    firstSight.filter(([, verdict]) => verdict === 'CHANGED' || verdict === 'RESTORED').map(([row]) => row),
  );
  const differences = new Map(rows.map(row => [row, differencesFrom(before.get(row.nctId), row)]));
  // In other words only: its keys come in another order than before.
  const reworded = firstSight
    .filter(([row, verdict]) => verdict === 'CHANGED' && differences.get(row)!.length === 0)
    .map(([row]) => row);
  const verdicts = firstSight.map(
    ([row, verdict]) => [row, reworded.includes(row) ? 'UNCHANGED' : verdict] as const,
  );
  const of = (...wanted: readonly Verdict[]) => verdicts.filter(([, verdict]) => wanted.includes(verdict));
  const news = of('ADDED', 'CHANGED', 'RESTORED');
  const changes = news.map(([row, kind]) =>
    changeOf(row, kind as ChangeKind, before.get(row.nctId), differences.get(row)!, options),
  );
  const inScope = (nctId: string): boolean =>
    (options.keepsScope ? known.get(nctId)?.inScope : null) ?? options.inScope;
  await writeStudies(
    tx,
    news.map(([row]) => row),
    { inScope, replaced: news.map(([row]) => row.nctId).filter(id => known.has(id)) },
  );
  if (changes.length > 0) await tx.query(INSERT_CHANGES, [JSON.stringify(changes)]);
  if (reworded.length > 0)
    await tx.query(REHASH, [reworded.map(row => row.nctId), reworded.map(row => row.contentHash)]);
  const same = of('UNCHANGED').map(([row]) => row.nctId);
  if (options.touch && same.length > 0) await tx.query(TOUCH, [same]);
  const moved = same.filter(id => known.get(id)?.inScope === false && inScope(id));
  if (moved.length > 0) await tx.query(MOVE_INTO_SCOPE, [moved]);
  return { added: of('ADDED', 'RESTORED').length, changed: of('CHANGED').length, unchanged: same.length };
}

async function storedBefore(
  tx: Queryable,
  wanted: readonly StudyRow[],
): Promise<ReadonlyMap<string, StoredStudy>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<StudyColumns>(BEFORE, [wanted.map(row => row.nctId)]);
  return new Map(rows.map(row => [row.nctId, storedStudyOf(row)]));
}

const differencesFrom = (before: StoredStudy | undefined, row: StudyRow): readonly Difference[] =>
  before ? differencesOf(withoutVersion(before.record), withoutVersion(row.record)) : [];

function changeOf(
  row: StudyRow,
  kind: ChangeKind,
  before: StoredStudy | undefined,
  differences: readonly Difference[],
  { runId }: AbsorbOptions,
): Readonly<Record<string, unknown>> {
  return {
    nct_id: row.nctId,
    kind,
    run_id: runId,
    version_date: versionOf(row.record),
    registry_data_timestamp: row.registryDataTimestamp,
    replaced_by: null,
    paths: pathsOf(differences),
    differences,
    before: before ? replacedParts(before, row) : null,
  };
}

/** Each path that changed with all above it; and what changed itself, marked. */
function pathsOf(differences: readonly Difference[]): readonly string[] {
  const paths = new Set<string>();
  for (const { path } of differences) {
    const steps = path.split('.');
    for (let i = 1; i <= steps.length; i++) paths.add(steps.slice(0, i).join('.'));
    paths.add(`=${path}`);
  }
  return [...paths];
}

/** The parts of the record before that are not those of the record now; null where there was none. */
function replacedParts(before: StoredStudy, now: StudyRow): Readonly<Record<string, unknown>> {
  const [was, is] = [splitRecord(before.record), splitRecord(now.record)];
  const changed = RECORD_COLUMNS.filter(column => !isDeepStrictEqual(was[column], is[column]));
  return Object.fromEntries(changed.map(column => [column, was[column] ?? null]));
}

// A sample was never at the registry: it cannot be gone from there.
const STILL_THERE = `select nct_id as "nctId" from study where nct_id = any($1::text[]) and removed_at is null
  and origin = 'MIRROR' order by nct_id`;

/** Those of the numbers whose studies are copied and there. */
export async function thereAmong(
  queryable: Queryable,
  nctIds: readonly string[],
  lock: '' | 'for update' = '',
): Promise<ReadonlySet<string>> {
  const rows = await queryable.query<{ nctId: string }>(`${STILL_THERE} ${lock}`, [nctIds]);
  return new Set(rows.map(({ nctId }) => nctId));
}

/**
 * Studies that are gone from the registry become tombstones: out of every list, their record and history kept.
 * @returns how many were still there
 */
export async function bury(
  tx: Queryable,
  gone: readonly Gone[],
  edition: { readonly runId: number | null; readonly dataTimestamp: string | null },
): Promise<number> {
  const still = await thereAmong(
    tx,
    gone.map(({ nctId }) => nctId),
    'for update',
  );
  const buried = gone.filter(({ nctId }) => still.has(nctId));
  if (buried.length === 0) return 0;
  await removeStudies(tx, buried);
  const changes = buried.map(({ nctId, replacedBy }) => ({
    nct_id: nctId,
    kind: replacedBy === null ? 'REMOVED' : 'REPLACED',
    run_id: edition.runId,
    version_date: null,
    registry_data_timestamp: edition.dataTimestamp,
    replaced_by: replacedBy,
    paths: [],
    differences: [],
    before: null,
  }));
  await tx.query(INSERT_CHANGES, [JSON.stringify(changes)]);
  return buried.length;
}
