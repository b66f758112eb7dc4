import { createRegistryList } from './registry-list.ts';
import { openEdition } from './sync-edition.ts';
import { sortRecords } from './sync-record.ts';
import type { Outcome, Reporter, Task } from './sync-task.ts';

/** Fetches single studies by their numbers. */
export async function fetchIds(task: Task, reporter: Reporter): Promise<Outcome> {
  const { ids, sink, scope, client, signal } = task;
  const edition = await openEdition(task);
  const list = createRegistryList(client, signal);
  reporter.expect(ids.length);
  await reporter.phase('PULL', {
    dataTimestamp: edition.dataTimestamp,
    etag: edition.etag,
    expected: ids.length,
  });
  const answered = await list.byIds(ids, async page => {
    const taken = { fetchedAt: new Date(), dataTimestamp: edition.dataTimestamp };
    const membership = { inScope: scope.isEverything, keepsScope: true };
    await sink.page(await sortRecords(page.studies, taken), { bytes: page.bytes, membership });
  });
  const gone = ids.filter(id => answered.get(id) !== id);
  await sink.bury(
    gone.map(nctId => ({ nctId, replacedBy: answered.get(nctId) ?? null })),
    edition.dataTimestamp,
  );
  const unknown = gone.filter(id => !answered.has(id));
  const message = unknown.length > 0 ? `The registry does not know ${unknown.join(', ')}.` : null;
  return { state: 'COMPLETE', message, changes: {} };
}
