import type { StudyRecord } from './study-record.ts';

export const NCT_ID = 'protocolSection.identificationModule.nctId';
export const NCT_ID_ALIASES = 'protocolSection.identificationModule.nctIdAliases';

/**
 * Every value at the end of a path, through the lists on the way. What has another shape than the path counts as missing.
 * @param steps the keys from the node down
 */
export function valuesAt(node: unknown, steps: readonly string[]): readonly unknown[] {
  const found: unknown[] = [];
  collect(node, steps, 0, found);
  return found;
}

function collect(node: unknown, steps: readonly string[], depth: number, found: unknown[]): void {
  if (node == null) return;
  if (Array.isArray(node)) for (const item of node) collect(item, steps, depth, found);
  else if (depth === steps.length) found.push(node);
  else if (typeof node === 'object')
    collect((node as Record<string, unknown>)[steps[depth]!], steps, depth + 1, found);
}

interface Identification {
  readonly nctId?: unknown;
  readonly nctIdAliases?: unknown;
}

const identificationOf = (record: StudyRecord): Identification =>
  (record['protocolSection'] as { identificationModule?: Identification } | undefined)
    ?.identificationModule ?? {};

/** The number of a raw record; null where the record does not have one. */
export const nctIdOf = (record: StudyRecord): string | null => {
  const { nctId } = identificationOf(record);
  return typeof nctId === 'string' ? nctId : null;
};

/** Obsolete numbers that now lead to this record. */
export const aliasesOf = (record: StudyRecord): readonly string[] => {
  const { nctIdAliases } = identificationOf(record);
  return Array.isArray(nctIdAliases) ? nctIdAliases : [];
};
