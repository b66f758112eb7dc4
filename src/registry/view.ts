/** A node of a raw record: an object, a list or a scalar as the registry sent it. */
export type RecordNode = unknown;

/**
 * A typed view over a node of a raw record: nothing is copied, a field reads its path when it is asked for. What a
 * getter answers depends on the record alone: the executor remembers it as long as the record lives.
 */
export abstract class View {
  readonly root: View;
  /** @param root the view of the whole study; a view made without one is itself the root */
  constructor(
    readonly record: RecordNode,
    root?: View,
  ) {
    this.root = root ?? this;
  }
}

export type ViewClass<T extends View = View> = new (record: RecordNode, root?: View) => T;
/** Joins record paths; an empty one stands for the node itself. */
export const below = (base: string, path: string): string =>
  base === '' ? path : path === '' ? base : `${base}.${path}`;

/** The views of a raw list; none where the record has no list. */
export function viewsOf<T extends View>(type: ViewClass<T>, list: unknown, root: View): T[] {
  return Array.isArray(list) ? list.map(each => new type(each, root)) : [];
}

/** The value at a path of a raw node, `undefined` where the record does not go that far. */
export function valueAt(record: RecordNode, steps: readonly string[]): unknown {
  let value = record as Record<string, unknown> | undefined | null;
  for (let i = 0; i < steps.length && value != null; i++) {
    value = value[steps[i]!] as Record<string, unknown> | undefined;
  }
  return value;
}
