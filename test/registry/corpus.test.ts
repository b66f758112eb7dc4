import { expect, it } from 'vitest';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createRegistryAsker, type Data } from '../support/ask-registry.ts';
import { compareRecord } from '../support/compare-record.ts';
import { corpusBatches, corpusFile } from '../support/corpus.ts';
import { startRegistryDouble } from '../support/registry-double.ts';
import { everyFieldOfStudy } from '../support/schema-fields.ts';

if (!corpusFile)
  console.warn('REGISTRY_CORPUS is not set: the whole-record comparison with real records did not run.');

it.skipIf(!corpusFile)(
  'answers every real record with every field selected: no error, no value lost',
  async () => {
    await using registry = await startRegistryDouble([]);
    const gateway = await createRegistryAsker(registry.url);
    const selection = everyFieldOfStudy(gateway.schema);
    const query = `query Everything($nctId: NctId!, $after: String) { study(nctId: $nctId) ${selection} }`;

    const wholeStudy = async (nctId: string): Promise<Data> => {
      const study = await ask(nctId, null);
      for (let page = study.locations; page.pageInfo.hasNextPage; ) {
        page = (await ask(nctId, page.pageInfo.endCursor)).locations;
        study.locations.nodes.push(...page.nodes);
      }
      return study;
    };
    const ask = async (nctId: string, after: string | null): Promise<Data> => {
      const { data, errors } = await gateway.ask(query, { nctId, after });
      expect(errors, `${nctId}: errors`).toBeUndefined();
      return data.study;
    };

    let studies = 0;
    for await (const batch of corpusBatches(corpusFile!, 200)) {
      registry.publish(batch);
      registry.forget();
      for (const record of batch) {
        const nctId = nctIdOf(record)!;
        const [first] = compareRecord(gateway.schema, record as StudyRecord, await wholeStudy(nctId));
        expect(first, `${nctId}: the first difference`).toBeUndefined();
        studies++;
      }
    }
    console.log(`${studies} real records answered with every field selected, equal to the raw record`);
    expect(studies).toBeGreaterThan(0);
    gateway.close();
  },
  900_000,
);
