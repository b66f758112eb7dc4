import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Field } from './registry-double-fields.ts';
import { valuesAt } from './registry-double-values.ts';
import { type Row, rowOf } from './registry-double-words.ts';

/** What is looked at: a record, or one of its locations inside `SEARCH[Location]`. */
export interface Subject {
  readonly record: StudyRecord;
  readonly location?: object;
}

const LOCATIONS = 'protocolSection.contactsLocationsModule.locations';

const pathsInLocation = new Map<Field, string | null>();

/** The path of a field below a location; null for what is no part of one. */
const pathInLocation = (field: Field): string | null => {
  let path = pathsInLocation.get(field);
  if (path === undefined) {
    path = field.path.startsWith(`${LOCATIONS}.`) ? field.path.slice(LOCATIONS.length + 1) : null;
    pathsInLocation.set(field, path);
  }
  return path;
};

/** The object a field is read from, and its path there. */
const placeOf = (field: Field, { record, location }: Subject): readonly [node: object, path: string] => {
  const path = location ? pathInLocation(field) : null;
  return location && path !== null ? [location, path] : [record, field.path];
};

export const valuesOf = (field: Field, subject: Subject): readonly unknown[] =>
  valuesAt(...placeOf(field, subject));

// Records do not change once they are published, so what was read from one holds as long as it lives.
const rows = new WeakMap<object, Map<Field, Row>>();

/** The words of all values of a field. */
export const rowIn = (field: Field, subject: Subject): Row => {
  const [node, path] = placeOf(field, subject);
  let rowsOfNode = rows.get(node);
  if (!rowsOfNode) {
    rowsOfNode = new Map();
    rows.set(node, rowsOfNode);
  }
  let row = rowsOfNode.get(field);
  if (!row) {
    row = rowOf(valuesAt(node, path));
    rowsOfNode.set(field, row);
  }
  return row;
};

export const locationsOf = (record: StudyRecord): readonly object[] =>
  valuesAt(record, LOCATIONS).filter(value => typeof value === 'object' && value !== null);
