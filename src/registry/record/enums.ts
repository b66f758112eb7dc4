import { recordEnum } from '../record-enum.ts';

const GRANT_TYPES = {
  NIH: 'A grant or contract of the National Institutes of Health (US).',
  FDA: 'A grant or contract of the Food and Drug Administration (US).',
  VA: 'A grant or contract of the Department of Veterans Affairs (US).',
  CDC: 'A grant or contract of the Centers for Disease Control and Prevention (US).',
  AHRQ: 'A grant or contract of the Agency for Healthcare Research and Quality (US).',
  SAMHSA: 'A grant or contract of the Substance Abuse and Mental Health Services Administration (US).',
} as const;

export const OrgStudyIdType = recordEnum(
  'OrgStudyIdType',
  "The kind of number the sponsor's own study number is, where it is a grant or contract.",
  GRANT_TYPES,
);

export const SecondaryIdType = recordEnum('SecondaryIdType', 'The kind of a further number of a study.', {
  ...GRANT_TYPES,
  OTHER_GRANT: 'A grant or funding number of another giver.',
  EUDRACT_NUMBER: 'A number of EudraCT, the former European database of drug trials.',
  CTIS: 'A number of CTIS, the European clinical trials information system.',
  REGISTRY: 'The number of the study in another registry.',
  OTHER: 'Any other number.',
});

export const AgencyClass = recordEnum(
  'AgencyClass',
  'The kind of an organisation that runs or pays for a study.',
  {
    NIH: 'The National Institutes of Health (US).',
    FED: 'Another federal agency of the United States.',
    OTHER_GOV: 'A public authority of a US state, a city or another country.',
    INDIV: 'A single person.',
    INDUSTRY: 'A company, such as a maker of drugs or devices.',
    NETWORK: 'A network of study sites or research groups.',
    AMBIG: 'The name fits several kinds of organisation.',
    OTHER: 'Any other: a university, a hospital, a foundation.',
    UNKNOWN: 'Not known.',
  },
);

const EXPANDED_ACCESS_STATUSES = {
  AVAILABLE: 'Expanded access: patients outside a trial can get the treatment now.',
  NO_LONGER_AVAILABLE: 'Expanded access has ended.',
  TEMPORARILY_NOT_AVAILABLE: 'Expanded access is paused and is expected to resume.',
  APPROVED_FOR_MARKETING: 'The treatment has been approved, which ended expanded access.',
} as const;

const PROGRESS_STATUSES = {
  ACTIVE_NOT_RECRUITING: 'Under way: participants are treated or followed, nobody new is taken in.',
  COMPLETED: 'Ended as planned; participants are no longer examined or treated.',
  ENROLLING_BY_INVITATION:
    'Takes in only people whom the study team invites, from a population chosen beforehand.',
  NOT_YET_RECRUITING: 'Has not begun to take in participants.',
  RECRUITING: 'Takes in participants now.',
  SUSPENDED: 'Stopped early, but may start again.',
  TERMINATED: 'Stopped early for good; participants are no longer examined or treated.',
  WITHDRAWN: 'Stopped before the first participant was taken in.',
} as const;

export const OverallStatus = recordEnum('OverallStatus', 'How far a study as a whole has come.', {
  ...PROGRESS_STATUSES,
  ...EXPANDED_ACCESS_STATUSES,
  WITHHELD: 'The details of the study are kept back from the public for now.',
  UNKNOWN:
    'Was under way or about to start when last heard of, has passed its completion date, and nobody confirmed its status for two years.',
});

export const RecruitmentStatus = recordEnum(
  'RecruitmentStatus',
  'How far a study has come at one location.',
  {
    ...PROGRESS_STATUSES,
    AVAILABLE: EXPANDED_ACCESS_STATUSES.AVAILABLE,
  },
);

export const ExpandedAccessStatus = recordEnum(
  'ExpandedAccessStatus',
  'The state of an expanded access programme.',
  EXPANDED_ACCESS_STATUSES,
);

export const DateType = recordEnum('DateType', 'Whether a date has come true.', {
  ACTUAL: 'The event took place on this date.',
  ESTIMATED: 'The date is foreseen or approximate.',
});

export const ResponsiblePartyType = recordEnum('ResponsiblePartyType', 'Who answers for the study record.', {
  SPONSOR: 'The sponsor.',
  PRINCIPAL_INVESTIGATOR: 'The principal investigator, named by the sponsor.',
  SPONSOR_INVESTIGATOR: 'A person who both started and leads the study.',
});

export const StudyType = recordEnum('StudyType', 'The kind of a study.', {
  EXPANDED_ACCESS: 'No study proper: an unapproved treatment is given to patients who cannot join a trial.',
  INTERVENTIONAL: 'A clinical trial: the protocol assigns participants to interventions.',
  OBSERVATIONAL: 'Participants are observed; the protocol assigns no intervention.',
});

export const Phase = recordEnum('Phase', 'The stage of drug development a trial belongs to.', {
  NA: 'Phases do not apply, as with devices or behavioural interventions.',
  EARLY_PHASE1:
    'A first exploration in few people at low doses, without the aim to treat (formerly phase 0).',
  PHASE1: 'Safety and dose, mostly in healthy volunteers.',
  PHASE2: 'First evidence of effect, and further safety, in patients.',
  PHASE3: 'Effect and safety in larger groups, against other treatments or doses.',
  PHASE4: 'Studies after the approval of the drug.',
});

export const Allocation = recordEnum('Allocation', 'How participants are assigned to arm groups.', {
  RANDOMIZED: 'By chance.',
  NON_RANDOMIZED: 'By choice or rule, not by chance.',
  NA: 'There is one arm group only.',
});

export const InterventionModel = recordEnum(
  'InterventionModel',
  'How interventions are given to the arm groups of a trial.',
  {
    SINGLE_GROUP: 'One group, in which all receive the same.',
    PARALLEL: 'Two or more groups side by side, each with its own intervention.',
    CROSSOVER: 'Each group receives two or more interventions, one after the other in differing order.',
    FACTORIAL: 'Groups receive the combinations of two or more interventions.',
    SEQUENTIAL: 'Groups start one after another, depending on what was learnt before.',
  },
);

export const PrimaryPurpose = recordEnum(
  'PrimaryPurpose',
  'The main reason for the interventions of a trial.',
  {
    TREATMENT: 'To treat a disease or condition.',
    PREVENTION: 'To prevent a disease or condition.',
    DIAGNOSTIC: 'To find out or measure a disease or condition.',
    ECT: 'Education, counselling or training.',
    SUPPORTIVE_CARE: 'To improve comfort and reduce side effects rather than to cure.',
    SCREENING: 'To find a condition, or a risk of it, in people without known signs.',
    HEALTH_SERVICES_RESEARCH: 'To study how care is provided, organised or paid for.',
    BASIC_SCIENCE: 'To understand how something works in the body.',
    DEVICE_FEASIBILITY: 'To test the design of a device in few people, before any trial of its effect.',
    OTHER: 'Another reason.',
  },
);

export const ObservationalModel = recordEnum(
  'ObservationalModel',
  'How participants of an observational study are chosen and followed.',
  {
    COHORT: 'Groups with a trait in common are followed over time.',
    CASE_CONTROL: 'People with a condition are compared with people without it.',
    CASE_ONLY: 'Only people with the condition are looked at.',
    CASE_CROSSOVER: 'For each person, the time just before an event is compared with other times.',
    ECOLOGIC_OR_COMMUNITY: 'Whole populations or communities are compared, not persons.',
    FAMILY_BASED: 'Members of families, such as parents or twins, are studied together.',
    DEFINED_POPULATION: 'A population set out beforehand is studied as a whole.',
    NATURAL_HISTORY: 'The course of a condition is followed.',
    OTHER: 'Another way.',
  },
);

export const TimePerspective = recordEnum(
  'TimePerspective',
  'Which way an observational study looks in time.',
  {
    RETROSPECTIVE: 'Back, on what has already happened.',
    PROSPECTIVE: 'Forward, on what happens after the start.',
    CROSS_SECTIONAL: 'At one point in time.',
    OTHER: 'Another way.',
  },
);

export const Masking = recordEnum('Masking', 'How many parties are kept from knowing who receives what.', {
  NONE: 'Nobody: the study is open label.',
  SINGLE: 'One party.',
  DOUBLE: 'Two parties.',
  TRIPLE: 'Three parties.',
  QUADRUPLE: 'Four parties.',
});

export const WhoMasked = recordEnum('WhoMasked', 'A party kept from knowing who receives what.', {
  PARTICIPANT: 'The participants.',
  CARE_PROVIDER: 'Those who treat them.',
  INVESTIGATOR: 'The investigators.',
  OUTCOMES_ASSESSOR: 'Those who judge the outcomes.',
});

export const BioSpecRetention = recordEnum(
  'BioSpecRetention',
  'Whether samples from participants are kept.',
  {
    NONE_RETAINED: 'No samples are kept.',
    SAMPLES_WITH_DNA: 'Samples are kept from which DNA could be extracted.',
    SAMPLES_WITHOUT_DNA: 'Samples are kept from which no DNA could be extracted.',
  },
);

export const EnrollmentType = recordEnum(
  'EnrollmentType',
  'Whether a number of participants is planned or reached.',
  {
    ACTUAL: 'The number taken in.',
    ESTIMATED: 'The number aimed at.',
  },
);

export const ArmGroupType = recordEnum('ArmGroupType', 'The role of an arm group in a trial.', {
  EXPERIMENTAL: 'Receives what is being tested.',
  ACTIVE_COMPARATOR: 'Receives an intervention known or held to work.',
  PLACEBO_COMPARATOR: 'Receives something without active substance.',
  SHAM_COMPARATOR: 'Receives a procedure or device that only looks like the real one.',
  NO_INTERVENTION: 'Receives no intervention.',
  OTHER: 'Another role.',
});

export const InterventionType = recordEnum('InterventionType', 'The kind of an intervention.', {
  BEHAVIORAL: 'Behavioural: counselling, exercise, a change of habits.',
  BIOLOGICAL: 'A biological product: vaccine, blood product, cell or gene therapy.',
  COMBINATION_PRODUCT: 'A combination of drug, device and biological product.',
  DEVICE: 'A medical device, including a sham one.',
  DIAGNOSTIC_TEST: 'A diagnostic test, such as imaging or a laboratory test.',
  DIETARY_SUPPLEMENT: 'A dietary supplement, such as vitamins or minerals.',
  DRUG: 'A drug, including a placebo.',
  GENETIC: 'Genetic: gene transfer, stem cells, recombinant DNA.',
  PROCEDURE: 'A procedure or surgery.',
  RADIATION: 'Radiation.',
  OTHER: 'Anything else.',
});

export const Sex = recordEnum('Sex', 'The sex of the people who can take part.', {
  FEMALE: 'Female only.',
  MALE: 'Male only.',
  ALL: 'No limit by sex.',
});

export const StandardAge = recordEnum(
  'StandardAge',
  'A broad age band, worked out by the registry from the age limits.',
  {
    CHILD: 'Up to 17 years.',
    ADULT: 'From 18 to 64 years.',
    OLDER_ADULT: '65 years and older.',
  },
);

export const SamplingMethod = recordEnum(
  'SamplingMethod',
  'How the participants of an observational study are picked from the population.',
  {
    PROBABILITY_SAMPLE: 'By chance, so that each person has a known likelihood of being picked.',
    NON_PROBABILITY_SAMPLE: 'Otherwise, for instance by invitation or as volunteers come.',
  },
);

const STAFF_ROLES = {
  STUDY_CHAIR: 'Chairs the study.',
  STUDY_DIRECTOR: 'Directs the study.',
  PRINCIPAL_INVESTIGATOR: 'Leads the study, as a whole or at one location.',
  SUB_INVESTIGATOR: 'Works under the principal investigator.',
} as const;

export const ContactRole = recordEnum('ContactRole', 'What a person named as a contact does in the study.', {
  ...STAFF_ROLES,
  CONTACT: 'Answers questions about taking part.',
});

export const OfficialRole = recordEnum(
  'OfficialRole',
  'What a person responsible for the study does in it.',
  STAFF_ROLES,
);

export const ReferenceType = recordEnum('ReferenceType', 'How a publication relates to the study.', {
  BACKGROUND: 'Leads up to the study.',
  RESULT: 'Reports results of the study.',
  DERIVED: 'Found by the registry because it names the number of the study.',
});

export const IpdSharing = recordEnum(
  'IpdSharing',
  'Whether the data of single participants will be shared with other researchers.',
  {
    YES: 'They will.',
    NO: 'They will not.',
    UNDECIDED: 'Not decided yet.',
  },
);

export const IpdSharingInfoType = recordEnum(
  'IpdSharingInfoType',
  'What is shared along with the data of single participants.',
  {
    STUDY_PROTOCOL: 'The study protocol.',
    SAP: 'The statistical analysis plan.',
    ICF: 'The informed consent form.',
    CSR: 'The clinical study report.',
    ANALYTIC_CODE: 'The program code of the analysis.',
  },
);
