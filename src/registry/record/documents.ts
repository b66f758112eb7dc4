import { GraphQLURL } from 'graphql-scalars';
import { Int } from 'type-graphql';
import { Computed, From, Part, RecordType } from '../mapping.ts';
import { NCT_ID } from '../record-paths.ts';
import { PartialDate } from '../scalars.ts';
import { View, valueAt } from '../view.ts';

const AT = 'documentSection.largeDocumentModule';
const NCT_ID_STEPS = NCT_ID.split('.');

@RecordType('StudyDocument', {
  at: `${AT}.largeDocs`,
  description:
    'A document of the study kept by the registry: protocol, statistical analysis plan or consent form.',
})
export class StudyDocument extends View {
  @From(() => String, 'typeAbbrev', 'The kind of document in short, such as `Prot_SAP`.')
  typeAbbrev?: string | null;

  @From(() => Boolean, 'hasProtocol', 'Whether it holds the study protocol.')
  hasProtocol?: boolean | null;

  @From(() => Boolean, 'hasSap', 'Whether it holds the statistical analysis plan.')
  hasSap?: boolean | null;

  @From(() => Boolean, 'hasIcf', 'Whether it holds the informed consent form.')
  hasIcf?: boolean | null;

  @From(() => String, 'label', 'The kind of document in words.')
  label?: string | null;

  @From(() => PartialDate, 'date', 'The date of the document itself.')
  date?: string | null;

  @From(
    () => String,
    'uploadDate',
    'When it was uploaded, as `yyyy-MM-ddTHH:mm`; the registry gives no time zone.',
  )
  uploadDate?: string | null;

  @From(() => String, 'filename', 'The name of the file.')
  filename?: string | null;

  @From(() => Int, 'size', 'The size of the file in bytes.')
  size?: number | null;

  @Computed(() => GraphQLURL, ['filename'], "Where the file can be fetched, at the registry's own server.", {
    study: [NCT_ID],
  })
  get url(): string | null {
    const nctId = valueAt(this.root.record, NCT_ID_STEPS);
    if (typeof nctId !== 'string' || !this.filename) return null;
    return `https://cdn.clinicaltrials.gov/large-docs/${nctId.slice(-2)}/${nctId}/${encodeURIComponent(this.filename)}`;
  }
}

/** Documents of the study. */
@Part(AT)
export class DocumentPart extends View {
  @From(() => [StudyDocument], 'largeDocs', 'Documents of the study kept by the registry.')
  documents!: StudyDocument[];

  @From(() => Boolean, 'noSap', 'Whether the study states that it has no statistical analysis plan.')
  noSap?: boolean | null;
}
