import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  type FieldKind,
  fieldAt,
  fieldNamed,
  isManyValued,
  isOfLocation,
  LOCATIONS_PATH,
  RECORD_FIELDS,
} from '../../src/registry/record-fields.ts';

interface FieldTree {
  readonly leaves: readonly {
    readonly path: string;
    readonly type: string;
    readonly enum?: string;
    /** The lists on the way to it, itself included. */
    readonly list: readonly string[];
  }[];
  /** The values of each closed list, by its name at the registry. */
  readonly enums: Readonly<Record<string, readonly string[]>>;
}

const read = (file: string): Promise<string> => readFile(new URL(file, import.meta.url), 'utf8');
const tree = JSON.parse(await read('field-tree.json')) as FieldTree;

const KINDS: Readonly<Record<string, FieldKind>> = {
  text: 'text',
  markup: 'text',
  nctId: 'text',
  date: 'date',
  partialDate: 'date',
  dateTime: 'date',
  integer: 'number',
  number: 'number',
  duration: 'age',
  boolean: 'boolean',
  enum: 'enum',
  geoPoint: 'point',
};

const branchesAbove = (path: string): string[] =>
  path
    .split('.')
    .slice(0, -1)
    .map((_, index, names) => names.slice(0, index + 1).join('.'));

describe('the field tree', () => {
  it('has every leaf of the registry and no other, each of its kind', () => {
    const leaves = RECORD_FIELDS.filter(({ kind }) => kind !== 'branch');
    const kinds = (list: readonly (readonly [string, FieldKind | undefined])[]) => Object.fromEntries(list);
    expect(leaves).toHaveLength(342);
    expect(kinds(leaves.map(({ path, kind }) => [path, kind]))).toEqual(
      kinds(tree.leaves.map(({ path, type }) => [path, KINDS[type]])),
    );
  });

  it('has every branch above a leaf and no other', () => {
    const branches = RECORD_FIELDS.filter(({ kind }) => kind === 'branch').map(({ path }) => path);
    expect(new Set(branches)).toEqual(new Set(tree.leaves.flatMap(({ path }) => branchesAbove(path))));
    expect(RECORD_FIELDS).toHaveLength(454);
  });

  it('knows the lists, and what lies in one', () => {
    const lists = RECORD_FIELDS.filter(({ isList }) => isList).map(({ path }) => path);
    expect(new Set(lists)).toEqual(new Set(tree.leaves.flatMap(({ list }) => list)));
    for (const { path, list } of tree.leaves) expect(isManyValued(fieldAt(path)!)).toBe(list.length > 0);
  });

  it('names each node as the registry does, in its order', async () => {
    const trail: string[] = [];
    const known = (await read('../support/registry-double-fields.txt')).trim().split('\n');
    const named = known.map(line => {
      const [name = '', piece = ''] = line.trim().split(' ');
      trail.splice(line.search(/\S/), trail.length, name);
      return `${trail.join('.')} ${piece}`;
    });
    expect(RECORD_FIELDS.map(({ path, piece }) => `${path} ${piece}`)).toEqual(named);
  });

  it('has every value of every closed list', () => {
    const lists = RECORD_FIELDS.filter(({ kind }) => kind === 'enum');
    expect(lists).toHaveLength(55);
    for (const { path, type, values } of lists) {
      const leaf = tree.leaves.find(each => each.path === path);
      expect(type, path).toBe(leaf?.enum);
      expect([...(values ?? [])].sort(), path).toEqual([...tree.enums[leaf!.enum!]!].sort());
    }
    expect(RECORD_FIELDS.filter(({ kind, values }) => kind !== 'enum' && values)).toEqual([]);
  });

  it('keeps the exact type where the kind says less', () => {
    const typeOf = (piece: string) => fieldNamed(piece)?.type;
    expect(typeOf('NCTId')).toBe('nct');
    expect(typeOf('BriefSummary')).toBe('markup');
    expect(typeOf('StartDate')).toBe('PartialDate');
    expect(typeOf('LastUpdatePostDate')).toBe('NormalizedDate');
    expect(typeOf('LargeDocUploadDate')).toBe('DateTimeMinutes');
    expect(typeOf('LargeDocSize')).toBe('long');
    expect(typeOf('OutcomeMeasurementValue')).toBe('text');
  });
});

describe('a field', () => {
  const CITY = `${LOCATIONS_PATH}.city`;

  it('is found by piece name and by path', () => {
    const city = { path: CITY, piece: 'LocationCity', type: 'GeoName', kind: 'text', isList: false };
    expect(fieldNamed('LocationCity')).toEqual(city);
    expect(fieldNamed(CITY)).toEqual(city);
    expect(fieldAt(CITY)).toEqual(city);
    expect(fieldNamed('ContactsLocationsModule')).toEqual({
      path: 'protocolSection.contactsLocationsModule',
      piece: 'ContactsLocationsModule',
      kind: 'branch',
      isList: false,
    });
    expect(fieldNamed('hasResults')?.piece).toBe('HasResults');
  });

  it.each(['locationcity', 'LocationTown', 'city', '', 'constructor', 'protocolSection.'])(
    'is not found as %j',
    name => {
      expect(fieldNamed(name)).toBeUndefined();
      expect(fieldAt(name)).toBeUndefined();
    },
  );

  it('is not found at the path of its piece name', () => {
    expect(fieldAt('LocationCity')).toBeUndefined();
  });

  it('belongs to each location or to the study', () => {
    const ofLocation = RECORD_FIELDS.filter(isOfLocation).map(({ piece }) => piece);
    expect(ofLocation).toContain('LocationGeoPoint');
    expect(ofLocation).toContain('LocationContactName');
    expect(ofLocation).not.toContain('Location');
    expect(ofLocation).not.toContain('OverallOfficialName');
  });
});
