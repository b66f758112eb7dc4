import { fieldNamed, type RecordField } from './record-fields.ts';

/** A field that a search area looks into. */
export interface AreaPart {
  readonly piece: string;
  /** How much a match in this field counts, 1 at most. */
  readonly weight: number;
  /** Whether the registry looks for synonyms of the words, too. */
  readonly synonyms: boolean;
}

/** A field to look into, with what a match in it counts. */
export interface AreaField {
  readonly field: RecordField;
  readonly weight: number;
  readonly synonyms: boolean;
}

/** Each area as the registry describes it: a weight, then the pieces that have it; `~` marks those with synonyms. */
const AREAS: Readonly<Record<string, string>> = {
  BasicSearch: `
    1 NCTId Acronym~ 0.89 BriefTitle~ 0.85 OfficialTitle~ 0.81 Condition~ 0.8 InterventionName~
    0.75 InterventionOtherName~ 0.65 Phase StdAge 0.6 PrimaryOutcomeMeasure~ Keyword~ BriefSummary~
    0.5 ArmGroupLabel~ SecondaryOutcomeMeasure~ 0.45 InterventionDescription~ ArmGroupDescription~
    0.4 PrimaryOutcomeDescription~ LeadSponsorName OrgStudyId SecondaryId NCTIdAlias
    0.35 InterventionType ArmGroupType SecondaryOutcomeDescription~ LocationFacility LocationState
    LocationCountry LocationCity LocationStatus 0.3 BioSpecDescription~
    ResponsiblePartyInvestigatorFullName~ ResponsiblePartyInvestigatorTitle~
    ResponsiblePartyInvestigatorAffiliation~ ResponsiblePartyOldNameTitle~
    ResponsiblePartyOldOrganization~ OverallOfficialAffiliation~ OverallOfficialRole~
    OverallOfficialName~ CentralContactName~ ConditionMeshTerm~ InterventionMeshTerm~ DesignAllocation
    DesignInterventionModel DesignMasking DesignWhoMasked DesignObservationalModel DesignPrimaryPurpose
    DesignTimePerspective StudyType 0.25 ConditionAncestorTerm~ InterventionAncestorTerm~
    CollaboratorName 0.15 OtherOutcomeMeasure~ OutcomeMeasureTitle~ 0.1 OtherOutcomeDescription~
    OutcomeMeasureDescription~ LocationContactName`,
  ConditionSearch: `
    0.95 Condition~ 0.6 BriefTitle~ 0.55 OfficialTitle~ 0.5 ConditionMeshTerm~
    0.4 ConditionAncestorTerm~ 0.3 Keyword~ 0.2 NCTId`,
  InterventionSearch: `
    0.95 InterventionName~ 0.85 InterventionType ArmGroupType 0.75 InterventionOtherName~
    0.65 BriefTitle~ 0.6 OfficialTitle~ 0.5 ArmGroupLabel~ InterventionMeshTerm~ Keyword~
    0.4 InterventionAncestorTerm~ InterventionDescription~ ArmGroupDescription~`,
  InterventionNameSearch: '0.99 InterventionName~ 0.9 InterventionOtherName~',
  ObsoleteConditionSearch: `
    0.95 Condition~ 0.8 ConditionMeshTerm~ ConditionAncestorTerm~ 0.6 Keyword~`,
  ExternalIdsSearch: '0.9 OrgStudyId~ 0.7 SecondaryId~',
  ExternalIdTypesSearch: '0.9 OrgStudyIdType 0.7 SecondaryIdType',
  EligibilitySearch: '0.95 EligibilityCriteria~ 0.8 StudyPopulation~',
  OutcomeSearch: `
    0.9 PrimaryOutcomeMeasure~ 0.8 SecondaryOutcomeMeasure~ 0.6 PrimaryOutcomeDescription~
    0.5 SecondaryOutcomeDescription~ 0.4 OtherOutcomeMeasure~ OutcomeMeasureTitle~
    0.3 OtherOutcomeDescription~ OutcomeMeasureDescription~ OutcomeMeasurePopulationDescription~`,
  OutcomeNameSearch: `
    0.98 PrimaryOutcomeMeasure~ 0.8 SecondaryOutcomeMeasure~ 0.5 OtherOutcomeMeasure~
    0.3 OutcomeMeasureTitle~`,
  TitleSearch: '0.99 Acronym~ 0.95 BriefTitle~ 0.8 OfficialTitle~',
  LocationSearch: `
    0.95 LocationCity LocationState LocationCountry LocationFacility 0.35 LocationZip`,
  ContactSearch: `
    0.95 OverallOfficialName 0.9 CentralContactName 0.85 OverallOfficialAffiliation
    0.8 LocationContactName`,
  NCTIdSearch: '0.99 NCTId 0.9 NCTIdAlias~',
  IdSearch: '0.99 NCTId 0.9 NCTIdAlias~ 0.85 Acronym~ 0.8 OrgStudyId~ 0.75 SecondaryId~',
  SponsorSearch: '0.99 LeadSponsorName 0.9 CollaboratorName 0.6 OrgFullName',
  FunderTypeSearch: '0.99 LeadSponsorClass 0.9 CollaboratorClass',
  ResponsiblePartySearch: `
    0.9 ResponsiblePartyInvestigatorFullName~ 0.8 ResponsiblePartyOldNameTitle~
    ResponsiblePartyInvestigatorAffiliation~ 0.7 ResponsiblePartyOldOrganization~
    ResponsiblePartyInvestigatorTitle~`,
  PatientSearch: `
    1 Acronym~ 0.95 Condition~ 0.9 BriefTitle~ 0.85 OfficialTitle~ 0.8 ConditionMeshTerm~
    0.7 ConditionAncestorTerm~ 0.65 BriefSummary~ 0.6 Keyword~ InterventionName~ InterventionOtherName~
    PrimaryOutcomeMeasure~ StdAge 0.5 ArmGroupLabel~ SecondaryOutcomeMeasure~
    0.45 InterventionDescription~ ArmGroupDescription~ PrimaryOutcomeDescription~ 0.4 LeadSponsorName
    OrgStudyId~ SecondaryId~ NCTIdAlias~ 0.35 SecondaryOutcomeDescription~ LocationFacility
    LocationState LocationCountry LocationCity 0.3 BioSpecDescription~
    ResponsiblePartyInvestigatorFullName~ ResponsiblePartyInvestigatorTitle~
    ResponsiblePartyInvestigatorAffiliation~ ResponsiblePartyOldNameTitle~
    ResponsiblePartyOldOrganization~ OverallOfficialAffiliation OverallOfficialName CentralContactName
    DesignInterventionModel DesignMasking DesignWhoMasked DesignObservationalModel DesignPrimaryPurpose
    DesignTimePerspective InterventionMeshTerm~ 0.25 InterventionAncestorTerm~ CollaboratorName
    0.15 OtherOutcomeMeasure~ 0.1 OtherOutcomeDescription~ LocationContactName`,
};

function partsOf(description: string): readonly AreaPart[] {
  let weight = 1;
  return description
    .trim()
    .split(/\s+/)
    .flatMap(word => {
      if (/^[\d.]+$/.test(word)) {
        weight = Number(word);
        return [];
      }
      return [{ piece: word.replace('~', ''), weight, synonyms: word.endsWith('~') }];
    });
}

/** The search areas of the registry by name, each with its fields. */
export const SEARCH_AREAS: Readonly<Record<string, readonly AreaPart[]>> = Object.fromEntries(
  Object.entries(AREAS).map(([name, description]) => [name, partsOf(description)]),
);

const WITH_SYNONYMS = new Set(
  Object.values(SEARCH_AREAS).flatMap(parts =>
    parts.flatMap(({ piece, synonyms }) => (synonyms ? [piece] : [])),
  ),
);

const FIELDS_OF_AREA = new Map(
  Object.entries(SEARCH_AREAS).map(([name, parts]) => [
    name,
    parts.map(({ piece, ...rest }): AreaField => ({ field: fieldNamed(piece)!, ...rest })),
  ]),
);

/** The fields a search area looks into; a single field, by piece name or dotted path, is an area of its own. */
export function areaFields(name: string): readonly AreaField[] | undefined {
  const fields = FIELDS_OF_AREA.get(name);
  if (fields) return fields;
  const field = fieldNamed(name);
  return field && [{ field, weight: 1, synonyms: WITH_SYNONYMS.has(field.piece) }];
}
