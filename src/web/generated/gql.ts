/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query CompareTwoStudies {\n  first: study(nctId: \"NCT02888704\") {\n    ...Design\n  }\n  second: study(nctId: \"NCT99000003\") {\n    ...Design\n  }\n}\n\nfragment Design on Study {\n  nctId\n  briefTitle\n  overallStatus\n  phases\n  participantSummary\n  arms {\n    label\n    type\n  }\n  outcomes(type: [PRIMARY]) {\n    measure\n    timeFrame\n  }\n}": typeof types.CompareTwoStudiesDocument,
    "query RecruitingStudies {\n  studies(\n    filter: {condition: \"depression\", overallStatus: [RECRUITING]}\n    first: 10\n  ) {\n    totalCount\n    nodes {\n      nctId\n      briefTitle\n      overallStatus\n      phases\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n    source {\n      origin\n    }\n  }\n}": typeof types.RecruitingStudiesDocument,
    "query ResultsOfAStudy {\n  study(nctId: \"NCT99000003\") {\n    briefTitle\n    hasResults\n    outcomes(type: [PRIMARY]) {\n      measure\n      timeFrame\n      results {\n        title\n        paramType\n        unitOfMeasure\n        classes {\n          title\n          categories {\n            measurements {\n              group {\n                title\n              }\n              value\n              spread\n            }\n          }\n        }\n      }\n    }\n  }\n}": typeof types.ResultsOfAStudyDocument,
    "query StudyPage {\n  study(nctId: \"NCT02888704\") {\n    briefTitle\n    overallStatus\n    phases\n    participantSummary\n    conditions {\n      name\n    }\n    arms {\n      label\n      interventions {\n        name\n      }\n    }\n    outcomes {\n      measure\n      timeFrame\n    }\n    eligibility {\n      inclusion {\n        text\n      }\n      exclusion {\n        text\n      }\n    }\n  }\n}": typeof types.StudyPageDocument,
    "query WhatChanged {\n  study(nctId: \"NCT02888704\") {\n    nctId\n    overallStatus\n    history(last: 10) {\n      totalCount\n      nodes {\n        kind\n        seenAt\n        versionDate\n        differences {\n          path\n          items\n          kind\n          before\n          after\n        }\n      }\n    }\n  }\n  studyChanges(first: 10) {\n    totalCount\n    nodes {\n      nctId\n      kind\n      seenAt\n      study {\n        briefTitle\n      }\n    }\n  }\n}": typeof types.WhatChangedDocument,
    "query WhereFrom {\n  registry {\n    reachable\n    apiVersion\n    dataTimestamp\n    mirror {\n      studyCount\n      isFresh\n      isComplete\n      lastCompleteRun {\n        endedAt\n        dataTimestamp\n        registryCount\n        mirrorCount\n      }\n    }\n  }\n  study(nctId: \"NCT02888704\") {\n    nctId\n    source {\n      origin\n      fetchedAt\n      stale\n    }\n  }\n}": typeof types.WhereFromDocument,
};
const documents: Documents = {
    "query CompareTwoStudies {\n  first: study(nctId: \"NCT02888704\") {\n    ...Design\n  }\n  second: study(nctId: \"NCT99000003\") {\n    ...Design\n  }\n}\n\nfragment Design on Study {\n  nctId\n  briefTitle\n  overallStatus\n  phases\n  participantSummary\n  arms {\n    label\n    type\n  }\n  outcomes(type: [PRIMARY]) {\n    measure\n    timeFrame\n  }\n}": types.CompareTwoStudiesDocument,
    "query RecruitingStudies {\n  studies(\n    filter: {condition: \"depression\", overallStatus: [RECRUITING]}\n    first: 10\n  ) {\n    totalCount\n    nodes {\n      nctId\n      briefTitle\n      overallStatus\n      phases\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n    source {\n      origin\n    }\n  }\n}": types.RecruitingStudiesDocument,
    "query ResultsOfAStudy {\n  study(nctId: \"NCT99000003\") {\n    briefTitle\n    hasResults\n    outcomes(type: [PRIMARY]) {\n      measure\n      timeFrame\n      results {\n        title\n        paramType\n        unitOfMeasure\n        classes {\n          title\n          categories {\n            measurements {\n              group {\n                title\n              }\n              value\n              spread\n            }\n          }\n        }\n      }\n    }\n  }\n}": types.ResultsOfAStudyDocument,
    "query StudyPage {\n  study(nctId: \"NCT02888704\") {\n    briefTitle\n    overallStatus\n    phases\n    participantSummary\n    conditions {\n      name\n    }\n    arms {\n      label\n      interventions {\n        name\n      }\n    }\n    outcomes {\n      measure\n      timeFrame\n    }\n    eligibility {\n      inclusion {\n        text\n      }\n      exclusion {\n        text\n      }\n    }\n  }\n}": types.StudyPageDocument,
    "query WhatChanged {\n  study(nctId: \"NCT02888704\") {\n    nctId\n    overallStatus\n    history(last: 10) {\n      totalCount\n      nodes {\n        kind\n        seenAt\n        versionDate\n        differences {\n          path\n          items\n          kind\n          before\n          after\n        }\n      }\n    }\n  }\n  studyChanges(first: 10) {\n    totalCount\n    nodes {\n      nctId\n      kind\n      seenAt\n      study {\n        briefTitle\n      }\n    }\n  }\n}": types.WhatChangedDocument,
    "query WhereFrom {\n  registry {\n    reachable\n    apiVersion\n    dataTimestamp\n    mirror {\n      studyCount\n      isFresh\n      isComplete\n      lastCompleteRun {\n        endedAt\n        dataTimestamp\n        registryCount\n        mirrorCount\n      }\n    }\n  }\n  study(nctId: \"NCT02888704\") {\n    nctId\n    source {\n      origin\n      fetchedAt\n      stale\n    }\n  }\n}": types.WhereFromDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query CompareTwoStudies {\n  first: study(nctId: \"NCT02888704\") {\n    ...Design\n  }\n  second: study(nctId: \"NCT99000003\") {\n    ...Design\n  }\n}\n\nfragment Design on Study {\n  nctId\n  briefTitle\n  overallStatus\n  phases\n  participantSummary\n  arms {\n    label\n    type\n  }\n  outcomes(type: [PRIMARY]) {\n    measure\n    timeFrame\n  }\n}"): (typeof documents)["query CompareTwoStudies {\n  first: study(nctId: \"NCT02888704\") {\n    ...Design\n  }\n  second: study(nctId: \"NCT99000003\") {\n    ...Design\n  }\n}\n\nfragment Design on Study {\n  nctId\n  briefTitle\n  overallStatus\n  phases\n  participantSummary\n  arms {\n    label\n    type\n  }\n  outcomes(type: [PRIMARY]) {\n    measure\n    timeFrame\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query RecruitingStudies {\n  studies(\n    filter: {condition: \"depression\", overallStatus: [RECRUITING]}\n    first: 10\n  ) {\n    totalCount\n    nodes {\n      nctId\n      briefTitle\n      overallStatus\n      phases\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n    source {\n      origin\n    }\n  }\n}"): (typeof documents)["query RecruitingStudies {\n  studies(\n    filter: {condition: \"depression\", overallStatus: [RECRUITING]}\n    first: 10\n  ) {\n    totalCount\n    nodes {\n      nctId\n      briefTitle\n      overallStatus\n      phases\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n    source {\n      origin\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ResultsOfAStudy {\n  study(nctId: \"NCT99000003\") {\n    briefTitle\n    hasResults\n    outcomes(type: [PRIMARY]) {\n      measure\n      timeFrame\n      results {\n        title\n        paramType\n        unitOfMeasure\n        classes {\n          title\n          categories {\n            measurements {\n              group {\n                title\n              }\n              value\n              spread\n            }\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query ResultsOfAStudy {\n  study(nctId: \"NCT99000003\") {\n    briefTitle\n    hasResults\n    outcomes(type: [PRIMARY]) {\n      measure\n      timeFrame\n      results {\n        title\n        paramType\n        unitOfMeasure\n        classes {\n          title\n          categories {\n            measurements {\n              group {\n                title\n              }\n              value\n              spread\n            }\n          }\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query StudyPage {\n  study(nctId: \"NCT02888704\") {\n    briefTitle\n    overallStatus\n    phases\n    participantSummary\n    conditions {\n      name\n    }\n    arms {\n      label\n      interventions {\n        name\n      }\n    }\n    outcomes {\n      measure\n      timeFrame\n    }\n    eligibility {\n      inclusion {\n        text\n      }\n      exclusion {\n        text\n      }\n    }\n  }\n}"): (typeof documents)["query StudyPage {\n  study(nctId: \"NCT02888704\") {\n    briefTitle\n    overallStatus\n    phases\n    participantSummary\n    conditions {\n      name\n    }\n    arms {\n      label\n      interventions {\n        name\n      }\n    }\n    outcomes {\n      measure\n      timeFrame\n    }\n    eligibility {\n      inclusion {\n        text\n      }\n      exclusion {\n        text\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhatChanged {\n  study(nctId: \"NCT02888704\") {\n    nctId\n    overallStatus\n    history(last: 10) {\n      totalCount\n      nodes {\n        kind\n        seenAt\n        versionDate\n        differences {\n          path\n          items\n          kind\n          before\n          after\n        }\n      }\n    }\n  }\n  studyChanges(first: 10) {\n    totalCount\n    nodes {\n      nctId\n      kind\n      seenAt\n      study {\n        briefTitle\n      }\n    }\n  }\n}"): (typeof documents)["query WhatChanged {\n  study(nctId: \"NCT02888704\") {\n    nctId\n    overallStatus\n    history(last: 10) {\n      totalCount\n      nodes {\n        kind\n        seenAt\n        versionDate\n        differences {\n          path\n          items\n          kind\n          before\n          after\n        }\n      }\n    }\n  }\n  studyChanges(first: 10) {\n    totalCount\n    nodes {\n      nctId\n      kind\n      seenAt\n      study {\n        briefTitle\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhereFrom {\n  registry {\n    reachable\n    apiVersion\n    dataTimestamp\n    mirror {\n      studyCount\n      isFresh\n      isComplete\n      lastCompleteRun {\n        endedAt\n        dataTimestamp\n        registryCount\n        mirrorCount\n      }\n    }\n  }\n  study(nctId: \"NCT02888704\") {\n    nctId\n    source {\n      origin\n      fetchedAt\n      stale\n    }\n  }\n}"): (typeof documents)["query WhereFrom {\n  registry {\n    reachable\n    apiVersion\n    dataTimestamp\n    mirror {\n      studyCount\n      isFresh\n      isComplete\n      lastCompleteRun {\n        endedAt\n        dataTimestamp\n        registryCount\n        mirrorCount\n      }\n    }\n  }\n  study(nctId: \"NCT02888704\") {\n    nctId\n    source {\n      origin\n      fetchedAt\n      stale\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;