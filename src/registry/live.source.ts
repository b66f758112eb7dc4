import { createHash } from 'node:crypto';
import { AnswerTooLarge, GatewayError, RegistryMalformed } from '../shared/errors.ts';
import { createSingleFlight } from '../shared/single-flight.ts';
import type { RegistryClient } from './client.ts';
import { MAX_URL_BYTES } from './client-url.ts';
import type { Edition } from './edition.ts';
import { MAX_HALVINGS, searchLive } from './live.search.ts';
import { minimal } from './projection.ts';
import { aliasesOf, NCT_ID, NCT_ID_ALIASES, nctIdOf } from './record-paths.ts';
import type { FoundRecord, FoundRecords, StudySource } from './study.source.ts';
import type { StudyCache } from './study-cache.ts';
import type { StudyRecord } from './study-record.ts';

/** Most ids in one request: with their separators 1.4 kB, so that the fields have the rest of the URL. */
const MAX_IDS = 100;
/** The ids of one request fit on one page; empty ones may come before it. */
const MAX_PAGES = 20;
/** Characters of a URL that are neither fields nor filter: the base, the names of parameters, a page token. */
const OVERHEAD = 600;

/** The registry itself as a source of studies; what was asked moments ago is answered from `cache`. */
export function createLiveSource(client: RegistryClient, edition: Edition, cache: StudyCache): StudySource {
  const flights = createSingleFlight<ReadonlyMap<string, FoundRecord>>();

  const fetchChunk = (
    ids: readonly string[],
    fields: readonly string[],
    key: string,
    signal?: AbortSignal,
  ) => {
    const fetch = async (shared: AbortSignal) => {
      const fetched = await fetchStudies(client, ids, fields, shared);
      for (const id of ids) cache.set(id, key, fetched.get(id) ?? null);
      return fetched;
    };
    return flights.run(`${ids.join('|')} ${key}`, fetch, signal);
  };

  /** What became of each id of a chunk; one chunk that fails leaves the others alone. */
  const outcomes = async (
    ids: readonly string[],
    fields: readonly string[],
    key: string,
    signal?: AbortSignal,
    halvings = MAX_HALVINGS,
  ): Promise<FoundRecords> => {
    try {
      return await fetchChunk(ids, fields, key, signal);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      if (!(error instanceof AnswerTooLarge) || ids.length === 1 || halvings === 0)
        return new Map(ids.map(id => [id, error]));
      const halves = chunksOf(ids, Math.ceil(ids.length / 2)).map(half =>
        outcomes(half, fields, key, signal),
      );
      return new Map((await Promise.all(halves)).flatMap(half => [...half]));
    }
  };

  return {
    async byIds(ids, paths, signal) {
      const taken = encodeURIComponent(ids.slice(0, MAX_IDS).join('|')).length;
      const { fields, key } = fittingForm(paths, taken);
      const known = ids.map(id => [id, cache.get(id, key)] as const);
      const unknown = known.filter(([, study]) => study === undefined).map(([id]) => id);
      const fetched = await Promise.all(
        chunksOf(unknown, MAX_IDS).map(chunk => outcomes(chunk, fields, key, signal)),
      );
      return new Map([...known.filter(isFound), ...fetched.flatMap(studies => [...studies])]);
    },
    search: (search, signal) => searchLive(client, edition, search, signal),
  };
}

const isFound = (
  entry: readonly [string, FoundRecord | null | undefined],
): entry is readonly [string, FoundRecord] => entry[1] != null;

/** Studies by number, page by page: a page may be empty and still not be the last. */
async function fetchStudies(
  client: RegistryClient,
  ids: readonly string[],
  fields: readonly string[],
  signal: AbortSignal,
) {
  const asked = new Set(ids);
  const found = new Map<string, FoundRecord>();
  let pageToken: string | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await client.studies(
      {
        params: { 'filter.ids': ids.join('|') },
        fields,
        pageSize: ids.length,
        ...(pageToken !== undefined && { pageToken }),
      },
      { signal },
    );
    for (const record of page.studies) {
      const study = foundAtRegistry(record, page.etag);
      for (const id of [nctIdOf(record), ...aliasesOf(record)])
        if (id !== null && asked.has(id)) found.set(id, study);
    }
    pageToken = page.nextPageToken;
    if (pageToken === undefined || found.size === asked.size) return found;
  }
  throw new RegistryMalformed('The list of the registry does not end.');
}

export const foundAtRegistry = (record: StudyRecord, etag: string | null = null): FoundRecord => ({
  record,
  origin: 'REGISTRY',
  fetchedAt: new Date(),
  dataTimestamp: null,
  etag,
  stale: false,
});

/**
 * The fields of a request: what is needed, the number and its aliases (so that an alias finds its study), and whole
 * branches in place of their leaves where the list would grow too long for a URL.
 * @param taken characters of the URL that the filter takes, encoded
 */
export const requestFields = (paths: readonly string[], taken: number): readonly string[] =>
  fittingForm(paths, taken).fields;

/** A list of fields, how much of a URL it takes, and a short name for it. */
interface FieldsForm {
  readonly fields: readonly string[];
  readonly length: number;
  readonly key: string;
}
const MAX_DEPTH = 5;
/** From the list in full to the shortest so far; remembered, as an operation that comes again brings the same paths. */
const formsOf = new WeakMap<readonly string[], FieldsForm[]>();

function fittingForm(paths: readonly string[], taken: number): FieldsForm {
  const room = MAX_URL_BYTES - OVERHEAD - taken;
  const forms = formsOf.get(paths) ?? [formOf([NCT_ID, NCT_ID_ALIASES, ...paths])];
  formsOf.set(paths, forms);
  let at = 0;
  for (let depth = MAX_DEPTH; depth > 0 && forms[at]!.length > room; depth--) {
    forms[++at] ??= formOf(forms[at - 1]!.fields.map(path => path.split('.').slice(0, depth).join('.')));
  }
  return forms[at]!;
}

function formOf(paths: readonly string[]): FieldsForm {
  const fields = minimal(new Set(paths));
  const text = fields.join('|');
  return {
    fields,
    length: encodeURIComponent(text).length,
    key: createHash('sha256').update(text).digest('base64url'),
  };
}

const chunksOf = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
