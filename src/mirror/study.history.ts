import type { FoundRecord } from '../registry/study.source.ts';
import { type Direction, decodeCursor, encodeCursor, type PageEnds } from '../shared/page.ts';
import type { Database } from '../store/database.ts';
import type { ChangeKind } from './absorb.ts';
import type { Difference } from './record-diff.ts';
import { joinRecord, RECORD_COLUMNS, type RecordParts } from './record-modules.ts';
import { createValues, type Values } from './search/condition.ts';

/** One change of one study, as the copy saw it. */
export interface Change {
  readonly id: number;
  readonly nctId: string;
  readonly kind: ChangeKind;
  /** When the copy saw it. */
  readonly seenAt: Date;
  /** The registry's version date of the record after the change; null where it is gone. */
  readonly versionDate: string | null;
  /** The registry's stamp of the edition in which it was seen. */
  readonly registryDataTimestamp: string | null;
  readonly replacedBy: string | null;
  readonly differences: readonly Difference[];
}

/** Which changes; all parts must hold. */
export interface ChangeFilter {
  readonly nctIds?: readonly string[] | null;
  /** Seen at this moment or later. */
  readonly since?: Date | null;
  /** Changes of what lies at, below or above one of these record paths. */
  readonly paths?: readonly string[] | null;
  readonly kinds?: readonly ChangeKind[] | null;
}

export interface ChangePage extends PageEnds {
  readonly changes: readonly Change[];
}

export interface ChangeSearch extends Direction {
  readonly filter: ChangeFilter;
}

/** What studies were before, and how they came to be what they are. */
export interface StudyHistory {
  /** In the order in which they were seen. */
  changes(search: ChangeSearch): Promise<ChangePage>;
  count(filter: ChangeFilter): Promise<number>;
  change(id: number): Promise<Change | null>;
  /** The study as it was known at this moment; null where it was not known or not there. */
  asOf(nctId: string, moment: Date): Promise<FoundRecord | null>;
  /** The study as it was before this change; null where it was not there. */
  before(change: Pick<Change, 'id' | 'nctId'>): Promise<FoundRecord | null>;
}

const COLUMNS = `id, nct_id as "nctId", kind, seen_at as "seenAt", version_date as "versionDate",
  registry_data_timestamp as "registryDataTimestamp", replaced_by as "replacedBy", differences`;

const isId = (place: unknown): place is number => Number.isSafeInteger(place);

interface Undone {
  readonly kind: ChangeKind;
  readonly before: RecordParts | null;
}
interface Provenance {
  readonly seenAt: string;
  readonly registryDataTimestamp: string | null;
}
type Then = RecordParts & {
  readonly removed: boolean;
  readonly undone: readonly Undone[] | null;
  readonly made: readonly Provenance[] | null;
};

/** In one statement, so that a change that comes meanwhile shows in all parts or in none. */
const THEN = `select ${RECORD_COLUMNS.join(', ')}, removed_at is not null as removed,
    (select json_agg(json_build_object('kind', kind, 'before', before) order by id desc) from study_change
      where nct_id = $1 and id > $2) as undone,
    (select json_agg(json_build_object('seenAt', seen_at, 'registryDataTimestamp', registry_data_timestamp)
        order by id desc) from study_change
      where nct_id = $1 and id <= $2 and kind in ('ADDED', 'CHANGED', 'RESTORED')) as made
  from study where nct_id = $1 and origin = 'MIRROR'`;
// A moment has milliseconds, the database has more: the moment a change tells of itself must find it.
const LAST_BY = `select max(id) as id from study_change
  where nct_id = $1 and date_trunc('milliseconds', seen_at) <= $2`;
const LAST_BEFORE = 'select max(id) as id from study_change where nct_id = $1 and id < $2';
export function createStudyHistory(database: Database): StudyHistory {
  /** The study as it was after the change with this id. */
  const after = async (nctId: string, lastId: number): Promise<FoundRecord | null> => {
    const [then] = await database.query<Then>(THEN, [nctId, lastId]);
    const [made] = then?.made ?? [];
    const parts = then && undo(then);
    return parts && made ? foundThen(parts, made) : null;
  };
  const lastId = async (text: string, nctId: string, limit: unknown): Promise<number | null> =>
    (await database.query<{ id: number | null }>(text, [nctId, limit]))[0]!.id;

  return {
    async changes({ filter, count, cursor, backward }) {
      const values = createValues();
      const conditions = conditionsOf(filter, values);
      const binding = JSON.stringify(['changes', filter]);
      if (cursor !== null) {
        const place = decodeCursor(cursor, binding, isId, backward ? 'before' : 'after');
        conditions.push(`id ${backward ? '<' : '>'} ${values.add(place)}`);
      }
      const rows = await database.query<Change>(
        `select ${COLUMNS} from study_change where ${conditions.join(' and ') || 'true'}
          order by id ${backward ? 'desc' : 'asc'} limit ${values.add(count + 1)}`,
        values.list,
      );
      const page = rows.slice(0, count);
      const more = rows.length > count;
      const changes = backward ? page.reverse() : page;
      return {
        changes,
        cursors: changes.map(({ id }) => encodeCursor(binding, id)),
        hasNextPage: backward ? cursor !== null : more,
        hasPreviousPage: backward ? more : cursor !== null,
      };
    },
    async count(filter) {
      const values = createValues();
      const conditions = conditionsOf(filter, values).join(' and ') || 'true';
      const [row] = await database.query<{ count: number }>(
        `select count(*) as count from study_change where ${conditions}`,
        values.list,
      );
      return row!.count;
    },
    async change(id) {
      const [change] = await database.query<Change>(`select ${COLUMNS} from study_change where id = $1`, [
        id,
      ]);
      return change ?? null;
    },
    async asOf(nctId, moment) {
      const id = await lastId(LAST_BY, nctId, moment);
      return id === null ? null : after(nctId, id);
    },
    async before({ nctId, id }) {
      const last = await lastId(LAST_BEFORE, nctId, id);
      return last === null ? null : after(nctId, last);
    },
  };
}

function conditionsOf({ nctIds, since, paths, kinds }: ChangeFilter, values: Values): string[] {
  const conditions: string[] = [];
  if (nctIds) conditions.push(`nct_id = any(${values.add(nctIds)}::text[])`);
  if (since) conditions.push(`seen_at >= ${values.add(since)}::timestamptz`);
  if (kinds) conditions.push(`kind = any(${values.add(kinds)}::text[])`);
  if (paths) conditions.push(`paths && ${values.add(paths.flatMap(marksOf))}::text[]`);
  return conditions;
}

/** What the `paths` of a change hold if it touches this path: the path itself, or something above it as a whole. */
const marksOf = (path: string): readonly string[] => {
  const steps = path.split('.');
  return [path, ...steps.slice(1).map((_, i) => `=${steps.slice(0, i + 1).join('.')}`)];
};

/** Takes changes back, the latest first. Null where the study was not there before them. */
function undo(then: Then): RecordParts | null {
  let parts: Record<string, unknown> = { ...then };
  let { removed } = then;
  for (const { kind, before } of then.undone ?? []) {
    if (kind === 'ADDED') return null;
    removed = kind === 'RESTORED';
    parts = { ...parts, ...before };
  }
  return removed ? null : parts;
}

const foundThen = (parts: RecordParts, { seenAt, registryDataTimestamp }: Provenance): FoundRecord => ({
  record: joinRecord(parts),
  origin: 'MIRROR',
  fetchedAt: new Date(seenAt),
  dataTimestamp: registryDataTimestamp,
  stale: false,
});
