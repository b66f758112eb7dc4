import { recordEnum } from '../record-enum.ts';

export const MeasureParam = recordEnum(
  'MeasureParam',
  'What kind of figure a measure gives for each group.',
  {
    GEOMETRIC_MEAN: 'The geometric mean.',
    GEOMETRIC_LEAST_SQUARES_MEAN: 'The geometric mean, adjusted by a least-squares model.',
    LEAST_SQUARES_MEAN: 'The mean, adjusted by a least-squares model.',
    LOG_MEAN: 'The mean of the logarithms.',
    MEAN: 'The arithmetic mean.',
    MEDIAN: 'The median.',
    NUMBER: 'A plain number, such as a rate or a percentage.',
    COUNT_OF_PARTICIPANTS: 'How many participants.',
    COUNT_OF_UNITS: 'How many units other than participants, such as eyes or lesions.',
  },
);

export const MeasureDispersionType = recordEnum(
  'MeasureDispersionType',
  'How the spread of a baseline figure is expressed.',
  {
    NA: 'No spread applies.',
    STANDARD_DEVIATION: 'The standard deviation.',
    STANDARD_ERROR: 'The standard error.',
    INTER_QUARTILE_RANGE: 'The first and the third quartile.',
    FULL_RANGE: 'The smallest and the largest value.',
    CONFIDENCE_80: 'The limits of the 80 % confidence interval.',
    CONFIDENCE_90: 'The limits of the 90 % confidence interval.',
    CONFIDENCE_95: 'The limits of the 95 % confidence interval.',
    CONFIDENCE_975: 'The limits of the 97.5 % confidence interval.',
    CONFIDENCE_99: 'The limits of the 99 % confidence interval.',
    CONFIDENCE_OTHER: 'The limits of a confidence interval of another level.',
    GEOMETRIC_COEFFICIENT: 'The geometric coefficient of variation, in percent.',
  },
);

export const OutcomeMeasureType = recordEnum(
  'OutcomeMeasureType',
  'The rank of an outcome measure among the results.',
  {
    PRIMARY: 'A primary outcome measure of the protocol.',
    SECONDARY: 'A secondary outcome measure of the protocol.',
    OTHER_PRE_SPECIFIED: 'A further outcome measure laid down before the analysis.',
    POST_HOC: 'An outcome measure added after the data were known.',
  },
);

export const ReportingStatus = recordEnum(
  'ReportingStatus',
  'Whether the data of an outcome measure are public.',
  {
    NOT_POSTED: 'The data are announced for a later date.',
    POSTED: 'The data are here.',
  },
);

export const AnalysisDispersionType = recordEnum(
  'AnalysisDispersionType',
  'How the spread of an estimated effect is expressed.',
  {
    STANDARD_DEVIATION: 'The standard deviation.',
    STANDARD_ERROR_OF_MEAN: 'The standard error of the mean.',
  },
);

export const ConfidenceIntervalNumSides = recordEnum(
  'ConfidenceIntervalNumSides',
  'Whether a confidence interval is bounded on one side or on both.',
  {
    ONE_SIDED: 'Bounded on one side.',
    TWO_SIDED: 'Bounded on both sides.',
  },
);

export const NonInferiorityType = recordEnum(
  'NonInferiorityType',
  'The kind of hypothesis an analysis tests.',
  {
    SUPERIORITY: 'One group does better than another.',
    NON_INFERIORITY: 'One group does not do worse than another by more than a margin.',
    EQUIVALENCE: 'The groups differ by no more than a margin.',
    OTHER: 'Another kind, such as an estimate within one group.',
    NON_INFERIORITY_OR_EQUIVALENCE: 'Non-inferiority or equivalence, not told apart.',
    SUPERIORITY_OR_OTHER: 'Superiority or another kind, not told apart.',
    NON_INFERIORITY_OR_EQUIVALENCE_LEGACY: 'Non-inferiority or equivalence, as entered on an older form.',
    SUPERIORITY_OR_OTHER_LEGACY: 'Superiority or another kind, as entered on an older form.',
  },
);

export const EventAssessment = recordEnum('EventAssessment', 'How adverse events were looked for.', {
  NON_SYSTEMATIC_ASSESSMENT: 'As participants reported them of their own accord.',
  SYSTEMATIC_ASSESSMENT: 'By asking or examining everyone at set times.',
});

export const AgreementRestrictionType = recordEnum(
  'AgreementRestrictionType',
  'How far the sponsor may hold back what the investigator wants to publish.',
  {
    LTE60: 'For up to 60 days after it was submitted for review.',
    GT60: 'For more than 60 and up to 180 days after it was submitted for review.',
    OTHER: 'In another way, told in the details.',
  },
);

export const UnpostedEventType = recordEnum(
  'UnpostedEventType',
  'A step on the way of results that are not public yet.',
  {
    RESET: 'The registry sent the results back after its quality review.',
    RELEASE: 'The responsible party submitted the results.',
    UNRELEASE: 'The responsible party withdrew what it had submitted.',
  },
);

export const ViolationEventType = recordEnum(
  'ViolationEventType',
  'A step of the FDA on a breach of the duty to report.',
  {
    VIOLATION_IDENTIFIED: 'The FDA found a breach.',
    CORRECTION_CONFIRMED: 'The FDA confirmed that the breach was put right.',
    PENALTY_IMPOSED: 'The FDA imposed a penalty.',
    ISSUES_IN_LETTER_ADDRESSED_CONFIRMED: 'The FDA confirmed that the points of its letter were dealt with.',
  },
);

export const BrowseLeafRelevance = recordEnum(
  'BrowseLeafRelevance',
  'How closely a browse topic fits the study.',
  {
    LOW: 'A related topic.',
    HIGH: 'A topic found in the study itself.',
  },
);
