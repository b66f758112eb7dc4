/** One tab GraphiQL opens with: `name` is the operation's name and so the tab's title. */
export interface Example {
  readonly name: string;
  readonly query: string;
}

const STUDY_PAGE = `# One study, as its page tells it.
query StudyPage {
  study(nctId: "NCT02888704") {
    briefTitle
    overallStatus
    phases
    # People and groups, in words.
    participantSummary
    conditions {
      name
    }
    arms {
      label
      interventions {
        name
      }
    }
    outcomes {
      measure
      timeFrame
    }
    # One long text, taken apart.
    eligibility {
      inclusion {
        text
      }
      exclusion {
        text
      }
    }
  }
}
`;

const RECRUITING_STUDIES = `# A search, ten studies at a time.
# For the next ten, add after: with
# the endCursor of this answer.
query RecruitingStudies {
  studies(
    filter: {
      condition: "atopic dermatitis"
      overallStatus: [RECRUITING]
    }
    first: 10
  ) {
    totalCount
    nodes {
      nctId
      briefTitle
      overallStatus
      phases
    }
    pageInfo {
      endCursor
      hasNextPage
    }
    # Who answered: the registry,
    # the local copy or the sample.
    source {
      origin
    }
  }
}
`;

const COMPARE_TWO_STUDIES = `# Two studies side by side: aliases name
# the answers, the fragment says once
# what is asked of both.
query CompareTwoStudies {
  first: study(nctId: "NCT02888704") {
    ...Design
  }
  second: study(nctId: "NCT99000003") {
    ...Design
  }
}

fragment Design on Study {
  nctId
  briefTitle
  overallStatus
  phases
  participantSummary
  arms {
    label
    type
  }
  outcomes(type: [PRIMARY]) {
    measure
    timeFrame
  }
}
`;

const RESULTS_OF_A_STUDY = `# What was measured, found from the
# outcome that had been promised.
query ResultsOfAStudy {
  study(nctId: "NCT99000003") {
    briefTitle
    hasResults
    outcomes(type: [PRIMARY]) {
      measure
      timeFrame
      # Empty until reported.
      results {
        title
        paramType
        unitOfMeasure
        classes {
          title
          categories {
            measurements {
              group {
                title
              }
              value
              spread
            }
          }
        }
      }
    }
  }
}
`;

const WHERE_FROM = `# Where the answers come from,
# and how fresh they are.
query WhereFrom {
  registry {
    reachable
    apiVersion
    dataTimestamp
  }
  study(nctId: "NCT02888704") {
    nctId
    source {
      origin
      fetchedAt
      # True: the registry could not be
      # asked, an older copy stands in.
      stale
    }
  }
}
`;

/** In the order of the tabs. Each text is a whole document and runs against the schema as it stands. */
export const EXAMPLES: readonly Example[] = [
  { name: 'StudyPage', query: STUDY_PAGE },
  { name: 'RecruitingStudies', query: RECRUITING_STUDIES },
  { name: 'CompareTwoStudies', query: COMPARE_TWO_STUDIES },
  { name: 'ResultsOfAStudy', query: RESULTS_OF_A_STUDY },
  { name: 'WhereFrom', query: WHERE_FROM },
];
