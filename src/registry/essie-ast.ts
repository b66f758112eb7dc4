import type { RecordField } from './record-fields.ts';
import type { AreaField } from './search-areas.ts';

/** How much of a field a text must cover. */
export const COVERAGES = ['FullMatch', 'StartsWith', 'EndsWith', 'Contains'] as const;
export type Coverage = (typeof COVERAGES)[number];

/** How far the registry may go beyond the words as written. */
export const EXPANSIONS = ['None', 'Term', 'Concept', 'Relaxation', 'Lossy'] as const;
export type Expansion = (typeof EXPANSIONS)[number];

/** What is looked at as a whole: the study, or each of its locations. */
export const SEARCH_DOCUMENTS = ['Study', 'Location'] as const;
export type SearchDocument = (typeof SEARCH_DOCUMENTS)[number];

/** A stretch of the expression in UTF-16 code units, `to` not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Located {
  readonly at: Span;
}

/** What an operator applies to. */
interface Governing extends Located {
  readonly part: EssieNode;
}

export interface Junction extends Located {
  readonly kind: 'or' | 'and';
  readonly parts: readonly EssieNode[];
}

export interface Negation extends Governing {
  readonly kind: 'not';
}

/** Every study, or every study without a value. */
export interface Everything extends Located {
  readonly kind: 'all' | 'missing';
}

/** Text as meant: without quotes and backslashes, words with one blank between them. */
export interface Text extends Located {
  readonly kind: 'words' | 'phrase';
  readonly text: string;
}

/** Both ends included; an open end is null. */
export interface Range extends Located {
  readonly kind: 'range';
  readonly low: string | null;
  readonly high: string | null;
}

export interface Distance extends Located {
  readonly kind: 'distance';
  readonly lat: number;
  readonly lon: number;
  readonly km: number;
}

export interface Area extends Governing {
  readonly kind: 'area';
  readonly name: string;
  readonly fields: readonly AreaField[];
  /** Whether it is about the number of values rather than the values. */
  readonly size: boolean;
}

export interface Search extends Governing {
  readonly kind: 'search';
  readonly document: SearchDocument;
}

export interface Covering extends Governing {
  readonly kind: 'coverage';
  readonly coverage: Coverage;
}

export interface Expanding extends Governing {
  readonly kind: 'expansion';
  readonly expansion: Expansion;
}

/** Ranks later dates of the field higher and finds what its part finds. */
export interface Tilt extends Governing {
  readonly kind: 'tilt';
  readonly field: RecordField;
}

/** An expression of the registry's search language. */
export type EssieNode =
  | Junction
  | Negation
  | Everything
  | Text
  | Range
  | Distance
  | Area
  | Search
  | Covering
  | Expanding
  | Tilt;
