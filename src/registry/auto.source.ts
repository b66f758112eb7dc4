import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError, RegistryMalformed, RegistryUnavailable } from '../shared/errors.ts';
import { notACursor } from '../shared/page.ts';
import type { FoundPage, FoundRecord, FoundRecords, StudySearch, StudySource } from './study.source.ts';

/** How long a person waits for the registry while an older answer lies ready, in milliseconds. */
const PATIENCE_MS = 4_000;

/**
 * The registry where it can be reached, else what is stored, marked as stale. Studies of the sample data set, which
 * the registry does not know, are found in either case.
 */
export function createAutoSource(
  live: StudySource,
  stored: StudySource,
  patienceMs = PATIENCE_MS,
): StudySource {
  /** The registry's answer, or after some patience a stored one if it holds every study asked for. */
  const inTime = async (answer: Promise<FoundRecords>, ids: readonly string[]): Promise<FoundRecords> => {
    const waiting = new AbortController();
    const known = sleep(patienceMs, null, { signal: waiting.signal, ref: false })
      .then(() => stored.byIds(ids, []))
      .then(found => (found.size === ids.length ? stale(found) : answer))
      .catch(() => answer);
    return Promise.race([answer, known]).finally(() => waiting.abort());
  };

  const withSamples = async (found: FoundRecords, ids: readonly string[]): Promise<FoundRecords> => {
    const missing = ids.filter(id => !found.has(id));
    if (missing.length === 0) return found;
    const known = [...(await storedOrFault(missing))];
    return new Map([
      ...found,
      ...known.filter(([, each]) => each instanceof GatewayError || each.origin === 'SAMPLE'),
    ]);
  };

  /** Where the registry could not be asked for a study, the last that is known of it. */
  const withStored = async (found: FoundRecords): Promise<FoundRecords> => {
    const failed = [...found].filter(([, each]) => isOutage(each)).map(([id]) => id);
    if (failed.length === 0) return found;
    const known = stale(await storedOrFault(failed));
    return new Map([...found, ...[...known].filter(([, each]) => !(each instanceof GatewayError))]);
  };

  /** A store that fails is the misfortune of those studies alone that only it could have. */
  const storedOrFault = async (ids: readonly string[]): Promise<FoundRecords> => {
    try {
      return await stored.byIds(ids, []);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return new Map(ids.map(id => [id, error]));
    }
  };

  return {
    async byIds(ids, fields, signal) {
      const answer = live.byIds(ids, fields, signal);
      answer.catch(() => {}); // it may fail after a stored answer went out
      return withSamples(await withStored(await inTime(answer, ids)), ids);
    },

    async search(search, signal) {
      const origin = originOf(search);
      const inner = { ...search, cursor: search.cursor?.slice(1) ?? null };
      if (origin === 'stored') return tagged(staleWith(await stored.search(inner, signal)), 's');
      try {
        return tagged(await live.search(inner, signal), 'r');
      } catch (error) {
        if (!isOutage(error) || origin === 'live') throw error;
        return tagged(staleWith(await storedOr(error, inner)), 's');
      }
    },
  };

  /** The stored answer; where the store cannot give one either, the outage is what went wrong. */
  function storedOr(outage: GatewayError, search: StudySearch): Promise<FoundPage> {
    return stored.search(search).catch((error: unknown) => {
      throw error instanceof GatewayError ? outage : error;
    });
  }
}

const isOutage = (error: unknown): error is GatewayError =>
  error instanceof RegistryUnavailable || error instanceof RegistryMalformed;

const outdated = (found: FoundRecord): FoundRecord => ({ ...found, stale: true });

const stale = (found: FoundRecords): FoundRecords =>
  new Map([...found].map(([id, each]) => [id, each instanceof GatewayError ? each : outdated(each)]));

const staleWith = (page: FoundPage): FoundPage => ({
  ...page,
  stale: true,
  items: page.items.map(item => ({ ...item, found: outdated(item.found) })),
});

/** A list is walked to its end at the source where it began: its cursors say which. */
const tagged = (page: FoundPage, tag: 'r' | 's'): FoundPage => ({
  ...page,
  items: page.items.map(item => ({ ...item, cursor: tag + item.cursor })),
  endCursor: page.endCursor === null ? null : tag + page.endCursor,
});

function originOf({ cursor, backward }: StudySearch): 'live' | 'stored' | null {
  if (cursor === null) return null;
  if (cursor.startsWith('s')) return 'stored';
  if (cursor.startsWith('r')) return 'live';
  throw notACursor(backward ? 'before' : 'after');
}
