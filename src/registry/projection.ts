import {
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionNode,
} from 'graphql';
import { type RecordExtension } from './mapping.ts';
import { below } from './view.ts';

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'returnType' | 'schema' | 'variableValues'>;

/** Collects what a selection needs: record paths, counted from the study. */
interface Walk {
  readonly info: Info;
  readonly paths: Set<string>;
  conditional: boolean;
}

const remembered = new WeakMap<FieldNode, Map<string, readonly string[]>>();

/**
 * The record paths that the selection below the current field needs, counted from the study, sorted; an ancestor
 * swallows its descendants.
 * @param through response-side wrapper fields to pass before the study begins, such as `nodes` of a connection
 */
export const projectionOf = (info: Info, ...through: readonly string[]): readonly string[] =>
  projected(info, getNamedType(info.returnType).name, through);

/** The same where the current field is of an interface and the object has turned out to be of this type. */
export const projectionAs = (info: Info, typeName: string): readonly string[] =>
  projected(info, typeName, []);

function projected(info: Info, typeName: string, through: readonly string[]): readonly string[] {
  const [first, second] = info.fieldNodes;
  const key = [typeName, ...through].join('.');
  const known = second ? undefined : remembered.get(first!)?.get(key);
  if (known) return known;
  const walk: Walk = { info, paths: new Set(), conditional: false };
  for (const node of info.fieldNodes) descend(walk, info.schema.getType(typeName), node, [''], through);
  const paths = minimal(walk.paths);
  // A compiled operation keeps its nodes: the answer holds for all its runs unless a variable decides what is selected.
  if (!walk.conditional && !second) {
    remembered.set(first!, (remembered.get(first!) ?? new Map<string, readonly string[]>()).set(key, paths));
  }
  return paths;
}

/** What the studies of a connection need, whether selected as `nodes` or as `edges { node }`. */
export const connectionProjection = (info: Info): readonly string[] =>
  minimal(new Set([...projectionOf(info, 'nodes'), ...projectionOf(info, 'edges', 'node')]));

/** Whether a field stands directly in the selection below the current field, fragments included. */
export function selects(info: Info, name: string): boolean {
  const walk: Walk = { info, paths: new Set(), conditional: false };
  const within = (selections: readonly SelectionNode[] = []): boolean =>
    selections.some(selection => {
      if (isExcluded(walk, selection)) return false;
      if (selection.kind === Kind.FIELD) return selection.name.value === name;
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD ? info.fragments[selection.name.value] : selection;
      return within(fragment?.selectionSet.selections);
    });
  return info.fieldNodes.some(node => within(node.selectionSet?.selections));
}

function descend(
  walk: Walk,
  type: unknown,
  node: { readonly selectionSet?: FieldNode['selectionSet'] },
  bases: readonly string[],
  through: readonly string[],
): void {
  if (!isCompositeType(type as GraphQLCompositeType)) return;
  for (const selection of node.selectionSet?.selections ?? []) {
    if (isExcluded(walk, selection)) continue;
    if (selection.kind === Kind.FIELD) {
      visit(walk, type as GraphQLCompositeType, selection, bases, through);
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? walk.info.fragments[selection.name.value] : selection;
    const on = fragment?.typeCondition && walk.info.schema.getType(fragment.typeCondition.name.value);
    const isOther = isObjectType(on) && isObjectType(type) && on !== type;
    if (fragment && !isOther)
      descend(walk, isObjectType(type) ? type : (on ?? type), fragment, bases, through);
  }
}

function visit(
  walk: Walk,
  type: GraphQLCompositeType,
  node: FieldNode,
  bases: readonly string[],
  [next, ...rest]: readonly string[],
): void {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
  if (!field) return; // __typename
  const selected = getNamedType(field.type);
  if (next !== undefined) {
    if (node.name.value === next) descend(walk, selected, node, bases, rest);
    return;
  }
  const record = field.extensions['record'] as RecordExtension | undefined;
  if (!record) return;
  const paths = bases.flatMap(base => record.paths.map(path => below(base, path)));
  if (record.whole || !isCompositeType(selected)) add(walk, paths);
  else {
    const before = walk.paths.size;
    descend(walk, selected, node, paths, []);
    const presence = isListType(getNullableType(field.type)) ? [] : (record.presence ?? []);
    add(
      walk,
      paths.flatMap(path => presence.map(each => below(path, each))),
    );
    if (walk.paths.size === before) add(walk, paths); // only `__typename`: whether it is there must still be known
  }
  const targets = nearest(record.target ?? [], bases);
  add(
    walk,
    (record.study ?? []).filter(path => !isBelow(path, record.target ?? []) || isBelow(path, targets)),
  );
  if (targets.length > 0) descend(walk, selected, node, targets, []);
}

const add = (walk: Walk, paths: readonly string[]): void => {
  for (const path of paths) walk.paths.add(path);
};

/** A link that exists in several modules leads to its own module's targets where there are any. */
function nearest(targets: readonly string[], bases: readonly string[]): readonly string[] {
  const near = targets.filter(target => bases.some(base => moduleOf(base) === moduleOf(target)));
  return near.length > 0 ? near : targets;
}
const moduleOf = (path: string): string => path.split('.', 2).join('.');
const isBelow = (path: string, ancestors: readonly string[]): boolean =>
  ancestors.some(ancestor => path === ancestor || path.startsWith(`${ancestor}.`));

function isExcluded(walk: Walk, node: SelectionNode): boolean {
  if (!node.directives?.length) return false;
  if (node.directives.some(({ arguments: list }) => list?.some(each => each.value.kind === Kind.VARIABLE))) {
    walk.conditional = true;
  }
  const { variableValues } = walk.info;
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.['if'] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.['if'] === false
  );
}

/** Drops paths that an ancestor covers: the registry returns whole branches. */
export const minimal = (paths: ReadonlySet<string>): readonly string[] =>
  [...paths].filter(path => path !== '' && !ancestorsOf(path).some(each => paths.has(each))).sort();

const ancestorsOf = (path: string): string[] => {
  const steps = path.split('.');
  return steps.slice(1).map((_, i) => steps.slice(0, i + 1).join('.'));
};
