import { aliasesOf } from '../registry/record-paths.ts';
import type { StudyRecord } from '../registry/study-record.ts';
import type { Database, Queryable } from '../store/database.ts';
import { storableJson } from './storable.ts';

/** A record we keep, and where and when we had it from. */
export interface StoredStudy {
  readonly nctId: string;
  readonly record: StudyRecord;
  readonly origin: 'MIRROR' | 'SAMPLE';
  readonly fetchedAt: Date;
  /** The registry's own stamp of its data edition; compared, never parsed. Null for the sample. */
  readonly registryDataTimestamp: string | null;
}

export interface StudyFacts {
  readonly count: number;
  readonly newestFetchedAt: Date | null;
}

export interface StudyVersion {
  readonly nctId: string;
  readonly version: string;
}

/** The studies we keep. Errors: StoreUnavailable. */
export interface StudyRepository {
  /** Keyed by the number asked for; a former number finds the study that replaced it. Unknown ones are absent. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, StoredStudy>>;
  /** Keyed alike: which study it is, and a mark that is another one after every write of it. Reads no record. */
  versions(ids: readonly string[]): Promise<ReadonlyMap<string, StudyVersion>>;
  /**
   * Adds or replaces; of two with one number the last counts. Written in chunks: a failure may leave earlier ones.
   * @throws RecordNotStorable before anything is written
   */
  upsert(studies: readonly StoredStudy[]): Promise<void>;
  count(): Promise<number>;
  isEmpty(): Promise<boolean>;
  facts(): Promise<StudyFacts>;
  /** The studies after the number `after` in the order of their numbers, at most `limit`. */
  scan(after: string | undefined, limit: number): Promise<readonly StoredStudy[]>;
}

const COLUMNS = `study.nct_id as "nctId", study.record, study.origin, study.fetched_at as "fetchedAt",
  study.registry_data_timestamp as "registryDataTimestamp"`;

// A number that is a former one leads to its successor, even where a record under the old number is still here.
const ASKED = `from unnest($1::text[]) as asked (id) join study on study.nct_id =
    coalesce((select study_alias.nct_id from study_alias where study_alias.alias = asked.id), asked.id)`;
const BY_IDS = `select asked.id as asked, ${COLUMNS} ${ASKED}`;
// Where a row stands and which transaction put it there: every write changes one or both, whoever writes.
const VERSIONS = `select asked.id as asked, study.nct_id as "nctId",
  study.xmin::text || ' ' || study.ctid::text as version ${ASKED}`;

const SCAN = `select ${COLUMNS} from study where nct_id > $1 order by nct_id limit $2`;

const FACTS = 'select count(*) as count, max(fetched_at) as "newestFetchedAt" from study';

const UPSERT = `insert into study (nct_id, record, origin, fetched_at, registry_data_timestamp)
  select "nctId", record, origin, "fetchedAt", "registryDataTimestamp"
  from jsonb_to_recordset($1::jsonb) as given
    ("nctId" text, record jsonb, origin text, "fetchedAt" timestamptz, "registryDataTimestamp" text)
  on conflict (nct_id) do update set record = excluded.record, origin = excluded.origin,
    fetched_at = excluded.fetched_at, registry_data_timestamp = excluded.registry_data_timestamp`;

// What a study says of its former numbers, and that a number is its own, replaces what was known before.
const FORGET_ALIASES = 'delete from study_alias where nct_id = any($1::text[]) or alias = any($1::text[])';
const UPSERT_ALIASES = `insert into study_alias (alias, nct_id) select * from unnest($1::text[], $2::text[])
  on conflict (alias) do update set nct_id = excluded.nct_id`;

export const createStudyRepository = (database: Database): StudyRepository => {
  const facts = async (): Promise<StudyFacts> => (await database.query<StudyFacts>(FACTS))[0]!;
  return {
    byIds: async ids => {
      const rows = await database.query<StoredStudy & { asked: string }>(BY_IDS, [[...new Set(ids)]]);
      return new Map(rows.map(({ asked, ...study }) => [asked, study]));
    },
    versions: async ids => {
      const rows = await database.query<StudyVersion & { asked: string }>(VERSIONS, [[...new Set(ids)]]);
      return new Map(rows.map(({ asked, ...version }) => [asked, version]));
    },
    upsert: async studies => {
      for (const chunk of chunksOf(lastOfEach(studies).map(toRow)))
        await database.transaction(tx => write(tx, chunk));
    },
    count: async () => (await facts()).count,
    isEmpty: async () => (await database.query('select 1 from study limit 1')).length === 0,
    facts,
    scan: (after, limit) => database.query<StoredStudy>(SCAN, [after ?? '', limit]),
  };
};

interface Row {
  readonly nctId: string;
  readonly json: string;
  readonly aliases: readonly string[];
}

const toRow = (study: StoredStudy): Row => ({
  nctId: study.nctId,
  json: storableJson(study.nctId, study),
  aliases: aliasesOf(study.record),
});

// One statement cannot write a row twice.
const lastOfEach = (studies: readonly StoredStudy[]): readonly StoredStudy[] => [
  ...new Map(studies.map(study => [study.nctId, study])).values(),
];

// Readers of the embedded database wait while a chunk is written: about 60 ms for 1 MB of records.
const MOST_RECORDS = 100;
const MOST_CHARACTERS = 1_000_000;

const chunksOf = (rows: readonly Row[]): Row[][] => {
  const chunks: Row[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    characters += row.json.length;
    if (characters > MOST_CHARACTERS || chunks.at(-1)?.length === MOST_RECORDS) {
      chunks.push([]);
      characters = row.json.length;
    }
    chunks.at(-1)!.push(row);
  }
  return chunks;
};

const write = async (tx: Queryable, rows: readonly Row[]): Promise<void> => {
  await tx.query(UPSERT, [`[${rows.map(row => row.json).join(',')}]`]);
  await tx.query(FORGET_ALIASES, [rows.map(row => row.nctId)]);
  const aliases = new Map(rows.flatMap(row => row.aliases.map(alias => [alias, row.nctId])));
  if (aliases.size > 0) await tx.query(UPSERT_ALIASES, [[...aliases.keys()], [...aliases.values()]]);
};
