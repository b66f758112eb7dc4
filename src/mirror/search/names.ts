import type { StudyRecord } from '../../registry/study-record.ts';
import type { Database } from '../../store/database.ts';
import { wordsOf } from './words.ts';

/** What a name that can be suggested is the name of. */
export type NameKind = 'CONDITION' | 'INTERVENTION' | 'SPONSOR' | 'CITY' | 'COUNTRY';

/** A name as it is looked up: its words in lower case. */
export const nameKey = (name: string): string => wordsOf(name).join(' ').slice(0, 400);

type Json = Readonly<Record<string, unknown>>;
const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

interface Name {
  readonly kind: NameKind;
  readonly name: string;
}

/** A text of a record that its study was filed under this term of the thesaurus for. */
interface Entry {
  readonly entry: string;
  readonly term: string;
}

function namesIn(record: StudyRecord): readonly Name[] {
  const protocol = object(record['protocolSection']);
  const sponsors = object(protocol['sponsorCollaboratorsModule']);
  const named = (kind: NameKind, items: readonly unknown[], leaf: string) =>
    items.flatMap(item => {
      const name = object(item)[leaf];
      return typeof name === 'string' ? [{ kind, name }] : [];
    });
  const locations = list(object(protocol['contactsLocationsModule'])['locations']);
  const conditions = list(object(protocol['conditionsModule'])['conditions']).map(name => ({ name }));
  return [
    ...named('CONDITION', conditions, 'name'),
    ...named('INTERVENTION', list(object(protocol['armsInterventionsModule'])['interventions']), 'name'),
    ...named('SPONSOR', [sponsors['leadSponsor'], ...list(sponsors['collaborators'])], 'name'),
    ...named('CITY', locations, 'city'),
    ...named('COUNTRY', locations, 'country'),
  ];
}

/** Terms name themselves; where the registry says which words of the record led to a term, those do too. */
function entriesIn(record: StudyRecord): readonly Entry[] {
  const derived = object(record['derivedSection']);
  return ['conditionBrowseModule', 'interventionBrowseModule'].flatMap(key => {
    const { meshes, browseLeaves } = object(derived[key]);
    const terms = new Set(list(meshes).map(mesh => object(mesh)['term']));
    const found = list(browseLeaves)
      .map(object)
      .filter(({ name }) => terms.has(name));
    const pairs = [
      ...[...terms].map(term => [term, term]),
      ...found.map(leaf => [leaf['asFound'], leaf['name']]),
    ];
    return pairs.flatMap(([entry, term]) =>
      typeof entry === 'string' && typeof term === 'string' ? [{ entry, term }] : [],
    );
  });
}

/** Names noted before, as they were written, for each database of the process. */
const noted = new WeakMap<Database, Set<string>>();
const MOST_NOTED = 400_000;
const MOST_AT_ONCE = 300;

const INSERT_NAMES = `insert into search_name (kind, key, name)
  select * from unnest($1::text[], $2::text[], $3::text[]) on conflict do nothing`;
const INSERT_ENTRIES = `insert into mesh_entry (entry, term)
  select * from unnest($1::text[], $2::text[]) on conflict do nothing`;

/**
 * Notes the names and terms of records that are about to be written. Outside of any transaction: most are known, a name
 * no study has is never suggested, and two writers of the same name do not wait for each other's studies.
 */
export async function noteNames(database: Database, records: readonly StudyRecord[]): Promise<void> {
  const known = noted.get(database) ?? new Set<string>();
  noted.set(database, known);
  const names = fresh(known, records.flatMap(namesIn), ({ kind, name }) => `${kind} ${name}`);
  const entries = fresh(known, records.flatMap(entriesIn), ({ entry, term }) => `=${entry}\n${term}`);
  await insert(
    database,
    INSERT_NAMES,
    [...names.values()].map(({ kind, name }) => [kind, nameKey(name), name.trim().slice(0, 400)]),
  );
  await insert(
    database,
    INSERT_ENTRIES,
    [...entries.values()].map(({ entry, term }) => [nameKey(entry), nameKey(term)]),
  );
  if (known.size > MOST_NOTED) known.clear();
  for (const key of [...names.keys(), ...entries.keys()]) known.add(key);
}

function fresh<T>(
  known: ReadonlySet<string>,
  all: readonly T[],
  keyOf: (each: T) => string,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const each of all) {
    const key = keyOf(each);
    if (!known.has(key)) found.set(key, each);
  }
  return found;
}

/** In one order everywhere, or two that insert the same rows could wait for each other. */
async function insert(
  database: Database,
  text: string,
  given: readonly (readonly string[])[],
): Promise<void> {
  const rows = given
    .filter(row => row.every(value => value !== ''))
    .map(row => [row.slice(0, 2).join('\n'), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (let i = 0; i < rows.length; i += MOST_AT_ONCE) {
    const some = rows.slice(i, i + MOST_AT_ONCE).map(([, row]) => row);
    const columns = some[0]!.map((_, column) => some.map(row => row[column]));
    await database.query(text, columns);
  }
}
