import { registerEnumType } from 'type-graphql';
import { Computed, From, RecordType, View, valueAt } from '../mapping.ts';
import { Markdown } from './text.ts';

export const OutcomeType = Object.freeze({ PRIMARY: 'PRIMARY', SECONDARY: 'SECONDARY', OTHER: 'OTHER' });
export type OutcomeType = keyof typeof OutcomeType;
registerEnumType(OutcomeType, {
  name: 'OutcomeType',
  description: 'The rank of an outcome measure in the plan of the study.',
  valuesConfig: {
    PRIMARY: { description: 'The study is planned and sized for it.' },
    SECONDARY: { description: 'Of further interest.' },
    OTHER: { description: 'Any other that was planned beforehand.' },
  },
});

const AT = 'protocolSection.outcomesModule';
/** Where the outcome measures of each type live, in the order they are told. */
export const OUTCOME_PATHS: Readonly<Record<OutcomeType, string>> = {
  PRIMARY: `${AT}.primaryOutcomes`,
  SECONDARY: `${AT}.secondaryOutcomes`,
  OTHER: `${AT}.otherOutcomes`,
};

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
