import { type Direction, decodeCursor, encodeCursor, type PageEnds } from '../shared/page.ts';
import type { Database, Queryable } from '../store/database.ts';
import type { Checkpoint } from './sync-window.ts';

export type SyncKind = 'INCREMENTAL' | 'FULL' | 'IDS' | 'ARCHIVE';
/** Runs that read all of what is copied, or all that is new in it. */
export const WHOLE_RUNS: readonly SyncKind[] = ['FULL', 'INCREMENTAL', 'ARCHIVE'];
export type SyncState = 'RUNNING' | 'COMPLETE' | 'INCOMPLETE' | 'SUSPECT' | 'FAILED' | 'INTERRUPTED';
export type SyncPhase = 'PLAN' | 'PULL' | 'RECONCILE' | 'PUBLISH';

/** What a run did, counted as it went. */
export interface SyncCounters {
  readonly pages: number;
  readonly seen: number;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly rejected: number;
  readonly restarts: number;
  readonly bytes: number;
}

/** One run, as its row tells it. */
export interface SyncRun extends SyncCounters {
  readonly id: number;
  readonly kind: SyncKind;
  /** Who started it: `command`, `schedule`. */
  readonly trigger: string;
  /** What is copied, as canonical JSON of a filter; `{}` for the whole registry. */
  readonly scope: string;
  readonly state: SyncState;
  readonly phase: SyncPhase;
  /** Why it ended as it did, for people. */
  readonly message: string | null;
  /** The run that was cut short and that this one went on with. */
  readonly continues: number | null;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
  readonly dataTimestamp: string | null;
  readonly etag: string | null;
  /** Latest update date among the studies held when it ended: where the next run begins. */
  readonly watermark: string | null;
  readonly expected: number | null;
  readonly registryCount: number | null;
  readonly mirrorCount: number | null;
  readonly checkpoint: Checkpoint | null;
}

/** What may be set while a run goes on. */
export type RunChanges = Partial<
  Pick<
    SyncRun,
    | 'phase'
    | 'dataTimestamp'
    | 'etag'
    | 'expected'
    | 'registryCount'
    | 'mirrorCount'
    | 'checkpoint'
    | 'watermark'
  >
>;

export interface RunStart {
  readonly kind: SyncKind;
  readonly trigger: string;
  readonly scope: string;
  readonly continues: number | null;
  readonly checkpoint: Checkpoint | null;
}

export interface RunSearch extends Direction {
  readonly states: readonly SyncState[] | null;
}
export interface RunPage extends PageEnds {
  readonly runs: readonly SyncRun[];
}

/** The rows that tell what each run did. Those that write take the transaction they belong to. */
export interface SyncRunRepository {
  start(queryable: Queryable, run: RunStart): Promise<SyncRun>;
  /** Adds to the counters and sets the rest. */
  note(queryable: Queryable, id: number, more: Partial<SyncCounters>, changes?: RunChanges): Promise<void>;
  end(queryable: Queryable, id: number, state: SyncState, message: string | null): Promise<SyncRun>;
  /** Rows that still say RUNNING although nobody runs: told only under the lease. */
  interruptOrphans(queryable: Queryable): Promise<void>;
  byId(id: number): Promise<SyncRun | null>;
  latest(filter?: {
    readonly state?: SyncState;
    readonly kinds?: readonly SyncKind[];
  }): Promise<SyncRun | null>;
  /** The latest first. */
  page(search: RunSearch): Promise<RunPage>;
  count(states: readonly SyncState[] | null): Promise<number>;
}

const COUNTERS = [
  'pages',
  'seen',
  'added',
  'changed',
  'unchanged',
  'removed',
  'rejected',
  'restarts',
  'bytes',
] as const;
const SETTABLE = {
  phase: 'text',
  dataTimestamp: 'text',
  etag: 'text',
  expected: 'integer',
  registryCount: 'integer',
  mirrorCount: 'integer',
  checkpoint: 'jsonb',
  watermark: 'text',
} as const;
const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
const NAMES = [
  'id',
  'kind',
  'trigger',
  'scope',
  'state',
  'message',
  'continues',
  'startedAt',
  'updatedAt',
  'endedAt',
  ...COUNTERS,
  ...Object.keys(SETTABLE),
];
const COLUMNS = NAMES.map(name => `${snake(name)} as "${name}"`).join(', ');

const START = `insert into sync_run (kind, trigger, scope, state, phase, continues, checkpoint, started_at, updated_at)
  values ($1, $2, $3, 'RUNNING', 'PLAN', $4, $5, now(), now()) returning ${COLUMNS}`;
const END = `update sync_run set state = $2, message = $3, ended_at = now(), updated_at = now()
  where id = $1 returning ${COLUMNS}`;
const INTERRUPT = `update sync_run set state = 'INTERRUPTED', ended_at = now(),
    message = 'The process that ran it is gone; the next run goes on from its checkpoint.'
  where state = 'RUNNING'`;

const isId = (place: unknown): place is number => Number.isSafeInteger(place);

export function createSyncRunRepository(database: Database): SyncRunRepository {
  return {
    start: async (queryable, { kind, trigger, scope, continues, checkpoint }) =>
      (await queryable.query<SyncRun>(START, [kind, trigger, scope, continues, checkpoint]))[0]!,
    note: async (queryable, id, more, changes = {}) => {
      const values: unknown[] = [id];
      const sets = ['updated_at = now()'];
      for (const name of COUNTERS)
        if (more[name]) sets.push(`${name} = ${name} + $${values.push(more[name])}`);
      for (const [name, type] of Object.entries(SETTABLE))
        if (name in changes)
          sets.push(`${snake(name)} = $${values.push(changes[name as keyof RunChanges])}::${type}`);
      await queryable.query(`update sync_run set ${sets.join(', ')} where id = $1`, values);
    },
    end: async (queryable, id, state, message) =>
      (await queryable.query<SyncRun>(END, [id, state, message]))[0]!,
    interruptOrphans: async queryable => {
      await queryable.query(INTERRUPT);
    },
    byId: async id =>
      (await database.query<SyncRun>(`select ${COLUMNS} from sync_run where id = $1`, [id]))[0] ?? null,
    latest: async ({ state, kinds } = {}) => {
      const [run] = await database.query<SyncRun>(
        `select ${COLUMNS} from sync_run where ($1::text is null or state = $1)
            and ($2::text[] is null or kind = any($2)) order by id desc limit 1`,
        [state ?? null, kinds ?? null],
      );
      return run ?? null;
    },
    page: async search => pageOf(database, search),
    count: async states => {
      const [row] = await database.query<{ count: number }>(
        'select count(*) as count from sync_run where $1::text[] is null or state = any($1)',
        [states],
      );
      return row!.count;
    },
  };
}

async function pageOf(database: Database, { states, count, cursor, backward }: RunSearch): Promise<RunPage> {
  const binding = JSON.stringify(['runs', states]);
  const place = cursor === null ? null : decodeCursor(cursor, binding, isId, backward ? 'before' : 'after');
  const rows = await database.query<SyncRun>(
    `select ${COLUMNS} from sync_run where ($1::text[] is null or state = any($1))
        and ($2::bigint is null or id ${backward ? '>' : '<'} $2)
      order by id ${backward ? 'asc' : 'desc'} limit $3`,
    [states, place, count + 1],
  );
  const page = rows.slice(0, count);
  const runs = backward ? page.reverse() : page;
  const more = rows.length > count;
  return {
    runs,
    cursors: runs.map(({ id }) => encodeCursor(binding, id)),
    hasNextPage: backward ? cursor !== null : more,
    hasPreviousPage: backward ? more : cursor !== null,
  };
}
