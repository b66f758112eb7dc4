import type { RegistryClient, RegistryVersion } from './client.ts';

/** The registry's data edition, asked for at most once in `freshMs`. */
export interface Edition {
  current(signal?: AbortSignal): Promise<RegistryVersion>;
}

export function createEdition(client: RegistryClient, freshMs = 60_000): Edition {
  let known: { readonly version: RegistryVersion; readonly at: number } | undefined;
  return {
    async current(signal) {
      if (known && performance.now() - known.at < freshMs) return known.version;
      const version = await client.version(signal ? { signal } : {});
      known = { version, at: performance.now() };
      return version;
    },
  };
}
