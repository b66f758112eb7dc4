import fc from 'fast-check';
import { MODULES } from '../../src/mirror/record-modules.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';

type Json = Record<string, unknown>;

/** What a sponsor may do to a record between two editions, sensible or not. */
export type Edit =
  | {
      readonly kind: 'SET';
      readonly section: string;
      readonly key: string;
      readonly leaf: string;
      readonly value: unknown;
    }
  | { readonly kind: 'DROP'; readonly section: string; readonly key: string; readonly leaf: string | null }
  | { readonly kind: 'TOP'; readonly key: string; readonly value: unknown }
  | { readonly kind: 'VERSION'; readonly value: string }
  | { readonly kind: 'ADD_SITE'; readonly city: string; readonly at: number }
  | { readonly kind: 'DROP_SITE'; readonly at: number }
  | { readonly kind: 'TURN_SITES' };

/** Text that PostgreSQL can keep: no U+0000, no half of a pair. */
const isKept = (text: string): boolean => !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
const word = fc.string({ unit: 'binary', maxLength: 8 }).filter(isKept);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => (n === 0 ? 0 : n));
const leafValue = fc.oneof(
  word,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(word, { maxLength: 3 }),
  fc.dictionary(word, number, { maxKeys: 3, noNullPrototype: true }),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  leafValue,
  fc.array(fc.dictionary(word, leafValue, { maxKeys: 2, noNullPrototype: true }), { maxLength: 3 }),
);

const module = fc.constantFrom(
  ...MODULES.map(({ section, key }) => ({ section, key })),
  { section: 'protocolSection', key: 'newModule' },
  { section: 'newSection', key: 'newModule' },
);
const leaf = fc.constantFrom(
  'briefTitle',
  'overallStatus',
  'conditions',
  'phases',
  'interventions',
  'outcomes',
  'x',
  'y',
);
const city = fc.constantFrom('Basel', 'Ulm', 'Graz', 'Lyon');

export const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc
    .record({ kind: fc.constant('SET' as const), leaf, value, module })
    .map(({ module: at, ...rest }) => ({ ...rest, ...at })),
  fc
    .record({ kind: fc.constant('DROP' as const), leaf: fc.option(leaf), module })
    .map(({ module: at, ...rest }) => ({ ...rest, ...at })),
  fc.record({
    kind: fc.constant('TOP' as const),
    key: fc.constantFrom('hasResults', 'resultsSection', 'oddity', 'documentSection'),
    value,
  }),
  fc.record({ kind: fc.constant('VERSION' as const), value: fc.constantFrom('2026-10-06', '2026-10-07') }),
  fc.record({ kind: fc.constant('ADD_SITE' as const), city, at: fc.nat({ max: 5 }) }),
  fc.record({ kind: fc.constant('DROP_SITE' as const), at: fc.nat({ max: 5 }) }),
  fc.constant({ kind: 'TURN_SITES' as const }),
);

const objectAt = (node: unknown): Json =>
  typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as Json) : {};
/** The number of a study stays what it is, whatever happens around it. */
const IDENTITY = ['protocolSection', 'identificationModule'];

export function edited(record: StudyRecord, edit: Edit): StudyRecord {
  const copy = structuredClone(record) as Json;
  if (edit.kind === 'TOP') copy[edit.key] = edit.value;
  if (edit.kind === 'VERSION')
    inModule(copy, 'derivedSection', 'miscInfoModule')['versionHolder'] = edit.value;
  if (edit.kind === 'SET') inModule(copy, edit.section, edit.key)[edit.leaf] = edit.value;
  if (edit.kind === 'DROP') drop(copy, edit.section, edit.key, edit.leaf);
  if (edit.kind.endsWith('SITE') || edit.kind === 'TURN_SITES') moveSites(copy, edit);
  return copy;
}

function inModule(copy: Json, section: string, key: string): Json {
  const at = objectAt(copy[section]);
  copy[section] = at;
  const module = objectAt(at[key]);
  at[key] = module;
  return module;
}

function drop(copy: Json, section: string, key: string, leaf: string | null): void {
  if (leaf !== null) delete inModule(copy, section, key)[leaf];
  else if (![section, key].every((step, i) => step === IDENTITY[i])) delete objectAt(copy[section])[key];
}

function moveSites(copy: Json, edit: Edit): void {
  const contacts = inModule(copy, 'protocolSection', 'contactsLocationsModule');
  const given = contacts['locations'];
  const sites: unknown[] = Array.isArray(given) ? given : [];
  if (edit.kind === 'ADD_SITE')
    sites.splice(edit.at, 0, { facility: 'Clinic', city: edit.city, country: 'x' });
  if (edit.kind === 'DROP_SITE') sites.splice(edit.at, 1);
  if (edit.kind === 'TURN_SITES') sites.reverse();
  contacts['locations'] = sites;
}
