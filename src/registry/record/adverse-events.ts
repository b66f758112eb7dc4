import { Int } from 'type-graphql';
import { From, FromEnum, Link, RecordType } from '../mapping.ts';
import { type RecordNode, View } from '../view.ts';
import { Grouped, groupOf, groupsAt } from './group-scope.ts';
import { TitledGroup } from './result-groups.ts';
import { EventAssessment } from './results-enums.ts';
import { Markdown } from './text.ts';

const AT = 'resultsSection.adverseEventsModule';
const GROUPS = `${AT}.eventGroups`;
const EVENTS = [`${AT}.seriousEvents`, `${AT}.otherEvents`];

@RecordType('EventGroup', {
  at: GROUPS,
  description: 'A group of participants whose adverse events are given together, with its totals.',
})
export class EventGroup extends TitledGroup {
  @From(() => Int, 'deathsNumAffected', 'How many participants died, of whatever cause.')
  deathsNumAffected?: number | null;

  @From(() => Int, 'deathsNumAtRisk', 'How many participants were followed for deaths.')
  deathsNumAtRisk?: number | null;

  @From(() => Int, 'seriousNumAffected', 'How many participants had at least one serious adverse event.')
  seriousNumAffected?: number | null;

  @From(() => Int, 'seriousNumAtRisk', 'How many participants were followed for serious adverse events.')
  seriousNumAtRisk?: number | null;

  @From(
    () => Int,
    'otherNumAffected',
    'How many participants had at least one other adverse event above the threshold.',
  )
  otherNumAffected?: number | null;

  @From(() => Int, 'otherNumAtRisk', 'How many participants were followed for other adverse events.')
  otherNumAtRisk?: number | null;
}

@RecordType('AdverseEventStats', {
  at: EVENTS.map(event => `${event}.stats`),
  description: 'How often an adverse event occurred in a group.',
})
export class AdverseEventStats extends View {
  @From(() => String, 'groupId', 'The id of the group, unique within the adverse events.')
  groupId?: string | null;

  @From(() => Int, 'numEvents', 'How many times the event occurred.')
  numEvents?: number | null;

  @From(() => Int, 'numAffected', 'How many participants had the event.')
  numAffected?: number | null;

  @From(() => Int, 'numAtRisk', 'How many participants were followed for the event.')
  numAtRisk?: number | null;

  @Link(() => EventGroup, groupsAt([GROUPS]), 'The group the figures are of.')
  get group(): EventGroup | null {
    return groupOf(EventGroup, this, this.groupId);
  }
}

@RecordType('AdverseEvent', {
  at: EVENTS,
  description: 'An unwanted medical event during the study, related to it or not.',
})
export class AdverseEvent extends View {
  @From(() => String, 'term', 'The name of the event.')
  term?: string | null;

  @From(() => String, 'organSystem', 'The organ system concerned, such as `Cardiac disorders`.')
  organSystem?: string | null;

  @From(
    () => String,
    'sourceVocabulary',
    'The dictionary the name is from, with its version, such as `MedDRA 22.0`.',
  )
  sourceVocabulary?: string | null;

  @FromEnum(() => EventAssessment, 'assessmentType', 'How the event was looked for.')
  assessmentType?: string | null;

  @From(() => Markdown, 'notes', 'A remark on the event.')
  notes?: Markdown | null;

  @From(() => [AdverseEventStats], 'stats', 'How often it occurred in each group.')
  stats!: AdverseEventStats[];
}

@RecordType('AdverseEvents', { at: AT, description: 'Deaths and unwanted medical events during the study.' })
export class AdverseEvents extends Grouped {
  constructor(record: RecordNode, study?: View) {
    super(record, study, 'eventGroups');
  }

  @From(
    () => String,
    'frequencyThreshold',
    'Other events are listed where they occurred in more than this percentage of a group.',
  )
  frequencyThreshold?: string | null;

  @From(() => String, 'timeFrame', 'How long events were collected.')
  timeFrame?: string | null;

  @From(() => Markdown, 'description', 'How events were defined and collected.')
  description?: Markdown | null;

  @From(() => Markdown, 'allCauseMortalityComment', 'A remark on the deaths.')
  allCauseMortalityComment?: Markdown | null;

  @From(() => [EventGroup], 'eventGroups', 'The groups, with their totals.')
  eventGroups!: EventGroup[];

  @From(
    () => [AdverseEvent],
    'seriousEvents',
    'Serious events: fatal, life-threatening, disabling, leading to hospital or otherwise grave.',
  )
  seriousEvents!: AdverseEvent[];

  @From(() => [AdverseEvent], 'otherEvents', 'All other events above the threshold.')
  otherEvents!: AdverseEvent[];
}
