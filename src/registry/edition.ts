import { LRUCache } from 'lru-cache';
import { createSingleFlight } from '../shared/single-flight.ts';
import type { RegistryClient, RegistryVersion } from './client.ts';

/** The registry's data edition: which one it serves, and which one an answer belongs to. */
export interface Edition {
  /** Asked for at most once in `freshMs`, by however many at a time. */
  current(signal?: AbortSignal): Promise<RegistryVersion>;
  /** The edition that has taken the place of `version`, as an answer with this tag shows; null where none has. */
  replacing(
    version: RegistryVersion,
    etag: string | null,
    signal?: AbortSignal,
  ): Promise<RegistryVersion | null>;
  /** The stamp of the edition an answer with this tag belongs to; null where it can no longer be told. */
  stampOf(etag: string | null, signal?: AbortSignal): Promise<string | null>;
}

/** Editions remembered by their tag: one a weekday, and records are kept for a minute. */
const MOST_EDITIONS = 8;

export function createEdition(client: Pick<RegistryClient, 'version'>, freshMs = 60_000): Edition {
  const flights = createSingleFlight<RegistryVersion>();
  const stamps = new LRUCache<string, { readonly stamp: string | null }>({ max: MOST_EDITIONS });
  let known: { readonly version: RegistryVersion; readonly at: number } | undefined;
  // All answers of one edition have been seen to carry one tag; should that end, tags tell nothing.
  let tagsCompare = true;

  const ask = async (signal: AbortSignal): Promise<RegistryVersion> => {
    const version = await client.version({ signal });
    known = { version, at: performance.now() };
    if (version.etag !== null) stamps.set(version.etag, { stamp: version.dataTimestamp });
    return version;
  };
  const askNow = (signal?: AbortSignal) => flights.run('version', ask, signal);

  const current = async (signal?: AbortSignal): Promise<RegistryVersion> =>
    known && performance.now() - known.at < freshMs ? known.version : askNow(signal);

  return {
    current,
    async replacing(version, etag, signal) {
      if (!tagsCompare || etag === null || version.etag === null || etag === version.etag) return null;
      const now = await askNow(signal);
      if (now.dataTimestamp !== version.dataTimestamp) return now;
      tagsCompare = now.etag === etag;
      return null;
    },
    async stampOf(etag, signal) {
      if (etag === null || !tagsCompare) return (await current(signal)).dataTimestamp;
      const seen = stamps.get(etag);
      if (seen) return seen.stamp;
      const now = await askNow(signal);
      return now.etag === etag ? now.dataTimestamp : null;
    },
  };
}
