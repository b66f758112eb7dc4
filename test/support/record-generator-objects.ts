/** A part of a record in the making. */
export type MutableNode = { [key: string]: unknown };

export const listOf = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** The keys that have a value. */
export const there = (keys: MutableNode): MutableNode => {
  const object: MutableNode = {};
  for (const key in keys) if (keys[key] !== undefined) object[key] = keys[key];
  return object;
};

/** The list, where it holds anything. */
export const filled = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length > 0 ? list : undefined;

// A path names keys, as in `protocolSection.statusModule`.

export const valueAt = (record: MutableNode, path: string): unknown =>
  path.split('.').reduce<unknown>((node, key) => (node as MutableNode | undefined)?.[key], record);

/** Sets a value, making the objects on the way. @returns the path */
export const setAt = (record: MutableNode, path: string, value: unknown): string => {
  const keys = path.split('.');
  const last = keys.pop()!;
  let node = record;
  for (const key of keys) {
    node[key] ??= {};
    node = node[key] as MutableNode;
  }
  node[last] = value;
  return path;
};

/** Takes a key away, and the objects that it leaves empty. @returns the path */
export const dropAt = (record: MutableNode, path: string): string => {
  const dot = path.lastIndexOf('.');
  const parent = dot < 0 ? record : (valueAt(record, path.slice(0, dot)) as MutableNode);
  delete parent[path.slice(dot + 1)];
  if (dot >= 0 && Object.keys(parent).length === 0) dropAt(record, path.slice(0, dot));
  return path;
};
