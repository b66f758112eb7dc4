import { LRUCache } from 'lru-cache';
import type { FoundRecord } from './study.source.ts';

export interface StudyCacheOptions {
  /** Largest sum of record sizes held, in bytes of JSON. */
  readonly maxBytes?: number;
  /** How long a record is good, in milliseconds; 0 for as long as there is room. */
  readonly ttlMs?: number;
}

/** A record by study and fields; `null` remembers that the registry has no such study. */
export interface StudyCache<F extends FoundRecord = FoundRecord> {
  get(id: string, fieldsKey: string): F | null | undefined;
  set(id: string, fieldsKey: string, found: F | null): void;
}

const MISSING = { missing: true } as const;

/** Records asked for moments ago, bounded in bytes: a page that is asked for again costs the registry nothing. */
export function createStudyCache<F extends FoundRecord = FoundRecord>({
  maxBytes = 64_000_000,
  ttlMs = 60_000,
}: StudyCacheOptions = {}): StudyCache<F> {
  const cache = new LRUCache<string, F | typeof MISSING>({ maxSize: maxBytes, ttl: ttlMs });
  const keyOf = (id: string, fieldsKey: string) => `${id} ${fieldsKey}`;
  return {
    get(id, fieldsKey) {
      const found = cache.get(keyOf(id, fieldsKey));
      return found && 'missing' in found ? null : found;
    },
    set(id, fieldsKey, found) {
      const key = keyOf(id, fieldsKey);
      cache.set(key, found ?? MISSING, {
        size: key.length + (found ? Buffer.byteLength(JSON.stringify(found.record)) : 1),
      });
    },
  };
}
