import { createRegistryContext, type RegistryContext, type RegistryServices } from '../registry/context.ts';

/** What lives as long as the process and serves every request. */
export interface Services {
  readonly registry: RegistryServices;
}

/** What a resolver may use; each takes only its own context's slice. */
export type Context = RegistryContext;

/** A fresh context for every request. @param signal ends when the caller no longer waits */
export const createContext = ({ registry }: Services, signal?: AbortSignal): Context =>
  createRegistryContext(registry, signal);
