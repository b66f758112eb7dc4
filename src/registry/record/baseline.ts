import { From, FromEnum, RecordType } from '../mapping.ts';
import { View } from '../view.ts';
import { Grouped } from './group-scope.ts';
import { PostedClass, PostedDenom } from './measures.ts';
import { ResultGroup } from './result-groups.ts';
import { MeasureDispersionType, MeasureParam } from './results-enums.ts';
import { Markdown } from './text.ts';

const AT = 'resultsSection.baselineCharacteristicsModule';

@RecordType('BaselineMeasure', {
  at: `${AT}.measures`,
  description: 'A characteristic of the participants at the start, such as age or sex, with its figures.',
})
export class BaselineMeasure extends View {
  @From(() => String, 'title', 'The name of the characteristic.')
  title?: string | null;

  @From(() => Markdown, 'description', 'What it is and how it was taken.')
  description?: Markdown | null;

  @From(() => Markdown, 'populationDescription', 'Who was analysed, where not everyone was.')
  populationDescription?: Markdown | null;

  @FromEnum(() => MeasureParam, 'paramType', 'What kind of figure is given.')
  paramType?: string | null;

  @FromEnum(() => MeasureDispersionType, 'dispersionType', 'How the spread of the figure is expressed.')
  dispersionType?: string | null;

  @From(() => String, 'unitOfMeasure', 'The unit of the figures, such as `years` or `Participants`.')
  unitOfMeasure?: string | null;

  @From(
    () => Boolean,
    'calculatePct',
    'Whether the registry shows counts as percentages of the numbers analysed too.',
  )
  calculatePct?: boolean | null;

  @From(() => String, 'denomUnitsSelected', 'Which unit of the numbers analysed the figures refer to.')
  denomUnitsSelected?: string | null;

  @From(
    () => [PostedDenom],
    'denoms',
    'The numbers analysed, where they differ from those of all characteristics.',
  )
  denoms!: PostedDenom[];

  @From(() => [PostedClass], 'classes', 'The rows of figures.')
  classes!: PostedClass[];
}

@RecordType('BaselineCharacteristics', {
  at: AT,
  description: 'Who took part: the participants at the start of the study.',
})
export class BaselineCharacteristics extends Grouped {
  @From(() => Markdown, 'populationDescription', 'Who was analysed, and why where not everyone was.')
  populationDescription?: Markdown | null;

  @From(() => String, 'typeUnitsAnalyzed', 'What was analysed beside participants, such as `Eyes`.')
  typeUnitsAnalyzed?: string | null;

  @From(() => [ResultGroup], 'groups', 'The groups compared, often with one for the total.')
  groups!: ResultGroup[];

  @From(() => [PostedDenom], 'denoms', 'The numbers analysed in each group.')
  denoms!: PostedDenom[];

  @From(() => [BaselineMeasure], 'measures', 'The characteristics.')
  measures!: BaselineMeasure[];
}
