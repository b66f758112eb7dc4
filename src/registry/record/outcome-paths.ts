import type { OutcomeType } from './outcomes.ts';

const PLANNED = 'protocolSection.outcomesModule';
/** Where the planned outcome measures of each type live, in the order they are told. */
export const OUTCOME_PATHS: Readonly<Record<OutcomeType, string>> = {
  PRIMARY: `${PLANNED}.primaryOutcomes`,
  SECONDARY: `${PLANNED}.secondaryOutcomes`,
  OTHER: `${PLANNED}.otherOutcomes`,
};

/** Where their results live. */
export const OUTCOME_RESULTS = 'resultsSection.outcomeMeasuresModule.outcomeMeasures';

/** What decides which results belong to which outcome measure. */
export const PAIRING_PATHS: readonly string[] = [
  ...Object.values(OUTCOME_PATHS).flatMap(list => [`${list}.measure`, `${list}.timeFrame`]),
  ...['type', 'title', 'timeFrame'].map(name => `${OUTCOME_RESULTS}.${name}`),
];
