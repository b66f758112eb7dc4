import { expect, test } from 'vitest';
import { aRecord } from '../../support/record-builder.ts';
import { ask } from './ask-record.ts';

test('identifiers gather every number of a study', async () => {
  const record = aRecord({
    nctId: 'NCT01000012',
    aliases: ['NCT01000025'],
    orgStudyId: 'COUGH-1',
    raw: {
      protocolSection: {
        identificationModule: {
          orgStudyIdInfo: { type: 'NIH', link: 'https://grants.example/COUGH-1' },
          secondaryIdInfos: [
            { id: '2020-000001-11', type: 'EUDRACT_NUMBER' },
            { id: 'K-7', type: 'OTHER', domain: 'Ethics board', link: 'www.board.example/K-7' },
          ],
        },
      },
    },
  });
  const none = { type: null, domain: null, url: null };
  const atRegistry = (id: string) => ({
    domain: 'ClinicalTrials.gov',
    url: `https://clinicaltrials.gov/study/${id}`,
  });
  expect(await ask(record, '{ registryUrl identifiers { kind value type domain url } }')).toEqual({
    registryUrl: 'https://clinicaltrials.gov/study/NCT01000012',
    identifiers: [
      { ...none, ...atRegistry('NCT01000012'), kind: 'NCT', value: 'NCT01000012' },
      { ...none, ...atRegistry('NCT01000025'), kind: 'NCT_ALIAS', value: 'NCT01000025' },
      { ...none, kind: 'ORGANIZATION', value: 'COUGH-1', type: 'NIH', url: 'https://grants.example/COUGH-1' },
      { ...none, kind: 'SECONDARY', value: '2020-000001-11', type: 'EUDRACT_NUMBER' },
      { ...none, kind: 'SECONDARY', value: 'K-7', type: 'OTHER', domain: 'Ethics board' },
    ],
  });
});

test.each([
  'javascript:alert(1)',
  'http://',
  'http://[::1',
  'ftp://files.example/1',
  'not a link',
  'https://a b.example',
])('an identifier has no url where the link is %j', async link => {
  const raw = { protocolSection: { identificationModule: { orgStudyIdInfo: { link } } } };
  const study = await ask(aRecord({ raw }), '{ orgStudyId { link } identifiers { value url } }');
  expect(study).toMatchObject({ orgStudyId: { link }, identifiers: [{}, { value: 'COUGH-1', url: null }] });
});
