import { describe, expect, it } from 'vitest';
import type { Count, Group, Measure } from './sample-records.ts';
import { faults, samples, walk } from './sample-records.ts';

describe('results', () => {
  const reported = samples.filter(({ record }) => record.resultsSection);

  it('stand exactly where the record says that it has some', () => {
    const found = faults(record => {
      const { statusModule: s } = record.protocolSection;
      const signs = [record.resultsSection, s.resultsFirstSubmitDate, s.resultsFirstPostDateStruct];
      return signs.every(sign => (sign !== undefined) === record.hasResults) ? [] : ['hasResults'];
    });
    expect(found).toEqual([]);
    expect(reported.length).toBeGreaterThanOrEqual(8);
  });

  it('take title and time frame from the outcome measures, in their kind', () => {
    const kinds = {
      PRIMARY: 'primaryOutcomes',
      SECONDARY: 'secondaryOutcomes',
      OTHER_PRE_SPECIFIED: 'otherOutcomes',
    } as const;
    const found = faults(({ resultsSection, protocolSection: p }) =>
      (resultsSection?.outcomeMeasuresModule.outcomeMeasures ?? [])
        .filter(one => one.type !== 'POST_HOC')
        .filter(one => {
          const planned = p.outcomesModule?.[kinds[one.type as keyof typeof kinds]] ?? [];
          return !planned.some(plan => plan.measure === one.title && plan.timeFrame === one.timeFrame);
        })
        .map(one => one.title),
    );
    expect(found).toEqual([]);
  });

  it('count every participant of the flow once: started, completed, left and why', () => {
    const found = faults(record => {
      const flow = record.resultsSection?.participantFlowModule;
      return (flow?.periods ?? []).flatMap((period, index) => {
        const per = (type: string, id: string) =>
          sumOf(
            period.milestones.filter(one => one.type === type).flatMap(one => one.achievements),
            id,
          );
        const reasons = (period.dropWithdraws ?? []).flatMap(one => one.reasons);
        const wrong = (flow?.groups ?? []).filter(({ id }) => {
          const left = per('NOT COMPLETED', id);
          const whole = per('STARTED', id) === per('COMPLETED', id) + left;
          return !whole || (reasons.length > 0 && sumOf(reasons, id) !== left);
        });
        const started = (flow?.groups ?? []).reduce((sum, { id }) => sum + per('STARTED', id), 0);
        const enrolled = record.protocolSection.designModule?.enrollmentInfo?.count;
        return [
          ...wrong.map(group => group.id),
          ...(index === 0 && started !== enrolled ? ['enrolment'] : []),
        ];
      });
    });
    expect(found).toEqual([]);
  });

  it('name only groups they declare, and give each a denominator', () => {
    const found = faults(({ resultsSection: r }) => {
      if (!r) return [];
      const { baselineCharacteristicsModule: base, outcomeMeasuresModule, adverseEventsModule: events } = r;
      const outcomes = outcomeMeasuresModule.outcomeMeasures.filter(one => one.reportingStatus === 'POSTED');
      return [
        ...strangers('FG', r.participantFlowModule.groups, r.participantFlowModule.periods),
        ...strangers('BG', base.groups, [base.denoms, base.measures]),
        ...outcomes.flatMap(one =>
          strangers('OG', one.groups ?? [], [one.denoms, one.classes, one.analyses]),
        ),
        ...strangers('EG', events.eventGroups, [events.seriousEvents, events.otherEvents]),
        ...[base, ...outcomes].flatMap(({ denoms, groups }) =>
          (denoms ?? [])
            .filter(one => one.counts.length !== groups?.length)
            .map(one => `${one.units} without a count`),
        ),
      ];
    });
    expect(found).toEqual([]);
  });

  it('never count more participants than there are', () => {
    const found = faults(({ resultsSection: r }) => {
      const base = r?.baselineCharacteristicsModule;
      const measures = [
        ...(base?.measures ?? []).map(one => ({ denoms: base?.denoms ?? [], ...one })),
        ...(r?.outcomeMeasuresModule.outcomeMeasures ?? []),
      ];
      return measures.filter(one => one.paramType === 'COUNT_OF_PARTICIPANTS').flatMap(overcounted);
    });
    expect(found).toEqual([]);
  });

  it('affect no more participants by an event than were at risk', () => {
    const found = faults(({ resultsSection: r }) => {
      const events = r?.adverseEventsModule;
      const stats = [...(events?.seriousEvents ?? []), ...(events?.otherEvents ?? [])].flatMap(
        event => event.stats,
      );
      const groups = events?.eventGroups ?? [];
      return [
        ...stats.filter(one => one.numAffected > one.numAtRisk).map(one => one.groupId),
        ...groups
          .filter(g => g.seriousNumAffected > g.seriousNumAtRisk || g.otherNumAffected > g.otherNumAtRisk)
          .map(g => g.id),
        ...groups.filter(g => (g.deathsNumAffected ?? 0) > (g.deathsNumAtRisk ?? 0)).map(g => g.id),
      ];
    });
    expect(found).toEqual([]);
  });
});

function sumOf(counts: { groupId: string; numSubjects: string }[], id: string): number {
  return counts.filter(one => one.groupId === id).reduce((sum, one) => sum + Number(one.numSubjects), 0);
}

/** Group ids used below `node` that are not declared, and declared ids that break the prefix-and-number form. */
function strangers(prefix: string, groups: Group[], node: unknown): string[] {
  const known = new Set(groups.map(group => group.id));
  const odd = groups
    .filter((group, index) => group.id !== `${prefix}${String(index).padStart(3, '0')}`)
    .map(group => group.id);
  walk(node, '', (path, value) => {
    if (/groupIds?(\[\])?$/.test(path) && typeof value === 'string' && !known.has(value)) odd.push(value);
  });
  return odd;
}

/** Groups whose categories hold more participants than the denominator of their class (or of the whole measure). */
function overcounted(measure: Measure): string[] {
  return (measure.classes ?? []).flatMap(one => {
    const counts =
      (one.denoms ?? measure.denoms ?? []).find(denom => denom.units === 'Participants')?.counts ?? [];
    const measured: Count[] = one.categories.flatMap(category => category.measurements);
    return counts
      .filter(({ groupId, value }) => {
        const sum = measured
          .filter(m => m.groupId === groupId)
          .reduce((total, m) => total + Number(m.value), 0);
        return sum > Number(value);
      })
      .map(({ groupId }) => `${measure.title} ${groupId}`);
  });
}
