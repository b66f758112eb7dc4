import { describe, expect, it } from 'vitest';
import type { TitledGroup } from '../../../src/registry/record/result-groups.ts';
import type { StudyResults } from '../../../src/registry/record/results.ts';
import { Study } from '../../../src/registry/record/study.ts';
import type { StudyRecord } from '../../../src/registry/study-record.ts';
import { corpusFile, corpusRecords } from '../../support/corpus.ts';
import { ask } from './ask-record.ts';

if (!corpusFile)
  console.warn('Links of results: REGISTRY_CORPUS is not set, so no real record is looked at.');

async function* withResults(): AsyncGenerator<StudyRecord> {
  for await (const record of corpusRecords(corpusFile!)) if (record['resultsSection']) yield record;
}

interface Figure {
  readonly groupId?: string | null;
  readonly group: TitledGroup | null;
}
interface Scope {
  readonly groups: readonly TitledGroup[];
  readonly figures: readonly Figure[];
}

/** Each list of groups with the figures that refer to it. */
function scopesOf(results: StudyResults): readonly Scope[] {
  const { participantFlow: flow, baselineCharacteristics: baseline, adverseEvents: events } = results;
  return [
    {
      groups: flow?.groups ?? [],
      figures: (flow?.periods ?? []).flatMap(({ milestones, dropWithdraws }) => [
        ...milestones.flatMap(each => each.achievements),
        ...dropWithdraws.flatMap(each => each.reasons),
      ]),
    },
    {
      groups: baseline?.groups ?? [],
      figures: [...countsOf(baseline ?? {}), ...(baseline?.measures ?? []).flatMap(figuresOf)],
    },
    ...results.outcomeMeasures.map(measure => ({ groups: measure.groups, figures: figuresOf(measure) })),
    {
      groups: events?.eventGroups ?? [],
      figures: [...(events?.seriousEvents ?? []), ...(events?.otherEvents ?? [])].flatMap(each => each.stats),
    },
  ];
}

type Measure = StudyResults['outcomeMeasures'][number];
const countsOf = ({ denoms = [] }: Partial<Pick<Measure, 'denoms'>>) => denoms.flatMap(denom => denom.counts);
const figuresOf = (measure: Pick<Measure, 'denoms' | 'classes'>): Figure[] => [
  ...countsOf(measure),
  ...measure.classes.flatMap(row => [
    ...countsOf(row),
    ...row.categories.flatMap(category => category.measurements),
  ]),
];

describe.skipIf(!corpusFile)('links of results in real records', () => {
  it('lead from every figure to a group of its own list', { timeout: 300_000 }, async () => {
    let [figures, groups, arms, slowest] = [0, 0, 0, 0];
    for await (const record of withResults()) {
      const started = performance.now();
      const { nctId, results } = new Study(record);
      for (const scope of scopesOf(results!)) {
        const nodes = new Set(scope.groups.map(group => group.record));
        const astray = scope.figures.filter(
          ({ group, groupId }) => !nodes.has(group?.record) || group?.groupId !== groupId,
        );
        expect([nctId, astray.length]).toEqual([nctId, 0]);
        figures += scope.figures.length;
        groups += scope.groups.length;
        arms += scope.groups.filter(({ arm, title }) => arm?.label?.trim() === title?.trim()).length;
      }
      slowest = Math.max(slowest, performance.now() - started);
    }
    console.log(
      `${figures} figures lead to their group; ${arms} of ${groups} groups have an arm group of their name;`,
    );
    console.log(`all links of the slowest record took ${Math.round(slowest)} ms`);
    expect(figures).toBeGreaterThan(0);
  });

  it('lead from results to their outcome measure and back', { timeout: 300_000 }, async () => {
    let [linked, total] = [0, 0];
    for await (const record of withResults()) {
      for (const result of new Study(record).results!.outcomeMeasures) {
        total += 1;
        const { outcome } = result;
        if (!outcome) continue;
        linked += 1;
        expect([outcome.measure, outcome.timeFrame]).toEqual([result.title, result.timeFrame]);
        expect(outcome.results.map(each => each.record)).toContain(result.record);
      }
    }
    console.log(`${linked} of ${total} published outcome measures lead to the planned one`);
    expect(linked / total).toBeGreaterThan(0.99);
  });

  it('answer alike from the selected fields alone', { timeout: 300_000 }, async () => {
    const group = 'group { groupId title arm { label } }';
    const measure = `denoms { counts { value ${group} } } classes { categories { measurements { value ${group} } } }`;
    let seen = 0;
    for await (const record of withResults()) {
      if (seen++ % 40 !== 0) continue;
      const study = await ask(
        record,
        `{ outcomes { type results { title } } documents { url } results {
          participantFlow { periods { milestones { achievements { numSubjects ${group} } } } }
          baselineCharacteristics { measures { ${measure} } }
          outcomeMeasures { ${measure} analyses { groups { title } } outcome { measure } }
          adverseEvents { otherEvents { stats { numAffected ${group} } } }
        } }`,
      );
      expect(study).toHaveProperty('results.outcomeMeasures');
    }
    expect(seen).toBeGreaterThan(0);
  });
});
