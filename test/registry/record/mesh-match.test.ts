import { describe, expect, test } from 'vitest';
import { aRecord } from '../../support/record-builder.ts';
import { ask } from './ask-record.ts';

const browse = {
  meshes: [
    { id: 'D000001', term: 'Cough' },
    { id: 'D000002', term: 'Bronchitis, Chronic' },
  ],
  browseLeaves: [
    { id: 'M1', name: 'Cough', asFound: 'Barking', relevance: 'HIGH' },
    { id: 'M2', name: 'Bronchitis, Chronic', asFound: 'Chronic Bronchitis', relevance: 'HIGH' },
    { id: 'M3', name: 'Bronchitis', relevance: 'LOW' },
  ],
};

describe('MeSH terms of a condition', () => {
  const of = async (name: string) => {
    const record = aRecord({
      conditions: [name],
      raw: { derivedSection: { conditionBrowseModule: browse } },
    });
    return ask(record, '{ conditions { name meshTerms { id term } } }');
  };
  const found = (name: string, ...meshTerms: unknown[]) => ({ conditions: [{ name, meshTerms }] });

  test('are found by the term itself, whatever the case', async () => {
    expect(await of('COUGH')).toEqual(found('COUGH', { id: 'D000001', term: 'Cough' }));
  });

  test('are found by the words that the registry found', async () => {
    const term = { id: 'D000002', term: 'Bronchitis, Chronic' };
    expect(await of('chronic bronchitis')).toEqual(found('chronic bronchitis', term));
    expect(await of('Barking')).toEqual(found('Barking', { id: 'D000001', term: 'Cough' }));
  });

  test('are not guessed from a part of the name, nor from a topic that is no term of the study', async () => {
    expect(await of('Chronic Cough')).toEqual(found('Chronic Cough'));
    expect(await of('Bronchitis')).toEqual(found('Bronchitis'));
  });

  test('are none where the registry indexed nothing', async () => {
    expect(await ask(aRecord(), '{ conditions { meshTerms { term } } }')).toEqual({
      conditions: [{ meshTerms: [] }],
    });
  });
});

describe('MeSH terms of an intervention', () => {
  test('come from the index of interventions, not from that of conditions', async () => {
    const interventions = [
      { type: 'DRUG', name: 'Honeydew' },
      { type: 'DRUG', name: 'cough' },
    ];
    const interventionBrowseModule = {
      meshes: [{ id: 'D000009', term: 'Honey' }],
      browseLeaves: [{ id: 'M9', name: 'Honey', asFound: 'honeydew', relevance: 'HIGH' }],
    };
    const raw = { derivedSection: { conditionBrowseModule: browse, interventionBrowseModule } };
    const study = await ask(aRecord({ interventions, raw }), '{ interventions { meshTerms { id } } }');
    expect(study).toEqual({ interventions: [{ meshTerms: [{ id: 'D000009' }] }, { meshTerms: [] }] });
  });
});
