import { createHash } from 'node:crypto';
import { setImmediate as breath } from 'node:timers/promises';
import { RecordNotStorable } from '../mirror/storable.ts';
import { rowOf, type StudyRow } from '../mirror/study-write.ts';
import { parseNctId } from '../registry/nct-id.ts';
import type { StudyRecord } from '../registry/study-record.ts';

/** A record that cannot be stored, and why; kept as it came. */
export interface Rejected {
  /** Its number, or where it has none a hash of what it is. */
  readonly key: string;
  readonly nctId: string | null;
  readonly reason: string;
  readonly json: string;
}

export interface Sorted {
  readonly rows: readonly StudyRow[];
  readonly rejected: readonly Rejected[];
}

/** Where and when records were taken. */
export interface Taken {
  readonly fetchedAt: Date;
  readonly dataTimestamp: string | null;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNctId = (value: unknown): value is string => typeof value === 'string' && parseNctId(value) === value;

/** Characters of records worked on in one go; what else the process has to do comes between. */
const GULP = 500_000;

/** Tells the records that can be stored from those that cannot. A number that comes twice counts once, the last. */
export async function sortRecords(records: readonly unknown[], taken: Taken): Promise<Sorted> {
  const rows = new Map<string, StudyRow>();
  const rejected = new Map<string, Rejected>();
  let done = 0;
  for (const record of records) {
    const outcome = rowOrReason(record, taken);
    if (typeof outcome !== 'string') rows.set(outcome.nctId, outcome);
    else {
      const each = rejectedOf(record, outcome);
      rejected.set(each.key, each);
    }
    done += typeof outcome === 'string' ? 0 : outcome.size;
    if (done < GULP) continue;
    done = 0;
    await breath();
  }
  return { rows: [...rows.values()], rejected: [...rejected.values()] };
}

function rowOrReason(record: unknown, { fetchedAt, dataTimestamp }: Taken): StudyRow | string {
  const fault = faultOf(record);
  if (fault !== null) return fault;
  try {
    const nctId = identificationOf(record as Json)['nctId'] as string;
    return rowOf({
      nctId,
      record: record as StudyRecord,
      origin: 'MIRROR',
      fetchedAt,
      registryDataTimestamp: dataTimestamp,
    });
  } catch (error) {
    if (error instanceof RecordNotStorable) return error.message;
    throw error;
  }
}

const identificationOf = (record: Json): Json => {
  const protocol = record['protocolSection'];
  const module = isObject(protocol) ? protocol['identificationModule'] : undefined;
  return isObject(module) ? module : {};
};

/** Why a record is none; null where it is one. */
function faultOf(record: unknown): string | null {
  if (!isObject(record)) return 'It is no object.';
  const { nctId, nctIdAliases } = identificationOf(record);
  if (!isNctId(nctId)) return 'It has no study number (protocolSection.identificationModule.nctId).';
  if (nctIdAliases !== undefined && !(Array.isArray(nctIdAliases) && nctIdAliases.every(isNctId)))
    return 'Its former numbers (protocolSection.identificationModule.nctIdAliases) are no list of study numbers.';
  return null;
}

export function rejectedOf(record: unknown, reason: string): Rejected {
  const json = JSON.stringify(record) ?? 'null';
  const nctId = isObject(record) ? identificationOf(record)['nctId'] : null;
  const known = isNctId(nctId) ? nctId : null;
  return {
    key: known ?? createHash('sha256').update(json).digest('base64url'),
    nctId: known,
    reason,
    json,
  };
}
