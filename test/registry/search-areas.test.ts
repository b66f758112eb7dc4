import { describe, expect, it } from 'vitest';
import { fieldNamed } from '../../src/registry/record-fields.ts';
import { areaFields, SEARCH_AREAS } from '../../src/registry/search-areas.ts';

/** How many fields the registry's list gives each area. */
const COUNTS = {
  BasicSearch: 57,
  ConditionSearch: 7,
  InterventionSearch: 12,
  InterventionNameSearch: 2,
  ObsoleteConditionSearch: 4,
  ExternalIdsSearch: 2,
  ExternalIdTypesSearch: 2,
  EligibilitySearch: 2,
  OutcomeSearch: 9,
  OutcomeNameSearch: 4,
  TitleSearch: 3,
  LocationSearch: 5,
  ContactSearch: 4,
  NCTIdSearch: 2,
  IdSearch: 5,
  SponsorSearch: 3,
  FunderTypeSearch: 2,
  ResponsiblePartySearch: 5,
  PatientSearch: 47,
};

const partOf = (area: string, piece: string) => SEARCH_AREAS[area]?.find(part => part.piece === piece);

describe('the search areas', () => {
  it('are the nineteen of the registry, each with as many fields', () => {
    const counts = Object.entries(SEARCH_AREAS).map(([name, parts]) => [name, parts.length]);
    expect(counts).toHaveLength(19);
    expect(Object.fromEntries(counts)).toEqual(COUNTS);
  });

  it.each(Object.entries(SEARCH_AREAS))('%s looks into leaves of the field tree, each once', (_, parts) => {
    const pieces = parts.map(({ piece }) => piece);
    expect(pieces.filter(piece => (fieldNamed(piece)?.kind ?? 'branch') === 'branch')).toEqual([]);
    expect(new Set(pieces).size).toBe(pieces.length);
    expect(parts.filter(({ weight }) => !(weight > 0 && weight <= 1))).toEqual([]);
  });

  it.each([
    ['BasicSearch', 'NCTId', 1, false],
    ['BasicSearch', 'Acronym', 1, true],
    ['BasicSearch', 'BriefTitle', 0.89, true],
    ['BasicSearch', 'Keyword', 0.6, true],
    ['BasicSearch', 'NCTIdAlias', 0.4, false],
    ['BasicSearch', 'LocationStatus', 0.35, false],
    ['BasicSearch', 'InterventionMeshTerm', 0.3, true],
    ['BasicSearch', 'LocationContactName', 0.1, false],
    ['ConditionSearch', 'Condition', 0.95, true],
    ['ConditionSearch', 'NCTId', 0.2, false],
    ['InterventionSearch', 'ArmGroupType', 0.85, false],
    ['OutcomeSearch', 'OutcomeMeasurePopulationDescription', 0.3, true],
    ['LocationSearch', 'LocationZip', 0.35, false],
    ['IdSearch', 'NCTIdAlias', 0.9, true],
    ['SponsorSearch', 'LeadSponsorName', 0.99, false],
    ['PatientSearch', 'OverallOfficialName', 0.3, false],
    ['PatientSearch', 'LocationContactName', 0.1, false],
  ])('%s counts a match in %s as %d', (area, piece, weight, synonyms) => {
    expect(partOf(area, piece)).toEqual({ piece, weight, synonyms });
  });
});

describe('the fields of an area', () => {
  it('come with their weights', () => {
    expect(areaFields('TitleSearch')).toEqual([
      { field: fieldNamed('Acronym'), weight: 0.99, synonyms: true },
      { field: fieldNamed('BriefTitle'), weight: 0.95, synonyms: true },
      { field: fieldNamed('OfficialTitle'), weight: 0.8, synonyms: true },
    ]);
  });

  it.each([
    ['Phase', false],
    ['OrgStudyId', true],
    ['WhyStopped', false],
    ['protocolSection.conditionsModule.conditions', true],
    ['DesignModule', false],
  ])('are for %s that field alone', (name, synonyms) => {
    expect(areaFields(name)).toEqual([{ field: fieldNamed(name), weight: 1, synonyms }]);
  });

  it.each(['basicsearch', 'Colour', '', 'toString', 'phase'])('are none for %j', name => {
    expect(areaFields(name)).toBeUndefined();
  });
});
