import type { Dice } from './record-generator-dice.ts';
import type { Draft } from './record-generator-draft.ts';
import { DRUGS } from './record-generator-names.ts';
import { filled, listOf, type MutableNode, there } from './record-generator-objects.ts';
import {
  childOf,
  codeAt,
  countAt,
  isThere,
  type Node,
  part,
  type Recipe,
  textFor,
  under,
} from './record-generator-shapes.ts';
import { ACTS, DRUG_STARTS, displayed } from './record-generator-words.ts';

/** The same text, told apart from those taken already. */
export const distinct = (taken: Set<string>, text: string): string => {
  const free = taken.has(text) ? `${text} ${taken.size + 1}` : text;
  taken.add(free);
  return free;
};

/** How arm groups name an intervention. */
export const calledIn = ({ type, name }: MutableNode): string => `${displayed(String(type))}: ${name}`;

const NAMED_BY_DRUG = ['DRUG', 'BIOLOGICAL', 'DIETARY_SUPPLEMENT', 'GENETIC', 'COMBINATION_PRODUCT'];

const interventionName = (draft: Draft, node: Node, type: string, index: number): string => {
  const { dice, drug } = draft;
  if (dice.chance(0.35)) return textFor(draft, childOf(node, 'name'));
  if (!NAMED_BY_DRUG.includes(type)) return dice.pick(ACTS);
  if (index > 0 && dice.chance(0.3)) return 'Placebo';
  return DRUGS[(drug + index * DRUG_STARTS.length) % DRUGS.length]!;
};

const interventionFor = (draft: Draft, node: Node, index: number, taken: Set<string>): MutableNode => {
  const type = codeAt(draft, childOf(node, 'type'));
  return { type, name: distinct(taken, interventionName(draft, node, type, index)) };
};

const armFor = (draft: Draft, node: Node, index: number, taken: Set<string>): MutableNode => {
  const label = draft.dice.chance(0.2) ? `Cohort ${index + 1}` : textFor(draft, childOf(node, 'label'));
  return there({
    label: distinct(taken, label),
    type: draft.isTrial ? part(draft, node, 'type') : undefined,
    description: part(draft, node, 'description'),
  });
};

/** Which interventions an arm group receives, by place: each is received somewhere. */
const receivedBy = (dice: Dice, arm: number, arms: number, interventions: number): number[] => {
  const own = listOf(interventions, n => n).filter(n => n % arms === arm || dice.chance(0.12));
  return own.length === 0 && interventions > 0 && dice.chance(0.6)
    ? [dice.between(0, interventions - 1)]
    : own;
};

/** An intervention with what stands behind its name: it knows who receives it. */
const completed = (draft: Draft, node: Node, intervention: MutableNode, arms: readonly MutableNode[]) =>
  there({
    ...intervention,
    description: part(draft, node, 'description'),
    armGroupLabels: filled(arms.map(arm => arm['label'])),
    otherNames: part(draft, node, 'otherNames'),
  });

const armsInterventions: Recipe = (draft, node) => {
  const { dice, hasResults, isTrial, armCount } = draft;
  if (!hasResults && !isThere(draft, node)) return undefined;
  const [armNode, interventionNode] = [childOf(node, 'armGroups'), childOf(node, 'interventions')];
  const [labels, names] = [new Set<string>(), new Set<string>()];
  const arms = listOf(armCount, n => armFor(draft, armNode, n, labels));
  const count = isThere(draft, interventionNode) ? countAt(draft, interventionNode) : 0;
  const interventions = listOf(count, n => interventionFor(draft, interventionNode, n, names));
  const received = arms.map((_, n) => receivedBy(dice, n, armCount, count));
  arms.forEach((arm, n) => {
    const own = received[n]!.map(k => interventions[k]!);
    if (own.length > 0) arm['interventionNames'] = own.map(calledIn);
    else if (isTrial && count > 0) arm['type'] = 'NO_INTERVENTION';
  });
  draft.armGroups.push(...arms);
  if (armCount + count === 0) return undefined;
  const receivers = (k: number): MutableNode[] => arms.filter((_, n) => received[n]!.includes(k));
  return there({
    armGroups: filled(arms),
    interventions: filled(
      interventions.map((each, k) => completed(draft, interventionNode, each, receivers(k))),
    ),
  });
};

const ONE_ARM: Readonly<Record<string, string>> = { allocation: 'NA', interventionModel: 'SINGLE_GROUP' };

/** How arm groups relate: a single one is neither assigned nor compared. */
const armDesign: Recipe = (draft, node) => {
  if (!draft.isTrial) return undefined;
  const alone = ONE_ARM[node.name]!;
  return draft.armCount === 1 ? alone : draft.dice.pick(node.codes!.filter(code => code !== alone));
};

export const armRecipes = under('protocolSection', {
  'designModule.designInfo.allocation': armDesign,
  'designModule.designInfo.interventionModel': armDesign,
  armsInterventionsModule: armsInterventions,
});
