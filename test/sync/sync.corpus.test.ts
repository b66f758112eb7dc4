import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createSchema } from '../../src/server/schema.ts';
import type { Data } from '../support/ask-registry.ts';
import { compareRecord } from '../support/compare-record.ts';
import { corpusFile, corpusRecords } from '../support/corpus.ts';
import { openTestDatabase } from '../support/database.ts';
import { everyFieldOfStudy } from '../support/schema-fields.ts';
import { openSyncLab } from '../support/sync-lab.ts';
import { openTestGateway, type TestGateway } from '../support/test-gateway.ts';

if (!corpusFile) console.warn('REGISTRY_CORPUS is not set: the synchronisation of real records did not run.');

const SAMPLE = 300;

/** A study with every field selected, its locations page by page. */
async function wholeStudy({ ask }: TestGateway, selection: string, nctId: string): Promise<Data> {
  const query = `query Everything($nctId: NctId!, $after: String) { study(nctId: $nctId) ${selection} }`;
  const page = async (after: string | null): Promise<Data> => {
    const { data, errors } = await ask(query, { nctId, after });
    expect(errors, `${nctId}: errors`).toBeUndefined();
    return data.study;
  };
  const study = await page(null);
  for (let { locations } = study; locations.pageInfo.hasNextPage; ) {
    locations = (await page(locations.pageInfo.endCursor)).locations;
    study.locations.nodes.push(...locations.nodes);
  }
  return study;
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

it.skipIf(!corpusFile)(
  'every real record is copied without loss, served from the copy as it is, and not written twice',
  async () => {
    const records: StudyRecord[] = [];
    for await (const record of corpusRecords(corpusFile!)) records.push(record);
    const test = await openTestDatabase();
    const lab = await openSyncLab(test.database, records, {
      settings: { pageSize: 200 },
      registry: { gzip: false }, // what the double needs for it is no part of the time
    });
    try {
      let since = performance.now();
      const run = await lab.sync.run();
      expect(run).toMatchObject({ state: 'COMPLETE', message: null, added: records.length, rejected: 0 });
      console.log(
        `${records.length} real records, ${(run.bytes / 1e6).toFixed(1)} MB on ${run.pages} pages, copied in ${seconds(since)}`,
      );

      const held = await lab.held();
      expect(held.size).toBe(records.length);
      const lost = records.filter(record => !isDeepStrictEqual(held.get(nctIdOf(record)!), record));
      expect(lost.map(record => nctIdOf(record))).toEqual([]);

      since = performance.now();
      const schema = await createSchema();
      const selection = everyFieldOfStudy(schema);
      await using gateway = await openTestGateway({
        registryUrl: lab.double.url,
        mode: 'mirror',
        database: test.database,
      });
      lab.double.forget();
      const step = Math.max(1, Math.floor(records.length / SAMPLE));
      const sample = records.filter((_, i) => i % step === 0).slice(0, SAMPLE);
      for (const record of sample) {
        const nctId = nctIdOf(record)!;
        const [first] = compareRecord(schema, record, await wholeStudy(gateway, selection, nctId));
        expect(first, `${nctId}: the first difference`).toBeUndefined();
      }
      const asked = lab.double.requests.filter(({ url }) => url.pathname.endsWith('/studies'));
      expect(asked).toEqual([]);
      console.log(
        `${sample.length} of them answered from the copy with every field selected in ${seconds(since)}`,
      );

      const before = await lab.fingerprint();
      lab.double.publish(records, '2026-10-08T09:00:05');
      since = performance.now();
      expect(await lab.sync.run({ full: true })).toMatchObject({
        state: 'COMPLETE',
        added: 0,
        changed: 0,
        removed: 0,
        unchanged: records.length,
      });
      expect(await lab.fingerprint()).toBe(before);
      console.log(`read in full once more, nothing written, in ${seconds(since)}`);
    } finally {
      await lab.close();
      await test.dispose();
    }
  },
  900_000,
);
