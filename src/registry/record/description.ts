import { From, Part } from '../mapping.ts';
import { View } from '../view.ts';
import { Markdown } from './text.ts';

/** What the study is about. */
@Part('protocolSection.descriptionModule')
export class DescriptionPart extends View {
  @From(
    () => Markdown,
    'briefSummary',
    'What the study is about and why it is done, in short and for the public.',
  )
  briefSummary?: Markdown | null;

  @From(
    () => Markdown,
    'detailedDescription',
    'Background and course of the study at length, more technical than the summary.',
  )
  detailedDescription?: Markdown | null;
}
