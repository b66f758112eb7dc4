import { createSingleFlight } from '../shared/single-flight.ts';
import type { RegistryClient, RegistryVersion } from './client.ts';

/** The registry's data edition, asked for at most once in `freshMs`, by however many at a time. */
export interface Edition {
  current(signal?: AbortSignal): Promise<RegistryVersion>;
}

export function createEdition(client: Pick<RegistryClient, 'version'>, freshMs = 60_000): Edition {
  const flights = createSingleFlight<RegistryVersion>();
  let known: { readonly version: RegistryVersion; readonly at: number } | undefined;

  const ask = async (signal: AbortSignal): Promise<RegistryVersion> => {
    const version = await client.version({ signal });
    known = { version, at: performance.now() };
    return version;
  };

  return {
    async current(signal) {
      if (known && performance.now() - known.at < freshMs) return known.version;
      return flights.run('version', ask, signal);
    },
  };
}
