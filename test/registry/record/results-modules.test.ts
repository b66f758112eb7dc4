import { describe, expect, it } from 'vitest';
import { aRecord, type JsonObject } from '../../support/record-builder.ts';
import { ask } from './ask-record.ts';
import { aRecordWithResults, aResult } from './results-record.ts';

const withRaw = (raw: JsonObject) => aRecord({ nctId: 'NCT01234567', raw });

describe('what a study publishes beside its protocol', () => {
  it('has no results until they are published', async () => {
    expect(
      await ask(aRecord(), '{ hasResults results { outcomeMeasures { title } } documents { label } }'),
    ).toEqual({
      hasResults: false,
      results: null,
      documents: [],
    });
  });

  it('has none either where the record does not say, nor its date', async () => {
    const silent = withRaw({ hasResults: null, derivedSection: { miscInfoModule: { versionHolder: null } } });
    expect(await ask(silent, '{ nctId hasResults versionHolder }')).toEqual({
      nctId: 'NCT01234567',
      hasResults: false,
      versionHolder: null,
    });
  });

  it('keeps figures as texts and spread types in their own words', async () => {
    const record = aRecordWithResults([
      aResult({ dispersionType: '84% Confidence Interval', paramType: 'MODE' }),
    ]);
    const answer = await ask(
      record,
      '{ hasResults results { outcomeMeasures { dispersionType paramType paramTypeText reportingStatus analyses { pValue nonInferiorityType } } baselineCharacteristics { measures { dispersionType dispersionTypeText } } } }',
    );
    expect(answer).toEqual({
      hasResults: true,
      results: {
        outcomeMeasures: [
          {
            dispersionType: '84% Confidence Interval',
            paramType: 'UNRECOGNISED',
            paramTypeText: 'MODE',
            reportingStatus: 'POSTED',
            analyses: [{ pValue: '<0.001', nonInferiorityType: 'SUPERIORITY' }],
          },
        ],
        baselineCharacteristics: {
          measures: [{ dispersionType: 'STANDARD_DEVIATION', dispersionTypeText: 'STANDARD_DEVIATION' }],
        },
      },
    });
  });

  it('reads limitations, agreements and the contact', async () => {
    const answer = await ask(
      aRecordWithResults(),
      '{ results { moreInfo { limitationsAndCaveats { text } certainAgreement { restrictiveAgreement restrictionType } pointOfContact { title email phone } } } }',
    );
    expect(answer).toEqual({
      results: {
        moreInfo: {
          limitationsAndCaveats: { text: 'Ended early, few participants' },
          certainAgreement: { restrictiveAgreement: true, restrictionType: 'LTE60' },
          pointOfContact: { title: 'The office', email: 'office@example.org', phone: null },
        },
      },
    });
  });

  it('tells where a document can be fetched, whatever its name', async () => {
    const largeDocs = [
      { filename: 'Prot SAP#1.pdf', size: 1_234_567, uploadDate: '2020-07-27T16:54' },
      { label: 'Lost' },
    ];
    const record = withRaw({ documentSection: { largeDocumentModule: { largeDocs, noSap: true } } });
    expect(await ask(record, '{ noSap documents { url size uploadDate } }')).toEqual({
      noSap: true,
      documents: [
        {
          url: 'https://cdn.clinicaltrials.gov/large-docs/67/NCT01234567/Prot%20SAP%231.pdf',
          size: 1_234_567,
          uploadDate: '2020-07-27T16:54',
        },
        { url: null, size: null, uploadDate: null },
      ],
    });
  });

  it('reads annotations', async () => {
    const record = withRaw({
      annotationSection: {
        annotationModule: {
          unpostedAnnotation: {
            unpostedResponsibleParty: 'The office',
            unpostedEvents: [
              { type: 'RELEASE', date: '2017-03-21' },
              { type: 'UNRELEASE', dateUnknown: true },
            ],
          },
          violationAnnotation: {
            violationEvents: [{ type: 'VIOLATION_IDENTIFIED', issuedDate: '2021-04-27' }],
          },
        },
      },
    });
    const answer = await ask(
      record,
      '{ unpostedAnnotation { unpostedResponsibleParty unpostedEvents { type date dateUnknown } } violationAnnotation { violationEvents { type issuedDate postedDate } } }',
    );
    expect(answer).toEqual({
      unpostedAnnotation: {
        unpostedResponsibleParty: 'The office',
        unpostedEvents: [
          { type: 'RELEASE', date: '2017-03-21', dateUnknown: null },
          { type: 'UNRELEASE', date: null, dateUnknown: true },
        ],
      },
      violationAnnotation: {
        violationEvents: [{ type: 'VIOLATION_IDENTIFIED', issuedDate: '2021-04-27', postedDate: null }],
      },
    });
  });

  it('reads what the registry derives', async () => {
    const record = withRaw({
      derivedSection: {
        miscInfoModule: {
          removedCountries: ['Norway'],
          submissionTracking: {
            estimatedResultsFirstSubmitDate: '2024-01-05',
            firstMcpInfo: { postDateStruct: { date: '2024-04-03', type: 'ACTUAL' } },
            submissionInfos: [{ releaseDate: '2024-01-05', resetDate: '2024-02-01', mcpReleaseN: 3 }],
          },
        },
        conditionBrowseModule: {
          meshes: [{ id: 'D003371', term: 'Cough' }],
          browseLeaves: [{ id: 'M6573', name: 'Cough', asFound: 'Chronic Cough', relevance: 'HIGH' }],
        },
      },
    });
    const answer = await ask(
      record,
      '{ versionHolder removedCountries submissionTracking { estimatedResultsFirstSubmitDate firstMcpPostDate { date type } submissionInfos { releaseDate mcpReleaseN } } conditionBrowse { meshes { id term } ancestors { id } browseLeaves { asFound relevance } } interventionBrowse { browseBranches { name } } }',
    );
    expect(answer).toEqual({
      versionHolder: '2024-05-06',
      removedCountries: ['Norway'],
      submissionTracking: {
        estimatedResultsFirstSubmitDate: '2024-01-05',
        firstMcpPostDate: { date: '2024-04-03', type: 'ACTUAL' },
        submissionInfos: [{ releaseDate: '2024-01-05', mcpReleaseN: 3 }],
      },
      conditionBrowse: {
        meshes: [{ id: 'D003371', term: 'Cough' }],
        ancestors: [],
        browseLeaves: [{ asFound: 'Chronic Cough', relevance: 'HIGH' }],
      },
      interventionBrowse: null,
    });
  });
});
