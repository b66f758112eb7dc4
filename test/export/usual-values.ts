import type { Data } from '../support/ask-registry.ts';

type Read = (record: Data) => unknown;

const protocol = (module: string, read: Read): Read => {
  return record => read(record.protocolSection[module] ?? {}) ?? null;
};
const INTERVENTION_TYPES: Readonly<Record<string, string>> = {
  BEHAVIORAL: 'Behavioral',
  BIOLOGICAL: 'Biological',
  COMBINATION_PRODUCT: 'Combination Product',
  DEVICE: 'Device',
  DIAGNOSTIC_TEST: 'Diagnostic Test',
  DIETARY_SUPPLEMENT: 'Dietary Supplement',
  DRUG: 'Drug',
  GENETIC: 'Genetic',
  PROCEDURE: 'Procedure',
  RADIATION: 'Radiation',
  OTHER: 'Other',
};
const each = (list: Data, read: Read): unknown[] => (list ?? []).map(read);
const meshes =
  (module: string): Read =>
  record =>
    each(record.derivedSection[module]?.meshes, ({ term }) => term);

/** What the columns that nobody has to name must have, told once more and by hand. */
export const USUAL_VALUES: Readonly<Record<string, Read>> = {
  nctId: protocol('identificationModule', m => m.nctId),
  briefTitle: protocol('identificationModule', m => m.briefTitle),
  officialTitle: protocol('identificationModule', m => m.officialTitle),
  acronym: protocol('identificationModule', m => m.acronym),
  overallStatus: protocol('statusModule', m => m.overallStatus),
  whyStopped: protocol('statusModule', m => m.whyStopped),
  studyType: protocol('designModule', m => m.studyType),
  phases: protocol('designModule', m => m.phases ?? []),
  conditions: protocol('conditionsModule', m => m.conditions ?? []),
  keywords: protocol('conditionsModule', m => m.keywords ?? []),
  interventions: protocol('armsInterventionsModule', m =>
    each(m.interventions, ({ type, name }) => `${INTERVENTION_TYPES[type]}: ${name}`),
  ),
  leadSponsor: protocol('sponsorCollaboratorsModule', m => m.leadSponsor?.name),
  leadSponsorClass: protocol('sponsorCollaboratorsModule', m => m.leadSponsor?.class),
  collaborators: protocol('sponsorCollaboratorsModule', m => each(m.collaborators, ({ name }) => name)),
  enrollment: protocol('designModule', m => {
    const count = m.enrollmentInfo?.count;
    return count === 99_999_999 ? null : count;
  }),
  sex: protocol('eligibilityModule', m => m.sex),
  minimumAge: protocol('eligibilityModule', m => m.minimumAge),
  maximumAge: protocol('eligibilityModule', m => m.maximumAge),
  healthyVolunteers: protocol('eligibilityModule', m => m.healthyVolunteers),
  allocation: protocol('designModule', m => m.designInfo?.allocation),
  interventionModel: protocol('designModule', m => m.designInfo?.interventionModel),
  masking: protocol('designModule', m => m.designInfo?.maskingInfo?.masking),
  primaryPurpose: protocol('designModule', m => m.designInfo?.primaryPurpose),
  startDate: protocol('statusModule', m => m.startDateStruct?.date),
  primaryCompletionDate: protocol('statusModule', m => m.primaryCompletionDateStruct?.date),
  completionDate: protocol('statusModule', m => m.completionDateStruct?.date),
  studyFirstPostDate: protocol('statusModule', m => m.studyFirstPostDateStruct?.date),
  resultsFirstPostDate: protocol('statusModule', m => m.resultsFirstPostDateStruct?.date),
  lastUpdatePostDate: protocol('statusModule', m => m.lastUpdatePostDateStruct?.date),
  hasResults: record => record.hasResults,
  countries: protocol('contactsLocationsModule', m => [
    ...new Set(each(m.locations, ({ country }) => country)),
  ]),
  locationCount: protocol('contactsLocationsModule', m => (m.locations ?? []).length),
  primaryOutcomes: protocol('outcomesModule', m => each(m.primaryOutcomes, ({ measure }) => measure)),
  secondaryOutcomes: protocol('outcomesModule', m => each(m.secondaryOutcomes, ({ measure }) => measure)),
  orgStudyId: protocol('identificationModule', m => m.orgStudyIdInfo?.id),
  secondaryIds: protocol('identificationModule', m => each(m.secondaryIdInfos, ({ id }) => id)),
  conditionMeshTerms: meshes('conditionBrowseModule'),
  interventionMeshTerms: meshes('interventionBrowseModule'),
  url: record => `https://clinicaltrials.gov/study/${record.protocolSection.identificationModule.nctId}`,
};
