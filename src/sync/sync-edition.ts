import type { RegistryVersion } from '../registry/client.ts';
import type { CurrentEdition } from './sync-pull.ts';
import type { Task } from './sync-task.ts';

export interface Edition extends CurrentEdition {
  readonly etag: string | null;
}

/** Asks which edition the registry has, by the tag of the last one where that is known. */
export async function openEdition({ client, lastComplete, signal }: Task): Promise<Edition> {
  const last: RegistryVersion | undefined = lastComplete?.etag
    ? { apiVersion: '', dataTimestamp: lastComplete.dataTimestamp, etag: lastComplete.etag }
    : undefined;
  let version = await client.version({ lane: 'bulk', signal }, last);
  return {
    get dataTimestamp() {
      return version.dataTimestamp;
    },
    get etag() {
      return version.etag;
    },
    refresh: async () => {
      version = await client.version({ lane: 'bulk', signal });
    },
  };
}

export const isSameEdition = ({ lastComplete }: Task, dataTimestamp: string | null): boolean =>
  dataTimestamp !== null && lastComplete?.dataTimestamp === dataTimestamp;

/** No study is updated after the day of the edition. */
export const horizonOf = (dataTimestamp: string | null): string =>
  /^\d{4}-\d{2}-\d{2}/.exec(dataTimestamp ?? '')?.[0] ?? new Date().toISOString().slice(0, 10);
