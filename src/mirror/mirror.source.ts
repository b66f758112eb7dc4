import {
  type FoundRecord,
  type MirrorStanding,
  NOT_SYNCED,
  type StoredSource,
} from '../registry/study.source.ts';
import { createStudyCache } from '../registry/study-cache.ts';
import type { Database } from '../store/database.ts';
import { foundOf } from './found-study.ts';
import { columnsFor } from './record-modules.ts';
import type { StoredStudy, StudyRepository } from './study.repository.ts';
import { isExact, searchStored } from './study-search.ts';

/**
 * What is stored here as a source of studies. A record read before is not read again while its row is the same; that
 * is asked each time, so that nobody is told what another process has replaced.
 */
export function createMirrorSource(
  database: Database,
  repository: Pick<StudyRepository, 'byIds' | 'versions'>,
  standing: () => Promise<MirrorStanding> = async () => NOT_SYNCED,
): StoredSource {
  const cache = createStudyCache({ ttlMs: 0 });

  return {
    standing,
    isExact,
    async byIds(ids, fields) {
      const modules = columnsFor(fields).join(' ');
      const versions = await repository.versions(ids);
      const known = [...versions].map(
        ([id, row]) => [id, row, cache.get(row.nctId, `${row.version} ${modules}`)] as const,
      );
      const unread = known.filter(([, , found]) => !found).map(([id]) => id);
      const read =
        unread.length > 0 ? await repository.byIds(unread, fields) : new Map<string, StoredStudy>();
      const found = new Map<string, FoundRecord>();
      for (const [id, { nctId, version, isKept }, kept] of known) {
        const study = read.get(id);
        const each = kept ?? (study && { ...foundOf(study), isKept });
        if (!each) continue; // removed between the two questions
        if (!kept) cache.set(nctId, `${version} ${modules}`, each);
        found.set(id, each.isKept === isKept ? each : { ...each, isKept });
      }
      return found;
    },
    search: async search => searchStored(database, search, await standing()),
  };
}
