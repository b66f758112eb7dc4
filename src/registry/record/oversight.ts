import { From, Part, RecordType } from '../mapping.ts';
import { View } from '../view.ts';

const AT = 'protocolSection.oversightModule';

@RecordType('Oversight', {
  at: AT,
  description:
    'Who watches over the study, and which US rules it falls under. What a record leaves out was not stated.',
})
export class Oversight extends View {
  @From(
    () => Boolean,
    'oversightHasDmc',
    'A data monitoring committee, independent of the study, watches over its data.',
  )
  hasDmc?: boolean | null;

  @From(
    () => Boolean,
    'isFdaRegulatedDrug',
    'A drug or biological product under the US Food and Drug Administration (FDA) is studied.',
  )
  isFdaRegulatedDrug?: boolean | null;

  @From(() => Boolean, 'isFdaRegulatedDevice', 'A medical device under the FDA is studied.')
  isFdaRegulatedDevice?: boolean | null;

  @From(
    () => Boolean,
    'isUnapprovedDevice',
    'A device is studied that the FDA has not yet approved or cleared.',
  )
  isUnapprovedDevice?: boolean | null;

  @From(
    () => Boolean,
    'isPpsd',
    'The FDA ordered the study, to watch a device in children after it came to market.',
  )
  isPpsd?: boolean | null;

  @From(
    () => Boolean,
    'isUsExport',
    'The product is made in the United States and sent abroad for the study.',
  )
  isUsExport?: boolean | null;

  @From(
    () => Boolean,
    'fdaaa801Violation',
    'The FDA found a breach of the US law on registration and results (FDAAA 801).',
  )
  fdaaa801Violation?: boolean | null;
}

/** Oversight. */
@Part(AT)
export class OversightPart extends View {
  @From(() => Oversight, '', 'Who watches over the study, and which US rules it falls under.')
  oversight?: Oversight | null;
}
