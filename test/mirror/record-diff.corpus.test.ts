import { expect, it } from 'vitest';
import { canonicalJson, differencesOf } from '../../src/mirror/record-diff.ts';
import { dataOf, identityAt, VALUE } from '../../src/mirror/record-identity.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { valueAt } from '../../src/registry/view.ts';
import { corpusFile, corpusRecords } from '../support/corpus.ts';

if (!corpusFile)
  console.warn('REGISTRY_CORPUS is not set: differences between real records were not looked at.');

const SITES = 'protocolSection.contactsLocationsModule.locations';
const CAME = { facility: 'Harbour House', city: 'Bergen', zip: '5003', country: 'Norway' };

/** Every list of a record that has an item, with its path. */
function* listsOf(value: unknown, path = ''): Generator<readonly [path: string, list: readonly unknown[]]> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value) && value.length > 0) yield [path, value];
  for (const [key, inner] of Object.entries(value)) {
    yield* listsOf(inner, Array.isArray(value) ? path : path === '' ? key : `${path}.${key}`);
  }
}

function isUnique(path: string, list: readonly unknown[]): boolean {
  const identity = identityAt(path);
  const fields = typeof identity === 'object' ? identity.by : [];
  const keys = list.map(item => canonicalJson(identity === VALUE ? item : dataOf(item, fields)));
  return new Set(keys).size === list.length;
}

/** A copy of a record with a site that came in the middle, and the sites it had. */
function withSite(record: StudyRecord): StudyRecord {
  const copy = structuredClone(record);
  const sites = valueAt(copy, SITES.split('.')) as unknown[];
  sites.splice(sites.length >> 1, 0, CAME);
  return copy;
}

const hasSites = (record: StudyRecord) => valueAt(record, SITES.split('.')) !== undefined;

/** Milliseconds that something takes. */
function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** How many there were, and how many of them held. */
interface Tally {
  all: number;
  held: number;
}
const count = (tally: Tally, holds: boolean) => {
  tally.all++;
  if (holds) tally.held++;
};
const share = ({ all, held }: Tally) => `${((100 * held) / all).toFixed(2)} % of ${all}`;

it.skipIf(!corpusFile)(
  'real records: every list is known, a copy is equal, a site that came is one difference',
  async () => {
    const studies: Tally = { all: 0, held: 0 };
    const byPath = new Map<string, Tally>();
    const unknown = new Set<string>();
    const slowest = { equal: 0, came: 0 };
    for await (const record of corpusRecords(corpusFile!)) {
      const nctId = nctIdOf(record)!;
      let unique = true;
      for (const [path, list] of listsOf(record)) {
        if (identityAt(path) === undefined) unknown.add(path);
        const tally = byPath.get(path) ?? { all: 0, held: 0 };
        byPath.set(path, tally);
        const holds = isUnique(path, list);
        count(tally, holds);
        unique &&= holds;
      }
      count(studies, unique);

      const copy = structuredClone(record);
      expect(differencesOf(record, copy), nctId).toEqual([]);
      slowest.equal = Math.max(
        slowest.equal,
        timed(() => differencesOf(record, copy)),
      );
      if (!hasSites(record)) continue;
      const more = withSite(record);
      expect(differencesOf(record, more), nctId).toEqual([
        { path: SITES, items: ['Harbour House, Bergen, 5003, Norway'], kind: 'ADDED', after: CAME },
      ]);
      slowest.came = Math.max(
        slowest.came,
        timed(() => differencesOf(record, more)),
      );
    }
    expect([...unknown]).toEqual([]);
    expect(studies.all).toBeGreaterThan(0);

    const rows = [...byPath].filter(([, { all, held }]) => held < all);
    rows.sort(([, one], [, other]) => one.held / one.all - other.held / other.all);
    console.log(
      [
        `Records whose items have an identity of their own in every list: ${share(studies)}.`,
        ...rows.map(([path, tally]) => `  ${path}: ${share(tally)} lists`),
        `Slowest: equal ${slowest.equal.toFixed(1)} ms, a site that came ${slowest.came.toFixed(1)} ms.`,
      ].join('\n'),
    );
  },
  900_000,
);
