import { From, FromEnum, Part, RecordType } from '../mapping.ts';
import { NctId, PartialDate } from '../scalars.ts';
import { View } from '../view.ts';
import { DateType, ExpandedAccessStatus, OverallStatus } from './enums.ts';
import { Markdown } from './text.ts';

const AT = 'protocolSection.statusModule';

@RecordType('StudyDate', {
  at: [
    'startDateStruct',
    'primaryCompletionDateStruct',
    'completionDateStruct',
    'studyFirstPostDateStruct',
    'resultsFirstPostDateStruct',
    'dispFirstPostDateStruct',
    'lastUpdatePostDateStruct',
  ].map(struct => `${AT}.${struct}`),
  description: 'A date of the study and whether it has come true.',
})
export class StudyDate extends View {
  @From(() => PartialDate, 'date', 'The date, as precise as it was given.')
  date?: string | null;

  @FromEnum(
    () => DateType,
    'type',
    'Whether the date has come true or is foreseen; older records leave it out.',
  )
  type?: string | null;
}

@RecordType('ExpandedAccess', {
  at: `${AT}.expandedAccessInfo`,
  description: 'Whether patients can get the treatment outside the trial before it is approved.',
})
export class ExpandedAccess extends View {
  @From(() => Boolean, 'hasExpandedAccess', 'There is an expanded access programme for the treatment.')
  hasExpandedAccess?: boolean | null;

  @From(() => NctId, 'nctId', 'The number under which the expanded access programme is registered.')
  nctId?: string | null;

  @FromEnum(() => ExpandedAccessStatus, 'statusForNctId', 'The state of the expanded access programme.')
  status?: string | null;
}

/** Status and the dates of the study and of its record. */
@Part(AT)
export class StatusPart extends View {
  @From(
    () => PartialDate,
    'statusVerifiedDate',
    'When the record was last confirmed to be right; mostly a month.',
  )
  statusVerifiedDate?: string | null;

  @FromEnum(() => OverallStatus, 'overallStatus', 'How far the study as a whole has come.')
  overallStatus?: string | null;

  @FromEnum(
    () => OverallStatus,
    'lastKnownStatus',
    'The last confirmed status of a study whose `overallStatus` is `UNKNOWN`.',
  )
  lastKnownStatus?: string | null;

  @From(() => Boolean, 'delayedPosting', 'The record was held back until a device was approved or cleared.')
  delayedPosting?: boolean | null;

  @From(() => Markdown, 'whyStopped', 'Why the study was suspended, terminated or withdrawn.')
  whyStopped?: Markdown | null;

  @From(
    () => ExpandedAccess,
    'expandedAccessInfo',
    'Whether patients can get the treatment outside the trial.',
  )
  expandedAccess?: ExpandedAccess | null;

  @From(() => StudyDate, 'startDateStruct', 'When the first participant was or will be taken in.')
  startDate?: StudyDate | null;

  @From(
    () => StudyDate,
    'primaryCompletionDateStruct',
    'When the last data for the primary outcome measures were or will be collected.',
  )
  primaryCompletionDate?: StudyDate | null;

  @From(
    () => StudyDate,
    'completionDateStruct',
    'When the last participant was or will be seen, for whatever outcome measure.',
  )
  completionDate?: StudyDate | null;

  @From(() => PartialDate, 'studyFirstSubmitDate', 'When the record was first sent to the registry.')
  studyFirstSubmitDate?: string | null;

  @From(
    () => PartialDate,
    'studyFirstSubmitQcDate',
    'When the record was first sent in a form that passed the quality control of the registry.',
  )
  studyFirstSubmitQcDate?: string | null;

  @From(() => StudyDate, 'studyFirstPostDateStruct', 'When the record first became public.')
  studyFirstPostDate?: StudyDate | null;

  @From(() => Boolean, 'resultsWaived', 'The duty to report results was waived.')
  resultsWaived?: boolean | null;

  @From(() => PartialDate, 'resultsFirstSubmitDate', 'When results were first sent to the registry.')
  resultsFirstSubmitDate?: string | null;

  @From(
    () => PartialDate,
    'resultsFirstSubmitQcDate',
    'When results were first sent in a form that passed the quality control of the registry.',
  )
  resultsFirstSubmitQcDate?: string | null;

  @From(() => StudyDate, 'resultsFirstPostDateStruct', 'When results first became public.')
  resultsFirstPostDate?: StudyDate | null;

  @From(
    () => PartialDate,
    'dispFirstSubmitDate',
    'When a delay of the results was first certified or asked for.',
  )
  dispFirstSubmitDate?: string | null;

  @From(
    () => PartialDate,
    'dispFirstSubmitQcDate',
    'When the certification of a delay, or the request for one, first passed the quality control of the registry.',
  )
  dispFirstSubmitQcDate?: string | null;

  @From(
    () => StudyDate,
    'dispFirstPostDateStruct',
    'When the certification of a delay of the results, or the request for one, first became public.',
  )
  dispFirstPostDate?: StudyDate | null;

  @From(
    () => PartialDate,
    'lastUpdateSubmitDate',
    'When the latest change of the record was sent to the registry.',
  )
  lastUpdateSubmitDate?: string | null;

  @From(() => StudyDate, 'lastUpdatePostDateStruct', 'When the latest change of the record became public.')
  lastUpdatePostDate?: StudyDate | null;
}
