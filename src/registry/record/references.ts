import { From, FromEnum, Part, RecordType } from '../mapping.ts';
import { View } from '../view.ts';
import { ReferenceType } from './enums.ts';
import { Markdown } from './text.ts';

const AT = 'protocolSection.referencesModule';

@RecordType('Retraction', {
  at: `${AT}.references.retractions`,
  description: 'A notice by which a publication was taken back.',
})
export class Retraction extends View {
  @From(() => String, 'pmid', 'The PubMed number of the notice.')
  pmid?: string | null;

  @From(() => String, 'source', 'Where the notice was published.')
  source?: string | null;
}

@RecordType('Reference', { at: `${AT}.references`, description: 'A publication that belongs to the study.' })
export class Reference extends View {
  @From(() => String, 'pmid', 'The PubMed number of the publication.')
  pmid?: string | null;

  @FromEnum(() => ReferenceType, 'type', 'How the publication relates to the study.')
  type?: string | null;

  @From(() => String, 'citation', 'Authors, title, journal and year in one text.')
  citation?: string | null;

  @From(() => [Retraction], 'retractions', 'Notices by which the publication was taken back.')
  retractions!: Retraction[];
}

@RecordType('SeeAlsoLink', {
  at: `${AT}.seeAlsoLinks`,
  description: 'A web page that has to do with the study.',
})
export class SeeAlsoLink extends View {
  @From(() => Markdown, 'label', 'What the page is.')
  label?: Markdown | null;

  @From(() => String, 'url', 'The web address as recorded; the registry does not check it.')
  url?: string | null;
}

@RecordType('AvailIpd', {
  at: `${AT}.availIpds`,
  description: 'Data of single participants, or a document of the study, that others can get.',
})
export class AvailIpd extends View {
  @From(() => String, 'id', 'The identifier under which it is kept.')
  value?: string | null;

  @From(() => String, 'type', 'What it is, such as `Individual Participant Data Set` or `Study Protocol`.')
  type?: string | null;

  @From(() => String, 'url', 'The web address as recorded; the registry does not check it.')
  url?: string | null;

  @From(() => Markdown, 'comment', 'How to get it, and other remarks.')
  comment?: Markdown | null;
}

/** Publications, links and shared data. */
@Part(AT)
export class ReferencesPart extends View {
  @From(() => [Reference], 'references', 'Publications that belong to the study.')
  references!: Reference[];

  @From(() => [SeeAlsoLink], 'seeAlsoLinks', 'Web pages that have to do with the study.')
  seeAlsoLinks!: SeeAlsoLink[];

  @From(() => [AvailIpd], 'availIpds', 'Data of single participants (IPD) and documents that others can get.')
  availIpds!: AvailIpd[];
}
