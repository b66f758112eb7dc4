import type { StudyHistory } from './study.history.ts';

/** The slice of the request context that resolvers of the copy may use. */
export interface MirrorContext {
  readonly history: StudyHistory;
}
