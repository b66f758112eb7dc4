import type { Shape } from './measure-shapes.ts';
import { isoDate } from './record-generator-dates.ts';
import type { Dice } from './record-generator-dice.ts';
import type { Draft, Thrower } from './record-generator-draft.ts';
import { listOf, type MutableNode } from './record-generator-objects.ts';
import { cut, sources } from './record-generator-texts.ts';
import measured from './record-shapes.json' with { type: 'json' };

/** A key of the record and what is known of it. Draws are looked up in tables of `DRAWS` equally likely values. */
export interface Node {
  readonly name: string;
  readonly shape: Shape;
  readonly items: readonly number[] | null;
  readonly lengths: readonly number[] | null;
  readonly codes: readonly string[] | null;
  readonly recipe: Recipe;
  readonly children: Node[];
}

/** Makes the value of a key, or nothing where the record is not to have it. */
export type Recipe = (draft: Draft, node: Node) => unknown;

/** By path. */
export type Recipes = Readonly<Record<string, Recipe>>;

export const under = (path: string, recipes: Recipes): Recipes =>
  Object.fromEntries(Object.entries(recipes).map(([key, recipe]) => [`${path}.${key}`, recipe]));

/** How heavy records are: a power over the draw of lengths, so that 1 is as measured and more is lighter. */
export interface Weight {
  readonly protocol: number;
  readonly results: number;
  /** The share of records with results. */
  readonly withResults: number;
}

const DRAWS = 512;

const tableOf = (quantiles: readonly number[] | undefined, power: number): readonly number[] | null => {
  if (!quantiles) return null;
  const { at } = measured;
  return listOf(DRAWS, n => {
    const share = ((n + 0.5) / DRAWS) ** power;
    const above = at.findIndex(each => each >= share);
    if (above <= 0) return quantiles.at(above)!; // the first, or the last where none is above
    const [low, high] = [at[above - 1]!, at[above]!];
    const part = (share - low) / (high - low);
    return Math.round(quantiles[above - 1]! * (1 - part) + quantiles[above]! * part);
  });
};

/** Codes, each as often as it is likely. */
export const tableOfCodes = (codes: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(codes).flatMap(([code, share]) => listOf(Math.ceil(share * DRAWS), () => code));

/** The tree of all that was measured; keys that `recipeOf` knows nothing of are made as measured. */
export const treeOf = (
  weight: Weight,
  recipeOf: (path: string, name: string) => Recipe | undefined,
): Node => {
  const nodeOf = (path: string, shape: Shape): Node => {
    const name = path.slice(path.lastIndexOf('.') + 1);
    const power = path.startsWith('resultsSection') ? weight.results : weight.protocol;
    return {
      name,
      shape,
      items: tableOf(shape.items, power),
      lengths: tableOf(shape.length, power),
      codes: shape.codes ? tableOfCodes(shape.codes) : null,
      recipe: recipeOf(path, name) ?? perhaps,
      children: [],
    };
  };
  const root = nodeOf('', { type: 'object', present: 1 });
  const nodes = new Map([['', root]]);
  const shapes = measured.shapes as unknown as Readonly<Record<string, Shape>>;
  for (const [path, shape] of Object.entries(shapes)) {
    const node = nodeOf(path, shape);
    nodes.set(path, node);
    nodes.get(path.slice(0, Math.max(path.lastIndexOf('.'), 0)))!.children.push(node);
  }
  return root;
};

export const childOf = (node: Node, name: string): Node => node.children.find(child => child.name === name)!;

const drawn = (table: readonly number[], dice: Dice): number => table[dice.next() & (DRAWS - 1)]!;
/** How many items the list has this time. */
export const countAt = ({ dice }: Thrower, { items }: Node): number => drawn(items!, dice);
/** How long the text is this time. */
export const lengthAt = ({ dice }: Thrower, { lengths }: Node): number => drawn(lengths!, dice);
export const isThere = ({ dice }: Thrower, { shape }: Node): boolean => dice.chance(shape.present);
export const codeAt = ({ dice }: Thrower, { codes }: Node): string => dice.pick(codes!);

/** Text of the length that texts have at this node. */
export const textFor = (draft: Draft, node: Node): string => {
  const length = lengthAt(draft, node);
  if (node.shape.kind !== 'markup') return cut(sources.titles, draft.dice, length);
  return cut(length > 700 ? sources.pages : sources.prose, draft.dice, length);
};

const itemFor = (draft: Draft, node: Node): unknown => {
  const { type, formats, true: truths } = node.shape;
  if (type === 'object') return objectFor(draft, node);
  if (node.codes) return codeAt(draft, node);
  if (formats) return isoDate(draft.updated - draft.dice.between(5, 900));
  return type === 'string' ? textFor(draft, node) : draft.dice.chance(truths!);
};

export const valueFor: Recipe = (draft, node) => {
  if (!node.items) return itemFor(draft, node);
  const list = listOf(countAt(draft, node), () => itemFor(draft, node)).filter(item => item !== undefined);
  return node.codes ? [...new Set(list)] : list;
};

/** An object of what its keys come to; nothing where none is there. */
export const objectFor = (draft: Draft, node: Node): MutableNode | undefined => {
  const object: MutableNode = {};
  let isEmpty = true;
  for (const child of node.children) {
    const value = child.recipe(draft, child);
    if (value === undefined) continue;
    object[child.name] = value;
    isEmpty = false;
  }
  return isEmpty ? undefined : object;
};

/** What chance decides, with the presence measured, and a recipe says how. */
export const sometimes =
  (make: Recipe): Recipe =>
  (draft, node) =>
    isThere(draft, node) ? make(draft, node) : undefined;

const perhaps = sometimes(valueFor);

/** What chance has at a key under a node that a recipe fills. */
export const part = (draft: Draft, node: Node, name: string): unknown => perhaps(draft, childOf(node, name));

/** A list of what `make` makes, as long as lists are at this node. */
export const many = (make: (draft: Draft, node: Node, index: number) => unknown): Recipe =>
  sometimes((draft, node) => listOf(countAt(draft, node), index => make(draft, node, index)));
