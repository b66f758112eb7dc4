import { From, Link, RecordType } from '../mapping.ts';
import { type RecordNode, View, valueAt } from '../view.ts';
import { ARMS, Arm } from './arms-interventions.ts';
import { listOf } from './group-scope.ts';
import { Markdown } from './text.ts';

const RESULTS = 'resultsSection';
const ARMS_STEPS = ARMS.split('.');

export const FLOW_GROUPS = `${RESULTS}.participantFlowModule.groups`;
export const BASELINE_GROUPS = `${RESULTS}.baselineCharacteristicsModule.groups`;
export const OUTCOME_GROUPS = `${RESULTS}.outcomeMeasuresModule.outcomeMeasures.groups`;

/** What every kind of group in the results has. */
export abstract class TitledGroup extends View {
  @From(
    () => String,
    'id',
    'The id of the group, such as `OG000`: unique only within its own list of groups.',
  )
  groupId?: string | null;

  @From(() => String, 'title', 'The name of the group.')
  title?: string | null;

  @From(() => Markdown, 'description', 'Who is in the group and what they received.')
  description?: Markdown | null;

  @Link(
    () => Arm,
    { target: [ARMS], needs: ['title'], study: [`${ARMS}.label`] },
    'The arm group of the protocol whose label equals the title of this group, surrounding blanks aside. `null` where none does: results may be grouped otherwise, and nothing is matched by number.',
  )
  get arm(): Arm | null {
    const node = typeof this.title === 'string' ? armsByLabel(this.root.record).get(this.title.trim()) : null;
    return node ? new Arm(node, this.root.root) : null;
  }
}

@RecordType('ResultGroup', {
  at: [FLOW_GROUPS, BASELINE_GROUPS, OUTCOME_GROUPS],
  description: 'A group of participants for which results are given together.',
})
export class ResultGroup extends TitledGroup {}

const known = new WeakMap<object, ReadonlyMap<string, RecordNode>>();

/** The arm groups of a study by label; one that shares its label with another is `null`, since it cannot be told. */
function armsByLabel(study: RecordNode): ReadonlyMap<string, RecordNode> {
  const list = listOf(valueAt(study, ARMS_STEPS));
  const arms = known.get(list) ?? indexed(list);
  known.set(list, arms);
  return arms;
}

function indexed(list: readonly RecordNode[]): ReadonlyMap<string, RecordNode> {
  const arms = new Map<string, RecordNode>();
  for (const arm of list) {
    const label = valueAt(arm, ['label']);
    if (typeof label === 'string') arms.set(label.trim(), arms.has(label.trim()) ? null : arm);
  }
  return arms;
}
