/** The published search areas: below the name of each the weights, and the fields that have them. */
export const AREA_TABLE = `
BasicSearch
 1 NCTId Acronym
 0.89 BriefTitle
 0.85 OfficialTitle
 0.81 Condition
 0.8 InterventionName
 0.75 InterventionOtherName
 0.65 Phase StdAge
 0.6 PrimaryOutcomeMeasure Keyword BriefSummary
 0.5 ArmGroupLabel SecondaryOutcomeMeasure
 0.45 InterventionDescription ArmGroupDescription
 0.4 PrimaryOutcomeDescription LeadSponsorName OrgStudyId SecondaryId NCTIdAlias
 0.35 InterventionType ArmGroupType SecondaryOutcomeDescription LocationFacility LocationState LocationCountry LocationCity LocationStatus
 0.3 BioSpecDescription ResponsiblePartyInvestigatorFullName ResponsiblePartyInvestigatorTitle ResponsiblePartyInvestigatorAffiliation ResponsiblePartyOldNameTitle ResponsiblePartyOldOrganization OverallOfficialAffiliation OverallOfficialRole OverallOfficialName CentralContactName ConditionMeshTerm InterventionMeshTerm DesignAllocation DesignInterventionModel DesignMasking DesignWhoMasked DesignObservationalModel DesignPrimaryPurpose DesignTimePerspective StudyType
 0.25 ConditionAncestorTerm InterventionAncestorTerm CollaboratorName
 0.15 OtherOutcomeMeasure OutcomeMeasureTitle
 0.1 OtherOutcomeDescription OutcomeMeasureDescription LocationContactName
ConditionSearch
 0.95 Condition
 0.6 BriefTitle
 0.55 OfficialTitle
 0.5 ConditionMeshTerm
 0.4 ConditionAncestorTerm
 0.3 Keyword
 0.2 NCTId
InterventionSearch
 0.95 InterventionName
 0.85 InterventionType ArmGroupType
 0.75 InterventionOtherName
 0.65 BriefTitle
 0.6 OfficialTitle
 0.5 ArmGroupLabel InterventionMeshTerm Keyword
 0.4 InterventionAncestorTerm InterventionDescription ArmGroupDescription
InterventionNameSearch
 0.99 InterventionName
 0.9 InterventionOtherName
ObsoleteConditionSearch
 0.95 Condition
 0.8 ConditionMeshTerm ConditionAncestorTerm
 0.6 Keyword
ExternalIdsSearch
 0.9 OrgStudyId
 0.7 SecondaryId
ExternalIdTypesSearch
 0.9 OrgStudyIdType
 0.7 SecondaryIdType
EligibilitySearch
 0.95 EligibilityCriteria
 0.8 StudyPopulation
OutcomeSearch
 0.9 PrimaryOutcomeMeasure
 0.8 SecondaryOutcomeMeasure
 0.6 PrimaryOutcomeDescription
 0.5 SecondaryOutcomeDescription
 0.4 OtherOutcomeMeasure OutcomeMeasureTitle
 0.3 OtherOutcomeDescription OutcomeMeasureDescription OutcomeMeasurePopulationDescription
OutcomeNameSearch
 0.98 PrimaryOutcomeMeasure
 0.8 SecondaryOutcomeMeasure
 0.5 OtherOutcomeMeasure
 0.3 OutcomeMeasureTitle
TitleSearch
 0.99 Acronym
 0.95 BriefTitle
 0.8 OfficialTitle
LocationSearch
 0.95 LocationCity LocationState LocationCountry LocationFacility
 0.35 LocationZip
ContactSearch
 0.95 OverallOfficialName
 0.9 CentralContactName
 0.85 OverallOfficialAffiliation
 0.8 LocationContactName
NCTIdSearch
 0.99 NCTId
 0.9 NCTIdAlias
IdSearch
 0.99 NCTId
 0.9 NCTIdAlias
 0.85 Acronym
 0.8 OrgStudyId
 0.75 SecondaryId
SponsorSearch
 0.99 LeadSponsorName
 0.9 CollaboratorName
 0.6 OrgFullName
FunderTypeSearch
 0.99 LeadSponsorClass
 0.9 CollaboratorClass
ResponsiblePartySearch
 0.9 ResponsiblePartyInvestigatorFullName
 0.8 ResponsiblePartyOldNameTitle ResponsiblePartyInvestigatorAffiliation
 0.7 ResponsiblePartyOldOrganization ResponsiblePartyInvestigatorTitle
PatientSearch
 1 Acronym
 0.95 Condition
 0.9 BriefTitle
 0.85 OfficialTitle
 0.8 ConditionMeshTerm
 0.7 ConditionAncestorTerm
 0.65 BriefSummary
 0.6 Keyword InterventionName InterventionOtherName PrimaryOutcomeMeasure StdAge
 0.5 ArmGroupLabel SecondaryOutcomeMeasure
 0.45 InterventionDescription ArmGroupDescription PrimaryOutcomeDescription
 0.4 LeadSponsorName OrgStudyId SecondaryId NCTIdAlias
 0.35 SecondaryOutcomeDescription LocationFacility LocationState LocationCountry LocationCity
 0.3 BioSpecDescription ResponsiblePartyInvestigatorFullName ResponsiblePartyInvestigatorTitle ResponsiblePartyInvestigatorAffiliation ResponsiblePartyOldNameTitle ResponsiblePartyOldOrganization OverallOfficialAffiliation OverallOfficialName CentralContactName DesignInterventionModel DesignMasking DesignWhoMasked DesignObservationalModel DesignPrimaryPurpose DesignTimePerspective InterventionMeshTerm
 0.25 InterventionAncestorTerm CollaboratorName
 0.15 OtherOutcomeMeasure
 0.1 OtherOutcomeDescription LocationContactName
`;
