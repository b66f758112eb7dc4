import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createSchema } from '../../src/server/schema.ts';
import { publishedLeaves } from '../support/schema-fields.ts';

interface FieldTree {
  readonly leaves: readonly { readonly path: string }[];
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

const grouped = () => {
  const map = new Map<string, (typeof published)[number][]>();
  for (const each of published) map.set(each.path, [...(map.get(each.path) ?? []), each]);
  return map;
};
