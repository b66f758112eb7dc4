import type { Queryable } from '../store/database.ts';

/** A record that was set aside, as people are told of it. */
export interface SetAside {
  readonly nctId: string | null;
  readonly reason: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}

/** What the copy has beside its studies: records set aside, and studies that are gone. */
export interface CopyFacts {
  setAsideCount(): Promise<number>;
  /** The latest first. */
  setAside(limit: number): Promise<readonly SetAside[]>;
  removedCount(): Promise<number>;
}

export const createCopyFacts = (database: Queryable): CopyFacts => ({
  setAsideCount: async () =>
    (await database.query<{ count: number }>('select count(*) as count from sync_rejected'))[0]!.count,
  setAside: limit =>
    database.query<SetAside>(
      `select nct_id as "nctId", reason, first_seen as "firstSeen", last_seen as "lastSeen" from sync_rejected
        order by last_seen desc, key limit $1`,
      [limit],
    ),
  removedCount: async () => {
    const [row] = await database.query<{ count: number }>(
      'select count(*) as count from study where removed_at is not null',
    );
    return row!.count;
  },
});
