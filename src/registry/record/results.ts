import { From, Part, RecordType } from '../mapping.ts';
import { View } from '../view.ts';
import { AdverseEvents } from './adverse-events.ts';
import { BaselineCharacteristics } from './baseline.ts';
import { ResultsMoreInfo } from './more-info.ts';
import { OutcomeResult } from './outcome-results.ts';
import { ParticipantFlow } from './participant-flow.ts';

@RecordType('StudyResults', {
  at: 'resultsSection',
  description:
    'The results of a study as published in the registry. Figures are texts exactly as they were entered.',
})
export class StudyResults extends View {
  @From(
    () => ParticipantFlow,
    'participantFlowModule',
    'How many participants started, completed and left the study.',
    { presence: ['groups.id'] },
  )
  participantFlow?: ParticipantFlow | null;

  @From(
    () => BaselineCharacteristics,
    'baselineCharacteristicsModule',
    'Who took part: the participants at the start.',
    { presence: ['groups.id'] },
  )
  baselineCharacteristics?: BaselineCharacteristics | null;

  @From(
    () => [OutcomeResult],
    'outcomeMeasuresModule.outcomeMeasures',
    'The results of each outcome measure.',
  )
  outcomeMeasures!: OutcomeResult[];

  @From(() => AdverseEvents, 'adverseEventsModule', 'Deaths and unwanted medical events.', {
    presence: ['eventGroups.id'],
  })
  adverseEvents?: AdverseEvents | null;

  @From(() => ResultsMoreInfo, 'moreInfoModule', 'Limitations, agreements on publishing, and whom to ask.', {
    presence: ['pointOfContact.title'],
  })
  moreInfo?: ResultsMoreInfo | null;
}

/** The results and whether there are any. */
@Part('')
export class ResultsPart extends View {
  @From(() => Boolean, 'hasResults', 'Whether the registry has published results of the study.', {
    required: true,
    read: value => value ?? false,
  })
  hasResults!: boolean;

  @From(() => StudyResults, 'resultsSection', 'The published results; `null` where there are none.', {
    presence: ['participantFlowModule.groups.id'],
  })
  results?: StudyResults | null;
}
