import { readFile } from 'node:fs/promises';
import { isEnumType } from 'graphql';
import { expect, it } from 'vitest';
import { UNRECOGNISED } from '../../src/registry/record-enum.ts';
import { createSchema } from '../../src/server/schema.ts';
import { publishedLeaves } from '../support/schema-fields.ts';

interface FieldTree {
  readonly leaves: readonly { readonly path: string; readonly enum?: string }[];
  /** The values of each closed list, by its name at the registry. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

const tree = JSON.parse(await readFile(new URL('field-tree.json', import.meta.url), 'utf8')) as FieldTree;
const published = publishedLeaves(await createSchema());

it('declares each of the 342 leaves of the registry field tree, and no path that does not exist', () => {
  const leaves = tree.leaves.map(({ path }) => path);
  const paths = new Set(published.map(({ path }) => path));
  expect(leaves).toHaveLength(342);
  expect(leaves.filter(path => !paths.has(path))).toEqual([]);
  expect([...paths].filter(path => !leaves.includes(path))).toEqual([]);
});

it('publishes each leaf under exactly one natural field', () => {
  const fields = grouped();
  const several = [...fields]
    .filter(([, where]) => where.length > 1)
    .map(([path, where]) => [path, where.map(({ field }) => field)]);
  expect(several).toEqual([]);
});

const closed = tree.leaves.filter(leaf => leaf.enum !== undefined);

it('has closed lists to hold against the schema, each used by some leaf', () => {
  expect(new Set(closed.map(leaf => leaf.enum))).toEqual(new Set(Object.keys(tree.enums)));
});

it.each(closed.map(leaf => [leaf.path, leaf.enum!] as const))(
  'publishes %s as an enum with every value of %s, and no other',
  (path, name) => {
    const type = published.find(leaf => leaf.path === path)?.type;
    const values = isEnumType(type) ? type.getValues().map(value => value.name) : null;
    expect(values?.sort()).toEqual([...tree.enums[name]!, UNRECOGNISED].sort());
  },
);

it('publishes nothing else that can be unrecognised', () => {
  const paths = new Set(closed.map(({ path }) => path));
  const others = published.filter(({ type, path }) => isEnumType(type) && !paths.has(path));
  expect(others.map(({ field }) => field)).toEqual([]);
});

const grouped = () => {
  const map = new Map<string, (typeof published)[number][]>();
  for (const each of published) map.set(each.path, [...(map.get(each.path) ?? []), each]);
  return map;
};
