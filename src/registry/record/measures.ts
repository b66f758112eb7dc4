import { From, Link, RecordType } from '../mapping.ts';
import { View } from '../view.ts';
import { groupOf, groupsAt } from './group-scope.ts';
import { BASELINE_GROUPS, OUTCOME_GROUPS, ResultGroup } from './result-groups.ts';
import { Markdown } from './text.ts';

const BASELINE = 'resultsSection.baselineCharacteristicsModule';
const MEASURES = [`${BASELINE}.measures`, 'resultsSection.outcomeMeasuresModule.outcomeMeasures'];
const CLASSES = MEASURES.map(measure => `${measure}.classes`);
const CATEGORIES = CLASSES.map(each => `${each}.categories`);
const DENOMS = [BASELINE, ...MEASURES, ...CLASSES].map(each => `${each}.denoms`);
const GROUPS = groupsAt([BASELINE_GROUPS, OUTCOME_GROUPS]);

@RecordType('PostedCount', {
  at: DENOMS.map(denom => `${denom}.counts`),
  description: 'How many of a group were analysed.',
})
export class PostedCount extends View {
  @From(() => String, 'groupId', 'The id of the group, unique within its own list of groups.')
  groupId?: string | null;

  @From(() => String, 'value', 'The number as the registry states it.')
  value?: string | null;

  @Link(() => ResultGroup, GROUPS, 'The group that was counted.')
  get group(): ResultGroup | null {
    return groupOf(ResultGroup, this, this.groupId);
  }
}

@RecordType('PostedDenom', {
  at: DENOMS,
  description: 'The numbers analysed, the denominators of the figures, in one unit.',
})
export class PostedDenom extends View {
  @From(() => String, 'units', 'What is counted, such as `Participants` or `Eyes`.')
  units?: string | null;

  @From(() => [PostedCount], 'counts', 'The number for each group.')
  counts!: PostedCount[];
}

@RecordType('PostedMeasurement', {
  at: CATEGORIES.map(category => `${category}.measurements`),
  description:
    'A published figure of one group. Figures are texts as the registry states them; `NA` stands for one that could not be given.',
})
export class PostedMeasurement extends View {
  @From(() => String, 'groupId', 'The id of the group, unique within its own list of groups.')
  groupId?: string | null;

  @From(() => String, 'value', "The figure, in the measure's unit.")
  value?: string | null;

  @From(() => String, 'spread', 'The spread where one number tells it, such as a standard deviation.')
  spread?: string | null;

  @From(() => String, 'lowerLimit', 'The lower limit where the spread is a range or an interval.')
  lowerLimit?: string | null;

  @From(() => String, 'upperLimit', 'The upper limit where the spread is a range or an interval.')
  upperLimit?: string | null;

  @From(() => Markdown, 'comment', 'Why a figure is missing, and other remarks on it.')
  comment?: Markdown | null;

  @Link(() => ResultGroup, GROUPS, 'The group the figure is of.')
  get group(): ResultGroup | null {
    return groupOf(ResultGroup, this, this.groupId);
  }
}

@RecordType('PostedCategory', {
  at: CATEGORIES,
  description:
    'One of the categories a row is divided into, such as a sex or an answer; a row may have just one, untitled.',
})
export class PostedCategory extends View {
  @From(() => String, 'title', 'The name of the category.')
  title?: string | null;

  @From(() => [PostedMeasurement], 'measurements', 'The figure of each group.')
  measurements!: PostedMeasurement[];
}

@RecordType('PostedClass', {
  at: CLASSES,
  description: 'A row of a measure, such as a visit or a test; a measure may have just one, untitled.',
})
export class PostedClass extends View {
  @From(() => String, 'title', 'The name of the row.')
  title?: string | null;

  @From(
    () => [PostedDenom],
    'denoms',
    'The numbers analysed, where they differ from those of the whole measure.',
  )
  denoms!: PostedDenom[];

  @From(() => [PostedCategory], 'categories', 'The categories of the row.')
  categories!: PostedCategory[];
}
