import type { StudyHistory } from './study.history.ts';
import type { NameSuggestions } from './suggest.repository.ts';

/** The slice of the request context that resolvers of the copy may use. */
export interface MirrorContext {
  readonly history: StudyHistory;
  readonly suggestions: NameSuggestions;
}
