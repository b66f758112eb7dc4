import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { aliasesOf, nctIdOf } from '../support/registry-double-values.ts';
import { EXPRESSIONS } from './search-questions-essie.ts';
import { fieldQuestions } from './search-questions-fields.ts';

export interface Group {
  readonly name: string;
  readonly questions: readonly StudyCriteria[];
}

const SEOUL = { lat: 37.5665, lon: 126.978, distanceKm: 50 };
const BOSTON = { lat: 42.36, lon: -71.06, distanceKm: 30 };
const EUROPE = { lat: 48.2, lon: 11.5, distanceKm: 800 };
const BETWEEN_DAYS = { lat: -41.29, lon: 179.9, distanceKm: 800 };

type Values = { readonly [Part in keyof StudyCriteria]-?: readonly NonNullable<StudyCriteria[Part]>[] };

/** Each part of a filter with values to ask for, the first of which goes into the pairs. */
const VALUES: Values = {
  ids: [['NCT00000102', 'NCT02888704'], ['nct2888704']],
  term: ['heart failure', 'asthma', 'PHASE2', 'placebo NOT (drug)', 'NCT02888704 NCT00000102', 'Türkiye'],
  condition: ['heart', 'diabetes mellitus', 'type 2 diabetes', 'cancer', 'HFrEF', 'NCT02888704'],
  intervention: ['placebo', 'metformin', 'exercise training', 'DRUG', 'drugs', 'insulin glargine'],
  title: ['study', 'heart failure', 'a', 'Treatments of studies', '"quoted" [brackets], \\ AND'],
  outcome: ['mortality', 'quality of life', 'hba1c', 'change from baseline', 'six-minute walk'],
  sponsor: ['university', 'Bayer', 'novartis pharma', 'Assistance Publique - Hôpitaux de Paris'],
  leadSponsor: ['hospital', 'Pfizer', 'lilly', "pfizer's", 'NIH'],
  location: ['united states', 'boston massachusetts', '02115', 'seoul', 'Hospital Berlin', 'München'],
  country: ['United States', 'Korea', 'turkey', 'DE', 'germany', 'United Stat'],
  state: ['California', 'new york', 'Ontario', 'Île-de-France'],
  city: ['Boston', 'seoul', 'New York', 'York', 'São Paulo'],
  overallStatus: [['COMPLETED', 'TERMINATED'], ['RECRUITING'], ['WITHHELD'], ['AVAILABLE', 'UNKNOWN']],
  phase: [['PHASE2', 'PHASE3'], ['NA'], ['EARLY_PHASE1'], ['PHASE1']],
  studyType: [['INTERVENTIONAL'], ['OBSERVATIONAL', 'EXPANDED_ACCESS']],
  primaryPurpose: [['TREATMENT'], ['ECT', 'PREVENTION'], ['OTHER']],
  allocation: [['RANDOMIZED'], ['NA', 'NON_RANDOMIZED']],
  interventionModel: [['PARALLEL'], ['CROSSOVER', 'FACTORIAL'], ['SINGLE_GROUP']],
  masking: [['DOUBLE', 'NONE'], ['QUADRUPLE', 'TRIPLE'], ['SINGLE']],
  funderType: [['OTHER'], ['INDUSTRY', 'NIH'], ['FED', 'OTHER_GOV', 'NETWORK']],
  sex: [['ALL'], ['FEMALE'], ['MALE', 'ALL']],
  acceptsAge: [40, 0, 0.1, 2, 17.5, 18, 65, 150],
  healthyVolunteers: [false, true],
  hasResults: [true, false],
  hasDocuments: [false, true],
  enrollment: [{ from: 20 }, { from: 13, to: 108 }, { to: 0 }, { from: 1_000_000 }, { from: 100, to: 100 }],
  start: [{ from: '2010' }, { from: '2021', to: '2021' }, { to: '2008-10' }, { from: '2015-02-28' }],
  primaryCompletion: [{ to: '2023' }, { from: '2026-12' }, { from: '2012-02', to: '2012-02' }],
  completion: [{ from: '2005', to: '2024-06' }, { to: '2001' }],
  firstPosted: [
    { from: '2005-09-13', to: '2026' },
    { from: '2021-09-30', to: '2021-09-30' },
  ],
  resultsPosted: [{ from: '2009' }, { from: '2023', to: '2024-03-01' }],
  lastUpdate: [{ from: '2012-02' }, { from: '2024-02-29', to: '2024-02-29' }, { to: '2010' }],
  near: [EUROPE, SEOUL, { ...BOSTON, distanceKm: 0.1 }, BETWEEN_DAYS],
  recruitingNear: [EUROPE, BOSTON, SEOUL],
  meshTerm: ['D006333', 'D002318', 'D003924', 'C000001', 'D000007172'],
  essie: ['AREA[Phase]MISSING OR heart', 'NOT heart', 'AREA[Sex]"ALL"'],
  meshHeading: ['D002318'],
  meshHeadingItself: ['D006333', 'D002318'],
  conditionName: ['Heart Failure', 'heart', 'Diabetes Mellitus, Type 2', 'diabetes mellitus type 2'],
  interventionName: ['placebo', 'Metformin', 'Metformin 500 mg'],
  sponsorName: ['Pfizer', 'Mayo Clinic', 'Mayo', 'eli lilly AND company'],
};

const PARTS = Object.keys(VALUES) as (keyof StudyCriteria)[];

const alone = (part: keyof StudyCriteria): Group => ({
  name: `${part} alone`,
  questions: VALUES[part].map(value => ({ [part]: value })),
});

/** Every part beside the parts that stand so many places further on. */
const pairs = (distance: number): Group => ({
  name: `parts beside the one ${distance} further on`,
  questions: PARTS.map((part, i) => {
    const other = PARTS[(i + distance) % PARTS.length]!;
    return { [part]: VALUES[part][0], [other]: VALUES[other][0] };
  }),
});

/** What is said of locations holds for one and the same. */
const PLACES: readonly StudyCriteria[] = [
  { country: 'United States', city: 'Boston' },
  { country: 'Germany', city: 'Boston' },
  { country: 'USA', state: 'Massachusetts', city: 'Boston', near: BOSTON },
  { country: 'USA', city: 'San Diego', recruitingNear: { lat: 32.7, lon: -117.2, distanceKm: 200 } },
  { near: SEOUL, city: 'Incheon' },
  { near: EUROPE, recruitingNear: SEOUL },
  { near: EUROPE, country: 'Germany', location: 'university' },
  { overallStatus: ['RECRUITING'], country: 'Japan', term: 'cancer' },
  { phase: ['PHASE3'], hasResults: true, acceptsAge: 40, enrollment: { from: 100 }, masking: ['DOUBLE'] },
];

/** The numbers of the records themselves, and former ones. */
function numbers(records: readonly StudyRecord[]): Group {
  const some = records.filter((_, i) => i % 500 === 7).map(nctIdOf);
  const former = records.flatMap(aliasesOf).slice(0, 8);
  return {
    name: 'numbers',
    questions: [
      { ids: some },
      { ids: former },
      { ids: [...some, ...former, 'NCT77777777'], phase: ['PHASE2', 'NA'] },
      { term: former.join(', ') || 'NCT77777777' },
      ...some.flatMap(id => [{ term: id }, { essie: `AREA[NCTIdSearch]${id}` }]),
      ...former.map(id => ({ essie: `AREA[IdSearch]${id} OR AREA[NCTIdAlias]${id}` })),
    ],
  };
}

/** What both engines are asked, by what it is about. */
export const questionsOf = (records: readonly StudyRecord[]): readonly Group[] => [
  ...PARTS.map(alone),
  ...[1, 3, 8, 17].map(pairs),
  { name: 'parts about places, and several at once', questions: PLACES },
  numbers(records),
  ...EXPRESSIONS,
  ...fieldQuestions(records),
];
