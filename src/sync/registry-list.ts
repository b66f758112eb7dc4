import type { RegistryClient, RegistryPage } from '../registry/client.ts';
import { parseNctId } from '../registry/nct-id.ts';
import { aliasesOf, NCT_ID, NCT_ID_ALIASES, nctIdOf } from '../registry/record-paths.ts';
import type { StudyRecord } from '../registry/study-record.ts';
import { CursorExpired, RegistryMalformed } from '../shared/errors.ts';

type Params = Readonly<Record<string, string>>;
type TakeIds = (nctIds: readonly string[]) => number;

/** Questions a copy asks beside its pages: how many, which numbers, and what became of some. */
export interface RegistryList {
  /** @throws RegistryMalformed where the registry does not say */
  count(params: Params): Promise<number>;
  /**
   * Every number of a list, read from one edition of the data.
   * @param take tells how many of the numbers it did not have yet
   * @throws CursorExpired if editions keep changing, RegistryMalformed if the list never comes right
   */
  eachId(params: Params, take: TakeIds, restart: () => void): Promise<void>;
  /**
   * Asks for studies by number.
   * @param take gets whole records, page by page; without it the numbers alone are fetched
   * @returns for each number that the registry knows the number its study has now
   */
  byIds(
    nctIds: readonly string[],
    take?: (page: RegistryPage) => Promise<void>,
  ): Promise<ReadonlyMap<string, string>>;
}

const MAX_PAGE = 1_000;
export const MAX_IDS = 100;
const MOST_RESTARTS = 3;
/** Empty pages may come before the last; this many in a row promise what never comes. */
const MOST_EMPTY_PAGES = 3;
/** The ids of one request fit on one page; empty ones may come before it. */
const MOST_PAGES = 20;

export function createRegistryList(
  client: Pick<RegistryClient, 'studies'>,
  signal: AbortSignal,
): RegistryList {
  const options = { lane: 'bulk', signal } as const;

  const walk = async (params: Params, take: TakeIds): Promise<void> => {
    let token: string | undefined;
    let etag: string | null = null;
    let [total, listed, empty] = [Number.POSITIVE_INFINITY, 0, 0];
    do {
      const page = await client.studies(
        {
          params,
          fields: [NCT_ID],
          pageSize: MAX_PAGE,
          ...(token === undefined ? { countTotal: true } : { pageToken: token }),
        },
        options,
      );
      if (etag !== null && page.etag !== null && page.etag !== etag) throw editionChanged();
      etag ??= page.etag;
      total = page.totalCount ?? total;
      const ids = page.studies.flatMap(record => nctIdOf(record) ?? []).filter(id => parseNctId(id) === id);
      if (take(ids) === 0 && ids.length > 0)
        throw new RegistryMalformed('The list of the registry repeats itself.');
      empty = page.studies.length === 0 ? empty + 1 : 0;
      if (empty > MOST_EMPTY_PAGES) throw new RegistryMalformed('The list of the registry does not end.');
      listed += page.studies.length;
      token = listed < total ? page.nextPageToken : undefined;
    } while (token !== undefined);
    if (listed < total && total !== Number.POSITIVE_INFINITY)
      throw new RegistryMalformed(`The list of the registry ends after ${listed} of ${total} studies.`);
  };

  return {
    async count(params) {
      const { totalCount } = await client.studies(
        { params, fields: [NCT_ID], pageSize: 1, countTotal: true },
        options,
      );
      if (totalCount === undefined)
        throw new RegistryMalformed('The registry does not say how many studies there are.');
      return totalCount;
    },
    async eachId(params, take, restart) {
      for (let restarts = 0; ; restarts++) {
        try {
          return await walk(params, take);
        } catch (error) {
          const mayHelp = error instanceof CursorExpired || error instanceof RegistryMalformed;
          if (!mayHelp || restarts === MOST_RESTARTS) throw error;
          restart();
        }
      }
    },
    async byIds(nctIds, take) {
      const answered = new Map<string, string>();
      for (let i = 0; i < nctIds.length; i += MAX_IDS) {
        const chunk = nctIds.slice(i, i + MAX_IDS);
        let token: string | undefined;
        for (let pages = 0; ; pages++) {
          const page = await client.studies(
            {
              params: { 'filter.ids': chunk.join('|') },
              fields: take ? [] : [NCT_ID, NCT_ID_ALIASES],
              pageSize: MAX_IDS,
              ...(token !== undefined && { pageToken: token }),
            },
            options,
          );
          for (const [id, survivor] of page.studies.flatMap(namesOf)) answered.set(id, survivor);
          await take?.(page);
          token = page.nextPageToken;
          if (token === undefined || chunk.every(id => answered.has(id))) break;
          if (pages === MOST_PAGES) throw new RegistryMalformed('The list of the registry does not end.');
        }
      }
      return answered;
    },
  };
}

/** The numbers a record answers to, each with its own. */
const namesOf = (record: StudyRecord): (readonly [string, string])[] => {
  const nctId = nctIdOf(record);
  return nctId === null ? [] : [...aliasesOf(record), nctId].map(id => [id, nctId] as const);
};

const editionChanged = (): CursorExpired =>
  new CursorExpired("The registry's data changed while its list was read.");
