import type { StudySource } from '../registry/study.source.ts';
import type { Database } from '../store/database.ts';
import type { StoredStudy, StudyRepository } from './study.repository.ts';
import { searchStored } from './study-search.ts';

/** What is stored here as a source of studies. */
export const createMirrorSource = (database: Database, repository: StudyRepository): StudySource => ({
  async byIds(ids) {
    const stored = await repository.byIds(ids);
    return new Map([...stored].map(([id, study]) => [id, foundOf(study)]));
  },
  search: search => searchStored(database, search),
});

const foundOf = ({ record, origin, fetchedAt, registryDataTimestamp }: StoredStudy) => ({
  record,
  origin,
  fetchedAt,
  dataTimestamp: registryDataTimestamp,
  stale: false,
});
