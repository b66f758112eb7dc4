import type { StudyRecord } from './study-record.ts';

export const NCT_ID = 'protocolSection.identificationModule.nctId';
export const NCT_ID_ALIASES = 'protocolSection.identificationModule.nctIdAliases';

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
