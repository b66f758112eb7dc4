import { Computed, From, Link, RecordType } from '../mapping.ts';
import { closedEnum } from '../record-enum.ts';
import { View, valueAt, viewsOf } from '../view.ts';
import { resultsOf } from './outcome-pairs.ts';
import { OUTCOME_PATHS, OUTCOME_RESULTS, PAIRING_PATHS } from './outcome-paths.ts';
import { OutcomeResult } from './outcome-results.ts';
import { Markdown } from './text.ts';

export const OutcomeType = closedEnum(
  'OutcomeType',
  'The rank of an outcome measure in the plan of the study.',
  {
    PRIMARY: 'The study is planned and sized for it.',
    SECONDARY: 'Of further interest.',
    OTHER: 'Any other that was planned beforehand.',
  },
);
export type OutcomeType = keyof typeof OutcomeType;

@RecordType('Outcome', {
  at: Object.values(OUTCOME_PATHS),
  description: 'Something the study set out to measure, in order to judge the effect of its interventions.',
})
export class Outcome extends View {
  /** @param ordinal the place in the list of its own type, from 0 */
  constructor(
    record: unknown,
    root: View,
    readonly kind: OutcomeType,
    readonly ordinal: number,
  ) {
    super(record, root);
  }

  @Computed(() => OutcomeType, ['measure'], 'The rank of the outcome measure in the plan.', {
    required: true,
  })
  get type(): OutcomeType {
    return this.kind;
  }

  @From(() => String, 'measure', 'What is measured.')
  measure?: string | null;

  @From(() => String, 'timeFrame', 'When, or over which time, it is measured.')
  timeFrame?: string | null;

  @From(() => Markdown, 'description', 'How it is measured and what the figures mean.')
  description?: Markdown | null;

  @Link(
    () => [OutcomeResult],
    { target: [OUTCOME_RESULTS], needs: [], study: PAIRING_PATHS },
    'The published results of this outcome measure: those equal in type, title and time frame, and in order where several outcome measures are.',
  )
  get results(): readonly OutcomeResult[] {
    return viewsOf(OutcomeResult, resultsOf(this), this.root);
  }
}

/** The planned outcome measures of a study: primary, then secondary, then other, each in record order. */
export function outcomesOf(root: View, types?: readonly OutcomeType[] | null): readonly Outcome[] {
  const wanted = Object.entries(OUTCOME_PATHS).filter(
    ([type]) => types?.includes(type as OutcomeType) ?? true,
  );
  return wanted.flatMap(([type, path]) => {
    const list = (valueAt(root.record, path.split('.')) ?? []) as readonly unknown[];
    return list.map((record, i) => new Outcome(record, root, type as OutcomeType, i));
  });
}
