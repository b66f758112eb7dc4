import { describe, expect, test } from 'vitest';
import { aRecord } from '../../support/record-builder.ts';
import { ask } from './ask-record.ts';

const arms = [
  { label: 'High dose', type: 'EXPERIMENTAL' },
  { label: 'Low dose', type: 'EXPERIMENTAL' },
  { label: 'Waiting list', type: 'NO_INTERVENTION' },
];

describe('arms and interventions', () => {
  test('lead to each other by the labels that the interventions give', async () => {
    const interventions = [
      { type: 'DRUG', name: 'Honey', armGroupLabels: ['High dose', 'Low dose'] },
      { type: 'BEHAVIORAL', name: 'Breathing lessons', armGroupLabels: ['Low dose'] },
      { type: 'DEVICE', name: 'Spoon' },
    ];
    const study = await ask(
      aRecord({ arms, interventions }),
      '{ arms { label interventions { name } } interventions { name arms { label } } }',
    );
    expect(study).toEqual({
      arms: [
        { label: 'High dose', interventions: [{ name: 'Honey' }] },
        { label: 'Low dose', interventions: [{ name: 'Honey' }, { name: 'Breathing lessons' }] },
        { label: 'Waiting list', interventions: [] },
      ],
      interventions: [
        { name: 'Honey', arms: [{ label: 'High dose' }, { label: 'Low dose' }] },
        { name: 'Breathing lessons', arms: [{ label: 'Low dose' }] },
        { name: 'Spoon', arms: [] },
      ],
    });
  });

  test('are kept apart where interventions share type and name', async () => {
    const interventions = [
      { type: 'DRUG', name: 'Honey', description: '10 g', armGroupLabels: ['High dose'] },
      { type: 'DRUG', name: 'Honey', description: '1 g', armGroupLabels: ['Low dose'] },
    ];
    const study = await ask(
      aRecord({ arms, interventions }),
      '{ arms { interventions { description { source } } } interventions { arms { label } } }',
    );
    expect(study).toEqual({
      arms: [
        { interventions: [{ description: { source: '10 g' } }] },
        { interventions: [{ description: { source: '1 g' } }] },
        { interventions: [] },
      ],
      interventions: [{ arms: [{ label: 'High dose' }] }, { arms: [{ label: 'Low dose' }] }],
    });
  });

  test('do not meet on labels that differ, be it in case alone', async () => {
    const interventions = [{ type: 'DRUG', name: 'Honey', armGroupLabels: ['high dose', 'High'] }];
    const study = await ask(
      aRecord({ arms, interventions }),
      '{ arms { interventions { name } } interventions { arms { label } } }',
    );
    expect(study).toEqual({
      arms: [{ interventions: [] }, { interventions: [] }, { interventions: [] }],
      interventions: [{ arms: [] }],
    });
  });

  test('can be walked there and back again', async () => {
    const study = await ask(
      aRecord(),
      '{ arms { label interventions { arms { label interventions { name } } } } }',
    );
    expect(study).toMatchObject({
      arms: [
        { interventions: [{ arms: [{ label: 'Honey drops', interventions: [{ name: 'Honey drops' }] }] }] },
        { interventions: [{ arms: [{ label: 'Plain drops', interventions: [{ name: 'Plain drops' }] }] }] },
      ],
    });
  });
});

describe('treatments', () => {
  test('are type and name as the registry displays them', async () => {
    const types = [
      'DRUG',
      'BIOLOGICAL',
      'DIETARY_SUPPLEMENT',
      'COMBINATION_PRODUCT',
      'DIAGNOSTIC_TEST',
      'OTHER',
    ];
    const interventions = types.map((type, i) => ({ type, name: `No. ${i}` }));
    const labels = [
      'Drug: No. 0',
      'Biological: No. 1',
      'Dietary Supplement: No. 2',
      'Combination Product: No. 3',
      'Diagnostic Test: No. 4',
      'Other: No. 5',
    ];
    expect(await ask(aRecord({ interventions }), '{ treatments interventions { label } }')).toEqual({
      treatments: labels,
      interventions: labels.map(label => ({ label })),
    });
  });

  test('say what is known of a half-known one', async () => {
    const interventions = [{ name: 'Honey' }, { type: 'DIGITAL_THERAPY', name: 'App' }, { type: 'DRUG' }];
    const study = await ask(aRecord({ interventions }), '{ treatments interventions { type typeText } }');
    expect(study).toEqual({
      treatments: ['Honey', 'Digital Therapy: App', 'Drug'],
      interventions: [
        { type: null, typeText: null },
        { type: 'UNRECOGNISED', typeText: 'DIGITAL_THERAPY' },
        { type: 'DRUG', typeText: 'DRUG' },
      ],
    });
  });

  test('are none where the record has none', async () => {
    const record = aRecord({ arms: [], interventions: [] });
    expect(await ask(record, '{ treatments arms { label } interventions { name } }')).toEqual({
      treatments: [],
      arms: [],
      interventions: [],
    });
  });
});
