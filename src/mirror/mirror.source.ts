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
import type { StudyRepository } from './study.repository.ts';
import { isExact, searchStored } from './study-search.ts';

/** A record read before, and which writing of it that was. */
interface Read extends FoundRecord {
  readonly version: string;
}

/**
 * What is stored here as a source of studies. A record read before is not read again while its row is the same; that
 * is asked each time, so that nobody is told what another process has replaced. Both are one question to the database:
 * where it has a single session, each waits for what is being written.
 */
export function createMirrorSource(
  database: Database,
  repository: Pick<StudyRepository, 'byIds' | 'versions'>,
  standing: () => Promise<MirrorStanding> = async () => NOT_SYNCED,
): StoredSource {
  const cache = createStudyCache<Read>({ ttlMs: 0 });

  return {
    standing,
    isExact,
    async byIds(ids, fields) {
      const modules = columnsFor(fields).join(' ');
      const found = new Map<string, FoundRecord>();
      const read = async (unread: readonly string[]): Promise<void> => {
        if (unread.length === 0) return;
        for (const [id, study] of await repository.byIds(unread, fields)) {
          const each = { ...foundOf(study), isKept: study.isKept, version: study.version };
          cache.set(id, modules, each);
          found.set(id, each);
        }
      };
      const readAgain = async (known: readonly string[]): Promise<void> => {
        if (known.length === 0) return;
        const versions = await repository.versions(known);
        const changed: string[] = [];
        for (const [id, { version, isKept }] of versions) {
          const kept = cache.get(id, modules);
          if (kept?.version === version) found.set(id, kept.isKept === isKept ? kept : { ...kept, isKept });
          else changed.push(id);
        }
        await read(changed);
      };
      const [known, unread] = parted(ids, id => cache.get(id, modules) != null);
      await Promise.all([readAgain(known), read(unread)]);
      return found;
    },
    search: async search => searchStored(database, search, await standing()),
  };
}

function parted<T>(items: readonly T[], belongs: (item: T) => boolean): readonly [T[], T[]] {
  const [yes, no]: [T[], T[]] = [[], []];
  for (const item of items) (belongs(item) ? yes : no).push(item);
  return [yes, no];
}
