import { GatewayError } from '../shared/errors.ts';
import type { RegistryClient } from './client.ts';
import type { Edition } from './edition.ts';

export type RegistryMode = 'live' | 'mirror' | 'auto';

/** What is stored here of the registry. */
export interface StoredFacts {
  readonly count: number;
  readonly newestFetchedAt: Date | null;
}

/** How the registry and the local copy of it stand. */
export interface RegistryStatus {
  readonly mode: RegistryMode;
  readonly client: Pick<RegistryClient, 'state' | 'size'>;
  readonly edition: Edition;
  stored(): Promise<StoredFacts>;
}

/** For `catch`: where we only ask how the registry stands, that it does not answer is an answer. */
export function nullIfOutage(error: unknown): null {
  if (error instanceof GatewayError) return null;
  throw error;
}
