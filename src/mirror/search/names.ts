import { fieldNamed, type RecordField } from '../../registry/record-fields.ts';
import { valuesAt } from '../../registry/record-paths.ts';
import type { StudyRecord } from '../../registry/study-record.ts';
import type { Database } from '../../store/database.ts';
import { wordsOf } from './words.ts';

/** What a name that can be suggested is the name of. */
export type NameKind = 'CONDITION' | 'INTERVENTION' | 'SPONSOR' | 'CITY' | 'COUNTRY';

/** A name as it is looked up: its words in lower case. */
export const nameKey = (name: string): string => wordsOf(name).join(' ').slice(0, 400);

/** The fields of a study that hold names of a kind. */
export const NAME_FIELDS: Readonly<Record<NameKind, readonly RecordField[]>> = {
  CONDITION: fieldsNamed('Condition'),
  INTERVENTION: fieldsNamed('InterventionName'),
  SPONSOR: fieldsNamed('LeadSponsorName', 'CollaboratorName'),
  CITY: fieldsNamed('LocationCity'),
  COUNTRY: fieldsNamed('LocationCountry'),
};

function fieldsNamed(...pieces: readonly string[]): readonly RecordField[] {
  return pieces.map(piece => fieldNamed(piece)!);
}

const NAME_STEPS = (Object.keys(NAME_FIELDS) as NameKind[]).flatMap(kind =>
  NAME_FIELDS[kind].map(({ path }) => ({ kind, steps: path.split('.') })),
);

interface Name {
  readonly kind: NameKind;
  readonly name: string;
}

/** A text of a record that its study was filed under this term of the thesaurus for. */
interface Entry {
  readonly entry: string;
  readonly term: string;
}

const namesIn = (record: StudyRecord): readonly Name[] =>
  NAME_STEPS.flatMap(({ kind, steps }) =>
    valuesAt(record, steps).flatMap(name => (typeof name === 'string' ? [{ kind, name }] : [])),
  );

const BROWSE = ['conditionBrowseModule', 'interventionBrowseModule'].map(key => ['derivedSection', key]);
/** A term that the registry came upon in a record, and the words there that led to it. */
interface Leaf {
  readonly name?: unknown;
  readonly asFound?: unknown;
}

/** Terms name themselves; where the registry says which words of the record led to a term, those do too. */
function entriesIn(record: StudyRecord): readonly Entry[] {
  return BROWSE.flatMap(module => {
    const terms = new Set(valuesAt(record, [...module, 'meshes', 'term']));
    const leaves = valuesAt(record, [...module, 'browseLeaves']) as readonly Leaf[];
    const pairs = [
      ...[...terms].map(term => [term, term]),
      ...leaves.filter(({ name }) => terms.has(name)).map(({ name, asFound }) => [asFound, name]),
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
export async function noteNames(
  database: Database,
  studies: readonly { readonly record: StudyRecord }[],
): Promise<void> {
  const records = studies.map(({ record }) => record);
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
