import type { StudyRecord } from '../registry/study-record.ts';

/** The modules of a record, each kept in a column of its own, so that a question reads only those it selects. */
const MODULES_OF = {
  protocolSection: [
    'identificationModule',
    'statusModule',
    'sponsorCollaboratorsModule',
    'oversightModule',
    'descriptionModule',
    'conditionsModule',
    'designModule',
    'armsInterventionsModule',
    'outcomesModule',
    'eligibilityModule',
    'contactsLocationsModule',
    'referencesModule',
    'ipdSharingStatementModule',
  ],
  resultsSection: [
    'participantFlowModule',
    'baselineCharacteristicsModule',
    'outcomeMeasuresModule',
    'adverseEventsModule',
    'moreInfoModule',
  ],
  annotationSection: ['annotationModule'],
  documentSection: ['largeDocumentModule'],
  derivedSection: ['miscInfoModule', 'conditionBrowseModule', 'interventionBrowseModule'],
} as const;

export interface RecordModule {
  /** Such as `status_module`. */
  readonly column: string;
  readonly section: string;
  /** The key in its section, such as `statusModule`. */
  readonly key: string;
}

export const MODULES: readonly RecordModule[] = Object.entries(MODULES_OF).flatMap(([section, keys]) =>
  keys.map(key => ({ column: key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`), section, key })),
);

/** What belongs to no module: `hasResults`, and whatever the registry adds one day. */
export const REST = 'rest';

/** The columns that hold a whole record. */
export const RECORD_COLUMNS: readonly string[] = [...MODULES.map(({ column }) => column), REST];

/** A record taken apart: what each column holds; what the record lacks has no entry. */
export type RecordParts = Readonly<Record<string, unknown>>;

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Takes a record apart, without loss: `joinRecord` puts it together again, the order of keys aside. */
export function splitRecord(record: StudyRecord): RecordParts {
  const parts: Json = {};
  const rest: Json = { ...record };
  for (const [section, keys] of Object.entries(MODULES_OF)) {
    const given = record[section];
    if (!isObject(given)) continue;
    const left: Json = { ...given };
    for (const key of keys) {
      if (!isObject(given[key])) continue; // stays in the rest, as it is
      parts[columnOf(section, key)] = given[key];
      delete left[key];
    }
    if (Object.keys(left).length > 0 || Object.keys(given).length === 0) rest[section] = left;
    else delete rest[section];
  }
  if (Object.keys(rest).length > 0) parts[REST] = rest;
  return parts;
}

/** The record that these columns hold, or the part of it that was read. */
export function joinRecord(parts: RecordParts): StudyRecord {
  const record: Json = { ...(parts[REST] as Json | null | undefined) };
  const sections = new Map<string, Json>();
  for (const { column, section, key } of MODULES) {
    const part = parts[column];
    if (part == null) continue;
    const joined = sections.get(section) ?? { ...(record[section] as Json | undefined) };
    sections.set(section, joined);
    joined[key] = part;
    record[section] = joined;
  }
  return record;
}

const remembered = new WeakMap<readonly string[], readonly string[]>();

/** The columns that hold these record paths; all of them for none. */
export function columnsFor(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return RECORD_COLUMNS;
  const known = remembered.get(paths);
  if (known) return known;
  const wanted = new Set(paths.flatMap(columnsAt));
  const columns = RECORD_COLUMNS.filter(column => wanted.has(column));
  remembered.set(paths, columns);
  return columns;
}

function columnsAt(path: string): readonly string[] {
  const [section = '', key] = path.split('.', 2);
  const modules = MODULES.filter(each => each.section === section);
  const found = key === undefined ? modules : modules.filter(each => each.key === key);
  return found.length > 0 && key !== undefined
    ? found.map(({ column }) => column)
    : [...found.map(({ column }) => column), REST];
}

const columns = new Map(MODULES.map(({ column, section, key }) => [`${section}.${key}`, column]));
const columnOf = (section: string, key: string): string => columns.get(`${section}.${key}`)!;
