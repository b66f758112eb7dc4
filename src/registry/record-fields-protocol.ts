/** The part of the registry's field tree that a study has from its registration; `record-fields.ts` tells how to read it. */
export const PROTOCOL_TREE = `
protocolSection ProtocolSection
 identificationModule IdentificationModule: nctId NCTId nct, nctIdAliases[] NCTIdAlias nct
  orgStudyIdInfo OrgStudyIdInfo: id OrgStudyId text, type OrgStudyIdType OrgStudyIdType
   link OrgStudyIdLink text
  secondaryIdInfos[] SecondaryIdInfo: id SecondaryId text, type SecondaryIdType SecondaryIdType
   domain SecondaryIdDomain text, link SecondaryIdLink text
  briefTitle BriefTitle text, officialTitle OfficialTitle text, acronym Acronym text
  organization Organization: fullName OrgFullName text, class OrgClass AgencyClass
 statusModule StatusModule: statusVerifiedDate StatusVerifiedDate PartialDate
  overallStatus OverallStatus Status, lastKnownStatus LastKnownStatus Status
  delayedPosting DelayedPosting boolean, whyStopped WhyStopped markup
  expandedAccessInfo ExpandedAccessInfo: hasExpandedAccess HasExpandedAccess boolean
   nctId ExpandedAccessNCTId nct, statusForNctId ExpandedAccessStatusForNCTId ExpandedAccessStatus
  startDateStruct StartDateStruct: date StartDate PartialDate, type StartDateType DateType
  primaryCompletionDateStruct PrimaryCompletionDateStruct: date PrimaryCompletionDate PartialDate
   type PrimaryCompletionDateType DateType
  completionDateStruct CompletionDateStruct: date CompletionDate PartialDate
   type CompletionDateType DateType
  studyFirstSubmitDate StudyFirstSubmitDate NormalizedDate
  studyFirstSubmitQcDate StudyFirstSubmitQCDate NormalizedDate
  studyFirstPostDateStruct StudyFirstPostDateStruct: date StudyFirstPostDate NormalizedDate
   type StudyFirstPostDateType DateType
  resultsWaived ResultsWaived boolean, resultsFirstSubmitDate ResultsFirstSubmitDate NormalizedDate
  resultsFirstSubmitQcDate ResultsFirstSubmitQCDate NormalizedDate
  resultsFirstPostDateStruct ResultsFirstPostDateStruct: date ResultsFirstPostDate NormalizedDate
   type ResultsFirstPostDateType DateType
  dispFirstSubmitDate DispFirstSubmitDate NormalizedDate
  dispFirstSubmitQcDate DispFirstSubmitQCDate NormalizedDate
  dispFirstPostDateStruct DispFirstPostDateStruct: date DispFirstPostDate NormalizedDate
   type DispFirstPostDateType DateType
  lastUpdateSubmitDate LastUpdateSubmitDate NormalizedDate
  lastUpdatePostDateStruct LastUpdatePostDateStruct: date LastUpdatePostDate NormalizedDate
   type LastUpdatePostDateType DateType
 sponsorCollaboratorsModule SponsorCollaboratorsModule
  responsibleParty ResponsibleParty: type ResponsiblePartyType ResponsiblePartyType
   investigatorFullName ResponsiblePartyInvestigatorFullName text
   investigatorTitle ResponsiblePartyInvestigatorTitle text
   investigatorAffiliation ResponsiblePartyInvestigatorAffiliation text
   oldNameTitle ResponsiblePartyOldNameTitle text, oldOrganization ResponsiblePartyOldOrganization text
  leadSponsor LeadSponsor: name LeadSponsorName text, class LeadSponsorClass AgencyClass
  collaborators[] Collaborator: name CollaboratorName text, class CollaboratorClass AgencyClass
 oversightModule OversightModule: oversightHasDmc OversightHasDMC boolean
  isFdaRegulatedDrug IsFDARegulatedDrug boolean, isFdaRegulatedDevice IsFDARegulatedDevice boolean
  isUnapprovedDevice IsUnapprovedDevice boolean, isPpsd IsPPSD boolean, isUsExport IsUSExport boolean
  fdaaa801Violation FDAAA801Violation boolean
 descriptionModule DescriptionModule: briefSummary BriefSummary markup
  detailedDescription DetailedDescription markup
 conditionsModule ConditionsModule: conditions[] Condition text, keywords[] Keyword text
 designModule DesignModule: studyType StudyType StudyType
  nPtrsToThisExpAccNctId NPtrsToThisExpAccNCTId number
  expandedAccessTypes ExpandedAccessTypes: individual ExpAccTypeIndividual boolean
   intermediate ExpAccTypeIntermediate boolean, treatment ExpAccTypeTreatment boolean
  patientRegistry PatientRegistry boolean, targetDuration TargetDuration NormalizedTime, phases[] Phase Phase
  designInfo DesignInfo: allocation DesignAllocation DesignAllocation
   interventionModel DesignInterventionModel InterventionalAssignment
   interventionModelDescription DesignInterventionModelDescription markup
   primaryPurpose DesignPrimaryPurpose PrimaryPurpose
   observationalModel DesignObservationalModel ObservationalModel
   timePerspective DesignTimePerspective DesignTimePerspective
   maskingInfo DesignMaskingInfo: masking DesignMasking DesignMasking
    maskingDescription DesignMaskingDescription markup, whoMasked[] DesignWhoMasked WhoMasked
  bioSpec BioSpec: retention BioSpecRetention BioSpecRetention, description BioSpecDescription markup
  enrollmentInfo EnrollmentInfo: count EnrollmentCount integer, type EnrollmentType EnrollmentType
 armsInterventionsModule ArmsInterventionsModule
  armGroups[] ArmGroup: label ArmGroupLabel text, type ArmGroupType ArmGroupType
   description ArmGroupDescription markup, interventionNames[] ArmGroupInterventionName text
  interventions[] Intervention: type InterventionType InterventionType, name InterventionName text
   description InterventionDescription markup, armGroupLabels[] InterventionArmGroupLabel text
   otherNames[] InterventionOtherName text
 outcomesModule OutcomesModule
  primaryOutcomes[] PrimaryOutcome: measure PrimaryOutcomeMeasure text
   description PrimaryOutcomeDescription markup, timeFrame PrimaryOutcomeTimeFrame text
  secondaryOutcomes[] SecondaryOutcome: measure SecondaryOutcomeMeasure text
   description SecondaryOutcomeDescription markup, timeFrame SecondaryOutcomeTimeFrame text
  otherOutcomes[] OtherOutcome: measure OtherOutcomeMeasure text, description OtherOutcomeDescription markup
   timeFrame OtherOutcomeTimeFrame text
 eligibilityModule EligibilityModule: eligibilityCriteria EligibilityCriteria markup
  healthyVolunteers HealthyVolunteers boolean, sex Sex Sex, genderBased GenderBased boolean
  genderDescription GenderDescription markup, minimumAge MinimumAge NormalizedTime
  maximumAge MaximumAge NormalizedTime, stdAges[] StdAge StandardAge, studyPopulation StudyPopulation markup
  samplingMethod SamplingMethod SamplingMethod
 contactsLocationsModule ContactsLocationsModule
  centralContacts[] CentralContact: name CentralContactName text, role CentralContactRole ContactRole
   phone CentralContactPhone text, phoneExt CentralContactPhoneExt text, email CentralContactEMail text
  overallOfficials[] OverallOfficial: name OverallOfficialName text
   affiliation OverallOfficialAffiliation text, role OverallOfficialRole OfficialRole
  locations[] Location: facility LocationFacility text, status LocationStatus RecruitmentStatus
   city LocationCity GeoName, state LocationState GeoName, zip LocationZip text
   country LocationCountry text
   contacts[] LocationContact: name LocationContactName text, role LocationContactRole ContactRole
    phone LocationContactPhone text, phoneExt LocationContactPhoneExt text, email LocationContactEMail text
   geoPoint LocationGeoPoint GeoPoint
 referencesModule ReferencesModule
  references[] Reference: pmid ReferencePMID text, type ReferenceType ReferenceType
   citation ReferenceCitation text
   retractions[] Retraction: pmid RetractionPMID text, source RetractionSource text
  seeAlsoLinks[] SeeAlsoLink: label SeeAlsoLinkLabel markup, url SeeAlsoLinkURL text
  availIpds[] AvailIPD: id AvailIPDId text, type AvailIPDType text, url AvailIPDURL text
   comment AvailIPDComment markup
 ipdSharingStatementModule IPDSharingStatementModule: ipdSharing IPDSharing IpdSharing
  description IPDSharingDescription markup, infoTypes[] IPDSharingInfoType IpdSharingInfoType
  timeFrame IPDSharingTimeFrame markup, accessCriteria IPDSharingAccessCriteria markup
  url IPDSharingURL text
`;
