import { describe, expect, test } from 'vitest';
import { aRecord } from '../../support/record-builder.ts';
import { ask } from './ask-record.ts';

describe('ages', () => {
  test.each([
    ['19 Years', '70 Years', '19 Years to 70 Years'],
    ['18 Years', null, '18 Years and older'],
    [null, '17 Years', 'up to 17 Years'],
    [null, null, 'all ages'],
    ['1 Day', '6 Months', '1 Day to 6 Months'],
  ])('from %s to %s read %s', async (minimumAge, maximumAge, text) => {
    const record = aRecord({ minimumAge, maximumAge });
    expect(await ask(record, '{ ages { text } }')).toEqual({ ages: { text } });
  });

  test('are measured; an open bound is null', async () => {
    const selection = '{ ages { minimum { value unit days } maximum { text } standardAges } }';
    expect(await ask(aRecord({ minimumAge: '6 Months' }), selection)).toEqual({
      ages: {
        minimum: { value: 6, unit: 'MONTHS', days: 182.625 },
        maximum: null,
        standardAges: ['ADULT', 'OLDER_ADULT'],
      },
    });
  });

  test('are unknown where the record withholds them', async () => {
    const record = aRecord({ raw: { protocolSection: { eligibilityModule: null } } });
    expect(await ask(record, '{ ages { text } eligibility { text { source } } }')).toEqual({
      ages: null,
      eligibility: null,
    });
  });
});

test.each([
  [true, 'Accepts healthy volunteers'],
  [false, 'Does not accept healthy volunteers'],
])('healthy volunteers: %s reads %s', async (healthyVolunteers, healthyVolunteersText) => {
  const record = aRecord({ healthyVolunteers });
  expect(await ask(record, '{ acceptsHealthyVolunteers healthyVolunteersText }')).toEqual({
    acceptsHealthyVolunteers: healthyVolunteers,
    healthyVolunteersText,
  });
});

test('healthy volunteers: what is not told is not said', async () => {
  const record = aRecord({ raw: { protocolSection: { eligibilityModule: { healthyVolunteers: null } } } });
  expect(await ask(record, '{ acceptsHealthyVolunteers healthyVolunteersText }')).toEqual({
    acceptsHealthyVolunteers: null,
    healthyVolunteersText: null,
  });
});

describe('eligibility criteria', () => {
  const eligibilityCriteria = `Please ask your doctor.

Inclusion Criteria:

* Cough for \\>8 weeks
  * by day
  * by night

Exclusion Criteria:

1. Smokers`;
  const record = aRecord({ eligibilityCriteria });

  test('are apart as inclusion, exclusion and other, nested and without escapes', async () => {
    const study = await ask(
      record,
      '{ eligibility { inclusion { text marker children { text } } exclusion { text marker } other { text } } }',
    );
    expect(study).toEqual({
      eligibility: {
        inclusion: [
          { text: 'Cough for >8 weeks', marker: '*', children: [{ text: 'by day' }, { text: 'by night' }] },
        ],
        exclusion: [{ text: 'Smokers', marker: '1.' }],
        other: [{ text: 'Please ask your doctor.' }],
      },
    });
  });

  test('stand under their headings, and no character of the text is lost', async () => {
    const { eligibility } = (await ask(
      record,
      `{ eligibility { text { source } groups { heading kind population source
         criteria { source children { source } } } } }`,
    )) as { eligibility: { text: { source: string }; groups: readonly Node[] } };
    expect(eligibility.groups).toMatchObject([
      { heading: null, kind: 'OTHER' },
      { heading: 'Inclusion Criteria:', kind: 'INCLUSION', population: null },
      { heading: 'Exclusion Criteria:', kind: 'EXCLUSION', population: null },
    ]);
    expect(eligibility.groups.map(sourceOf).join('')).toBe(eligibilityCriteria);
    expect(eligibility.text.source).toBe(eligibilityCriteria);
  });

  interface Node {
    readonly source: string;
    readonly criteria?: readonly Node[];
    readonly children?: readonly Node[];
  }
  const sourceOf = ({ source, criteria = [], children = [] }: Node): string =>
    source + [...criteria, ...children].map(sourceOf).join('');
});
