/** One page of studies asked of the registry. */
export interface StudiesQuery {
  /** `query.*`, `filter.*`, `postFilter.*`, `aggFilters`, `sort`: already under the registry's own names. */
  readonly params: Readonly<Record<string, string>>;
  /** Dotted paths or piece names; none asks for whole records. */
  readonly fields: readonly string[];
  readonly pageSize?: number;
  readonly pageToken?: string;
  /** Ask for `totalCount`, which comes with the first page only. */
  readonly countTotal?: boolean;
}

/** The longest URL the client sends, in bytes. Callers split what is longer. */
export const MAX_URL_BYTES = 8_000;

const searchOf = ({ params, fields, pageSize, pageToken, countTotal }: StudiesQuery): URLSearchParams => {
  const search = new URLSearchParams(params);
  if (fields.length > 0) search.set('fields', fields.join('|'));
  if (pageSize !== undefined) search.set('pageSize', String(pageSize));
  if (pageToken !== undefined) search.set('pageToken', pageToken);
  if (countTotal) search.set('countTotal', 'true');
  return search;
};

/** The path and query of one page, as sent; its length plus that of the base URL must stay within `MAX_URL_BYTES`. */
export const studiesPath = (query: StudiesQuery): string => {
  // A plus sign would mean a blank to some servers and itself to others.
  const search = searchOf(query).toString().replaceAll('+', '%20');
  return search === '' ? '/studies' : `/studies?${search}`;
};
