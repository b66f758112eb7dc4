import type { Database } from '../store/database.ts';
import { columnsFor, joinRecord, RECORD_COLUMNS } from './record-modules.ts';
import { noteNames } from './search/names.ts';
import { chunksOf, rowOf, type StoredStudy, writeStudies } from './study-write.ts';

export type { StoredStudy };

export interface StudyFacts {
  readonly count: number;
  readonly newestFetchedAt: Date | null;
}

export interface StudyVersion {
  readonly nctId: string;
  readonly version: string;
  /** It belongs to what is copied, and was not only asked for by its number. */
  readonly isKept: boolean;
}

/** A stored study, and which writing of it this is. */
export type FoundStudy = StoredStudy & Omit<StudyVersion, 'nctId'>;

/** The studies we keep that are there now; a removed one is told by its history alone. Errors: StoreUnavailable. */
export interface StudyRepository {
  /**
   * Keyed by the number asked for; a former number finds the study that replaced it. Unknown ones are absent.
   * @param fields record paths; the modules they lie in are read, or the whole record for none
   */
  byIds(ids: readonly string[], fields?: readonly string[]): Promise<ReadonlyMap<string, FoundStudy>>;
  /** Keyed alike: which study it is, and a mark that is another one after every write of it. Reads no record. */
  versions(ids: readonly string[]): Promise<ReadonlyMap<string, StudyVersion>>;
  /**
   * Adds or replaces, without a word in the history; of two with one number the last counts. Written in chunks: a
   * failure may leave earlier ones.
   * @throws RecordNotStorable before anything is written
   */
  upsert(studies: readonly StoredStudy[]): Promise<void>;
  count(): Promise<number>;
  isEmpty(): Promise<boolean>;
  facts(): Promise<StudyFacts>;
  /** The studies after the number `after` in the order of their numbers, at most `limit`. */
  scan(after: string | undefined, limit: number): Promise<readonly StoredStudy[]>;
}

const HEAD = `study.nct_id as "nctId", study.origin, study.fetched_at as "fetchedAt",
  study.registry_data_timestamp as "registryDataTimestamp"`;

/** The columns that make a stored study, for a statement that reads from `study`. */
export const studyColumns = (columns: readonly string[] = RECORD_COLUMNS): string =>
  [HEAD, ...columns.map(column => `study.${column}`)].join(', ');

/** A row as `studyColumns` has it. */
export type StudyColumns = Omit<StoredStudy, 'record'> & Readonly<Record<string, unknown>>;

export const storedStudyOf = ({
  nctId,
  origin,
  fetchedAt,
  registryDataTimestamp,
  ...parts
}: StudyColumns): StoredStudy => ({
  nctId,
  record: joinRecord(parts),
  origin,
  fetchedAt,
  registryDataTimestamp,
});

// A number that is a former one leads to its successor, even where a record under the old number is still here.
const ASKED = `from unnest($1::text[]) as asked (id) join study on study.removed_at is null and study.nct_id =
    coalesce((select study_alias.nct_id from study_alias where study_alias.alias = asked.id), asked.id)`;
// Where a row stands and which transaction put it there: every write changes one or both, whoever writes.
const VERSION = `study.xmin::text || ' ' || study.ctid::text as version,
  study.origin = 'MIRROR' and exists
    (select 1 from study_search where study_search.nct_id = study.nct_id and in_scope) as "isKept"`;
const VERSIONS = `select asked.id as asked, study.nct_id as "nctId", ${VERSION} ${ASKED}`;

const SCAN = `select ${studyColumns()} from study where removed_at is null and nct_id > $1
  order by nct_id limit $2`;

const FACTS = `select count(*) as count, max(fetched_at) as "newestFetchedAt"
  from study where removed_at is null`;

export const createStudyRepository = (database: Database): StudyRepository => {
  const facts = async (): Promise<StudyFacts> => (await database.query<StudyFacts>(FACTS))[0]!;
  return {
    byIds: async (ids, fields = []) => {
      const rows = await database.query<StudyColumns & StudyVersion & { asked: string }>(
        `select asked.id as asked, ${VERSION}, ${studyColumns(columnsFor(fields))} ${ASKED}`,
        [[...new Set(ids)]],
      );
      return new Map(
        rows.map(({ asked, version, isKept, ...study }) => [
          asked,
          { ...storedStudyOf(study as StudyColumns), version, isKept },
        ]),
      );
    },
    versions: async ids => {
      const rows = await database.query<StudyVersion & { asked: string }>(VERSIONS, [[...new Set(ids)]]);
      return new Map(rows.map(({ asked, ...version }) => [asked, version]));
    },
    upsert: async studies => {
      for (const chunk of chunksOf(lastOfEach(studies).map(rowOf), database.kind)) {
        const replaced = chunk.map(row => row.nctId);
        await noteNames(database, chunk);
        await database.transaction(tx => writeStudies(tx, chunk, { inScope: () => true, replaced }));
      }
    },
    count: async () => (await facts()).count,
    isEmpty: async () => (await database.query('select 1 from study limit 1')).length === 0,
    facts,
    scan: async (after, limit) => {
      const rows = await database.query<StudyColumns>(SCAN, [after ?? '', limit]);
      return rows.map(storedStudyOf);
    },
  };
};

// One statement cannot write a row twice.
const lastOfEach = (studies: readonly StoredStudy[]): readonly StoredStudy[] => [
  ...new Map(studies.map(study => [study.nctId, study])).values(),
];
