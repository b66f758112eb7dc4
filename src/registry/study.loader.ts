import DataLoader from 'dataloader';
import { GatewayError } from '../shared/errors.ts';
import { notNctId, parseNctId } from './nct-id.ts';
import { minimal } from './projection.ts';
import { Study } from './record/study.ts';
import type { FoundRecord, StudySource } from './study.source.ts';

export interface StudyKey {
  readonly nctId: string;
  /** Record paths the caller will read. */
  readonly fields: readonly string[];
}
export type StudyLoader = DataLoader<StudyKey, Study | null, string>;

/**
 * One question a tick: the distinct ids asked for, and the union of the fields asked for. An id that is none stays
 * behind, because it would spoil the whole question; who asked for it gets BadUserInput.
 */
export function createStudyLoader(source: StudySource, signal?: AbortSignal): StudyLoader {
  const find = (keys: readonly StudyKey[]) =>
    source.byIds([...new Set(keys.map(({ nctId }) => nctId))], unionOf(keys), signal);
  return new DataLoader<StudyKey, Study | null, string>(
    async keys => {
      const askable = keys.filter(({ nctId }) => isNctId(nctId));
      const found = askable.length > 0 ? await find(askable) : new Map<string, never>();
      return keys.map(({ nctId }) => {
        if (!isNctId(nctId)) return notNctId(nctId, 'nctId');
        const each = found.get(nctId);
        return each === undefined ? null : each instanceof GatewayError ? each : studyOf(each);
      });
    },
    { cacheKeyFn: ({ nctId, fields }) => `${nctId} ${numberOf(fields)}` },
  );
}

/** Lists of fields run to kilobytes; the same list is told by a number. */
const numberOf = (fields: readonly string[]): number => {
  const number = numbers.get(fields) ?? ++lastNumber;
  numbers.set(fields, number);
  return number;
};
const numbers = new WeakMap<readonly string[], number>();
let lastNumber = 0;

const isNctId = (text: string): boolean => parseNctId(text) === text;

/** The view of a record that was found, which also knows where it was found. */
export function studyOf(found: FoundRecord): Study {
  const study = new Study(found.record);
  study.found = found;
  return study;
}

function unionOf(keys: readonly StudyKey[]): readonly string[] {
  const first = keys[0]!.fields;
  if (keys.every(({ fields }) => fields === first)) return first;
  return minimal(new Set(keys.flatMap(({ fields }) => fields)));
}
