import { searchStored } from '../../src/mirror/study-search.ts';
import { registryCriteria } from '../../src/registry/essie.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import { NOT_SYNCED } from '../../src/registry/study.source.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Database } from '../../src/store/database.ts';
import { searchOf } from '../support/registry-double-params.ts';
import { type Params, type Reason, wordingOf } from './search-wording.ts';

export interface Found {
  /** In the order of their numbers. */
  readonly ids: readonly string[];
  readonly totalCount: number | null;
}

const NUMBER = 'protocolSection.identificationModule.nctId';

export async function askMirror(database: Database, criteria: StudyCriteria): Promise<Found> {
  const { items, totalCount } = await searchStored(
    database,
    { criteria, sort: [], count: 5_000, cursor: null, backward: false, fields: [NUMBER], wantsTotal: true },
    NOT_SYNCED,
  );
  return { ids: items.map(({ found }) => nctIdOf(found.record)!), totalCount };
}

/** @param records in the order of their numbers */
export function askDouble(records: readonly StudyRecord[], params: Params): Found {
  const { test } = searchOf(new URLSearchParams(params));
  const ids = records.filter(test).map(record => nctIdOf(record)!);
  return { ids, totalCount: ids.length };
}

export interface Comparison {
  readonly double: Found;
  readonly mirror: Found;
  /** Why the double was asked in other words; none where it was not. */
  readonly reasons: ReadonlySet<Reason>;
  /** What it finds by the words as they were given, where it can be asked these. */
  readonly plain: Found | null;
}

/** The same question to both. */
export async function compare(
  database: Database,
  records: readonly StudyRecord[],
  criteria: StudyCriteria,
): Promise<Comparison> {
  const { params } = registryCriteria(criteria);
  const wording = await wordingOf(database, params);
  const mirror = await askMirror(database, criteria);
  const isAskable = !wording.reasons.has('SIZE_RANGE') && !wording.reasons.has('PATH');
  const plain = isAskable ? askDouble(records, params) : null;
  const double = plain && wording.reasons.size === 0 ? plain : askDouble(records, wording.params);
  return { double, mirror, reasons: wording.reasons, plain };
}

/** What is wrong with a comparison, or null. */
export function faultOf({ double, mirror }: Pick<Comparison, 'double' | 'mirror'>): string | null {
  const [onlyDouble, onlyMirror] = [missingFrom(mirror, double), missingFrom(double, mirror)];
  if (onlyDouble.length === 0 && onlyMirror.length === 0 && mirror.totalCount === double.totalCount)
    return null;
  const some = (ids: readonly string[]) => `${ids.length} (${ids.slice(0, 3).join(', ')})`;
  return `the double alone finds ${some(onlyDouble)}, the mirror alone ${some(onlyMirror)}; the mirror counts ${mirror.totalCount}`;
}

const missingFrom = (there: Found, here: Found): readonly string[] => {
  const known = new Set(there.ids);
  return here.ids.filter(id => !known.has(id));
};
