import { readdir, readFile } from 'node:fs/promises';
import { nctIdOf } from '../registry/record-paths.ts';
import type { StudyRecord } from '../registry/study-record.ts';
import type { Logger } from '../shared/log.ts';
import type { StudyRepository } from './study.repository.ts';

const FOLDER = new URL('sample/', import.meta.url);

/** Fills an empty store with the sample data set, so that a first start has something to show. */
export async function loadSample(repository: StudyRepository, logger: Logger): Promise<void> {
  if (!(await repository.isEmpty())) return;
  const records = await readSample();
  const fetchedAt = new Date();
  await repository.upsert(
    records.map(record => ({
      nctId: nctIdOf(record)!,
      record,
      origin: 'SAMPLE' as const,
      fetchedAt,
      registryDataTimestamp: null,
    })),
  );
  logger.info({ studies: records.length }, 'loaded the sample data set');
}

/** The records of the sample data set, one file each. */
export async function readSample(): Promise<readonly StudyRecord[]> {
  const files = (await readdir(FOLDER)).filter(file => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async file => JSON.parse(await readFile(new URL(file, FOLDER), 'utf8')) as StudyRecord),
  );
}
