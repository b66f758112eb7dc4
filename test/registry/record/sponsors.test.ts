import { expect, test } from 'vitest';
import { aRecord } from '../../support/record-builder.ts';
import { ask } from './ask-record.ts';

const collaborators = [
  { name: 'National Lung Office', class: 'FED' },
  { name: 'Honey Ltd', class: 'INDUSTRY' },
  { name: 'Second Honey Ltd', class: 'INDUSTRY' },
  { name: 'Beekeepers', class: 'GUILD' },
];

test('funder types are the classes of lead sponsor and collaborators, each once', async () => {
  const record = aRecord({ sponsorClass: 'INDUSTRY', collaborators });
  expect(await ask(record, '{ funderTypes leadSponsor { class } collaborators { classText } }')).toEqual({
    funderTypes: ['INDUSTRY', 'FED', 'UNRECOGNISED'],
    leadSponsor: { class: 'INDUSTRY' },
    collaborators: [
      { classText: 'FED' },
      { classText: 'INDUSTRY' },
      { classText: 'INDUSTRY' },
      { classText: 'GUILD' },
    ],
  });
});

test('a sponsor whose class is not told adds no funder type', async () => {
  const leadSponsor = { name: '[Redacted]', class: null };
  const record = aRecord({ raw: { protocolSection: { sponsorCollaboratorsModule: { leadSponsor } } } });
  expect(await ask(record, '{ funderTypes leadSponsor { name class } }')).toEqual({
    funderTypes: [],
    leadSponsor: { name: '[Redacted]', class: null },
  });
});
