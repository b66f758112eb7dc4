import type { GatewayError } from '../shared/errors.ts';
import type { AppliedPart } from './essie.ts';
import type { Facet, FacetBy } from './facet.type.ts';
import { closedEnum } from './record-enum.ts';
import type { StudyCriteria, StudySort } from './study-filter.input.ts';
import type { StudyRecord } from './study-record.ts';

export const Origin = closedEnum('Origin', 'Where an answer comes from.', {
  REGISTRY: 'ClinicalTrials.gov, asked for this answer or moments before.',
  MIRROR: 'The local copy of the registry.',
  SAMPLE: 'The sample data set that comes with the product; written for it, not the public record.',
});
export type Origin = keyof typeof Origin;

/** A record, or the part of it that was asked for, and where it comes from. */
export interface FoundRecord {
  readonly record: StudyRecord;
  readonly origin: Origin;
  readonly fetchedAt: Date;
  /** The registry's own stamp of the data edition, where stored; compared, never parsed. */
  readonly dataTimestamp: string | null;
  /** The tag of that edition, where the registry has just sent it. */
  readonly etag?: string | null;
  /** The registry should have been asked and could not: this is the last that is known. */
  readonly stale: boolean;
  /** The synchronisation keeps it up to date. */
  readonly isKept?: boolean;
}

/** How far the local copy can be relied on at this moment. */
export interface MirrorStanding {
  /** A run of the synchronisation has completed, ever. */
  readonly isSynced: boolean;
  /** One has completed lately enough for the copy to be taken for the registry. */
  readonly isFresh: boolean;
  /** It is a copy of the whole registry, and not of a part. */
  readonly isWhole: boolean;
  /** The registry's stamp of the edition it was last compared with. */
  readonly dataTimestamp: string | null;
  /** A record taken before this moment is out of date by itself. */
  readonly freshSince: Date;
}

/** A copy that nobody keeps up to date. */
export const NOT_SYNCED: MirrorStanding = {
  isSynced: false,
  isFresh: false,
  isWhole: false,
  dataTimestamp: null,
  freshSince: new Date(8.64e15),
};

export interface StudySearch {
  readonly criteria: StudyCriteria;
  readonly sort: readonly StudySort[];
  /** How many studies at most. */
  readonly count: number;
  /** The cursor to go on from, as issued with an earlier page. */
  readonly cursor: string | null;
  readonly backward: boolean;
  readonly fields: readonly string[];
  readonly wantsTotal: boolean;
  /** Studies are to be counted by their values, which the registry does not do. */
  readonly wantsFacets?: boolean;
  /** Where records are large, a page of stored studies may end before it has `count`, so that reading it is quick. */
  readonly mayFallShort?: boolean;
}

export interface FoundPage {
  readonly items: readonly { readonly found: FoundRecord; readonly cursor: string }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Where to go on, also after an empty page. */
  readonly endCursor: string | null;
  /** Null where it was not asked for. */
  readonly totalCount: number | null;
  /** Of the whole list some studies are of the sample data set; told with the total of what is stored. */
  readonly hasSample?: boolean;
  readonly applied: readonly AppliedPart[];
  readonly origin: Origin;
  readonly dataTimestamp: string | null;
  /** The registry should have been asked and could not: this is what is stored. */
  readonly stale: boolean;
  /** Every study that meets the filter was considered. */
  readonly complete: boolean;
  /** In what the list may differ from the registry's own. */
  readonly approximations: readonly string[];
  /**
   * The studies of the whole list counted by their values; null where the origin cannot count.
   * @param first at most so many values of each
   */
  readonly facets: ((by: readonly FacetBy[], first: number) => Promise<readonly Facet[]>) | null;
}

/** What became of each number asked for: the record, or why it could not be had. A study that does not exist has no entry. */
export type FoundRecords = ReadonlyMap<string, FoundRecord | GatewayError>;

/** Where studies come from: the registry itself, our own store, or the one backed by the other. */
export interface StudySource {
  /**
   * Studies by number; an alias finds the study that replaced it.
   * @param fields record paths that are needed; a source may give more
   */
  byIds(ids: readonly string[], fields: readonly string[], signal?: AbortSignal): Promise<FoundRecords>;
  search(search: StudySearch, signal?: AbortSignal): Promise<FoundPage>;
}

/** What is stored here, as a source that can tell how far it can be relied on. */
export interface StoredSource extends StudySource {
  standing(): Promise<MirrorStanding>;
  /** Whether its answer to this search is the registry's own: every part is a matter of fact and not of words. */
  isExact(search: Pick<StudySearch, 'criteria' | 'sort'>): boolean;
}
