import { describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { type NameKind, nameKey } from '../../src/mirror/search/names.ts';
import { removeStudies } from '../../src/mirror/study-write.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { databases } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';
import { valuesAt } from '../support/registry-double-values.ts';
import { openSyncLab } from '../support/sync-lab.ts';
import { openTestGateway, store } from '../support/test-gateway.ts';
import { NOBODY, openSuggestSuite, withConditions } from './suggest-suite.ts';

const sample = await readSample();

const PLACES = 'protocolSection.contactsLocationsModule.locations';
const SPONSORS = 'protocolSection.sponsorCollaboratorsModule';
/** Where the names of a kind stand in a record. */
const PATHS: Readonly<Record<NameKind, readonly string[]>> = {
  CONDITION: ['protocolSection.conditionsModule.conditions'],
  INTERVENTION: ['protocolSection.armsInterventionsModule.interventions.name'],
  SPONSOR: [`${SPONSORS}.leadSponsor.name`, `${SPONSORS}.collaborators.name`],
  CITY: [`${PLACES}.city`],
  COUNTRY: [`${PLACES}.country`],
};
const namesIn = (record: StudyRecord, kind: NameKind): readonly string[] =>
  PATHS[kind].flatMap(path => valuesAt(record, path)).map(String);

describe.each(databases)('suggestions of the studies stored on $kind', ({ open }) => {
  const suite = openSuggestSuite(open);
  const { suggest, namesOf } = suite;

  it.each(Object.keys(PATHS) as NameKind[])(
    'find every %s of the sample by its name, and count its studies',
    async kind => {
      await store(suite.database, sample, 'SAMPLE');
      const counts = new Map<string, number>();
      for (const record of sample)
        for (const key of new Set(namesIn(record, kind).map(nameKey)))
          if (key !== '') counts.set(key, (counts.get(key) ?? 0) + 1);
      expect(counts.size).toBeGreaterThan(20);
      for (const [key, count] of counts) {
        const found = await suggest(kind, key, 50);
        expect(found.find(([name]) => nameKey(name) === key)?.[1], key).toBe(count);
        expect(nameKey(found[0]![0]).startsWith(key)).toBe(true);
      }
    },
  );

  it('count as the lists of studies do', async () => {
    await store(suite.database, sample, 'SAMPLE');
    for (const [kind, field, text] of [
      ['CONDITION', 'condition', 'Cancer'],
      ['INTERVENTION', 'intervention', 'Placebo'],
      ['SPONSOR', 'sponsor', 'Illustrative Western University'],
    ] as const) {
      const { data } = await suite.gateway.ask(`{ ${field}(name: "${text}") { studies { totalCount } } }`);
      expect((await suggest(kind, text, 1))[0]).toEqual([text, data[field].studies.totalCount]);
    }
  });

  describe('of studies that are there', () => {
    it('not of what a record no longer says, though the name is kept', async () => {
      await store(suite.database, withConditions(1, ['Old Fever', 'Fever'], ['Fever']));
      await store(suite.database, withConditions(1, ['Fever']));
      const kept = await suite.database.query(`select name from search_name where key = 'old fever'`);
      expect(kept).toEqual([{ name: 'Old Fever' }]);
      expect(await namesOf('CONDITION', 'old')).toEqual([]);
      expect(await suggest('CONDITION', 'fever')).toEqual([['Fever', 2]]);
    });

    it('not of a study that was removed', async () => {
      await store(suite.database, withConditions(1, ['Ague', 'Ague of Old'], ['Ague']));
      await suite.database.transaction(tx => removeStudies(tx, [{ nctId: 'NCT20000001', replacedBy: null }]));
      expect(await suggest('CONDITION', 'ague')).toEqual([['Ague', 1]]);
    });

    it('the sample counts until a copy is there, then the copy alone, as far as it is kept up to date', async () => {
      const lab = await openSyncLab(suite.database, withConditions(10, ['Quartan'], ['Quartan']));
      try {
        await store(suite.database, withConditions(1, ['Quartan', 'Quartan Sample']), 'SAMPLE');
        expect(await suggest('CONDITION', 'quartan')).toEqual([
          ['Quartan', 1],
          ['Quartan Sample', 1],
        ]);
        await lab.sync.run();
        expect(await suggest('CONDITION', 'quartan')).toEqual([['Quartan', 2]]);
        await suite.database.query(`update study_search set in_scope = false where nct_id = 'NCT20000010'`);
        expect(await suggest('CONDITION', 'quartan')).toEqual([['Quartan', 1]]);
      } finally {
        await lab.close();
      }
    });

    it('also where the registry itself answers for studies', async () => {
      await store(suite.database, withConditions(1, ['Farmer Lung']), 'SAMPLE');
      for (const mode of ['live', 'auto'] as const) {
        await using other = await openTestGateway({ registryUrl: NOBODY, mode, database: suite.database });
        expect(await suggest('CONDITION', 'farm', null, other)).toEqual([['Farmer Lung', 1]]);
      }
    });
  });

  it('of a sponsor count each study once, whether it leads or collaborates', async () => {
    await store(suite.database, [
      aRecord({ nctId: 'NCT20000001', sponsor: 'Acme Co., Ltd.', collaborators: [{ name: 'ACME Co Ltd' }] }),
      aRecord({ nctId: 'NCT20000002', sponsor: 'Other', collaborators: [{ name: 'Acme co. ltd' }] }),
    ]);
    expect((await suggest('SPONSOR', 'acme')).map(([name, count]) => [nameKey(name), count])).toEqual([
      ['acme co ltd', 2],
    ]);
  });
});
