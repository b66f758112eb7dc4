import { URLResolver } from 'graphql-scalars';
import { Computed, From, FromEnum, Part, RecordType } from '../mapping.ts';
import { NctId } from '../scalars.ts';
import { View } from '../view.ts';
import { AgencyClass, OrgStudyIdType, SecondaryIdType } from './enums.ts';
import { Identifier, identifiersOf, registryUrlOf } from './identifiers.ts';

const AT = 'protocolSection.identificationModule';

@RecordType('OrgStudyId', {
  at: `${AT}.orgStudyIdInfo`,
  description: 'The number under which the sponsor itself keeps the study, such as its protocol number.',
})
export class OrgStudyId extends View {
  @From(() => String, 'id', 'The number as the sponsor writes it.')
  value?: string | null;

  @FromEnum(
    () => OrgStudyIdType,
    'type',
    'The agency whose grant or contract the number is, where it is one.',
  )
  type?: string | null;

  @From(() => String, 'link', 'A web address with more about the number.')
  link?: string | null;
}

@RecordType('SecondaryId', {
  at: `${AT}.secondaryIdInfos`,
  description: 'A further number of the study: a grant, another registry, an EudraCT or CTIS number.',
})
export class SecondaryId extends View {
  @From(() => String, 'id', 'The number as it was given.')
  value?: string | null;

  @FromEnum(() => SecondaryIdType, 'type', 'What kind of number it is.')
  type?: string | null;

  @From(() => String, 'domain', 'Who issued the number, for instance the name of the other registry.')
  domain?: string | null;

  @From(() => String, 'link', 'A web address with more about the number.')
  link?: string | null;
}

@RecordType('Organization', {
  at: `${AT}.organization`,
  description: 'The organisation that keeps the study record.',
})
export class Organization extends View {
  @From(() => String, 'fullName', 'The full name of the organisation.')
  fullName?: string | null;

  @FromEnum(() => AgencyClass, 'class', 'What kind of organisation it is.')
  class?: string | null;
}

/** Numbers and titles. */
@Part(AT)
export class IdentificationPart extends View {
  @From(() => NctId, 'nctId', 'The number of the study at ClinicalTrials.gov.', { required: true })
  nctId!: string;

  @From(() => [NctId], 'nctIdAliases', 'Obsolete numbers that now lead to this study.')
  nctIdAliases!: string[];

  @From(() => OrgStudyId, 'orgStudyIdInfo', 'The number under which the sponsor itself keeps the study.')
  orgStudyId?: OrgStudyId | null;

  @From(() => [SecondaryId], 'secondaryIdInfos', 'Further numbers of the study.')
  secondaryIds!: SecondaryId[];

  @From(() => String, 'briefTitle', 'The short title, written for the public.')
  briefTitle?: string | null;

  @From(() => String, 'officialTitle', 'The title as in the protocol.')
  officialTitle?: string | null;

  @From(() => String, 'acronym', 'The short name under which the study is known.')
  acronym?: string | null;

  @From(() => Organization, 'organization', 'The organisation that keeps the study record.')
  organization?: Organization | null;

  @Computed(
    () => [Identifier],
    ['nctId', 'nctIdAliases', 'orgStudyIdInfo', 'secondaryIdInfos'],
    "Every number of the study in one list: its own, former ones, the sponsor's, further ones.",
  )
  get identifiers(): readonly Identifier[] {
    return identifiersOf(this.record ?? {});
  }

  @Computed(() => URLResolver, ['nctId'], 'The page of the study at the registry.', { required: true })
  get registryUrl(): string {
    return registryUrlOf(this.nctId);
  }
}
