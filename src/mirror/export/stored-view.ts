import type { MirrorStanding, StoredSource } from '../../registry/study.source.ts';
import type { Database } from '../../store/database.ts';
import { searchStored } from '../study-search.ts';

/**
 * Looks at what is stored as it stands now: a copy that becomes complete meanwhile does not change which studies belong
 * to a list that has begun.
 */
export type StoredView = () => Promise<Pick<StoredSource, 'search'>>;

/** @param standing how far the copy can be relied on at this moment, not a while ago */
export const createStoredView =
  (database: Database, standing: () => Promise<MirrorStanding>): StoredView =>
  async () => {
    const now = await standing();
    return { search: search => searchStored(database, search, now) };
  };
