import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError, RegistryMalformed, RegistryUnavailable } from '../shared/errors.ts';
import { notACursor } from '../shared/page.ts';
import {
  type FoundPage,
  type FoundRecord,
  type FoundRecords,
  type MirrorStanding,
  NOT_SYNCED,
  type StoredSource,
  type StudySearch,
  type StudySource,
} from './study.source.ts';

export interface AutoOptions {
  /** How long a person waits for the registry while an older answer lies ready, in milliseconds. */
  readonly patienceMs?: number;
  /** Told of studies that are stored here and out of date, to be renewed once the answer is out. */
  readonly refresh?: (nctIds: readonly string[]) => void;
}

const PATIENCE_MS = 4_000;

/**
 * What is stored where it is fresh and knows the answer; else the registry where it can be reached; else what is
 * stored, marked as stale. Studies of the sample data set, which the registry does not know, are found in any case.
 */
export function createAutoSource(
  live: StudySource,
  stored: StoredSource,
  { patienceMs = PATIENCE_MS, refresh = () => {} }: AutoOptions = {},
): StudySource {
  /** The registry's answer, or after some patience a stored one if it holds every study asked for. */
  const inTime = async (
    answer: Promise<FoundRecords>,
    ids: readonly string[],
    fields: readonly string[],
  ): Promise<FoundRecords> => {
    const waiting = new AbortController();
    const known = sleep(patienceMs, null, { signal: waiting.signal, ref: false })
      .then(() => stored.byIds(ids, fields))
      .then(found => (found.size === ids.length ? stale(found) : answer))
      .catch(() => answer);
    return Promise.race([answer, known]).finally(() => waiting.abort());
  };

  const withSamples = async (
    found: FoundRecords,
    ids: readonly string[],
    fields: readonly string[],
  ): Promise<FoundRecords> => {
    const missing = ids.filter(id => !found.has(id));
    if (missing.length === 0) return found;
    const known = [...(await storedOrFault(missing, fields))];
    return new Map([
      ...found,
      ...known.filter(([, each]) => each instanceof GatewayError || each.origin === 'SAMPLE'),
    ]);
  };

  /** Where the registry could not be asked for a study, the last that is known of it. */
  const withStored = async (found: FoundRecords, fields: readonly string[]): Promise<FoundRecords> => {
    const failed = [...found].filter(([, each]) => isOutage(each)).map(([id]) => id);
    if (failed.length === 0) return found;
    const known = stale(await storedOrFault(failed, fields));
    return new Map([...found, ...[...known].filter(([, each]) => !(each instanceof GatewayError))]);
  };

  /** A store that fails is the misfortune of those studies alone that only it could have. */
  const storedOrFault = async (ids: readonly string[], fields: readonly string[]): Promise<FoundRecords> => {
    try {
      return await stored.byIds(ids, fields);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return new Map(ids.map(id => [id, error]));
    }
  };

  const standingOrNone = (): Promise<MirrorStanding> =>
    stored.standing().catch((error: unknown) => {
      if (error instanceof GatewayError) return NOT_SYNCED;
      throw error;
    });

  /** Of the studies asked for, those of which a copy can be relied on. */
  const current = async (
    standing: MirrorStanding,
    ids: readonly string[],
    fields: readonly string[],
  ): Promise<FoundRecords> => {
    if (!standing.isSynced) return new Map();
    const found = await storedOrFault(ids, fields);
    return new Map(
      [...found].filter(([, each]) => !(each instanceof GatewayError) && isCurrent(each, standing)),
    );
  };

  /** Studies the registry has just told of, of which an older copy is kept here. */
  const refreshBehind = ({ isSynced }: MirrorStanding, found: FoundRecords): void => {
    const told = [...found].filter(
      ([, each]) => !(each instanceof GatewayError) && each.origin === 'REGISTRY',
    );
    if (isSynced && told.length > 0) refresh(told.map(([id]) => id));
  };

  return {
    async byIds(ids, fields, signal) {
      const standing = await standingOrNone();
      const kept = await current(standing, ids, fields);
      const others = ids.filter(id => !kept.has(id));
      if (others.length === 0) return kept;
      const answer = live.byIds(others, fields, signal);
      answer.catch(() => {}); // it may fail after a stored answer went out
      const told = await inTime(answer, others, fields);
      refreshBehind(standing, told);
      const found = await withSamples(await withStored(told, fields), others, fields);
      return new Map([...kept, ...known(found, standing)]);
    },

    async search(search, signal) {
      const tag = tagOf(search);
      const inner = { ...search, cursor: search.cursor?.slice(1) ?? null };
      const standing = await standingOrNone();
      const isOnlyStored =
        search.wantsFacets === true || search.sort.some(({ field }) => field === 'DISTANCE');
      const isMirrors =
        (isOnlyStored && standing.isSynced) ||
        (standing.isFresh && standing.isWhole && stored.isExact(search));
      if (tag === 'm' || (tag === null && isMirrors)) {
        const page = await stored.search(inner, signal);
        return tagged(standing.isFresh ? page : staleWith(page), 'm');
      }
      if (tag === 's') return tagged(staleWith(await stored.search(inner, signal)), 's');
      try {
        return tagged(await live.search(inner, signal), 'r');
      } catch (error) {
        if (!isOutage(error) || tag === 'r') throw error;
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

const isCurrent = (found: FoundRecord, { isFresh, freshSince }: MirrorStanding): boolean =>
  found.origin === 'MIRROR' && ((isFresh && found.isKept === true) || found.fetchedAt >= freshSince);

/** A fresh copy of the whole registry knows which studies there are: that one is not among them is an answer. */
const known = (found: FoundRecords, { isFresh, isWhole }: MirrorStanding): FoundRecords =>
  isFresh && isWhole ? new Map([...found].filter(([, each]) => !isOutage(each))) : found;

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

/** Where a list was begun: at the registry, in a fresh copy, or in what is stored for want of the registry. */
type Tag = 'r' | 'm' | 's';

/** A list is walked to its end at the source where it began: its cursors say which. */
const tagged = (page: FoundPage, tag: Tag): FoundPage => ({
  ...page,
  items: page.items.map(item => ({ ...item, cursor: tag + item.cursor })),
  endCursor: page.endCursor === null ? null : tag + page.endCursor,
});

function tagOf({ cursor, backward }: StudySearch): Tag | null {
  if (cursor === null) return null;
  const tag = cursor[0];
  if (tag === 'r' || tag === 'm' || tag === 's') return tag;
  throw notACursor(backward ? 'before' : 'after');
}
