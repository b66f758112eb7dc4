import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { fieldAt, RECORD_FIELDS } from '../../src/registry/record-fields.ts';
import { columnsNamed, STUDY_COLUMNS, USUAL_COLUMNS } from '../../src/registry/study-columns.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createSchema } from '../../src/server/schema.ts';
import { BadUserInput } from '../../src/shared/errors.ts';
import { corpusFile, corpusRecords } from '../support/corpus.ts';
import { aRecord } from '../support/record-builder.ts';
import { USUAL_VALUES } from './usual-values.ts';

await createSchema();

const found = (record: StudyRecord) => ({
  record,
  origin: 'MIRROR' as const,
  fetchedAt: new Date('2026-10-06T10:00:00Z'),
  dataTimestamp: null,
  stale: false,
});
const read = (name: string, record: StudyRecord): unknown => columnsNamed([name])[0]!.read(found(record));
const refusal = (...names: string[]): BadUserInput => {
  try {
    columnsNamed(names);
  } catch (error) {
    expect(error).toBeInstanceOf(BadUserInput);
    return error as BadUserInput;
  }
  return expect.fail('these columns were taken');
};

describe('the columns of a study', () => {
  it('that nobody has to name have the values of the records', async () => {
    expect(USUAL_COLUMNS.map(({ name }) => name)).toEqual(Object.keys(USUAL_VALUES));
    for (const record of await readSample())
      for (const { name, read } of USUAL_COLUMNS)
        expect({ [name]: read(found(record)) }).toEqual({ [name]: USUAL_VALUES[name]!(record) });
  });

  it.skipIf(!corpusFile)('have them of real records, too', { timeout: 120_000 }, async () => {
    for await (const record of corpusRecords(corpusFile!))
      for (const { name, read } of USUAL_COLUMNS) {
        const [value, expected] = [read(found(record)), USUAL_VALUES[name]!(record)];
        if (JSON.stringify(value) !== JSON.stringify(expected))
          expect({ [name]: value }).toEqual({ [name]: expected });
      }
  });

  it('say which fields of the registry they are read from', () => {
    for (const { name, paths } of STUDY_COLUMNS) {
      for (const path of paths) expect(fieldAt(path), `${name}: ${path}`).toBeDefined();
      if (!['origin', 'fetchedAt'].includes(name)) expect(paths).not.toEqual([]);
    }
    expect(new Set(STUDY_COLUMNS.map(({ name }) => name)).size).toBe(STUDY_COLUMNS.length);
  });

  it('are all told of in the documentation', async () => {
    const text = await readFile('docs/export.md', 'utf8');
    for (const { name } of STUDY_COLUMNS) expect(text).toContain(`\`${name}\``);
  });

  it('have nothing, or no values, where the record has none', () => {
    for (const { name, read } of STUDY_COLUMNS) {
      const value = read(found({ protocolSection: { identificationModule: { nctId: 'NCT01000012' } } }));
      if (!['nctId', 'url', 'origin', 'fetchedAt'].includes(name))
        expect([null, 0, []], name).toContainEqual(value);
    }
  });

  it('leave a number out that stands for unknown', () => {
    expect(read('enrollment', aRecord({ enrollment: 99_999_999 }))).toBeNull();
    expect(read('enrollment', aRecord({ enrollment: 0 }))).toBe(0);
  });

  it('can be any field of the registry, by path or by piece', () => {
    for (const { path, piece } of RECORD_FIELDS) {
      expect(columnsNamed([path])[0]).toMatchObject({ name: path, paths: [path] });
      expect(columnsNamed([piece])[0]).toMatchObject({ name: piece, paths: [path] });
    }
    const record = aRecord({
      arms: [{ label: 'A', interventionNames: ['Drug: X', 'Drug: Y'] }, { label: 'B' }],
      locations: [{ city: 'Basel', geoPoint: { lat: 47.5, lon: 7.5 } }, { city: 'Bern' }],
    });
    expect(read('ArmGroupInterventionName', record)).toEqual(['Drug: X', 'Drug: Y']);
    expect(read('protocolSection.contactsLocationsModule.locations.city', record)).toEqual(['Basel', 'Bern']);
    expect(read('LocationGeoPoint', record)).toEqual([{ lat: 47.5, lon: 7.5 }]);
    expect(read('LeadSponsor', record)).toEqual({ name: 'Institute of Slow Breathing', class: 'OTHER' });
    expect(read('EventsTimeFrame', record)).toBeNull();
    expect(read('Keyword', record)).toEqual([]);
  });

  it('are refused where one is unknown, with the nearest known names', () => {
    expect(refusal('nctId', 'breifTitle')).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(/`breifTitle`.*Near to it: `briefTitle`/),
      details: { argument: 'columns', expected: expect.stringContaining('briefTitle') },
    });
    expect(refusal('sponsor').message).toContain('`leadSponsor`');
    expect(refusal('nctid').message).toContain('`nctId`');
    expect(refusal('protocolSection.designModule.phase').message).toContain(
      '`protocolSection.designModule.phases`',
    );
    expect(refusal('zzzzzz').message).not.toContain('Near');
    for (const name of ['', 'constructor', '__proto__', 'x'.repeat(20_000)])
      expect(refusal(name)).toBeDefined();
    expect(refusal('x'.repeat(20_000)).message.length).toBeLessThan(200);
    expect(refusal('nctId', 'sex', 'nctId').message).toContain('twice');
  });
});
