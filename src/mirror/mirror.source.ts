import type { FoundRecord, StudySource } from '../registry/study.source.ts';
import { createStudyCache } from '../registry/study-cache.ts';
import type { Database } from '../store/database.ts';
import type { StoredStudy, StudyRepository } from './study.repository.ts';
import { searchStored } from './study-search.ts';

/**
 * What is stored here as a source of studies. A record read before is not read again while its row is the same; that
 * is asked each time, so that nobody is told what another process has replaced.
 */
export function createMirrorSource(
  database: Database,
  repository: Pick<StudyRepository, 'byIds' | 'versions'>,
): StudySource {
  const cache = createStudyCache({ ttlMs: 0 });

  return {
    async byIds(ids) {
      const versions = await repository.versions(ids);
      const known = [...versions].map(([id, row]) => [id, row, cache.get(row.nctId, row.version)] as const);
      const unread = known.filter(([, , found]) => !found).map(([id]) => id);
      const read = unread.length > 0 ? await repository.byIds(unread) : new Map<string, StoredStudy>();
      const found = new Map<string, FoundRecord>();
      for (const [id, { nctId, version }, kept] of known) {
        const study = read.get(id);
        const each = kept ?? (study && foundOf(study));
        if (!each) continue; // removed between the two questions
        if (!kept) cache.set(nctId, version, each);
        found.set(id, each);
      }
      return found;
    },
    search: search => searchStored(database, search),
  };
}

const foundOf = ({ record, origin, fetchedAt, registryDataTimestamp }: StoredStudy): FoundRecord => ({
  record,
  origin,
  fetchedAt,
  dataTimestamp: registryDataTimestamp,
  stale: false,
});
