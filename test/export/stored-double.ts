import type { FoundPage, StoredSource, StudySearch } from '../../src/registry/study.source.ts';
import { aRecord } from '../support/record-builder.ts';

export interface StoredDouble extends Pick<StoredSource, 'search'> {
  /** What was asked so far. */
  readonly searches: readonly StudySearch[];
  /** Ends when whoever asked last has gone. */
  readonly signal: () => AbortSignal | undefined;
}

export interface StoredDoubleOptions {
  readonly studies: number;
  /** Characters of each record, more or less. */
  readonly size: number;
  /** Called before a page is given, with its number from 1. */
  readonly before?: (page: number) => void | Promise<void>;
}

/** Any number of studies, each made when it is asked for. */
export function createStoredDouble({ studies, size, before }: StoredDoubleOptions): StoredDouble {
  const searches: StudySearch[] = [];
  let last: AbortSignal | undefined;
  const found = (i: number) => ({
    // A new text each time: one that all share would weigh nothing.
    record: aRecord({ nctId: `NCT${10_000_000 + i}`, detailedDescription: `${i}`.padEnd(size, 'x') }),
    origin: 'MIRROR' as const,
    fetchedAt: new Date(0),
    dataTimestamp: null,
    stale: false,
  });
  return {
    searches,
    signal: () => last,
    async search(search, signal): Promise<FoundPage> {
      searches.push(search);
      last = signal;
      await before?.(searches.length);
      const first = Number(search.cursor ?? 0);
      const end = Math.min(studies, first + search.count);
      const numbers = Array.from({ length: end - first }, (_, i) => first + i);
      return {
        items: numbers.map(i => ({ found: found(i), cursor: String(i + 1) })),
        hasNextPage: end < studies,
        hasPreviousPage: first > 0,
        endCursor: String(end),
        totalCount: search.wantsTotal ? studies : null,
        applied: [],
        origin: 'MIRROR',
        dataTimestamp: null,
        stale: false,
        complete: false,
        approximations: [],
        facets: null,
      };
    },
  };
}
