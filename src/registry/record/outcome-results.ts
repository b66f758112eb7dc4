import { From, FromEnum, Link, RecordType } from '../mapping.ts';
import { PartialDate } from '../scalars.ts';
import { View } from '../view.ts';
import { Grouped, groupOf, groupsAt } from './group-scope.ts';
import { PostedClass, PostedDenom } from './measures.ts';
import { plannedOf } from './outcome-pairs.ts';
import { OUTCOME_PATHS, OUTCOME_RESULTS, PAIRING_PATHS } from './outcome-paths.ts';
import { Outcome } from './outcomes.ts';
import { OUTCOME_GROUPS, ResultGroup } from './result-groups.ts';
import {
  AnalysisDispersionType,
  ConfidenceIntervalNumSides,
  MeasureParam,
  NonInferiorityType,
  OutcomeMeasureType,
  ReportingStatus,
} from './results-enums.ts';
import { Markdown } from './text.ts';

@RecordType('OutcomeAnalysis', {
  at: `${OUTCOME_RESULTS}.analyses`,
  description:
    'A statistical analysis of an outcome measure, most often a comparison of groups. Figures are texts as the registry states them.',
})
export class OutcomeAnalysis extends View {
  @From(() => [String], 'groupIds', 'The ids of the groups analysed, unique within the outcome measure.')
  groupIds!: string[];

  @From(() => Markdown, 'groupDescription', 'How the groups are compared, and other remarks on the analysis.')
  groupDescription?: Markdown | null;

  @From(() => Boolean, 'testedNonInferiority', 'Whether non-inferiority or equivalence was tested.')
  testedNonInferiority?: boolean | null;

  @FromEnum(() => NonInferiorityType, 'nonInferiorityType', 'The kind of hypothesis tested.')
  nonInferiorityType?: string | null;

  @From(() => Markdown, 'nonInferiorityComment', 'The margin, the power and other details of the hypothesis.')
  nonInferiorityComment?: Markdown | null;

  @From(() => String, 'pValue', 'The p-value, such as `0.03` or `<0.001`.')
  pValue?: string | null;

  @From(
    () => Markdown,
    'pValueComment',
    'A remark on the p-value, such as an adjustment for several comparisons.',
  )
  pValueComment?: Markdown | null;

  @From(() => String, 'statisticalMethod', 'The statistical test or model, such as `ANCOVA`.')
  statisticalMethod?: string | null;

  @From(() => Markdown, 'statisticalComment', 'A remark on the method.')
  statisticalComment?: Markdown | null;

  @From(() => String, 'paramType', 'The effect estimated, such as `Odds Ratio (OR)`.')
  paramType?: string | null;

  @From(() => String, 'paramValue', 'The estimate of the effect.')
  paramValue?: string | null;

  @FromEnum(() => AnalysisDispersionType, 'dispersionType', 'How the spread of the estimate is expressed.')
  dispersionType?: string | null;

  @From(() => String, 'dispersionValue', 'The spread of the estimate.')
  dispersionValue?: string | null;

  @From(() => String, 'ciPctValue', 'The level of the confidence interval in percent, such as `95`.')
  ciPctValue?: string | null;

  @FromEnum(
    () => ConfidenceIntervalNumSides,
    'ciNumSides',
    'Whether the confidence interval has one or two limits.',
  )
  ciNumSides?: string | null;

  @From(() => String, 'ciLowerLimit', 'The lower limit of the confidence interval.')
  ciLowerLimit?: string | null;

  @From(() => Markdown, 'ciLowerLimitComment', 'Why the lower limit is missing.')
  ciLowerLimitComment?: Markdown | null;

  @From(() => String, 'ciUpperLimit', 'The upper limit of the confidence interval.')
  ciUpperLimit?: string | null;

  @From(() => Markdown, 'ciUpperLimitComment', 'Why the upper limit is missing.')
  ciUpperLimitComment?: Markdown | null;

  @From(() => Markdown, 'estimateComment', 'A remark on the estimate, such as its direction.')
  estimateComment?: Markdown | null;

  @From(
    () => Markdown,
    'otherAnalysisDescription',
    'The analysis in words, where the other fields do not suit it.',
  )
  otherAnalysisDescription?: Markdown | null;

  @Link(() => [ResultGroup], groupsAt([OUTCOME_GROUPS], 'groupIds'), 'The groups analysed.')
  get groups(): ResultGroup[] {
    return this.groupIds.map(id => groupOf(ResultGroup, this, id)).filter(group => group !== null);
  }
}

@RecordType('OutcomeResult', {
  at: OUTCOME_RESULTS,
  description: 'The results of one outcome measure: groups, figures and analyses.',
})
export class OutcomeResult extends Grouped {
  @FromEnum(() => OutcomeMeasureType, 'type', 'The rank of the outcome measure.')
  type?: string | null;

  @From(() => String, 'title', 'The name of the outcome measure.')
  title?: string | null;

  @From(() => Markdown, 'description', 'What was measured and how.')
  description?: Markdown | null;

  @From(() => String, 'timeFrame', 'When or over how long it was measured.')
  timeFrame?: string | null;

  @From(() => Markdown, 'populationDescription', 'Who was analysed, and why where not everyone was.')
  populationDescription?: Markdown | null;

  @FromEnum(() => ReportingStatus, 'reportingStatus', 'Whether the data are public.')
  reportingStatus?: string | null;

  @From(() => PartialDate, 'anticipatedPostingDate', 'When data that are not public yet are expected.')
  anticipatedPostingDate?: string | null;

  @FromEnum(() => MeasureParam, 'paramType', 'What kind of figure is given.')
  paramType?: string | null;

  @From(
    () => String,
    'dispersionType',
    'How the spread of the figure is expressed, such as `Standard Deviation`.',
  )
  dispersionType?: string | null;

  @From(() => String, 'unitOfMeasure', 'The unit of the figures.')
  unitOfMeasure?: string | null;

  @From(
    () => Boolean,
    'calculatePct',
    'Whether the registry shows counts as percentages of the numbers analysed too.',
  )
  calculatePct?: boolean | null;

  @From(() => String, 'typeUnitsAnalyzed', 'What was analysed beside participants, such as `Eyes`.')
  typeUnitsAnalyzed?: string | null;

  @From(() => String, 'denomUnitsSelected', 'Which unit of the numbers analysed the figures refer to.')
  denomUnitsSelected?: string | null;

  @From(() => [ResultGroup], 'groups', 'The groups the figures are given for.')
  groups!: ResultGroup[];

  @From(() => [PostedDenom], 'denoms', 'The numbers analysed in each group.')
  denoms!: PostedDenom[];

  @From(() => [PostedClass], 'classes', 'The rows of figures.')
  classes!: PostedClass[];

  @From(() => [OutcomeAnalysis], 'analyses', 'The statistical analyses.')
  analyses!: OutcomeAnalysis[];

  @Link(
    () => Outcome,
    { target: Object.values(OUTCOME_PATHS), needs: [], study: PAIRING_PATHS },
    'The outcome measure of the protocol that these are the results of: equal in type, title and time frame, and in order where several are. `null` for post-hoc measures and where none is equal.',
  )
  get outcome(): Outcome | null {
    const planned = plannedOf(this);
    return planned ? new Outcome(planned.node, this.root.root, planned.type, planned.ordinal) : null;
  }
}
