import { describe, expect, it } from 'vitest';
import { faults, hasTwins, sampleOf, samples } from './sample-records.ts';

describe('within a study', () => {
  it('the dates follow each other', () => {
    const found = faults(({ protocolSection: { statusModule: s } }) => {
      const course = [s.startDateStruct, s.primaryCompletionDateStruct, s.completionDateStruct];
      const papers = [s.studyFirstSubmitDate, s.studyFirstSubmitQcDate, s.studyFirstPostDateStruct.date];
      const update = [s.studyFirstSubmitQcDate, s.lastUpdateSubmitDate, s.lastUpdatePostDateStruct.date];
      const results = [
        s.resultsFirstSubmitDate,
        s.resultsFirstPostDateStruct?.date,
        s.lastUpdatePostDateStruct.date,
      ];
      return [course.map(one => one?.date), papers, update, results]
        .filter(dates => !ascend(dates))
        .map(dates => dates.join(' > '));
    });
    expect(found).toEqual([]);
  });

  it('the status brings what belongs to it', () => {
    const found = faults(({ protocolSection: { statusModule: s } }) => {
      const stopped = ['SUSPENDED', 'TERMINATED', 'WITHDRAWN'].includes(s.overallStatus);
      return [
        stopped === (s.whyStopped !== undefined) ? '' : 'whyStopped',
        (s.overallStatus === 'UNKNOWN') === (s.lastKnownStatus !== undefined) ? '' : 'lastKnownStatus',
      ].filter(Boolean);
    });
    expect(found).toEqual([]);
  });

  it('arms and interventions name each other', () => {
    const found = faults(({ protocolSection: { armsInterventionsModule: m } }) => {
      const linked = (m?.interventions ?? []).flatMap(one =>
        (one.armGroupLabels ?? []).map(label => `${label} | ${titleCase(one.type)}: ${one.name}`),
      );
      const named = (m?.armGroups ?? []).flatMap(arm =>
        (arm.interventionNames ?? []).map(name => `${arm.label} | ${name}`),
      );
      return linked.sort().join('\n') === named.sort().join('\n') ? [] : [`${linked} <> ${named}`];
    });
    expect(found).toEqual([]);
  });

  it('the age groups agree with the age limits', () => {
    const found = faults(({ protocolSection: { eligibilityModule: e } }) => {
      const expected = e?.stdAges ? standardAges(e.minimumAge, e.maximumAge) : [];
      return expected.join() === (e?.stdAges ?? []).join()
        ? []
        : [`${e?.stdAges} for ${e?.minimumAge} to ${e?.maximumAge}`];
    });
    expect(found).toEqual([]);
  });

  it('expanded access points at a sample of that status, which counts its pointers', () => {
    const pointers = samples.flatMap(
      ({ record }) => record.protocolSection.statusModule.expandedAccessInfo ?? [],
    );
    for (const { nctId, statusForNctId } of pointers.filter(one => one.nctId)) {
      const target = sampleOf(nctId ?? '')?.protocolSection;
      expect(target?.statusModule.overallStatus).toBe(statusForNctId);
      expect(target?.designModule?.nPtrsToThisExpAccNctId).toBe(
        pointers.filter(one => one.nctId === nctId).length,
      );
    }
  });

  it('documents say what their kind says', () => {
    const found = faults(record =>
      (record.documentSection?.largeDocumentModule.largeDocs ?? [])
        .filter(
          doc =>
            doc.hasProtocol !== doc.typeAbbrev.includes('Prot') ||
            doc.hasSap !== doc.typeAbbrev.includes('SAP') ||
            doc.hasIcf !== doc.typeAbbrev.includes('ICF') ||
            !doc.filename.startsWith(doc.typeAbbrev),
        )
        .map(doc => doc.filename),
    );
    expect(found).toEqual([]);
  });

  it('MeSH terms stand once, apart from their ancestors', () => {
    const found = faults(({ derivedSection: d }) =>
      [d.conditionBrowseModule, d.interventionBrowseModule].flatMap(browse => {
        const terms = [...(browse?.meshes ?? []), ...(browse?.ancestors ?? [])].map(mesh => mesh.term);
        return hasTwins(terms) ? [terms.join()] : [];
      }),
    );
    expect(found).toEqual([]);
  });

  it('a browse topic found by a name is a MeSH term of the study, and the name one of its own', () => {
    const found = faults(({ protocolSection: p, derivedSection: d }) => {
      const terms = (d.conditionBrowseModule?.meshes ?? []).map(mesh => mesh.term);
      const said = (p.conditionsModule?.conditions ?? []).join('\n').toLowerCase();
      return (d.conditionBrowseModule?.browseLeaves ?? [])
        .filter(leaf => leaf.asFound !== undefined)
        .filter(leaf => !terms.includes(leaf.name) || !said.includes(leaf.asFound!.toLowerCase()))
        .map(leaf => `${leaf.name} by ${leaf.asFound}`);
    });
    expect(found).toEqual([]);
    expect(sampleOf('NCT02888704')?.derivedSection.conditionBrowseModule?.browseLeaves).toContainEqual(
      expect.objectContaining({ name: 'Dermatitis, Atopic', asFound: 'Atopic Dermatitis' }),
    );
  });
});

function ascend(dates: (string | undefined)[]): boolean {
  const known = dates.filter(date => date !== undefined);
  return known.every((date, index) => {
    const before = known[index - 1];
    const length = Math.min(date.length, before?.length ?? 0);
    return before === undefined || before.slice(0, length) <= date.slice(0, length);
  });
}

function titleCase(type: string): string {
  return type.replaceAll('_', ' ').replace(/\w+/g, word => word[0] + word.slice(1).toLowerCase());
}

/** Standard age groups: CHILD up to 17 years, ADULT 18 to 64, OLDER_ADULT from 65; an absent limit is open. */
function standardAges(minimum: string | undefined, maximum: string | undefined): string[] {
  const years = (age: string) => {
    const [count, unit] = age.split(' ');
    const perYear = { Y: 1, M: 12, W: 52, D: 365, H: 8760 }[unit?.[0] ?? 'Y'] ?? 1;
    return Number(count) / perYear;
  };
  const from = minimum ? years(minimum) : 0;
  const to = maximum ? years(maximum) : Number.POSITIVE_INFINITY;
  return [from < 18 && 'CHILD', from < 65 && to >= 18 && 'ADULT', to >= 65 && 'OLDER_ADULT'].filter(
    one => one !== false,
  );
}
