import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { absorb, bury } from '../../src/mirror/absorb.ts';
import { canonicalJson, type Difference, differencesOf } from '../../src/mirror/record-diff.ts';
import { type Change, createStudyHistory, type StudyHistory } from '../../src/mirror/study.history.ts';
import { rowOf, versionOf, withoutVersion } from '../../src/mirror/study-write.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';
import { type Edit, edited, edits } from '../support/record-mutator.ts';
import { forgetCopy } from '../support/sync-lab.ts';

const ID = 'NCT01000012';
/** Their order is that of the keys, which the database does not keep. */
const sorted = (differences: readonly Difference[]): readonly string[] =>
  differences.map(canonicalJson).sort();
const pause = () => new Promise(resolve => setTimeout(resolve, 2));

/** One edition: the record edited, or the study gone. */
type Step = readonly Edit[] | 'GONE';
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.array(edits, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant('GONE' as const) },
  ),
  { minLength: 1, maxLength: 8 },
);

describe.each(databases)('the history of a study in the $kind database', ({ open }) => {
  let test: TestDatabase;
  let history: StudyHistory;
  beforeAll(async () => {
    test = await open();
    history = createStudyHistory(test.database);
  });
  afterEach(() => forgetCopy(test.database));
  afterAll(() => test.dispose());

  const take = (record: StudyRecord, stamp: string) => {
    const given = {
      nctId: ID,
      record,
      origin: 'MIRROR',
      fetchedAt: new Date(),
      registryDataTimestamp: stamp,
    } as const;
    return test.database.transaction(tx => absorb(tx, [rowOf(given)], { runId: null, inScope: true }));
  };
  const remove = (stamp: string) =>
    test.database.transaction(tx =>
      bury(tx, [{ nctId: ID, replacedBy: null }], { runId: null, dataTimestamp: stamp }),
    );
  const changes = async (): Promise<readonly Change[]> =>
    (await history.changes({ filter: { nctIds: [ID] }, count: 100, cursor: null, backward: false })).changes;
  const now = async (): Promise<Date> => {
    await pause();
    const [row] = await test.database.query<{ now: Date }>('select clock_timestamp() as now');
    await pause();
    return row!.now;
  };

  /** What the copy says after each step, by a model of it, and a moment after each. */
  const play = async (all: readonly Step[]) => {
    const states: { readonly record: StudyRecord | null; readonly at: Date }[] = [];
    let registry = aRecord({ nctId: ID });
    let known: StudyRecord | null = null;
    let gone = false;
    const note = async () => states.push({ record: gone ? null : known, at: await now() });
    await note();
    for (const [i, step] of [[], ...all].entries()) {
      if (step === 'GONE') {
        await remove(`stamp ${i}`);
        gone = true;
      } else {
        registry = step.reduce(edited, registry);
        await take(registry, `stamp ${i}`);
        // Only what is another record, or another existence, replaces what is held; and nothing older does.
        const isOlder = known !== null && (versionOf(registry) ?? '~') < (versionOf(known) ?? '');
        const isSame =
          known !== null &&
          !gone &&
          canonicalJson(withoutVersion(known)) === canonicalJson(withoutVersion(registry));
        if (!isOlder && !isSame) known = registry;
        gone &&= isOlder;
      }
      await note();
    }
    return states;
  };

  it('gives back every state it was in, for every moment and before every change', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        await forgetCopy(test.database);
        const states = await play(all);
        for (const { record, at } of states) {
          const found = await history.asOf(ID, at);
          expect(found?.record ?? null).toEqual(record);
        }
        const told = await changes();
        for (const change of told) {
          const before = [...states].reverse().find(({ at }) => at < change.seenAt);
          const after = states.find(({ at }) => at > change.seenAt);
          expect((await history.before(change))?.record ?? null).toEqual(before!.record);
          expect((await history.asOf(ID, change.seenAt))?.record ?? null).toEqual(after!.record);
        }
        expectTold(told, states);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  /** A change for each step that made a difference, of the right kind, with the differences of its two states. */
  const expectTold = (
    told: readonly Change[],
    states: readonly { readonly record: StudyRecord | null }[],
  ) => {
    const kinds: string[] = [];
    let last: StudyRecord | null = null;
    for (const [i, { record }] of states.entries()) {
      const before = states[i - 1]?.record ?? null;
      if (record === null && before !== null) kinds.push('REMOVED');
      if (record !== null && before === null) kinds.push(last === null ? 'ADDED' : 'RESTORED');
      if (record !== null && before !== null && record !== before) kinds.push('CHANGED');
      if (record !== null && kinds.length > 0 && kinds.at(-1) !== 'ADDED' && record !== last && last !== null)
        expect(sorted(told[kinds.length - 1]!.differences)).toEqual(
          sorted(differencesOf(withoutVersion(last), withoutVersion(record))),
        );
      last = record ?? last;
    }
    expect(told.map(({ kind }) => kind)).toEqual(kinds);
  };

  it('knows nothing of a study before it came, nor of one that never did', async () => {
    const before = await now();
    await take(aRecord({ nctId: ID }), 'first');
    expect(await history.asOf(ID, before)).toBeNull();
    expect(await history.asOf('NCT00000001', await now())).toBeNull();
    expect(await history.before((await changes())[0]!)).toBeNull();
  });

  it('tells where each state came from', async () => {
    await take(aRecord({ nctId: ID, enrollment: 1 }), 'first');
    const first = await now();
    await take(aRecord({ nctId: ID, enrollment: 2 }), 'second');
    const [added, changed] = await changes();
    expect(await history.asOf(ID, first)).toMatchObject({
      origin: 'MIRROR',
      dataTimestamp: 'first',
      fetchedAt: added!.seenAt,
    });
    expect(await history.asOf(ID, await now())).toMatchObject({
      dataTimestamp: 'second',
      fetchedAt: changed!.seenAt,
    });
  });

  it('finds changes by what they touch: the path, what lies above, and what lies below', async () => {
    await take(aRecord({ nctId: ID }), '1');
    await take(aRecord({ nctId: ID, enrollment: 7 }), '2');
    await take(aRecord({ nctId: ID, enrollment: 7, locations: null }), '3');
    const touching = async (...paths: string[]) =>
      (await history.changes({ filter: { paths }, count: 9, cursor: null, backward: false })).changes.length;
    expect(await touching('protocolSection.designModule.enrollmentInfo.count')).toBe(1);
    expect(await touching('protocolSection.designModule')).toBe(1);
    expect(await touching('protocolSection.designModule.enrollmentInfo.type')).toBe(0);
    expect(await touching('protocolSection.contactsLocationsModule.locations.city')).toBe(1);
    expect(await touching('protocolSection')).toBe(2);
    expect(await touching('protocolSection.designModule', 'protocolSection.contactsLocationsModule')).toBe(2);
    expect(await history.count({ kinds: ['ADDED'] })).toBe(1);
    expect(await history.count({ since: (await changes())[1]!.seenAt })).toBe(2);
  });
});
