import { From, FromEnum, Part, RecordType } from '../mapping.ts';
import { View } from '../view.ts';
import { IpdSharing, IpdSharingInfoType } from './enums.ts';
import { Markdown } from './text.ts';

const AT = 'protocolSection.ipdSharingStatementModule';

@RecordType('IpdSharingStatement', {
  at: AT,
  description: 'The plan for sharing the data of single participants (IPD) with other researchers.',
})
export class IpdSharingStatement extends View {
  @FromEnum(() => IpdSharing, 'ipdSharing', 'Whether the data will be shared.')
  ipdSharing?: string | null;

  @From(() => Markdown, 'description', 'What will be shared, or why nothing will be.')
  description?: Markdown | null;

  @FromEnum(() => [IpdSharingInfoType], 'infoTypes', 'What is shared along with the data.')
  infoTypes!: string[];

  @From(() => Markdown, 'timeFrame', 'From when and for how long the data can be had.')
  timeFrame?: Markdown | null;

  @From(() => Markdown, 'accessCriteria', 'Who can get the data, for which purposes and how.')
  accessCriteria?: Markdown | null;

  @From(() => String, 'url', 'The web address as recorded; the registry does not check it.')
  url?: string | null;
}

/** The plan for sharing data. */
@Part(AT)
export class IpdSharingPart extends View {
  @From(() => IpdSharingStatement, '', 'The plan for sharing the data of single participants (IPD).')
  ipdSharingStatement?: IpdSharingStatement | null;
}
