import type { MirrorStanding } from '../registry/study.source.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { CopyFacts } from './copy-facts.ts';
import type { SyncRunRepository } from './sync-run.repository.ts';

/** What the synchronisation tells for as long as the process runs. */
export interface SyncServices {
  readonly runs: SyncRunRepository;
  readonly facts: CopyFacts;
  readonly feed: ChangeFeed;
  readonly standing: () => Promise<MirrorStanding>;
}

/** The slice of the request context that resolvers of the synchronisation may use. */
export interface SyncContext {
  readonly sync: SyncServices;
}
