import { From, FromEnum, RecordType } from '../mapping.ts';
import { View } from '../view.ts';
import { AgreementRestrictionType } from './results-enums.ts';
import { Markdown } from './text.ts';

const AT = 'resultsSection.moreInfoModule';

@RecordType('CertainAgreement', {
  at: `${AT}.certainAgreement`,
  description: 'What sponsor and principal investigators agreed on publishing the results.',
})
export class CertainAgreement extends View {
  @From(
    () => Boolean,
    'piSponsorEmployee',
    'Whether all principal investigators are employed by the sponsor.',
  )
  piSponsorEmployee?: boolean | null;

  @From(
    () => Boolean,
    'restrictiveAgreement',
    'Whether an agreement limits what investigators may publish after the study.',
  )
  restrictiveAgreement?: boolean | null;

  @FromEnum(() => AgreementRestrictionType, 'restrictionType', 'How far the agreement goes.')
  restrictionType?: string | null;

  @From(() => Markdown, 'otherDetails', 'The agreement in words, where no standard kind fits.')
  otherDetails?: Markdown | null;
}

@RecordType('PointOfContact', {
  at: `${AT}.pointOfContact`,
  description: 'Whom to ask about the results.',
})
export class PointOfContact extends View {
  @From(() => String, 'title', 'The name or the office of the contact.')
  title?: string | null;

  @From(() => String, 'organization', 'The organisation of the contact.')
  organization?: string | null;

  @From(() => String, 'email', 'The e-mail address as it was given.')
  email?: string | null;

  @From(() => String, 'phone', 'The telephone number as it was given.')
  phone?: string | null;

  @From(() => String, 'phoneExt', 'The extension of the telephone number.')
  phoneExt?: string | null;
}

@RecordType('ResultsMoreInfo', {
  at: AT,
  description: 'Limitations of the results, agreements on publishing them, and whom to ask.',
})
export class ResultsMoreInfo extends View {
  @From(
    () => Markdown,
    'limitationsAndCaveats.description',
    'What to keep in mind when reading the results, such as an early end.',
  )
  limitationsAndCaveats?: Markdown | null;

  @From(() => CertainAgreement, 'certainAgreement', 'What was agreed on publishing the results.')
  certainAgreement?: CertainAgreement | null;

  @From(() => PointOfContact, 'pointOfContact', 'Whom to ask about the results.')
  pointOfContact?: PointOfContact | null;
}
