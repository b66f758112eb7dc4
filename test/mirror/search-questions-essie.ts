import { COVERAGES, EXPANSIONS } from '../../src/registry/essie-ast.ts';
import { SEARCH_AREAS } from '../../src/registry/search-areas.ts';
import type { Group } from './search-questions.ts';

/** Expressions to ask, one a line. */
const group = (name: string, lines: string): Group => ({
  name,
  questions: lines
    .trim()
    .split('\n')
    .map(line => ({ essie: line.trim() })),
});

/** What is looked for in each search area: it is found there, and not everywhere. */
const AREA_WORDS: Readonly<Record<string, string>> = {
  BasicSearch: 'heart failure',
  ConditionSearch: 'chronic disease',
  InterventionSearch: 'drug exercise',
  InterventionNameSearch: 'insulin',
  ObsoleteConditionSearch: 'heart failure',
  ExternalIdsSearch: '2010',
  ExternalIdTypesSearch: 'NIH',
  EligibilitySearch: 'pregnant women',
  OutcomeSearch: 'blood pressure',
  OutcomeNameSearch: 'blood pressure',
  TitleSearch: 'randomized trial',
  LocationSearch: 'university hospital',
  ContactSearch: 'john md',
  NCTIdSearch: 'NCT02888704',
  IdSearch: 'HEART',
  SponsorSearch: 'university hospital',
  FunderTypeSearch: 'INDUSTRY',
  ResponsiblePartySearch: 'principal investigator',
  PatientSearch: 'older adults',
};

const AREAS: Group = {
  name: 'search areas',
  questions: Object.keys(SEARCH_AREAS).flatMap(area => {
    const text = AREA_WORDS[area]!;
    const phrase = `"${text}"`;
    const forms = [text, phrase, `EXPANSION[None]${phrase}`, `NOT ${text}`, 'MISSING'];
    // Where an area has many fields, each record that has the words would be looked through.
    if (SEARCH_AREAS[area]!.length < 10) forms.push(`EXPANSION[Term]COVERAGE[StartsWith](${text})`);
    return forms.map(each => ({ essie: `AREA[${area}]${each}` }));
  }),
};

const OPERATORS = group(
  'operators',
  `
  ALL
  NOT ALL
  MISSING
  heart AND failure
  heart OR diabetes
  heart AND NOT failure
  NOT heart AND NOT diabetes
  NOT NOT heart
  heart OR NOT failure
  heart AND failure OR diabetes AND insulin
  (heart OR diabetes) AND (insulin OR exercise)
  AREA[ConditionAncestorId]EXPANSION[Term]"D009369s"
  AREA[ConditionAncestorId]EXPANSION[None]"D009369s"
  AREA[ConditionMeshId]EXPANSION[None]COVERAGE[FullMatch]"d003876"
  AREA[BriefTitle](heart AND (failure OR disease) AND NOT chronic)
  NOT AREA[Condition](heart OR AREA[Keyword]heart)
  AREA[Condition]heart OR AREA[Condition:size]RANGE[5,MAX]
  TILT[StartDate]heart
  TILT[LastUpdatePostDate]AREA[Condition]heart
  SEARCH[Study]AREA[Condition]heart
  SEARCH[Study](heart AND NOT failure)
  AREA[WhyStopped]MISSING AND AREA[OverallStatus]TERMINATED
  NOT AREA[WhyStopped]MISSING
  \\AND
  \\(x\\) \\"y\\"
  "heart failure" AND "reduced ejection"
  "ejection fraction" OR "systolic dysfunction"
  NOT "heart failure"
  AREA[BriefTitle]"+/-"
  AREA[BriefTitle]%
  AREA[BriefTitle]"%"
  AREA[OfficialTitle]®
  AREA[Sex]""
  AREA[BriefTitle]""
  AREA[BriefTitle]" "
  NOT AREA[BriefTitle]""
  AREA[Phase]Phase 2
  AREA[Phase]phase2
  AREA[Phase]"PHASE2 PHASE3"
  AREA[OverallStatus](COMPLETED OR TERMINATED)
  AREA[StdAge](CHILD AND ADULT AND NOT OLDER_ADULT)`,
);

const TEXTS = ['kidney failure', 'failure kidney', 'asthma', '"heart failure"', '"dyspnea"'];

/** Those that can stand together. */
const isAgreed = (coverage: string, expansion: string): boolean =>
  expansion !== 'Lossy' && (expansion !== 'Relaxation' || coverage === 'Contains');

const COVERED: Group = {
  name: 'coverage and expansion',
  questions: [
    ...EXPANSIONS.flatMap(expansion => TEXTS.map(text => `EXPANSION[${expansion}](${text})`)),
    ...COVERAGES.flatMap(coverage =>
      EXPANSIONS.filter(expansion => isAgreed(coverage, expansion)).flatMap(expansion =>
        ['Condition', 'TitleSearch', 'PrimaryOutcomeTimeFrame'].flatMap(area =>
          ['heart disease', '"heart disease"', 'dyspnea'].map(
            text => `AREA[${area}]COVERAGE[${coverage}]EXPANSION[${expansion}](${text})`,
          ),
        ),
      ),
    ),
    ...COVERAGES.map(coverage => `COVERAGE[${coverage}]EXPANSION[Term]"kidney failure"`),
    'EXPANSION[None]AREA[Condition]diabetes OR diabetic',
    'EXPANSION[None](dyspnea OR EXPANSION[Term]asthmas)',
    'AREA[Keyword]COVER[FullMatch]"heart failure"',
    'AREA[Phase]COVERAGE[FullMatch]PHASE2',
    'AREA[Phase]COVERAGE[StartsWith]PHASE2',
  ].map(essie => ({ essie })),
};

const LOCATIONS = group(
  'locations',
  `
  SEARCH[Location]AREA[LocationCity]Boston
  SEARCH[Location]AREA[LocationCity](Boston OR Berlin)
  SEARCH[Location](AREA[LocationCity]Boston AND AREA[LocationStatus]RECRUITING)
  SEARCH[Location](AREA[LocationCity]Boston AND AREA[LocationState]Massachusetts AND AREA[LocationFacility]hospital)
  SEARCH[Location](AREA[LocationCountry]"United States" AND NOT AREA[LocationState]California)
  SEARCH[Location](NOT AREA[LocationCountry]"United States")
  SEARCH[Location]NOT AREA[LocationCountry]"United States"
  NOT SEARCH[Location]AREA[LocationCountry]"United States"
  NOT SEARCH[Location](AREA[LocationCountry]Germany AND AREA[LocationCity]Berlin)
  SEARCH[Location]NOT (AREA[LocationCountry]Germany OR AREA[LocationCity]Berlin)
  SEARCH[Location](AREA[LocationFacility]MISSING AND AREA[LocationCity]Boston)
  SEARCH[Location]AREA[LocationStatus]MISSING
  SEARCH[Location]AREA[LocationContact]MISSING
  asthma AND SEARCH[Location](AREA[LocationCity]Boston AND NOT AREA[LocationContactName]MISSING AND AREA[LocationZip]RANGE[MIN,MAX])
  SEARCH[Location](AREA[LocationContactName]john AND AREA[LocationCountry]Canada)
  asthma AND SEARCH[Location]AREA[LocationContactName:size]RANGE[1,2]
  asthma AND SEARCH[Location](AREA[LocationContact:size]2 AND AREA[LocationCountry]"United States")
  SEARCH[Location](AREA[LocationCity]Boston AND AREA[Condition]heart)
  SEARCH[Location](AREA[LocationCity]Boston OR AREA[Condition]heart)
  SEARCH[Location]AREA[Condition]heart
  SEARCH[Location](AREA[Condition]MISSING OR AREA[StartDate]RANGE[2020,MAX])
  SEARCH[Location](AREA[EnrollmentCount]RANGE[10,100] AND AREA[LocationCity]Paris)
  SEARCH[Location](AREA[LocationSearch]boston hospital)
  SEARCH[Location]AREA[LocationSearch]"new york"
  SEARCH[Location](boston asthma)
  SEARCH[Location]ALL
  SEARCH[Location]NOT ALL
  SEARCH[Location](SEARCH[Study]AREA[LocationCity]Boston AND AREA[LocationCity]Berlin)
  SEARCH[Study](AREA[LocationCity]Boston AND AREA[LocationCity]Berlin)
  SEARCH[Location]AREA[LocationGeoPoint]DISTANCE[42.36,-71.06,30mi]
  SEARCH[Location](AREA[LocationGeoPoint]DISTANCE[42.36,-71.06,30mi] AND AREA[LocationStatus]RECRUITING)
  SEARCH[Location](AREA[LocationGeoPoint]DISTANCE[42.36,-71.06,30] AND NOT AREA[LocationCity]Boston)
  SEARCH[Location](NOT AREA[LocationGeoPoint]DISTANCE[0,0,12000km])
  AREA[LocationGeoPoint]DISTANCE[51.5,-0.12,50km]
  AREA[LocationGeoPoint]DISTANCE[0,0,0km]
  AREA[LocationGeoPoint]DISTANCE[90,0,5000km]
  AREA[LocationGeoPoint]DISTANCE[-90,180,9000km]
  NOT AREA[LocationGeoPoint]DISTANCE[51.5,-0.12,1000km]
  asthma AND SEARCH[Location]AREA[LocationGeoPoint]MISSING
  SEARCH[Location](EXPANSION[None]COVERAGE[FullMatch](AREA[LocationCity]"new york" AND AREA[LocationState]"new york"))
  SEARCH[Location]COVERAGE[StartsWith](AREA[LocationFacility]university AND AREA[LocationCountry]united)
  SEARCH[Location]COVERAGE[EndsWith](AREA[LocationFacility]hospital AND AREA[LocationCity]york)
  SEARCH[Location]AREA[LocationFacility](university hospital)`,
);

const VALUES = group(
  'dates, numbers, ages, sizes and truths',
  `
  AREA[StartDate]RANGE[2010,2012]
  AREA[StartDate]RANGE[2010-02,2010-02]
  AREA[StartDate]RANGE[2010-02-10,2010-03-09]
  AREA[StartDate]RANGE[02/10/2010,03/09/2010]
  AREA[StartDate]RANGE[2010-02,12/31/2011]
  AREA[StartDate]RANGE[MIN,2005-06]
  AREA[StartDate]RANGE[2024-02-29,MAX]
  AREA[StartDate]RANGE[MIN,MAX]
  AREA[StartDate]RANGE[2015,2010]
  NOT AREA[StartDate]RANGE[2010,MAX]
  AREA[StartDate]2019
  AREA[StartDate]2019-06
  AREA[StartDate]"2019-06-01"
  AREA[StartDate]201
  AREA[StatusVerifiedDate]RANGE[2019-06,2019-06]
  AREA[LargeDocUploadDate]RANGE[2020-01-01,2021]
  AREA[LargeDocUploadDate]2021
  AREA[EnrollmentCount]100
  AREA[EnrollmentCount]"100"
  AREA[EnrollmentCount]100.0
  AREA[EnrollmentCount]hundred
  AREA[EnrollmentCount]RANGE[-5,10.5]
  AREA[EnrollmentCount]RANGE[1000,MAX]
  AREA[EnrollmentCount]RANGE[99999999,99999999]
  AREA[SeriousEventStatsNumAffected]RANGE[100,200]
  AREA[MinimumAge]18 Years
  AREA[MinimumAge]"216 months"
  AREA[MinimumAge]RANGE[6 months, 2 years]
  AREA[MinimumAge]RANGE[MIN,27 days]
  AREA[MaximumAge]RANGE[100 years,MAX]
  AREA[MaximumAge]young
  AREA[TargetDuration]RANGE[1 year,5 years]
  AREA[TargetDuration]6 Months
  AREA[Condition:size]1
  AREA[Condition:size]RANGE[3,5]
  AREA[Condition:size]RANGE[MIN,MAX]
  AREA[Keyword:size]0
  AREA[Location:size]RANGE[100,MAX]
  AREA[LocationContactName:size]3
  AREA[Phase:size]2
  AREA[ConditionSearch:size]3
  AREA[ProtocolSection:size]1
  AREA[ResultsSection:size]0
  AREA[HasResults]true
  AREA[HasResults]TRUE
  AREA[HasResults]"false"
  AREA[HasResults]yes
  AREA[HealthyVolunteers]false
  AREA[OversightHasDMC]true AND AREA[IsFDARegulatedDrug]false
  AREA[LocationGeoPoint]RANGE[MIN,MAX]
  AREA[ResultsSection]MISSING
  AREA[ResultsSection]RANGE[MIN,MAX]
  AREA[ResultsSection]heart
  AREA[protocolSection.designModule.phases]PHASE2
  AREA[protocolSection.descriptionModule]MISSING`,
);

export const EXPRESSIONS: readonly Group[] = [AREAS, OPERATORS, COVERED, LOCATIONS, VALUES];
