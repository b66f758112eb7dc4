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
    const terms = new Set(
      list(meshes).flatMap(mesh => {
        const { term } = object(mesh);
        return typeof term === 'string' ? [nameKey(term)] : [];
      }),
    );
    const found = list(browseLeaves).flatMap(leaf => {
      const { name, asFound } = object(leaf);
      const [term, entry] = [name, asFound].map(each => (typeof each === 'string' ? nameKey(each) : ''));
      return term && entry && terms.has(term) ? [{ entry, term }] : [];
    });
    return [...[...terms].map(term => ({ entry: term, term })), ...found].filter(({ term }) => term !== '');
  });
}

/** Names known to be stored already, for each database of the process. */
const noted = new WeakMap<Database, Set<string>>();
const MOST_NOTED = 200_000;
const MOST_AT_ONCE = 500;

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
  const fresh = <T>(all: readonly T[], keyOf: (each: T) => string): (readonly [string, T])[] => {
    const found = new Map(all.map(each => [keyOf(each), each]));
    // In one order everywhere, or two that insert the same could wait for each other.
    return [...found].filter(([key]) => !known.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  };
  const names = fresh(records.flatMap(namesIn), ({ kind, name }) => `${kind} ${nameKey(name)}`);
  const entries = fresh(records.flatMap(entriesIn), ({ entry, term }) => `= ${entry}\n${term}`);
  for (let i = 0; i < names.length; i += MOST_AT_ONCE) {
    const some = names.slice(i, i + MOST_AT_ONCE).map(([, each]) => each);
    const columns = [
      some.map(({ kind }) => kind),
      some.map(({ name }) => nameKey(name)),
      some.map(({ name }) => name.trim().slice(0, 400)),
    ];
    await database.query(INSERT_NAMES, columns);
  }
  for (let i = 0; i < entries.length; i += MOST_AT_ONCE) {
    const some = entries.slice(i, i + MOST_AT_ONCE).map(([, each]) => each);
    await database.query(INSERT_ENTRIES, [some.map(({ entry }) => entry), some.map(({ term }) => term)]);
  }
  if (known.size > MOST_NOTED) known.clear();
  for (const [key] of [...names, ...entries]) known.add(key);
}
