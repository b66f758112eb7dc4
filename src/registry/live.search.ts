import { AnswerTooLarge, BadUserInput, CursorExpired } from '../shared/errors.ts';
import { decodeCursor, encodeCursor } from '../shared/page.ts';
import type { RegistryClient, RegistryPage } from './client.ts';
import type { Edition } from './edition.ts';
import { registryCriteria } from './essie.ts';
import { foundAtRegistry, requestFields } from './live.source.ts';
import { NCT_ID } from './record-paths.ts';
import type { FoundPage, StudySearch } from './study.source.ts';
import type { StudySort, StudySortField } from './study-filter.input.ts';
import type { StudyRecord } from './study-record.ts';

/** Where a walk through the registry's list stands. */
interface Place {
  /** The page token, null for the first page. */
  readonly token: string | null;
  /** How many studies of that page are behind us. */
  readonly skip: number;
  /** How many studies of the whole list are behind us. */
  readonly passed: number;
  readonly total: number | null;
  /** The data edition the token belongs to. */
  readonly edition: string | null;
}

const SORT_PIECES: Readonly<Partial<Record<keyof typeof StudySortField, string>>> = {
  RELEVANCE: '@relevance',
  LAST_UPDATE_POST_DATE: 'LastUpdatePostDate',
  STUDY_FIRST_POST_DATE: 'StudyFirstPostDate',
  RESULTS_FIRST_POST_DATE: 'ResultsFirstPostDate',
  START_DATE: 'StartDate',
  PRIMARY_COMPLETION_DATE: 'PrimaryCompletionDate',
  COMPLETION_DATE: 'CompletionDate',
  ENROLLMENT: 'EnrollmentCount',
};
const MAX_PAGE = 1_000;
/** A page token has about 50 characters. */
const MAX_TOKEN_LENGTH = 200;
/** Pages may come empty though more follow; a walk gives up after this many and says where to go on. */
const MAX_PAGES = 20;
/** How often a page that is too large is halved: each try may cost as many bytes as we take at once. */
export const MAX_HALVINGS = 3;
/** Characters of a URL that a filter may take once encoded; the fields get the rest of 8 kB. */
const MAX_FILTER_LENGTH = 5_000;

/**
 * One page of the registry's own search.
 *
 * A page token works only with the parameters and the data edition it was issued for, and the registry itself notices
 * neither a changed parameter nor, always, a changed edition: our cursors are bound to both.
 * @throws CursorExpired when the registry's data changed since the cursor was issued
 */
export async function searchLive(
  client: RegistryClient,
  edition: Edition,
  search: StudySearch,
  signal?: AbortSignal,
): Promise<FoundPage> {
  if (search.backward) {
    throw new BadUserInput('The registry lists studies forward only: use `first` and `after`.', {
      argument: 'last, before',
    });
  }
  const options = signal ? { signal } : {};
  const { params, length, applied } = requestOf(search);
  const fields = requestFields(search.fields, length);
  const binding = JSON.stringify(params);
  let version = await edition.current(signal);
  const start = placeOf(search.cursor, binding, version.dataTimestamp);
  const ask = async (place: Place, pageSize: number): Promise<RegistryPage> => {
    const page = await client.studies(
      {
        params,
        fields,
        pageSize,
        ...(place.token !== null && { pageToken: place.token }),
        ...(place.token === null && search.wantsTotal && { countTotal: true }),
      },
      options,
    );
    const newer = await edition.replacing(version, page.etag, signal);
    if (newer && place.token !== null) throw expired();
    version = newer ?? version;
    return page;
  };
  const walk = await forward(start, search, place => {
    const missing = search.count - (place.passed - start.passed);
    return inSmallerPages(Math.min(MAX_PAGE, Math.max(1, place.skip + missing)), size => ask(place, size));
  });
  const { dataTimestamp } = version;
  const total = walk.end.total ?? (search.wantsTotal ? await countOf(client, params, options) : null);
  const cursorOf = (place: Place) => encodeCursor(binding, { ...place, total, edition: dataTimestamp });
  const last = walk.items.length - 1;
  return {
    // The last item and the page end at one and the same place.
    items: walk.items.map(({ record, etag, after }, i) => ({
      found: foundAtRegistry(record, etag),
      cursor: cursorOf(i === last ? walk.end : after),
    })),
    hasNextPage: walk.more && (total === null || walk.end.passed < total),
    hasPreviousPage: start.passed > 0,
    endCursor: walk.items.length > 0 || walk.more ? cursorOf(walk.end) : null,
    totalCount: search.wantsTotal ? total : null,
    applied,
    origin: 'REGISTRY',
    dataTimestamp,
    stale: false,
    complete: true,
    approximations: [],
    facets: null,
  };
}

function requestOf({ criteria, sort }: StudySearch) {
  const { params, applied } = registryCriteria(criteria);
  if (sort.length > 2)
    throw new BadUserInput('The registry sorts by two values at most.', { argument: 'sort' });
  const order = sort.map(pieceOf).join('|');
  const all = { ...params, ...(order && { sort: order }) };
  const length = new URLSearchParams(all).toString().replaceAll('+', '%20').length;
  if (length > MAX_FILTER_LENGTH) {
    throw new BadUserInput(
      'The filter is too long for one question to the registry: use fewer ids or shorter texts.',
      { argument: 'filter' },
    );
  }
  return { params: all, length, applied };
}

function pieceOf({ field, direction }: StudySort): string {
  const piece = SORT_PIECES[field];
  if (piece === undefined) {
    throw new BadUserInput(`The registry does not sort by ${field}: the stored copy does.`, {
      argument: 'sort',
    });
  }
  return field === 'RELEVANCE' ? piece : `${piece}:${direction.toLowerCase()}`;
}

function placeOf(cursor: string | null, binding: string, edition: string | null): Place {
  if (cursor === null) return { token: null, skip: 0, passed: 0, total: null, edition };
  const place = decodeCursor(cursor, binding, isPlace);
  if (place.edition === edition) return place;
  throw expired();
}

const expired = (): CursorExpired =>
  new CursorExpired(
    'The registry published new data since this cursor was issued: start again without `after`.',
    { argument: 'after' },
  );

/** A page that is larger than we take at once is asked for in half the size, some times over. */
async function inSmallerPages(
  size: number,
  ask: (size: number) => Promise<RegistryPage>,
  halvings = MAX_HALVINGS,
): Promise<RegistryPage> {
  try {
    return await ask(size);
  } catch (error) {
    if (!(error instanceof AnswerTooLarge) || size === 1 || halvings === 0) throw error;
    return inSmallerPages(Math.ceil(size / 2), ask, halvings - 1);
  }
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false;
  const { token, skip, passed, total, edition } = value as Record<keyof Place, unknown>;
  return (
    (token === null || (typeof token === 'string' && token.length <= MAX_TOKEN_LENGTH)) &&
    isCount(skip) &&
    isCount(passed) &&
    (total === null || isCount(total)) &&
    (edition === null || typeof edition === 'string')
  );
}
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

interface WalkItem {
  readonly record: StudyRecord;
  readonly etag: string | null;
  readonly after: Place;
}

interface Walk {
  readonly items: readonly WalkItem[];
  readonly end: Place;
  readonly more: boolean;
}

/** Asks for pages from a place on until the wanted number of studies is together or the list ends. */
async function forward(
  start: Place,
  { count }: StudySearch,
  ask: (place: Place) => Promise<RegistryPage>,
): Promise<Walk> {
  const items: WalkItem[] = [];
  let place = start;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await ask(place);
    const skip = Math.max(0, place.skip - page.studies.length); // of a page that came in smaller pages
    place = { ...place, total: page.totalCount ?? place.total };
    for (const [i, record] of page.studies.entries()) {
      if (i < place.skip) continue;
      if (items.length === count) return { items, end: place, more: true };
      place = { ...place, skip: i + 1, passed: place.passed + 1 };
      items.push({ record, etag: page.etag, after: place });
    }
    if (page.nextPageToken === undefined) return { items, end: place, more: false };
    place = { ...place, token: page.nextPageToken, skip };
    if (items.length >= count) break;
  }
  return { items, end: place, more: true };
}

async function countOf(
  client: RegistryClient,
  params: Readonly<Record<string, string>>,
  options: { signal?: AbortSignal },
) {
  const page = await client.studies({ params, fields: [NCT_ID], pageSize: 1, countTotal: true }, options);
  return page.totalCount ?? null;
}
