import { Int } from 'type-graphql';
import { From, Part, RecordType } from '../mapping.ts';
import { PartialDate } from '../scalars.ts';
import { View } from '../view.ts';
import { StudyDate } from './status.ts';

const AT = 'derivedSection.miscInfoModule';
const TRACKING = `${AT}.submissionTracking`;

@RecordType('SubmissionInfo', {
  at: `${TRACKING}.submissionInfos`,
  description: 'One submission of results and what became of it.',
})
export class SubmissionInfo extends View {
  @From(() => PartialDate, 'releaseDate', 'When the results were submitted.')
  releaseDate?: string | null;

  @From(() => PartialDate, 'unreleaseDate', 'When the submission was withdrawn.')
  unreleaseDate?: string | null;

  @From(() => Boolean, 'unreleaseDateUnknown', 'Whether it was withdrawn on a date that is not known.')
  unreleaseDateUnknown?: boolean | null;

  @From(() => PartialDate, 'resetDate', 'When the registry sent the results back after its quality review.')
  resetDate?: string | null;

  @From(
    () => Int,
    'mcpReleaseN',
    'The running number of the posting with major comments of the reviewer that followed.',
  )
  mcpReleaseN?: number | null;
}

@RecordType('SubmissionTracking', {
  at: TRACKING,
  description: 'The way of submitted results through the quality review of the registry.',
})
export class SubmissionTracking extends View {
  @From(
    () => PartialDate,
    'estimatedResultsFirstSubmitDate',
    'When results that are still under review were first submitted.',
  )
  estimatedResultsFirstSubmitDate?: string | null;

  @From(
    () => StudyDate,
    'firstMcpInfo.postDateStruct',
    "When results were first posted with the reviewer's major comments still open.",
  )
  firstMcpPostDate?: StudyDate | null;

  @From(() => [SubmissionInfo], 'submissionInfos', 'The submissions, in order.')
  submissionInfos!: SubmissionInfo[];
}

/** What the registry derives about the record itself. */
@Part(AT)
export class MiscInfoPart extends View {
  @From(() => PartialDate, 'versionHolder', "The date of the registry's data set that this record is from.")
  versionHolder?: string | null;

  @From(
    () => [String],
    'removedCountries',
    'Countries in which the study once had locations and no longer has any.',
  )
  removedCountries!: string[];

  @From(
    () => SubmissionTracking,
    'submissionTracking',
    'The way of submitted results through the quality review of the registry.',
  )
  submissionTracking?: SubmissionTracking | null;
}
