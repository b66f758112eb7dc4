import type { StudyRecord } from '../../../src/registry/study-record.ts';
import { aRecord, type JsonObject } from '../../support/record-builder.ts';

const group = (id: string, title: string) => ({ id, title, description: `Those of ${title}` });
const figures = (...pairs: readonly [groupId: string, value: string][]) => [
  { categories: [{ measurements: pairs.map(([groupId, value]) => ({ groupId, value })) }] },
];
const counts = (...pairs: readonly [groupId: string, value: string][]) => [
  { units: 'Participants', counts: pairs.map(([groupId, value]) => ({ groupId, value })) },
];

/** A published outcome measure: the honey group and, under the same id elsewhere, the plain group. */
export const aResult = (over: JsonObject = {}): JsonObject => ({
  type: 'PRIMARY',
  title: 'Coughs per hour',
  timeFrame: 'Week 4',
  reportingStatus: 'POSTED',
  paramType: 'MEAN',
  dispersionType: 'Standard Deviation',
  groups: [group('OG000', ' Honey drops '), group('OG001', 'Honey drops, safety set')],
  denoms: counts(['OG000', '60'], ['OG001', '58']),
  classes: figures(['OG000', '3.10'], ['OG001', 'NA']),
  analyses: [{ groupIds: ['OG001', 'OG000', 'OG009'], pValue: '<0.001', nonInferiorityType: 'SUPERIORITY' }],
  ...over,
});

const results = (outcomeMeasures: readonly JsonObject[]): JsonObject => ({
  participantFlowModule: {
    groups: [group('FG000', 'Honey drops'), group('FG001', 'Plain drops')],
    periods: [
      {
        title: 'Overall Study',
        milestones: [
          { type: 'STARTED', achievements: [{ groupId: 'FG001', numSubjects: '60', numUnits: '120' }] },
        ],
        dropWithdraws: [
          { type: 'Other', comment: 'Moved **away**', reasons: [{ groupId: 'FG000', numSubjects: '1' }] },
        ],
      },
    ],
  },
  baselineCharacteristicsModule: {
    groups: [group('BG000', 'Plain drops'), group('BG001', 'Total')],
    denoms: counts(['BG000', '60'], ['BG001', '120']),
    measures: [
      {
        title: 'Age',
        paramType: 'MEAN',
        dispersionType: 'STANDARD_DEVIATION',
        unitOfMeasure: 'years',
        classes: figures(['BG001', '44.0']),
      },
    ],
  },
  outcomeMeasuresModule: { outcomeMeasures },
  adverseEventsModule: {
    frequencyThreshold: '5',
    eventGroups: [
      { ...group('EG000', 'Plain drops'), deathsNumAffected: 0, deathsNumAtRisk: 60 },
      { ...group('EG001', 'Nobody in particular'), seriousNumAffected: 1 },
    ],
    seriousEvents: [
      {
        term: 'Choking',
        assessmentType: 'SYSTEMATIC_ASSESSMENT',
        stats: [
          { groupId: 'EG001', numEvents: 2, numAffected: 1, numAtRisk: 60 },
          { groupId: 'EG007', numAffected: 0 },
        ],
      },
    ],
  },
  moreInfoModule: {
    limitationsAndCaveats: { description: 'Ended early, *few* participants' },
    certainAgreement: { piSponsorEmployee: false, restrictiveAgreement: true, restrictionType: 'LTE60' },
    pointOfContact: { title: 'The office', email: 'office@example.org' },
  },
});

/** A study with published results. */
export const aRecordWithResults = (
  outcomeMeasures: readonly JsonObject[] = [aResult()],
  planned: Pick<Parameters<typeof aRecord>[0] & object, 'primaryOutcomes' | 'secondaryOutcomes'> = {},
): StudyRecord =>
  aRecord({ ...planned, hasResults: true, raw: { resultsSection: results(outcomeMeasures) } });
