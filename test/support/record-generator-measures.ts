import { isoMonth } from './record-generator-dates.ts';
import { timeFrameFor } from './record-generator-design.ts';
import type { Dice } from './record-generator-dice.ts';
import {
  type Draft,
  denomsFor,
  groupId,
  groupsFor,
  type PlannedOutcome,
  shareOf,
} from './record-generator-draft.ts';
import { listOf, type MutableNode, there } from './record-generator-objects.ts';
import {
  childOf,
  countAt,
  isThere,
  type Node,
  part,
  type Recipe,
  sometimes,
  textFor,
  under,
} from './record-generator-shapes.ts';
import { FIGURES } from './record-generator-texts.ts';
import { EFFECTS, METHODS, RACES, UNITS } from './record-generator-words.ts';

/** What a measure counts or weighs. */
interface MeasureKind {
  readonly paramType: string;
  readonly dispersionType?: string | undefined;
  readonly unitOfMeasure: string;
}
interface BaselineKind extends MeasureKind {
  readonly title: string;
  readonly categories: readonly (string | undefined)[];
}

const age: BaselineKind = {
  title: 'Age, Continuous',
  paramType: 'MEAN',
  dispersionType: 'STANDARD_DEVIATION',
  unitOfMeasure: 'years',
  categories: [undefined],
};
const countOf = (title: string, categories: readonly string[]): BaselineKind => ({
  title,
  paramType: 'COUNT_OF_PARTICIPANTS',
  unitOfMeasure: 'Participants',
  categories,
});
const BASELINE: readonly BaselineKind[] = [
  age,
  countOf('Sex: Female, Male', ['Female', 'Male']),
  {
    ...countOf('Region of Enrollment', ['Switzerland', 'United States', 'Japan']),
    paramType: 'NUMBER',
    unitOfMeasure: 'participants',
  },
  countOf('Race (NIH/OMB)', RACES),
];

const COUNTED = ['COUNT_OF_PARTICIPANTS', 'NUMBER'];

const figuresFor = (dice: Dice, dispersion: string | undefined): MutableNode => {
  const value = dice.pick(FIGURES);
  if (!dispersion) return { value };
  return /confidence|range/i.test(dispersion)
    ? { value, lowerLimit: dice.pick(FIGURES), upperLimit: dice.pick(FIGURES) }
    : { value, spread: dice.pick(FIGURES) };
};

/** One measurement for each of `count` groups; counts cannot exceed the group. */
const measurementsFor = (draft: Draft, prefix: string, count: number, kind: MeasureKind): MutableNode[] => {
  const { dice, groups } = draft;
  const isCounted = COUNTED.includes(kind.paramType);
  return listOf(count, n => ({
    groupId: groupId(prefix, n),
    ...(isCounted
      ? { value: String(dice.between(0, shareOf(draft, n % groups.length))) }
      : figuresFor(dice, kind.dispersionType)),
  }));
};

const baselineMeasure = (draft: Draft, node: Node, n: number): MutableNode => {
  const kind = BASELINE[n] ?? { ...BASELINE[n % 2]!, title: textFor(draft, childOf(node, 'title')) };
  const { title, paramType, dispersionType, unitOfMeasure, categories } = kind;
  const description = part(draft, node, 'description');
  const measured = categories.map(category =>
    there({ title: category, measurements: measurementsFor(draft, 'BG', draft.groups.length + 1, kind) }),
  );
  const classes = [{ categories: measured }];
  return there({ title, description, paramType, dispersionType, unitOfMeasure, classes });
};

const baseline: Recipe = (draft, node) => {
  const { enrolled, groups } = draft;
  const measures = childOf(node, 'measures');
  return there({
    populationDescription: part(draft, node, 'populationDescription'),
    groups: [
      ...groupsFor(draft, 'BG'),
      { id: groupId('BG', groups.length), title: 'Total', description: 'Total of all reporting groups' },
    ],
    denoms: enrolled > 0 ? denomsFor(draft, 'BG', true) : undefined,
    measures: listOf(countAt(draft, measures), n => baselineMeasure(draft, measures, n)),
  });
};

const OUTCOME_KINDS: readonly (readonly [param: string, dispersion?: string])[] = [
  ['MEAN', 'Standard Deviation'],
  ['MEAN', 'Standard Deviation'],
  ['COUNT_OF_PARTICIPANTS'],
  ['NUMBER'],
  ['LEAST_SQUARES_MEAN', 'Standard Error'],
  ['MEDIAN', 'Full Range'],
  ['MEDIAN', '95% Confidence Interval'],
  ['GEOMETRIC_MEAN', 'Geometric Coefficient of Variation'],
];

const classFor = (draft: Draft, node: Node, kind: MeasureKind): MutableNode => {
  const count = countAt(draft, childOf(node, 'categories'));
  return there({
    title: part(draft, node, 'title'),
    denoms: isThere(draft, childOf(node, 'denoms')) ? denomsFor(draft, 'OG') : undefined,
    categories: listOf(count, n =>
      there({
        title: count > 1 ? `Grade ${n + 1}` : undefined,
        measurements: measurementsFor(draft, 'OG', draft.groups.length, kind),
      }),
    ),
  });
};

/** Results of what was planned keep its title and time frame, mostly; the others were never planned so. */
const identityOf = (draft: Draft, node: Node, n: number): PlannedOutcome => {
  const { dice } = draft;
  const planned = draft.outcomes[n];
  if (planned && dice.chance(0.9)) return planned;
  return {
    type: planned?.type ?? dice.pick(['SECONDARY', 'SECONDARY', 'OTHER_PRE_SPECIFIED', 'POST_HOC']),
    title: textFor(draft, childOf(node, 'title')),
    timeFrame: timeFrameFor(draft, childOf(node, 'timeFrame')),
  };
};

const resultFor = (draft: Draft, node: Node, n: number): MutableNode => {
  const { dice, updated } = draft;
  const isAnnounced = dice.chance(0.039);
  const { type, title, timeFrame } = identityOf(draft, node, n);
  if (isAnnounced) {
    const anticipatedPostingDate = isoMonth(updated + 200);
    return there({ type, title, timeFrame, reportingStatus: 'NOT_POSTED', anticipatedPostingDate });
  }
  const [paramType, dispersionType] = dice.pick(OUTCOME_KINDS);
  const unitOfMeasure = paramType === 'COUNT_OF_PARTICIPANTS' ? 'Participants' : dice.pick(UNITS);
  const kind = { paramType, unitOfMeasure, dispersionType };
  const classes = childOf(node, 'classes');
  return there({
    type,
    title,
    description: part(draft, node, 'description'),
    populationDescription: part(draft, node, 'populationDescription'),
    reportingStatus: 'POSTED',
    ...kind,
    timeFrame,
    groups: groupsFor(draft, 'OG'),
    denoms: denomsFor(draft, 'OG'),
    classes: listOf(countAt(draft, classes), () => classFor(draft, classes, kind)),
    analyses: part(draft, node, 'analyses'),
  });
};

export const measureRecipes = under('resultsSection', {
  baselineCharacteristicsModule: baseline,
  'outcomeMeasuresModule.outcomeMeasures': (draft, node) =>
    listOf(draft.resultCount, n => resultFor(draft, node, n)),
  ...under('outcomeMeasuresModule.outcomeMeasures.analyses', {
    // All groups that were compared.
    groupIds: ({ groups }) => listOf(Math.min(groups.length, 2), n => groupId('OG', n)),
    paramType: sometimes(({ dice }) => dice.pick(EFFECTS)),
    statisticalMethod: sometimes(({ dice }) => dice.pick(METHODS)),
    pValue: sometimes(({ dice }) =>
      dice.chance(0.3) ? '<0.0001' : (dice.between(1, 9_999) / 10_000).toFixed(4),
    ),
    ciPctValue: sometimes(({ dice }) => (dice.chance(0.9) ? '95' : '97.5')),
  }),
});
