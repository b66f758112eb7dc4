import { givenParts, type RegistryCriteria, registryCriteria } from '../registry/essie.ts';
import type { Facet, FacetBy } from '../registry/facet.type.ts';
import type { FoundPage, FoundRecord, MirrorStanding, StudySearch } from '../registry/study.source.ts';
import type { StudyCriteria } from '../registry/study-filter.input.ts';
import { decodeCursor, encodeCursor } from '../shared/page.ts';
import type { Database } from '../store/database.ts';
import { foundOf } from './found-study.ts';
import { columnsFor } from './record-modules.ts';
import { allOf, type Condition, createValues, sqlCondition, sqlOf, type Values } from './search/condition.ts';
import {
  type Criteria,
  criteriaCondition,
  criteriaOf,
  isFactual,
  textsOf,
  usesSynonyms,
} from './search/criteria-sql.ts';
import { facetsOf } from './search/facets.ts';
import { beyondSql, keyColumns, orderBySql, orderOf, type Place } from './search/study-order.ts';
import { hasSynonyms, synonymsFor } from './search/synonyms.ts';
import { type StudyColumns, storedStudyOf, studyColumns } from './study.repository.ts';

/** Bytes of records, as they are stored, after which a page that may fall short ends. */
const SHORT_PAGE: Readonly<Record<Database['kind'], number>> = {
  // Readers wait while a page is read: about 50 ms.
  embedded: 500_000,
  postgres: 2_500_000,
};

interface Found extends StudyColumns {
  readonly total: number | null;
  readonly hasSample: boolean | null;
  /** How many studies were listed for the page, read or not; null where all were read. */
  readonly listed: number | null;
  readonly anyOrigin: FoundRecord['origin'] | null;
}

/** A filter read once, ready to become SQL. */
interface ReadSearch {
  readonly read: Criteria;
  readonly applied: RegistryCriteria['applied'];
  /** @param values of the statement it becomes part of */
  condition(values: Values): Condition;
}

const readBefore = new WeakMap<StudyCriteria, Pick<ReadSearch, 'read' | 'applied'>>();

/** A filter as both engines read it: once for a request, though several ask. */
function readCriteria(criteria: StudyCriteria): Pick<ReadSearch, 'read' | 'applied'> {
  const known = readBefore.get(criteria);
  if (known) return known;
  const { params, applied } = registryCriteria(criteria);
  const found = { read: criteriaOf({ params }), applied };
  readBefore.set(criteria, found);
  return found;
}

async function readSearch(
  database: Database,
  criteria: StudyCriteria,
  standing?: MirrorStanding,
): Promise<ReadSearch> {
  const { read, applied } = readCriteria(criteria);
  const synonyms = await synonymsFor(
    database,
    textsOf(read.questions).flatMap(({ node, context }) => (hasSynonyms(context.expansion) ? node.text : [])),
  );
  // Once there is a copy of the registry, made-up studies are no part of any list.
  const kept = standing?.isSynced ? [sqlCondition("found.origin = 'MIRROR' and found.in_scope")] : [];
  return {
    read,
    applied,
    condition: values => allOf([...kept, criteriaCondition(read, { synonyms, values })]),
  };
}

/** A page of the stored studies, keyed by what they are sorted by and their number, so that what is added meanwhile moves nothing. */
export async function searchStored(
  database: Database,
  search: StudySearch,
  standing: MirrorStanding,
): Promise<FoundPage> {
  const { criteria, sort, count, cursor, backward, wantsTotal, mayFallShort = false } = search;
  const binding = JSON.stringify(['stored', givenParts(criteria).map(part => [part, criteria[part]]), sort]);
  const { read, applied, condition } = await readSearch(database, criteria, standing);
  const values = createValues();
  const order = orderOf(sort, criteria, read, values);
  const isPlace = (value: unknown): value is Place => isPlaceOf(value, order.keys.length + 1);
  const place =
    cursor === null ? null : decodeCursor(cursor, binding, isPlace, backward ? 'before' : 'after');
  const filter = sqlOf(condition(values), values);
  const keys = order.keys.map((_, i) => `k${i}`);
  const columns = ['nct_id', 'origin', ...keyColumns(order)].join(', ');
  // Counting looks at every study that is found in any case: then what they are sorted by is worked out there, too.
  const matched = `select ${columns} from study_search as found where ${filter}`;
  const beyond = (by: readonly string[]) =>
    place === null ? 'true' : beyondSql(order, backward, place, by, 'nct_id', values);
  const page = wantsTotal
    ? `select * from matched where ${beyond(keys)} order by ${orderBySql(order, backward, keys, 'nct_id')}`
    : `${matched} and ${beyond(order.keys.map(({ sql }) => sql))}
       order by ${orderBySql(
         order,
         backward,
         order.keys.map(({ sql }) => sql),
         'nct_id',
       )}`;
  const limited = `${page} limit ${values.add(count + 1)}::int`;
  const short = () =>
    shortPage(limited, search.fields, orderBySql(order, backward, keys, 'nct_id'), database.kind);
  const rows = await database.query<Found>(
    `with ${wantsTotal ? `matched as materialized (${matched}), ` : ''}page as (${mayFallShort ? short() : limited})
    select ${wantsTotal ? '(select count(*)::int from matched)' : 'null'} as total,
      ${wantsTotal && !standing.isSynced ? "exists (select 1 from matched where origin = 'SAMPLE')" : 'null'} as "hasSample",
      ${mayFallShort ? 'page.listed' : 'null'} as listed,
      (select origin from study_search limit 1) as "anyOrigin", ${keys.map(key => `page.${key}, `).join('')}
      ${studyColumns(columnsFor(search.fields))}
    from (values (1)) as always (row) left join (page join study on study.nct_id = page.nct_id) on true
    order by ${orderBySql(
      order,
      backward,
      keys.map(key => `page.${key}`),
      'page.nct_id',
    )}`,
    values.list,
  );
  const studies = rows.filter(({ nctId }) => nctId !== null);
  const shown = backward ? studies.slice(0, count).reverse() : studies.slice(0, count);
  const more = (rows[0]?.listed ?? studies.length) > shown.length;
  const items = shown.map(({ total: _, hasSample: __, listed: ___, anyOrigin: ____, ...row }) => {
    const at = [...keys.map(key => String(row[key])), row.nctId] satisfies Place;
    for (const key of keys) delete (row as Record<string, unknown>)[key];
    return { found: foundOf(storedStudyOf(row)), cursor: encodeCursor(binding, at) };
  });
  return {
    items,
    hasNextPage: backward ? cursor !== null : more,
    hasPreviousPage: backward ? more : cursor !== null,
    endCursor: items.at(-1)?.cursor ?? null,
    totalCount: rows[0]?.total ?? null,
    hasSample: rows[0]?.hasSample ?? false,
    applied,
    approximations: approximationsOf(read),
    origin: shown[0]?.origin ?? rows[0]?.anyOrigin ?? 'MIRROR',
    dataTimestamp: standing.dataTimestamp ?? shown[0]?.registryDataTimestamp ?? null,
    stale: false,
    complete: standing.isWhole && isFactual(read),
    facets: (by, first) => facetsAmong(database, condition, by, first),
  };
}

/** Of the studies a page lists, the first whose records come to so many bytes together; one at the least. */
function shortPage(page: string, fields: readonly string[], orderBy: string, kind: Database['kind']): string {
  // Asks how long a value is where it lies, without fetching it.
  const bytes = columnsFor(fields).map(column => `coalesce(pg_column_size(study.${column}), 0)`);
  return `select * from (
      select listed.*, count(*) over ()::int as listed, sum(bytes) over
        (order by ${orderBy} rows between unbounded preceding and 1 preceding) as before
      from (${page}) as listed
        join lateral (select ${bytes.join(' + ')} as bytes from study where study.nct_id = listed.nct_id) as weight on true
    ) as weighed where coalesce(before, 0) < ${SHORT_PAGE[kind]}`;
}

function facetsAmong(
  database: Database,
  condition: ReadSearch['condition'],
  by: readonly FacetBy[],
  first: number,
): Promise<readonly Facet[]> {
  const values = createValues();
  const filter = sqlOf(condition(values), values);
  return facetsOf(database, filter, values.list, by, first);
}

/** In what the stored copy answers otherwise than the registry may. */
function approximationsOf(read: Criteria): readonly string[] {
  if (isFactual(read)) return [];
  const words =
    'Words are found in their inflected forms by the rules for English that Porter published; the registry has rules of its own.';
  const synonyms =
    'Synonyms are the MeSH terms, and the words that led to them, of the studies stored here; the registry knows more.';
  return usesSynonyms(read) ? [words, synonyms] : [words];
}

/** Of these studies, those that meet a filter now. */
export async function matchingIds(
  database: Database,
  criteria: StudyCriteria,
  nctIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const values = createValues();
  const { condition } = await readSearch(database, criteria);
  const filter = sqlOf(condition(values), values);
  const rows = await database.query<{ id: string }>(
    `select nct_id as id from study_search as found where nct_id = any(${values.add(nctIds)}::text[]) and ${filter}`,
    values.list,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Whether a search is answered as the registry would: every part is a matter of fact, and so is the order. */
export const isExact = ({ criteria, sort }: Pick<StudySearch, 'criteria' | 'sort'>): boolean =>
  isFactual(readCriteria(criteria).read) && sort.every(({ field }) => field !== 'RELEVANCE');

const isPlaceOf = (value: unknown, length: number): value is Place =>
  Array.isArray(value) &&
  value.length === length &&
  value.every(each => typeof each === 'string' && !each.includes('\0'));
