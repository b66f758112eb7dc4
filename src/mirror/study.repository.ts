import type { StudyRecord } from '../registry/study-record.ts';
import type { Database, Queryable } from '../store/database.ts';

/** A record we keep, and where and when we had it from. */
export interface StoredStudy {
  readonly nctId: string;
  readonly record: StudyRecord;
  readonly origin: 'MIRROR' | 'SAMPLE';
  readonly fetchedAt: Date;
  /** The registry's own stamp of its data edition; compared, never parsed. Null for the sample. */
  readonly registryDataTimestamp: string | null;
}

/** The studies we keep. Errors: StoreUnavailable. */
export interface StudyRepository {
  /** Keyed by the number asked for; a former number finds the study that replaced it. Unknown ones are absent. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, StoredStudy>>;
  /** Adds or replaces. */
  upsert(studies: readonly StoredStudy[]): Promise<void>;
  count(): Promise<number>;
  isEmpty(): Promise<boolean>;
  facts(): Promise<StudyFacts>;
  /** The studies after `after` in the order of their numbers, at most `limit`. */
  scan(after: string | undefined, limit: number): Promise<readonly StoredStudy[]>;
}

export interface StudyFacts {
  readonly count: number;
  readonly newestFetchedAt: Date | null;
}

// Small enough that readers of the embedded database never wait long for one.
const CHUNK = 100;

const COLUMNS = `study.nct_id as "nctId", study.record, study.origin, study.fetched_at as "fetchedAt",
  study.registry_data_timestamp as "registryDataTimestamp"`;

const BY_IDS = `select asked.id as asked, ${COLUMNS} from unnest($1::text[]) as asked (id)
  left join study_alias on study_alias.alias = asked.id
  join study on study.nct_id = coalesce(study_alias.nct_id, asked.id)`;

const UPSERT = `insert into study (nct_id, record, origin, fetched_at, registry_data_timestamp)
  select "nctId", record, origin, "fetchedAt", "registryDataTimestamp"
  from jsonb_to_recordset($1::jsonb) as given ("nctId" text, record jsonb, origin text, "fetchedAt" timestamptz,
    "registryDataTimestamp" text)
  on conflict (nct_id) do update set record = excluded.record, origin = excluded.origin,
    fetched_at = excluded.fetched_at, registry_data_timestamp = excluded.registry_data_timestamp`;

const UPSERT_ALIASES = `insert into study_alias (alias, nct_id) select * from unnest($1::text[], $2::text[])
  on conflict (alias) do update set nct_id = excluded.nct_id`;

export const createStudyRepository = (database: Database): StudyRepository => {
  const facts = async (): Promise<StudyFacts> => {
    const [row] = await database.query<StudyFacts>(
      'select count(*) as count, max(fetched_at) as "newestFetchedAt" from study',
    );
    return row!;
  };
  return {
    byIds: async ids => {
      const rows = await database.query<StoredStudy & { asked: string }>(BY_IDS, [[...new Set(ids)]]);
      return new Map(rows.map(({ asked, ...study }) => [asked, study]));
    },
    upsert: async studies => {
      for (const chunk of chunksOf(lastOfEach(studies))) await database.transaction(tx => write(tx, chunk));
    },
    count: async () => (await facts()).count,
    isEmpty: async () => (await database.query('select 1 from study limit 1')).length === 0,
    facts,
    scan: (after, limit) =>
      database.query<StoredStudy>(`select ${COLUMNS} from study where nct_id > $1 order by nct_id limit $2`, [
        after ?? '',
        limit,
      ]),
  };
};

const write = async (tx: Queryable, studies: readonly StoredStudy[]): Promise<void> => {
  await tx.query(UPSERT, [JSON.stringify(studies)]);
  const ids = studies.map(study => study.nctId);
  await tx.query('delete from study_alias where nct_id = any($1::text[]) or alias = any($1::text[])', [ids]);
  const aliases = new Map(studies.flatMap(study => aliasesOf(study).map(alias => [alias, study.nctId])));
  if (aliases.size > 0) await tx.query(UPSERT_ALIASES, [[...aliases.keys()], [...aliases.values()]]);
};

const aliasesOf = ({ record }: StoredStudy): readonly string[] => {
  const { protocolSection } = record as {
    protocolSection?: { identificationModule?: { nctIdAliases?: readonly string[] } };
  };
  return protocolSection?.identificationModule?.nctIdAliases ?? [];
};

// One statement cannot write a row twice; as with single writes, the last one counts.
const lastOfEach = (studies: readonly StoredStudy[]): readonly StoredStudy[] => [
  ...new Map(studies.map(study => [study.nctId, study])).values(),
];

const chunksOf = (studies: readonly StoredStudy[]): StoredStudy[][] =>
  Array.from({ length: Math.ceil(studies.length / CHUNK) }, (_, index) =>
    studies.slice(index * CHUNK, (index + 1) * CHUNK),
  );
