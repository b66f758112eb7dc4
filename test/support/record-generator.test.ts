import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createRegistryAsker, type Data } from './ask-registry.ts';
import { compareRecord } from './compare-record.ts';
import { createRandom, createRecordGenerator, EDIT_KINDS, mutate } from './record-generator.ts';
import measured from './record-shapes.json' with { type: 'json' };
import { startRegistryDouble } from './registry-double.ts';
import { everyFieldOfStudy } from './schema-fields.ts';

interface FieldTree {
  readonly leaves: readonly {
    readonly path: string;
    readonly type: string;
    readonly list: readonly string[];
    readonly enum?: string;
  }[];
  readonly enums: Readonly<Record<string, readonly string[]>>;
}
const tree = JSON.parse(
  await readFile(new URL('../registry/field-tree.json', import.meta.url), 'utf8'),
) as FieldTree;
const leaves = new Map(tree.leaves.map(leaf => [leaf.path, leaf]));
const lists = new Set(tree.leaves.flatMap(leaf => leaf.list));

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const FORMS: Readonly<Record<string, (value: unknown) => boolean>> = {
  nctId: value => /^NCT\d{8}$/.test(String(value)),
  text: value => typeof value === 'string' && value.trim() !== '',
  markup: value => typeof value === 'string' && value.trim() !== '',
  enum: value => typeof value === 'string',
  duration: value => /^\d+ (Years?|Months?|Weeks?|Days?)$/.test(String(value)),
  date: value => DATE.test(String(value)),
  partialDate: value => /^\d{4}-\d{2}(-\d{2})?$/.test(String(value)),
  dateTime: value => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(String(value)),
  boolean: value => typeof value === 'boolean',
  integer: value => Number.isInteger(value),
  number: value => typeof value === 'number',
  geoPoint: value => Object.keys(value as object).join() === 'lat,lon',
};

/** What is wrong with a record: unknown paths, wrong types, unknown codes, nulls, anything empty. */
const faultsOf = (value: unknown, path = ''): string[] => {
  if (value === null || value === undefined) return [`${path}: ${value}`];
  if (Array.isArray(value)) {
    if (value.length === 0 || !lists.has(path)) return [`${path}: a list of ${value.length}`];
    return value.flatMap(item => itemFaults(item, path));
  }
  return lists.has(path) ? [`${path}: no list`] : itemFaults(value, path);
};

const itemFaults = (value: unknown, path: string): string[] => {
  const leaf = leaves.get(path);
  if (leaf) {
    if (!FORMS[leaf.type]!(value)) return [`${path}: ${JSON.stringify(value)} is no ${leaf.type}`];
    const isKnown = leaf.enum === undefined || tree.enums[leaf.enum]!.includes(String(value));
    return isKnown ? [] : [`${path}: ${value} is not in the list`];
  }
  if (typeof value !== 'object' || value === null) return [`${path}: unknown path`];
  const entries = Object.entries(value);
  if (entries.length === 0) return [`${path}: empty`];
  return entries.flatMap(([key, inner]) => faultsOf(inner, path === '' ? key : `${path}.${key}`));
};

const raw = (record: StudyRecord): Data => record;

const COUNT = 600_000;
const generator = createRecordGenerator({ seed: 20_261_007, count: COUNT });
/** Every 2,000th record: from all over the range. */
const some = Array.from({ length: 300 }, (_, n) => generator.record(n * 2_000));

describe('a made-up record', () => {
  it('depends on the seed and its number alone', () => {
    const again = createRecordGenerator({ seed: 20_261_007, count: COUNT });
    again.record(5);
    expect(JSON.stringify(again.record(123_456))).toBe(JSON.stringify(generator.record(123_456)));
    expect(generator.record(4)).not.toEqual(generator.record(5));
    const other = createRecordGenerator({ seed: 1, count: COUNT });
    expect(other.record(4)).not.toEqual(generator.record(4));
    expect(nctIdOf(other.record(4))).toBe(nctIdOf(generator.record(4)));
    expect(() => generator.record(COUNT)).toThrow(RangeError);
  });

  it('has known paths, the right types and known codes, and nothing null or empty', () => {
    expect(some.flatMap(record => faultsOf(record))).toEqual([]);
  });

  it('survives JSON as it is: no key without a value', () => {
    for (const record of some) expect(JSON.parse(JSON.stringify(record))).toStrictEqual(record);
  });

  it('links arm groups and interventions both ways', () => {
    let links = 0;
    for (const record of some.map(raw)) {
      const { armGroups = [], interventions = [] } = record.protocolSection.armsInterventionsModule ?? {};
      expect(new Set(armGroups.map((arm: Data) => arm.label)).size).toBe(armGroups.length);
      const fromArms = armGroups.flatMap((arm: Data) =>
        (arm.interventionNames ?? []).map((name: string) => `${arm.label} - ${name}`),
      );
      const fromInterventions = interventions.flatMap(({ type, name, armGroupLabels = [] }: Data) => {
        const words = type
          .toLowerCase()
          .replace(
            /(^|_)(\w)/g,
            (_: string, gap: string, letter: string) => `${gap && ' '}${letter.toUpperCase()}`,
          );
        return armGroupLabels.map((label: string) => `${label} - ${words}: ${name}`);
      });
      expect(fromArms.toSorted()).toEqual(fromInterventions.toSorted());
      links += fromArms.length;
    }
    expect(links).toBeGreaterThan(300);
  });

  it('has results that refer to groups of their own and, mostly, to planned outcome measures', () => {
    let [results, planned] = [0, 0];
    for (const record of some.map(raw)) {
      expect(record.hasResults).toBe(record.resultsSection !== undefined);
      const { primaryOutcomes = [], secondaryOutcomes = [] } = record.protocolSection.outcomesModule ?? {};
      const titles = [...primaryOutcomes, ...secondaryOutcomes].map(({ measure }: Data) => measure);
      for (const result of record.resultsSection?.outcomeMeasuresModule.outcomeMeasures ?? []) {
        results++;
        if (titles.includes(result.title)) planned++;
        const ids = (result.groups ?? []).map(({ id }: Data) => id);
        const used = JSON.stringify(result).match(/(?<="groupId":")\w+/g) ?? [];
        expect(used.filter(id => !ids.includes(id))).toEqual([]);
      }
    }
    expect(results).toBeGreaterThan(100);
    expect(planned / results).toBeGreaterThan(0.6);
  });

  it('has dates and statuses that agree', () => {
    for (const record of some.map(raw)) {
      const status = record.protocolSection.statusModule;
      const updated = status.lastUpdatePostDateStruct.date;
      const { startDateStruct, completionDateStruct } = status;
      if (startDateStruct && completionDateStruct)
        expect(startDateStruct.date < completionDateStruct.date).toBe(true);
      expect(status.studyFirstPostDateStruct.date < updated).toBe(true);
      expect(status.lastKnownStatus !== undefined).toBe(status.overallStatus === 'UNKNOWN');
      expect(status.whyStopped !== undefined).toBe(
        ['TERMINATED', 'WITHDRAWN', 'SUSPENDED'].includes(status.overallStatus),
      );
      expect(status.resultsFirstPostDateStruct !== undefined).toBe(record.hasResults);
      if (record.hasResults) expect(status.resultsFirstPostDateStruct.date <= updated).toBe(true);
      const { phases, designInfo } = record.protocolSection.designModule;
      if (record.protocolSection.designModule.studyType === 'OBSERVATIONAL')
        expect([phases, designInfo?.allocation]).toEqual([undefined, undefined]);
    }
  });

  it('puts a city at one point, and says how far a place is only while the study recruits', () => {
    const points = new Map<string, string>();
    for (const record of some.map(raw))
      for (const { city, geoPoint, status } of record.protocolSection.contactsLocationsModule?.locations ??
        []) {
        const overall = record.protocolSection.statusModule.overallStatus;
        if (status) expect(['RECRUITING', 'NOT_YET_RECRUITING']).toContain(overall);
        if (!geoPoint) continue;
        const point = JSON.stringify(geoPoint);
        expect(points.get(city) ?? point).toBe(point);
        points.set(city, point);
      }
    expect(points.size).toBeGreaterThan(40);
  });
});

describe('many records', () => {
  it('have numbers of their own', () => {
    const ids = new Set(Array.from({ length: COUNT }, (_, i) => generator.nctId(i)));
    expect(ids.size).toBe(COUNT);
    expect(generator.nctId(77)).toBe(nctIdOf(generator.record(77)));
  });

  it('stand in the order of their updates, on working days, from the first day to the last', () => {
    const few = createRecordGenerator({
      seed: 1,
      count: 900,
      updatesFrom: '2026-09-01',
      updatesTo: '2026-10-06',
    });
    const dates = Array.from({ length: 900 }, (_, i) => few.lastUpdatePostDate(i));
    expect(dates).toEqual(dates.toSorted());
    expect([dates[0], dates.at(-1)]).toEqual(['2026-09-01', '2026-10-06']);
    const days = new Set(dates.map(date => new Date(date).getUTCDay()));
    expect([...days].sort()).toEqual([1, 2, 3, 4, 5]);
    const first = few.record(0);
    expect(raw(first).protocolSection.statusModule.lastUpdatePostDateStruct.date).toBe('2026-09-01');
  });

  it.each([
    ['registry', 17_275, 0.13],
    ['corpus', measured.size.mean, 0.154],
  ] as const)('of the size "%s" have %d bytes on average', (size, mean, withResults) => {
    const sized = createRecordGenerator({ seed: 3, count: 2_000, size });
    let [bytes, results] = [0, 0];
    for (let i = 0; i < 2_000; i++) {
      const record = sized.record(i);
      bytes += Buffer.byteLength(JSON.stringify(record));
      results += Number(record['hasResults']);
    }
    expect(bytes / 2_000 / mean).toBeGreaterThan(0.85);
    expect(bytes / 2_000 / mean).toBeLessThan(1.15);
    expect(Math.abs(results / 2_000 - withResults)).toBeLessThan(0.03);
  });
});

it('are answered by the schema with every field selected: no error, no value lost', async () => {
  const hundred = some.filter((_, n) => n % 3 === 0);
  await using registry = await startRegistryDouble(hundred);
  const gateway = await createRegistryAsker(registry.url);
  const query = `query Everything($nctId: NctId!, $after: String) { study(nctId: $nctId) ${everyFieldOfStudy(gateway.schema)} }`;
  const ask = async (nctId: string): Promise<Data> => {
    const { data, errors } = await gateway.ask(query, { nctId, after: null });
    expect(errors, `${nctId}: errors`).toBeUndefined();
    return data.study;
  };
  for (const record of hundred) {
    const nctId = nctIdOf(record)!;
    const [first] = compareRecord(gateway.schema, record, await ask(nctId));
    expect(first, `${nctId}: the first difference`).toBeUndefined();
  }
  expect(hundred).toHaveLength(100);
  gateway.close();
}, 120_000);

describe('a change of a record', () => {
  /** A key that no schema knows is wanted there. */
  const isUnknownKey = (fault: string): boolean => fault.includes('.novel');

  it.each(EDIT_KINDS)('%s: changes the record, leaves it valid and says where', kind => {
    let changed = 0;
    some.slice(0, 60).forEach((record, n) => {
      const before = JSON.stringify(record);
      const { record: after, edits } = mutate(record, createRandom(n), [kind]);
      expect(JSON.stringify(record)).toBe(before);
      expect(edits.length).toBeLessThanOrEqual(1);
      expect(JSON.stringify(after) !== before).toBe(edits.length === 1);
      expect(faultsOf(after).filter(fault => !isUnknownKey(fault))).toEqual([]);
      for (const edit of edits) expect(edit.path).toMatch(/^(protocolSection|resultsSection)/);
      changed += edits.length;
    });
    expect(changed).toBeGreaterThan(15);
  });

  it('makes one to three edits, the same for the same draws', () => {
    const counts = some.map((record, n) => {
      const first = mutate(record, createRandom(n));
      expect(mutate(record, createRandom(n))).toEqual(first);
      expect(JSON.stringify(first.record)).not.toBe(JSON.stringify(record));
      return first.edits.length;
    });
    expect([...new Set(counts)].sort()).toEqual([1, 2, 3]);
  });
});
