import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { corpusFile, corpusRecords } from '../support/corpus.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { printed } from '../support/essie-tree.ts';
import { createRecordGenerator } from '../support/record-generator.ts';
import { store } from '../support/test-gateway.ts';
import { compare, faultOf } from './search-agreement.ts';
import { treesOver } from './search-arbitraries.ts';
import { filtersOver } from './search-filters.ts';

const RUNS = 300;

/** For each location of a study dozens of fields would be looked up. */
const ENDLESS = /SEARCH\[Location\].*AREA\[(BasicSearch|PatientSearch)\]MISSING/;

/** Every sixteenth of the real records, or made-up ones where none are at hand. */
async function others(): Promise<readonly StudyRecord[]> {
  if (!corpusFile) {
    const { count, record } = createRecordGenerator({ seed: 5, count: 200, size: 'corpus' });
    return Array.from({ length: count }, (_, i) => record(i));
  }
  const records: StudyRecord[] = [];
  let i = 0;
  for await (const record of corpusRecords(corpusFile)) if (i++ % 16 === 0) records.push(record);
  return records;
}

const byId = new Map(
  [...(await others()), ...(await readSample())].map(record => [nctIdOf(record)!, record]),
);
const records = [...byId.keys()].sort().map(id => byId.get(id)!);

describe.each(databases)('the $kind mirror and the registry', ({ open }) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await open();
    await store(test.database, records);
    await test.database.query('analyze study, study_search, study_location, mesh_entry');
  });
  afterAll(() => test.dispose());

  const agree = async (criteria: StudyCriteria): Promise<void> => {
    expect(faultOf(await compare(test.database, records, criteria)), JSON.stringify(criteria)).toBeNull();
  };

  it('find the same studies by any expression', async () => {
    const expressions = treesOver(records)
      .map(tree => printed(tree))
      .filter(text => text.length <= 1_000 && !ENDLESS.test(text));
    await fc.assert(
      fc.asyncProperty(expressions, essie => agree({ essie })),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('find the same studies by any filter', async () => {
    await fc.assert(fc.asyncProperty(filtersOver(records), agree), {
      numRuns: RUNS,
    });
  }, 600_000);
});
