import compareTwoStudies from '../../../docs/queries/compare-two-studies.graphql?raw';
import recruitingStudies from '../../../docs/queries/recruiting-studies.graphql?raw';
import resultsOfAStudy from '../../../docs/queries/results-of-a-study.graphql?raw';
import studyPage from '../../../docs/queries/study-page.graphql?raw';
import whatChanged from '../../../docs/queries/what-changed.graphql?raw';
import whereFrom from '../../../docs/queries/where-from.graphql?raw';

/** One tab GraphiQL opens with: `name` is the operation's name and so the tab's title. */
export interface Example {
  readonly name: string;
  readonly query: string;
}

/** In the order of the tabs. Each text is a whole document and runs against the schema as it stands. */
export const EXAMPLES: readonly Example[] = [
  { name: 'StudyPage', query: studyPage },
  { name: 'RecruitingStudies', query: recruitingStudies },
  { name: 'CompareTwoStudies', query: compareTwoStudies },
  { name: 'ResultsOfAStudy', query: resultsOfAStudy },
  { name: 'WhatChanged', query: whatChanged },
  { name: 'WhereFrom', query: whereFrom },
];
