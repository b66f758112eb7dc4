import type { StudyRecord } from '../../src/registry/study-record.ts';
import { fieldOf } from './registry-double-fields.ts';

/** A wanted branch: `true` takes everything below. */
type Wanted = true | Map<string, Wanted>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const add = (tree: Map<string, Wanted>, [key = '', ...rest]: readonly string[]): void => {
  if (rest.length === 0) {
    tree.set(key, true);
    return;
  }
  const branch = tree.get(key) ?? new Map<string, Wanted>();
  tree.set(key, branch);
  if (branch !== true) add(branch, rest);
};

/** What `fields=` asks for, or the first name that is no field. */
export const wantedBy = (
  fields: string,
): { readonly wanted: Map<string, Wanted> } | { readonly invalid: string } => {
  const wanted = new Map<string, Wanted>();
  for (const name of fields.split(/[,|]/)) {
    const field = fieldOf(name.trim());
    if (!field) return { invalid: name };
    add(wanted, field.path.split('.'));
  }
  return { wanted };
};

const pick = (value: unknown, wanted: Wanted): unknown => {
  if (wanted === true || !isObject(value)) return value;
  // Elements keep their place in a list even where nothing of them was asked for.
  if (Array.isArray(value)) return value.map(element => pick(element, wanted) ?? {});
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const branch = wanted.get(key);
    const picked = branch === undefined ? undefined : pick(inner, branch);
    return picked === undefined ? [] : [[key, picked] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
};

/** The part of a record that was asked for; nodes without data are not there. */
export const project = (record: StudyRecord, wanted: Map<string, Wanted>): StudyRecord =>
  (pick(record, wanted) ?? {}) as StudyRecord;
