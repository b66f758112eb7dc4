import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createCalendar, dayNumber, isoDate } from './record-generator-dates.ts';
import { Dice } from './record-generator-dice.ts';
import { type Draft, enrolledFor, planFor } from './record-generator-draft.ts';
import { CONDITIONS, DRUGS, NUMBERS, nctIdOf, sponsorFor } from './record-generator-names.ts';
import { recipeOf } from './record-generator-recipes.ts';
import { childOf, countAt, isThere, objectFor, treeOf, type Weight } from './record-generator-shapes.ts';

export { createRandom } from './record-generator-dice.ts';
export { EDIT_KINDS, mutate } from './record-generator-edits.ts';

/*
 * Any number of made-up records that look like the registry's: which keys there are, how many items a list has and how
 * long a text is follow `record-shapes.json`; what must agree within a record is made by the recipes.
 */

export interface RecordGeneratorOptions {
  /** A whole number: another one gives other records with the same NCT numbers. */
  readonly seed: number;
  /** How many records there are; they spread over the update dates. */
  readonly count: number;
  /** `YYYY-MM-DD`, the first and the last day of an update. The order of `i` is the order of updates. */
  readonly updatesFrom?: string;
  readonly updatesTo?: string;
  /** The day of the edition, which every record states. */
  readonly versionHolder?: string;
  /** `registry`: as large as a record of the whole registry on average; `corpus`: as the records measured. */
  readonly size?: 'corpus' | 'registry';
}

export interface RecordGenerator {
  readonly count: number;
  /** The record of `i` from 0 to `count` - 1, made anew at each call: it depends on the options and `i` alone. */
  record(i: number): StudyRecord;
  /** What can be told without making the record. */
  nctId(i: number): string;
  lastUpdatePostDate(i: number): string;
}

const WEIGHTS: Readonly<Record<'corpus' | 'registry', Weight>> = {
  corpus: { protocol: 0.95, results: 0.92, withResults: 0.154 },
  registry: { protocol: 1.5, results: 1.75, withResults: 0.13 },
};

/** A source of made-up records: see `RecordGenerator`. */
export const createRecordGenerator = ({
  seed,
  count,
  updatesFrom = '2008-01-02',
  updatesTo = '2026-10-06',
  versionHolder = '2026-10-07',
  size = 'registry',
}: RecordGeneratorOptions): RecordGenerator => {
  if (count > NUMBERS) throw new RangeError(`At most ${NUMBERS} records have numbers of their own.`);
  const weight = WEIGHTS[size];
  const root = treeOf(weight, recipeOf);
  const armNode = ['protocolSection', 'armsInterventionsModule', 'armGroups'].reduce(childOf, root);
  const resultNode = ['resultsSection', 'outcomeMeasuresModule', 'outcomeMeasures'].reduce(childOf, root);
  const held = dayNumber(versionHolder);
  const dayOf = createCalendar(updatesFrom, updatesTo, count);

  const checked = (i: number): number => {
    if (!Number.isInteger(i) || i < 0 || i >= count)
      throw new RangeError(`There is no record ${i} of ${count}.`);
    return i;
  };

  const draftOf = (i: number): Draft => {
    const dice = new Dice(seed, i);
    const updated = dayOf(i);
    const hasResults = dice.chance(weight.withResults);
    const plan = planFor(dice, updated, held, hasResults);
    return {
      dice,
      i,
      updated,
      versionHolder,
      hasResults,
      plan,
      isTrial: (hasResults && dice.chance(0.8)) || !dice.chance(0.17),
      sponsor: sponsorFor(dice),
      condition: dice.between(0, CONDITIONS.length - 1),
      drug: dice.between(0, DRUGS.length - 1),
      enrolled: enrolledFor(dice, plan.overallStatus),
      armCount: isThere({ dice }, armNode) ? countAt({ dice }, armNode) : 0,
      resultCount: hasResults ? countAt({ dice }, resultNode) : 0,
      armGroups: [],
      outcomes: [],
      groups: [],
    };
  };

  return {
    count,
    record: i => objectFor(draftOf(checked(i)), root) as StudyRecord,
    nctId: i => nctIdOf(checked(i)),
    lastUpdatePostDate: i => isoDate(dayOf(checked(i))),
  };
};
