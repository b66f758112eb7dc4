import type { MirrorContext } from '../mirror/context.ts';
import { createRegistryContext, type RegistryContext, type RegistryServices } from '../registry/context.ts';
import type { SyncContext, SyncServices } from '../sync/context.ts';

/** What lives as long as the process and serves every request. */
export interface Services extends MirrorContext {
  readonly registry: RegistryServices;
  readonly sync: SyncServices;
}

/** What a resolver may use; each takes only its own context's slice. */
export type Context = RegistryContext & MirrorContext & SyncContext;

/** A fresh context for every request. @param signal ends when the caller no longer waits */
export const createContext = (
  { registry, history, suggestions, sync }: Services,
  signal?: AbortSignal,
): Context => ({
  ...createRegistryContext(registry, signal),
  history,
  suggestions,
  sync,
});
