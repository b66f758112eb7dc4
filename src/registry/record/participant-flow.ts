import { From, Link, RecordType } from '../mapping.ts';
import { View } from '../view.ts';
import { Grouped, groupOf, groupsAt } from './group-scope.ts';
import { FLOW_GROUPS, ResultGroup } from './result-groups.ts';
import { Markdown } from './text.ts';

const AT = 'resultsSection.participantFlowModule';
const PERIODS = `${AT}.periods`;

/** What each figure of the flow has. */
abstract class FlowFigure extends View {
  @From(() => String, 'groupId', 'The id of the group, unique within the participant flow.')
  groupId?: string | null;

  @From(() => Markdown, 'comment', 'A remark on the figure.')
  comment?: Markdown | null;

  @From(() => String, 'numSubjects', 'How many participants, as the registry states it.')
  numSubjects?: string | null;

  @Link(() => ResultGroup, groupsAt([FLOW_GROUPS]), 'The group the figure is of.')
  get group(): ResultGroup | null {
    return groupOf(ResultGroup, this, this.groupId);
  }
}

@RecordType('FlowAchievement', {
  at: `${PERIODS}.milestones.achievements`,
  description: 'How many of a group reached a milestone.',
})
export class FlowAchievement extends FlowFigure {
  @From(
    () => String,
    'numUnits',
    'How many units other than participants, such as eyes, where units were assigned.',
  )
  numUnits?: string | null;
}

@RecordType('FlowMilestone', {
  at: `${PERIODS}.milestones`,
  description: 'A point of a period that participants reach.',
})
export class FlowMilestone extends View {
  @From(() => String, 'type', 'Which point: `STARTED`, `COMPLETED`, `NOT COMPLETED`, or a name of its own.')
  type?: string | null;

  @From(() => Markdown, 'comment', 'A remark on the milestone.')
  comment?: Markdown | null;

  @From(() => [FlowAchievement], 'achievements', 'How many of each group reached it.')
  achievements!: FlowAchievement[];
}

@RecordType('FlowReason', {
  at: `${PERIODS}.dropWithdraws.reasons`,
  description: 'How many of a group left for a given reason.',
})
export class FlowReason extends FlowFigure {}

@RecordType('FlowDropWithdraw', {
  at: `${PERIODS}.dropWithdraws`,
  description: 'A reason for which participants left a period before its end.',
})
export class FlowDropWithdraw extends View {
  @From(() => String, 'type', 'The reason, such as `Lost to Follow-up`.')
  type?: string | null;

  @From(() => Markdown, 'comment', 'What a reason called other was.')
  comment?: Markdown | null;

  @From(() => [FlowReason], 'reasons', 'How many of each group left for it.')
  reasons!: FlowReason[];
}

@RecordType('FlowPeriod', {
  at: PERIODS,
  description: 'A stage of the study that participants pass through.',
})
export class FlowPeriod extends View {
  @From(() => String, 'title', 'The name of the period, such as `Overall Study`.')
  title?: string | null;

  @From(() => [FlowMilestone], 'milestones', 'The points reached in the period.')
  milestones!: FlowMilestone[];

  @From(() => [FlowDropWithdraw], 'dropWithdraws', 'The reasons for leaving the period early.')
  dropWithdraws!: FlowDropWithdraw[];
}

@RecordType('ParticipantFlow', {
  at: AT,
  description: 'How many participants started, completed and left each period of the study.',
})
export class ParticipantFlow extends Grouped {
  @From(() => Markdown, 'preAssignmentDetails', 'What happened between enrolment and assignment to a group.')
  preAssignmentDetails?: Markdown | null;

  @From(() => Markdown, 'recruitmentDetails', 'Where and when participants were recruited.')
  recruitmentDetails?: Markdown | null;

  @From(() => String, 'typeUnitsAnalyzed', 'What was assigned where it was not participants, such as `Eyes`.')
  typeUnitsAnalyzed?: string | null;

  @From(() => [ResultGroup], 'groups', 'The groups whose flow is told.')
  groups!: ResultGroup[];

  @From(() => [FlowPeriod], 'periods', 'The stages of the study, in order.')
  periods!: FlowPeriod[];
}
