/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The role of an arm group in a trial. */
export type ArmGroupType =
  /** Receives an intervention known or held to work. */
  | 'ACTIVE_COMPARATOR'
  /** Receives what is being tested. */
  | 'EXPERIMENTAL'
  /** Receives no intervention. */
  | 'NO_INTERVENTION'
  /** Another role. */
  | 'OTHER'
  /** Receives something without active substance. */
  | 'PLACEBO_COMPARATOR'
  /** Receives a procedure or device that only looks like the real one. */
  | 'SHAM_COMPARATOR'
  /** A value this schema does not know; its text field has it verbatim. */
  | 'UNRECOGNISED';

/** What kind of figure a measure gives for each group. */
export type MeasureParam =
  /** How many participants. */
  | 'COUNT_OF_PARTICIPANTS'
  /** How many units other than participants, such as eyes or lesions. */
  | 'COUNT_OF_UNITS'
  /** The geometric mean, adjusted by a least-squares model. */
  | 'GEOMETRIC_LEAST_SQUARES_MEAN'
  /** The geometric mean. */
  | 'GEOMETRIC_MEAN'
  /** The mean, adjusted by a least-squares model. */
  | 'LEAST_SQUARES_MEAN'
  /** The mean of the logarithms. */
  | 'LOG_MEAN'
  /** The arithmetic mean. */
  | 'MEAN'
  /** The median. */
  | 'MEDIAN'
  /** A plain number, such as a rate or a percentage. */
  | 'NUMBER'
  /** A value this schema does not know; its text field has it verbatim. */
  | 'UNRECOGNISED';

/** Where an answer comes from. */
export type Origin =
  /** The local copy of the registry. */
  | 'MIRROR'
  /** ClinicalTrials.gov, asked for this answer or moments before. */
  | 'REGISTRY'
  /** The sample data set that comes with the product; written for it, not the public record. */
  | 'SAMPLE';

/** How far a study as a whole has come. */
export type OverallStatus =
  /** Under way: participants are treated or followed, nobody new is taken in. */
  | 'ACTIVE_NOT_RECRUITING'
  /** The treatment has been approved, which ended expanded access. */
  | 'APPROVED_FOR_MARKETING'
  /** Expanded access: patients outside a trial can get the treatment now. */
  | 'AVAILABLE'
  /** Ended as planned; participants are no longer examined or treated. */
  | 'COMPLETED'
  /** Takes in only people whom the study team invites, from a population chosen beforehand. */
  | 'ENROLLING_BY_INVITATION'
  /** Has not begun to take in participants. */
  | 'NOT_YET_RECRUITING'
  /** Expanded access has ended. */
  | 'NO_LONGER_AVAILABLE'
  /** Takes in participants now. */
  | 'RECRUITING'
  /** Stopped early, but may start again. */
  | 'SUSPENDED'
  /** Expanded access is paused and is expected to resume. */
  | 'TEMPORARILY_NOT_AVAILABLE'
  /** Stopped early for good; participants are no longer examined or treated. */
  | 'TERMINATED'
  /** Was under way or about to start when last heard of, has passed its completion date, and nobody confirmed its status for two years. */
  | 'UNKNOWN'
  /** A value this schema does not know; its text field has it verbatim. */
  | 'UNRECOGNISED'
  /** Stopped before the first participant was taken in. */
  | 'WITHDRAWN'
  /** The details of the study are kept back from the public for now. */
  | 'WITHHELD';

/** The stage of drug development a trial belongs to. */
export type Phase =
  /** A first exploration in few people at low doses, without the aim to treat (formerly phase 0). */
  | 'EARLY_PHASE1'
  /** Phases do not apply, as with devices or behavioural interventions. */
  | 'NA'
  /** Safety and dose, mostly in healthy volunteers. */
  | 'PHASE1'
  /** First evidence of effect, and further safety, in patients. */
  | 'PHASE2'
  /** Effect and safety in larger groups, against other treatments or doses. */
  | 'PHASE3'
  /** Studies after the approval of the drug. */
  | 'PHASE4'
  /** A value this schema does not know; its text field has it verbatim. */
  | 'UNRECOGNISED';

/** How a value of a record changed. */
export type RecordDifferenceKind =
  /** It was not there before. */
  | 'ADDED'
  /** It is another value. */
  | 'CHANGED'
  /** It is no longer there. */
  | 'REMOVED'
  /** The items of the list stand in another order. */
  | 'REORDERED';

/** What happened to a study. */
export type StudyChangeKind =
  /** The copy met it for the first time. */
  | 'ADDED'
  /** Its record became another. */
  | 'CHANGED'
  /** The registry no longer has it. */
  | 'REMOVED'
  /** Another number took its place. */
  | 'REPLACED'
  /** The registry has it again after it was gone. */
  | 'RESTORED';

export type CompareTwoStudiesQueryVariables = Exact<{ [key: string]: never; }>;


export type CompareTwoStudiesQuery = { first: { nctId: string, briefTitle: string | null, overallStatus: OverallStatus | null, phases: Array<Phase>, participantSummary: string | null, arms: Array<{ label: string | null, type: ArmGroupType | null }>, outcomes: Array<{ measure: string | null, timeFrame: string | null }> } | null, second: { nctId: string, briefTitle: string | null, overallStatus: OverallStatus | null, phases: Array<Phase>, participantSummary: string | null, arms: Array<{ label: string | null, type: ArmGroupType | null }>, outcomes: Array<{ measure: string | null, timeFrame: string | null }> } | null };

export type DesignFragment = { nctId: string, briefTitle: string | null, overallStatus: OverallStatus | null, phases: Array<Phase>, participantSummary: string | null, arms: Array<{ label: string | null, type: ArmGroupType | null }>, outcomes: Array<{ measure: string | null, timeFrame: string | null }> };

export type RecruitingStudiesQueryVariables = Exact<{ [key: string]: never; }>;


export type RecruitingStudiesQuery = { studies: { totalCount: number | null, nodes: Array<{ nctId: string, briefTitle: string | null, overallStatus: OverallStatus | null, phases: Array<Phase> }>, pageInfo: { endCursor: string | null, hasNextPage: boolean }, source: { origin: Origin } } | null };

export type ResultsOfAStudyQueryVariables = Exact<{ [key: string]: never; }>;


export type ResultsOfAStudyQuery = { study: { briefTitle: string | null, hasResults: boolean, outcomes: Array<{ measure: string | null, timeFrame: string | null, results: Array<{ title: string | null, paramType: MeasureParam | null, unitOfMeasure: string | null, classes: Array<{ title: string | null, categories: Array<{ measurements: Array<{ value: string | null, spread: string | null, group: { title: string | null } | null }> }> }> }> }> } | null };

export type StudyPageQueryVariables = Exact<{ [key: string]: never; }>;


export type StudyPageQuery = { study: { briefTitle: string | null, overallStatus: OverallStatus | null, phases: Array<Phase>, participantSummary: string | null, conditions: Array<{ name: string }>, arms: Array<{ label: string | null, interventions: Array<{ name: string | null }> }>, outcomes: Array<{ measure: string | null, timeFrame: string | null }>, eligibility: { inclusion: Array<{ text: string }>, exclusion: Array<{ text: string }> } | null } | null };

export type WhatChangedQueryVariables = Exact<{ [key: string]: never; }>;


export type WhatChangedQuery = { study: { nctId: string, overallStatus: OverallStatus | null, history: { totalCount: number, nodes: Array<{ kind: StudyChangeKind, seenAt: string, versionDate: string | null, differences: Array<{ path: string, items: Array<string>, kind: RecordDifferenceKind, before: unknown, after: unknown }> }> } | null } | null, studyChanges: { totalCount: number, nodes: Array<{ nctId: string, kind: StudyChangeKind, seenAt: string, study: { briefTitle: string | null } | null }> } | null };

export type WhereFromQueryVariables = Exact<{ [key: string]: never; }>;


export type WhereFromQuery = { registry: { reachable: boolean, apiVersion: string | null, dataTimestamp: string | null, mirror: { studyCount: number, isFresh: boolean, isComplete: boolean, lastCompleteRun: { endedAt: string | null, dataTimestamp: string | null, registryCount: number | null, mirrorCount: number | null } | null } | null } | null, study: { nctId: string, source: { origin: Origin, fetchedAt: string, stale: boolean } | null } | null };

export const DesignFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Design"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Study"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nctId"}},{"kind":"Field","name":{"kind":"Name","value":"briefTitle"}},{"kind":"Field","name":{"kind":"Name","value":"overallStatus"}},{"kind":"Field","name":{"kind":"Name","value":"phases"}},{"kind":"Field","name":{"kind":"Name","value":"participantSummary"}},{"kind":"Field","name":{"kind":"Name","value":"arms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"type"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"PRIMARY"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"measure"}},{"kind":"Field","name":{"kind":"Name","value":"timeFrame"}}]}}]}}]} as unknown as DocumentNode<DesignFragment, unknown>;
export const CompareTwoStudiesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CompareTwoStudies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"first"},"name":{"kind":"Name","value":"study"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"nctId"},"value":{"kind":"StringValue","value":"NCT02888704","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Design"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"second"},"name":{"kind":"Name","value":"study"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"nctId"},"value":{"kind":"StringValue","value":"NCT99000003","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Design"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Design"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Study"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nctId"}},{"kind":"Field","name":{"kind":"Name","value":"briefTitle"}},{"kind":"Field","name":{"kind":"Name","value":"overallStatus"}},{"kind":"Field","name":{"kind":"Name","value":"phases"}},{"kind":"Field","name":{"kind":"Name","value":"participantSummary"}},{"kind":"Field","name":{"kind":"Name","value":"arms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"type"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"type"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"PRIMARY"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"measure"}},{"kind":"Field","name":{"kind":"Name","value":"timeFrame"}}]}}]}}]} as unknown as DocumentNode<CompareTwoStudiesQuery, CompareTwoStudiesQueryVariables>;
export const RecruitingStudiesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RecruitingStudies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"studies"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"condition"},"value":{"kind":"StringValue","value":"depression","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"overallStatus"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"RECRUITING"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nctId"}},{"kind":"Field","name":{"kind":"Name","value":"briefTitle"}},{"kind":"Field","name":{"kind":"Name","value":"overallStatus"}},{"kind":"Field","name":{"kind":"Name","value":"phases"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCursor"}},{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"origin"}}]}}]}}]}}]} as unknown as DocumentNode<RecruitingStudiesQuery, RecruitingStudiesQueryVariables>;
export const ResultsOfAStudyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ResultsOfAStudy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"study"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"nctId"},"value":{"kind":"StringValue","value":"NCT99000003","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"briefTitle"}},{"kind":"Field","name":{"kind":"Name","value":"hasResults"}},{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"type"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"PRIMARY"}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"measure"}},{"kind":"Field","name":{"kind":"Name","value":"timeFrame"}},{"kind":"Field","name":{"kind":"Name","value":"results"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"paramType"}},{"kind":"Field","name":{"kind":"Name","value":"unitOfMeasure"}},{"kind":"Field","name":{"kind":"Name","value":"classes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"categories"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"measurements"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"group"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"spread"}}]}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ResultsOfAStudyQuery, ResultsOfAStudyQueryVariables>;
export const StudyPageDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"StudyPage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"study"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"nctId"},"value":{"kind":"StringValue","value":"NCT02888704","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"briefTitle"}},{"kind":"Field","name":{"kind":"Name","value":"overallStatus"}},{"kind":"Field","name":{"kind":"Name","value":"phases"}},{"kind":"Field","name":{"kind":"Name","value":"participantSummary"}},{"kind":"Field","name":{"kind":"Name","value":"conditions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"arms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"interventions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"measure"}},{"kind":"Field","name":{"kind":"Name","value":"timeFrame"}}]}},{"kind":"Field","name":{"kind":"Name","value":"eligibility"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"inclusion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}},{"kind":"Field","name":{"kind":"Name","value":"exclusion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"text"}}]}}]}}]}}]}}]} as unknown as DocumentNode<StudyPageQuery, StudyPageQueryVariables>;
export const WhatChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhatChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"study"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"nctId"},"value":{"kind":"StringValue","value":"NCT02888704","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nctId"}},{"kind":"Field","name":{"kind":"Name","value":"overallStatus"}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"seenAt"}},{"kind":"Field","name":{"kind":"Name","value":"versionDate"}},{"kind":"Field","name":{"kind":"Name","value":"differences"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"items"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"studyChanges"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nctId"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"seenAt"}},{"kind":"Field","name":{"kind":"Name","value":"study"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"briefTitle"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WhatChangedQuery, WhatChangedQueryVariables>;
export const WhereFromDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhereFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"registry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reachable"}},{"kind":"Field","name":{"kind":"Name","value":"apiVersion"}},{"kind":"Field","name":{"kind":"Name","value":"dataTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"mirror"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"studyCount"}},{"kind":"Field","name":{"kind":"Name","value":"isFresh"}},{"kind":"Field","name":{"kind":"Name","value":"isComplete"}},{"kind":"Field","name":{"kind":"Name","value":"lastCompleteRun"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"dataTimestamp"}},{"kind":"Field","name":{"kind":"Name","value":"registryCount"}},{"kind":"Field","name":{"kind":"Name","value":"mirrorCount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"study"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"nctId"},"value":{"kind":"StringValue","value":"NCT02888704","block":false}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nctId"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"fetchedAt"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}}]}}]}}]} as unknown as DocumentNode<WhereFromQuery, WhereFromQueryVariables>;