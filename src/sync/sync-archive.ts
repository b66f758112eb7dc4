import { analyzeStudies } from '../mirror/study-write.ts';
import { parseNctId } from '../registry/nct-id.ts';
import { nctIdOf } from '../registry/record-paths.ts';
import type { StudyRecord } from '../registry/study-record.ts';
import { type Archive, openArchive } from './archive.reader.ts';
import { type Rejected, rejectedOf, sortRecords } from './sync-record.ts';
import type { RunChanges } from './sync-run.repository.ts';
import type { Outcome, Reporter, Task } from './sync-task.ts';
import type { Checkpoint } from './sync-window.ts';

/** Studies committed together. */
const BATCH = 500;

interface Batch {
  readonly records: unknown[];
  readonly rejected: Rejected[];
  bytes: number;
}
const emptyBatch = (): Batch => ({ records: [], rejected: [], bytes: 0 });

/**
 * Reads the registry's archive file: the fast way to a first copy. It says nothing of what has gone meanwhile, so the
 * copy counts as complete only after the next run has asked the registry.
 */
export async function readArchive(task: Task, reporter: Reporter): Promise<Outcome> {
  const { sink, signal, held, database } = task;
  const archive = await openArchive(task.archive!);
  try {
    reporter.expect(archive.entryCount);
    await reporter.phase('PULL', { expected: archive.entryCount });
    let batch = emptyBatch();
    const store = async (entries: number): Promise<void> => {
      const sorted = await sortRecords(batch.records, { fetchedAt: new Date(), dataTimestamp: null });
      const changes: RunChanges = { checkpoint: checkpointAt(entries, markOf(archive)) };
      const rejected = [...sorted.rejected, ...batch.rejected];
      await sink.page(
        { rows: sorted.rows, rejected },
        { bytes: batch.bytes, changes, membership: { inScope: true } },
      );
      batch = emptyBatch();
    };
    let entries = task.start?.archive === markOf(archive) ? (task.start.entries ?? 0) : 0;
    for await (const { index, name, text, fault, compressedBytes } of archive.entries(entries, signal)) {
      batch.bytes += compressedBytes;
      const parsed = text === null ? null : jsonOf(text);
      if (parsed && numberOf(parsed.value) === numberIn(name)) batch.records.push(parsed.value);
      else
        batch.rejected.push(
          unreadable(name, text, fault ?? `${name} ${parsed ? 'does not hold that study' : 'is no JSON'}.`),
        );
      entries = index + 1;
      if (batch.records.length + batch.rejected.length >= BATCH) await store(entries);
    }
    await store(entries);
  } finally {
    await archive.close();
  }
  await reporter.phase('PUBLISH');
  await analyzeStudies(database);
  const watermark = await held.watermark(new Date().toISOString().slice(0, 10));
  const changes = { watermark, mirrorCount: await held.count() };
  return {
    state: 'COMPLETE',
    message: 'Read from the archive file. The next run asks the registry for what has changed since.',
    changes,
  };
}

const jsonOf = (text: string): { readonly value: unknown } | null => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
};

const numberIn = (name: string): string | null => parseNctId(/NCT\d+(?=\.json$)/.exec(name)?.[0] ?? '');
const numberOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null ? nctIdOf(value as StudyRecord) : null;

/** A file is named for its study: the next run asks the registry for it. */
function unreadable(name: string, text: string | null, reason: string): Rejected {
  const nctId = numberIn(name);
  const rejected = rejectedOf({ file: name }, reason);
  return { ...rejected, key: nctId ?? rejected.key, nctId, json: JSON.stringify(text) };
}

/** Another archive is begun anew. */
const markOf = ({ entryCount, bytes }: Archive): string => `${entryCount} studies, ${bytes} bytes`;

const checkpointAt = (entries: number, archive: string): Checkpoint => ({
  window: { from: null, to: null },
  pageToken: null,
  stored: 0,
  total: null,
  etag: null,
  spanDays: 1,
  done: false,
  entries,
  archive,
});
