import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { StudyRecord } from '../../src/registry/study-record.ts';

/** Where real records lie, one JSON object a line, gzipped; null where none are at hand. */
export const corpusFile: string | null = process.env['REGISTRY_CORPUS'] || null;

/** The real records, streamed. */
export async function* corpusRecords(file: string): AsyncGenerator<StudyRecord> {
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    if (line.trim() !== '') yield JSON.parse(line) as StudyRecord;
  }
}

/** The same in lists of `size`. */
export async function* corpusBatches(file: string, size: number): AsyncGenerator<readonly StudyRecord[]> {
  let batch: StudyRecord[] = [];
  for await (const record of corpusRecords(file)) {
    batch.push(record);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
