import { describe, expect, test } from 'vitest';
import { aRecord } from '../../support/record-builder.ts';
import { ask } from './ask-record.ts';

const labelled = (count: number) => Array.from({ length: count }, (_, i) => ({ label: `Group ${i}` }));

describe('participantSummary', () => {
  test.each([
    [13, 1, '13 participants in 1 patient group'],
    [1, 1, '1 participant in 1 patient group'],
    [1200, 4, '1200 participants in 4 patient groups'],
    [0, 2, '0 participants in 2 patient groups'],
    [13, 0, '13 participants'],
    [null, 2, null],
    [99_999_999, 2, null],
  ])('of %s participants in %s groups is %s', async (enrollment, groups, participantSummary) => {
    const record = aRecord({ enrollment, arms: labelled(groups) });
    expect(await ask(record, '{ participantSummary }')).toEqual({ participantSummary });
  });
});

describe('enrollment', () => {
  test('does not take the mark for an unknown number as a number', async () => {
    const unknown = aRecord({ enrollment: 99_999_999 });
    expect(await ask(unknown, '{ enrollment { count type } }')).toEqual({
      enrollment: { count: null, type: 'ACTUAL' },
    });
  });

  test('keeps large numbers', async () => {
    expect(await ask(aRecord({ enrollment: 188_814_085 }), '{ enrollment { count } }')).toEqual({
      enrollment: { count: 188_814_085 },
    });
  });
});

describe('design', () => {
  test('gathers what the record keeps at several depths', async () => {
    const study = await ask(
      aRecord({ raw: { protocolSection: { designModule: { targetDuration: '5 Years' } } } }),
      '{ studyType phases phasesText targetDuration { days } design { allocation masking whoMasked whoMaskedText } }',
    );
    expect(study).toEqual({
      studyType: 'INTERVENTIONAL',
      phases: ['PHASE2'],
      phasesText: ['PHASE2'],
      targetDuration: { days: 1826.25 },
      design: {
        allocation: 'RANDOMIZED',
        masking: 'DOUBLE',
        whoMasked: ['PARTICIPANT', 'INVESTIGATOR'],
        whoMaskedText: ['PARTICIPANT', 'INVESTIGATOR'],
      },
    });
  });

  test('answers a record without a design module', async () => {
    const record = aRecord({ raw: { protocolSection: { designModule: null } } });
    const selection = '{ studyType phases design { masking } enrollment { count } participantSummary }';
    expect(await ask(record, selection)).toEqual({
      studyType: null,
      phases: [],
      design: null,
      enrollment: null,
      participantSummary: null,
    });
  });
});
