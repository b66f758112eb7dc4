import { createHash } from 'node:crypto';
import { globalId } from '../../shared/node.ts';
import { nctIdOf } from '../record-paths.ts';
import type { StudyRecord } from '../study-record.ts';
import { type RecordNode, type View, valueAt } from '../view.ts';

/** What tells locations of a study apart; the registry reorders their list, so the place in it does not. */
export const LOCATION_KEY = ['facility', 'city', 'state', 'zip', 'country'] as const;

const keysOf = new WeakMap<object, ReadonlyMap<RecordNode, string>>();

/** The graph-wide id of a location: its study, a hash of what names it, and a number where several are named alike. */
export function locationIdOf({ record, root }: View, path: string): string {
  const study = root.record as StudyRecord;
  const keys = keysOf.get(study) ?? numbered(valueAt(study, path.split('.')));
  keysOf.set(study, keys);
  return globalId('Location', `${nctIdOf(study)}:${keys.get(record)}`);
}

function numbered(list: unknown): ReadonlyMap<RecordNode, string> {
  const seen = new Map<string, number>();
  return new Map(
    (Array.isArray(list) ? list : []).map((location: RecordNode) => {
      const key = hashOf(location);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return [location, count === 1 ? key : `${key}:${count}`];
    }),
  );
}

const hashOf = (location: RecordNode): string =>
  createHash('sha256')
    .update(JSON.stringify(LOCATION_KEY.map(leaf => valueAt(location, [leaf]) ?? null)))
    .digest('base64url')
    .slice(0, 16);
