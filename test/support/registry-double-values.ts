import type { StudyRecord } from '../../src/registry/study-record.ts';

const collect = (node: unknown, keys: readonly string[], at: number, found: unknown[]): void => {
  if (node === undefined) return;
  if (Array.isArray(node)) {
    for (const element of node) collect(element, keys, at, found);
    return;
  }
  const key = keys[at];
  if (key === undefined) found.push(node);
  else if (typeof node === 'object' && node !== null)
    collect((node as StudyRecord)[key], keys, at + 1, found);
};

const keysOfPaths = new Map<string, readonly string[]>();

const keysOf = (path: string): readonly string[] => {
  const known = keysOfPaths.get(path);
  if (known) return known;
  const keys = path === '' ? [] : path.split('.');
  keysOfPaths.set(path, keys);
  return keys;
};

/** Every value below a dotted path, lists flattened. */
export const valuesAt = (node: unknown, path: string): readonly unknown[] => {
  const found: unknown[] = [];
  collect(node, keysOf(path), 0, found);
  return found;
};

export const nctIdOf = (record: StudyRecord): string =>
  String(valuesAt(record, 'protocolSection.identificationModule.nctId')[0] ?? '');

export const aliasesOf = (record: StudyRecord): readonly string[] =>
  valuesAt(record, 'protocolSection.identificationModule.nctIdAliases').map(String);

/** Kilometres between two points, by the great circle. */
export const kilometres = (a: { lat: number; lon: number }, b: { lat: number; lon: number }): number => {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (x: number): number => Math.sin(x / 2) ** 2;
  const h =
    half(radians(b.lat - a.lat)) +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * half(radians(b.lon - a.lon));
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
};

export const KM_PER_MILE = 1.609344;
