import { From, FromEnum, Part, RecordType } from '../mapping.ts';
import { PartialDate } from '../scalars.ts';
import { View } from '../view.ts';
import { UnpostedEventType, ViolationEventType } from './results-enums.ts';

const AT = 'annotationSection.annotationModule';

@RecordType('UnpostedEvent', {
  at: `${AT}.unpostedAnnotation.unpostedEvents`,
  description: 'A submission of results or its return, before they were made public.',
})
export class UnpostedEvent extends View {
  @FromEnum(() => UnpostedEventType, 'type', 'What happened.')
  type?: string | null;

  @From(() => PartialDate, 'date', 'When it happened.')
  date?: string | null;

  @From(() => Boolean, 'dateUnknown', 'Whether the date is not known.')
  dateUnknown?: boolean | null;
}

@RecordType('UnpostedAnnotation', {
  at: `${AT}.unpostedAnnotation`,
  description: 'The story of results that were submitted and are not public.',
})
export class UnpostedAnnotation extends View {
  @From(() => String, 'unpostedResponsibleParty', 'Who submitted the results.')
  unpostedResponsibleParty?: string | null;

  @From(() => [UnpostedEvent], 'unpostedEvents', 'Submissions and returns, in order.')
  unpostedEvents!: UnpostedEvent[];
}

@RecordType('ViolationEvent', {
  at: `${AT}.violationAnnotation.violationEvents`,
  description: 'A step of the FDA on a breach of the duty to report.',
})
export class ViolationEvent extends View {
  @FromEnum(() => ViolationEventType, 'type', 'Which step.')
  type?: string | null;

  @From(() => String, 'description', 'What the breach, correction or penalty was.')
  description?: string | null;

  @From(() => PartialDate, 'creationDate', 'When the step was entered in the registry.')
  creationDate?: string | null;

  @From(() => PartialDate, 'issuedDate', 'When the FDA issued its notice.')
  issuedDate?: string | null;

  @From(() => PartialDate, 'releaseDate', 'When the study record was submitted.')
  releaseDate?: string | null;

  @From(() => PartialDate, 'postedDate', 'When the step became public.')
  postedDate?: string | null;
}

@RecordType('ViolationAnnotation', {
  at: `${AT}.violationAnnotation`,
  description: 'Breaches of the duty to report that the FDA found.',
})
export class ViolationAnnotation extends View {
  @From(() => [ViolationEvent], 'violationEvents', 'The steps of the FDA, in order.')
  violationEvents!: ViolationEvent[];
}

/** What the registry and the FDA remark on the reporting of results. */
@Part(AT)
export class AnnotationPart extends View {
  @From(
    () => UnpostedAnnotation,
    'unpostedAnnotation',
    'The story of results that were submitted and are not public.',
  )
  unpostedAnnotation?: UnpostedAnnotation | null;

  @From(
    () => ViolationAnnotation,
    'violationAnnotation',
    'Breaches of the duty to report that the FDA found.',
  )
  violationAnnotation?: ViolationAnnotation | null;
}
