import type { StudyRecord } from '../registry/study-record.ts';
import { below } from '../registry/view.ts';
import { dataOf, type Identity, identityAt, nameOf, VALUE } from './record-identity.ts';

/** How a value changed. */
export type DifferenceKind = 'ADDED' | 'REMOVED' | 'CHANGED' | 'REORDERED';

/** Where a value is. */
interface Place {
  /**
   * The record path without list positions, as the registry's `fields` parameter takes it:
   * `protocolSection.contactsLocationsModule.locations.status`.
   */
  readonly path: string;
  /**
   * The list items on the way, from the outside in, as people would name them: `['Charité, Berlin, 10117, Germany']`.
   * Empty outside lists. For an added or removed item its own name is the last one.
   */
  readonly items: readonly string[];
}

export interface Difference extends Place {
  readonly kind: DifferenceKind;
  /** Raw JSON before; absent where it was added, and for a list in another order. */
  readonly before?: unknown;
  /** Raw JSON after; absent where it was removed, and for a list in another order. */
  readonly after?: unknown;
}

type Json = Readonly<Record<string, unknown>>;
type List = readonly unknown[];

/**
 * What is different in two records, down to single values; none exactly if they say the same, the order of keys aside.
 * Items of a list are known by what they are, not by their place: one that came is one difference, and all that came in
 * another order is one. In the order of the record before, then what was added.
 */
export function differencesOf(before: StudyRecord, after: StudyRecord): readonly Difference[] {
  const found: Difference[] = [];
  compare({ path: '', items: [] }, before, after, found);
  return found;
}

/** The same JSON whatever the order of keys; lists keep theirs. What is `undefined` is not there. */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value)) ?? 'null';

/** The value with its keys in order: itself where they are, so that most of a record is not copied. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(inOrder);
    return items.every((item, i) => item === value[i]) ? value : items;
  }
  const keys = Object.keys(value);
  const isSorted = keys.every((key, i) => i === 0 || keys[i - 1]! < key);
  const entries = (isSorted ? keys : keys.sort()).map(key => [key, inOrder((value as Json)[key])] as const);
  const isSame = isSorted && entries.every(([key, inner]) => inner === (value as Json)[key]);
  // Entries become own keys whatever they are called; assigning `__proto__` would not.
  return isSame ? value : Object.fromEntries(entries);
}

function compare(at: Place, before: unknown, after: unknown, found: Difference[]): void {
  if (isSame(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(at, before, after, found);
  else if (isObject(before) && isObject(after)) compareObjects(at, before, after, found);
  else found.push({ path: at.path, items: at.items, kind: 'CHANGED', before, after });
}

function compareObjects(at: Place, before: Json, after: Json, found: Difference[]): void {
  for (const [key, value] of Object.entries(before)) {
    const path = below(at.path, key);
    if (Object.hasOwn(after, key)) compare({ path, items: at.items }, value, after[key], found);
    else found.push({ path, items: at.items, kind: 'REMOVED', before: value });
  }
  for (const [key, value] of Object.entries(after)) {
    if (Object.hasOwn(before, key)) continue;
    found.push({ path: below(at.path, key), items: at.items, kind: 'ADDED', after: value });
  }
}

function compareLists({ path, items }: Place, before: List, after: List, found: Difference[]): void {
  const identity = identityAt(path);
  const partners = partnersOf(before, after, identity);
  const itemsAt = (item: unknown, place: number) => [...items, nameOf(item, identity, place)];
  if (!isRising(partners)) found.push({ path, items, kind: 'REORDERED' });
  for (const [place, item] of before.entries()) {
    const partner = partners[place];
    if (partner === undefined) {
      found.push({ path, items: itemsAt(item, place), kind: 'REMOVED', before: item });
    } else if (!isSame(item, after[partner])) {
      compare({ path, items: itemsAt(item, place) }, item, after[partner], found);
    }
  }
  const matched = new Set(partners);
  for (const [place, item] of after.entries()) {
    if (!matched.has(place)) found.push({ path, items: itemsAt(item, place), kind: 'ADDED', after: item });
  }
}

/** For each item of a list before, the place of the same item after. */
type Partners = (number | undefined)[];

/** Two lists, and what is known of their items. */
interface Sides {
  readonly before: List;
  readonly after: List;
  readonly partners: Partners;
}

/** Items of one identity are partners in their order, equal ones first; without a known identity any two may be. */
function partnersOf(before: List, after: List, identity: Identity | undefined): Partners {
  const sides: Sides = { before, after, partners: before.map(() => undefined) };
  const { start, end } = pairEnds(sides);
  const keyOf = (item: unknown) => keyFor(item, identity);
  const open = (list: List) => placesBy(list, [...list.keys()].slice(start, list.length - end), keyOf);
  const candidates = open(after);
  for (const [key, places] of open(before)) pairUp(sides, places, candidates.get(key) ?? []);
  return sides.partners;
}

function keyFor(item: unknown, identity: Identity | undefined): string {
  if (identity === undefined) return '';
  return canonicalJson(identity === VALUE ? item : dataOf(item, identity.by));
}

/**
 * Pairs what is equal from the start and from the end on: cheap, and where one of two equal items is gone, what lies
 * between them does not seem to have moved. Gives how many at either end.
 */
function pairEnds({ before, after, partners }: Sides): { readonly start: number; readonly end: number } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSame(before[start], after[start])) {
    partners[start] = start;
    start++;
  }
  let end = 0;
  while (end < shorter - start && isSame(before.at(-1 - end), after.at(-1 - end))) {
    end++;
    partners[before.length - end] = after.length - end;
  }
  return { start, end };
}

/** Pairs items of one identity: the places before, and the places after. */
function pairUp(sides: Sides, places: readonly number[], others: readonly number[]): void {
  const alone = places.length === 1 && others.length === 1;
  const free = alone ? others : pairEqual(sides, places, others);
  const left = places.filter(place => sides.partners[place] === undefined);
  for (const [i, place] of left.entries()) sides.partners[place] = free[i];
}

/** Pairs equal items in their order. Gives the places after that are left. */
function pairEqual({ before, after, partners }: Sides, places: readonly number[], others: readonly number[]) {
  // The first place of each has to be the last, to be popped.
  const waiting = placesBy(after, [...others].reverse(), canonicalJson);
  for (const place of places) partners[place] = waiting.get(canonicalJson(before[place]))?.pop();
  const matched = new Set(places.map(place => partners[place]));
  return others.filter(place => !matched.has(place));
}

/** Places of a list by a key of their items. */
function placesBy(list: List, places: readonly number[], keyOf: (item: unknown) => string) {
  const byKey = new Map<string, number[]>();
  for (const place of places) {
    const key = keyOf(list[place]);
    const known = byKey.get(key);
    if (known) known.push(place);
    else byKey.set(key, [place]);
  }
  return byKey;
}

function isRising(partners: Partners): boolean {
  let last = -1;
  for (const partner of partners) {
    if (partner === undefined) continue;
    if (partner < last) return false;
    last = partner;
  }
  return true;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only own keys are asked for: `constructor` and `__proto__` are data like any other. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, i) => isSame(item, other[i]))
    );
  }
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(key => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}
