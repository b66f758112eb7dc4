import { type RecordNode, type View, valueAt } from '../view.ts';
import { listOf } from './group-scope.ts';
import { OUTCOME_PATHS, OUTCOME_RESULTS } from './outcome-paths.ts';
import type { OutcomeType } from './outcomes.ts';

/** A planned outcome measure: its node and its place in the list of its type. */
interface Planned {
  readonly node: RecordNode;
  readonly type: OutcomeType;
  readonly ordinal: number;
}
interface Pairs {
  readonly plannedOf: ReadonlyMap<RecordNode, Planned>;
  readonly resultsOf: ReadonlyMap<RecordNode, readonly RecordNode[]>;
}

/** The type of the outcome measures that results of a type belong to. Post-hoc results were never planned. */
const PLANNED_TYPES: Readonly<Record<string, OutcomeType>> = {
  PRIMARY: 'PRIMARY',
  SECONDARY: 'SECONDARY',
  OTHER_PRE_SPECIFIED: 'OTHER',
};
const RESULTS_STEPS = OUTCOME_RESULTS.split('.');
const known = new WeakMap<object, Pairs>();

/** The outcome measure that a result belongs to, if it is among those planned. */
export const plannedOf = (result: View): Planned | undefined =>
  pairsOf(result.root.record).plannedOf.get(result.record);

/** The results of a planned outcome measure, as raw nodes. */
export const resultsOf = (outcome: View): readonly RecordNode[] =>
  pairsOf(outcome.root.record).resultsOf.get(outcome.record) ?? [];

/** Results and outcome measures of a study, paired by type, title and time frame; equal ones by their order. */
function pairsOf(study: RecordNode): Pairs {
  const pairs = known.get(study as object) ?? paired(study);
  known.set(study as object, pairs);
  return pairs;
}

function paired(study: RecordNode): Pairs {
  const planned = plannedByKey(study);
  const outcomes = new Map<RecordNode, Planned>();
  const results = new Map<RecordNode, RecordNode[]>();
  for (const [key, equal] of resultsByKey(study)) {
    const candidates = planned.get(key) ?? [];
    equal.forEach((result, i) => {
      // One outcome measure may be reported in parts; which of several equal ones is meant, only the order tells.
      const outcome = candidates[candidates.length === 1 ? 0 : i];
      if (outcome === undefined) return;
      outcomes.set(result, outcome);
      add(results, outcome.node, result);
    });
  }
  return { plannedOf: outcomes, resultsOf: results };
}

function plannedByKey(study: RecordNode): ReadonlyMap<string, readonly Planned[]> {
  const byKey = new Map<string, Planned[]>();
  for (const [type, path] of Object.entries(OUTCOME_PATHS) as [OutcomeType, string][]) {
    listOf(valueAt(study, path.split('.'))).forEach((node, ordinal) => {
      add(byKey, keyOf(type, valueAt(node, ['measure']), valueAt(node, ['timeFrame'])), {
        node,
        type,
        ordinal,
      });
    });
  }
  return byKey;
}

function resultsByKey(study: RecordNode): ReadonlyMap<string, readonly RecordNode[]> {
  const byKey = new Map<string, RecordNode[]>();
  for (const node of listOf(valueAt(study, RESULTS_STEPS))) {
    const type = PLANNED_TYPES[valueAt(node, ['type']) as string];
    if (type) add(byKey, keyOf(type, valueAt(node, ['title']), valueAt(node, ['timeFrame'])), node);
  }
  return byKey;
}

const keyOf = (...parts: readonly unknown[]) => JSON.stringify(parts.map(part => part ?? null));

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
