import type { FoundRecord } from '../registry/study.source.ts';
import type { StoredStudy } from './study-write.ts';

/** How a stored study answers when it is found. */
export const foundOf = ({ record, origin, fetchedAt, registryDataTimestamp }: StoredStudy): FoundRecord => ({
  record,
  origin,
  fetchedAt,
  dataTimestamp: registryDataTimestamp,
  stale: false,
});
