import type { RegistryStatus } from './registry-status.ts';
import { createStudyLoader, type StudyLoader } from './study.loader.ts';
import type { StudySource } from './study.source.ts';

/** What the registry context needs for as long as the process runs. */
export interface RegistryServices {
  readonly source: StudySource;
  readonly status: RegistryStatus;
}

/** The slice of the request context that registry resolvers may use. */
export interface RegistryContext {
  readonly studies: StudyLoader;
  readonly registry: RegistryServices;
  /** Ends when the caller no longer waits. */
  readonly signal?: AbortSignal;
}

/** A fresh slice, and so a fresh loader, for every request. */
export const createRegistryContext = (registry: RegistryServices, signal?: AbortSignal): RegistryContext => ({
  studies: createStudyLoader(registry.source, signal),
  registry,
  ...(signal && { signal }),
});
