import { Computed, From, FromEnum, Part, RecordType } from '../mapping.ts';
import { UNRECOGNISED } from '../record-enum.ts';
import { View } from '../view.ts';
import { AgencyClass, ResponsiblePartyType } from './enums.ts';

const AT = 'protocolSection.sponsorCollaboratorsModule';

@RecordType('ResponsibleParty', {
  at: `${AT}.responsibleParty`,
  description: 'Who answers for the record: the sponsor or an investigator.',
})
export class ResponsibleParty extends View {
  @FromEnum(() => ResponsiblePartyType, 'type', 'Which of them it is; records from before 2011 name no type.')
  type?: string | null;

  @From(() => String, 'investigatorFullName', 'The name of the investigator.')
  investigatorFullName?: string | null;

  @From(() => String, 'investigatorTitle', 'The position of the investigator.')
  investigatorTitle?: string | null;

  @From(() => String, 'investigatorAffiliation', 'Where the investigator works.')
  investigatorAffiliation?: string | null;

  @From(() => String, 'oldNameTitle', 'Name and position in one text, as older records have them.')
  oldNameTitle?: string | null;

  @From(() => String, 'oldOrganization', 'The organisation, as older records have it.')
  oldOrganization?: string | null;
}

@RecordType('Sponsor', {
  at: [`${AT}.leadSponsor`, `${AT}.collaborators`],
  description: 'An organisation or a person that runs the study or supports it.',
})
export class Sponsor extends View {
  @From(() => String, 'name', 'The name as registered.')
  name?: string | null;

  @FromEnum(() => AgencyClass, 'class', 'What kind of organisation it is.')
  class?: string | null;
}

/** Sponsor and collaborators. */
@Part(AT)
export class SponsorsPart extends View {
  @From(() => ResponsibleParty, 'responsibleParty', 'Who answers for the record.')
  responsibleParty?: ResponsibleParty | null;

  @From(() => Sponsor, 'leadSponsor', 'Who started the study and controls it.')
  leadSponsor?: Sponsor | null;

  @From(() => [Sponsor], 'collaborators', 'Others who give money, design, data analysis or other support.')
  collaborators!: Sponsor[];

  @Computed(
    () => [AgencyClass],
    ['leadSponsor.class', 'collaborators.class'],
    'The kinds of organisation that run or support the study, each once, the lead sponsor first.',
  )
  get funderTypes(): readonly string[] {
    const { leadSponsor, collaborators = [] } = (this.record ?? {}) as {
      leadSponsor?: { class?: string };
      collaborators?: readonly { class?: string }[];
    };
    const classes = [leadSponsor, ...collaborators].flatMap(each => each?.class ?? []);
    return [...new Set(classes.map(word => AgencyClass[word as keyof typeof AgencyClass] ?? UNRECOGNISED))];
  }
}
