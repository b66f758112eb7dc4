import { readFileSync } from 'node:fs';

/** One node of the registry's field tree. A branch has no type. */
export interface Field {
  readonly path: string;
  readonly piece: string;
  readonly type: string | undefined;
}

const readTree = (): readonly Field[] => {
  const text = readFileSync(new URL('registry-double-fields.txt', import.meta.url), 'utf8');
  const trail: string[] = [];
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const depth = line.length - line.trimStart().length;
      const [name = '', piece = '', type] = line.trim().split(' ');
      trail.splice(depth, trail.length, name);
      return { path: trail.join('.'), piece, type };
    });
};

const TREE = readTree();
const BY_PIECE = new Map(TREE.map(field => [field.piece, field]));
const BY_PATH = new Map(TREE.map(field => [field.path, field]));

/** The field a piece name means. */
export const fieldOfPiece = (piece: string): Field | undefined => BY_PIECE.get(piece);

/** The field a piece name or a dotted path means. */
export const fieldOf = (name: string): Field | undefined => BY_PATH.get(name) ?? BY_PIECE.get(name);

const ARMS = ['ArmGroupLabel', 'ArmGroupDescription', 'ArmGroupType'];
const TITLES = ['Acronym', 'BriefTitle', 'OfficialTitle'];
const CONDITIONS = ['Condition', 'ConditionMeshTerm', 'ConditionAncestorTerm', 'Keyword'];
const INTERVENTIONS = [
  'InterventionName',
  'InterventionOtherName',
  'InterventionMeshTerm',
  'InterventionAncestorTerm',
];
const OUTCOMES = [
  'PrimaryOutcomeMeasure',
  'SecondaryOutcomeMeasure',
  'OtherOutcomeMeasure',
  'OutcomeMeasureTitle',
];
const OUTCOME_TEXTS = ['PrimaryOutcomeDescription', 'SecondaryOutcomeDescription', 'OtherOutcomeDescription'];
const PLACES = ['LocationCity', 'LocationState', 'LocationCountry', 'LocationFacility', 'LocationZip'];
const IDS = ['NCTId', 'NCTIdAlias', 'OrgStudyId', 'SecondaryId'];
const SPONSORS = ['LeadSponsorName', 'CollaboratorName', 'OrgFullName'];

/** The search areas, without the weights and with the fields that matter to a test. */
export const AREAS: Readonly<Record<string, readonly string[]>> = {
  BasicSearch: [
    ...IDS,
    ...TITLES,
    ...CONDITIONS,
    ...INTERVENTIONS,
    ...ARMS,
    ...OUTCOMES,
    ...PLACES,
    ...SPONSORS,
    'BriefSummary',
    'Phase',
    'StudyType',
  ],
  ConditionSearch: [...CONDITIONS, 'BriefTitle', 'OfficialTitle', 'NCTId'],
  InterventionSearch: [
    ...INTERVENTIONS,
    ...ARMS,
    'InterventionType',
    'BriefTitle',
    'OfficialTitle',
    'Keyword',
    'InterventionDescription',
  ],
  InterventionNameSearch: ['InterventionName', 'InterventionOtherName'],
  OutcomeSearch: [...OUTCOMES, ...OUTCOME_TEXTS, 'OutcomeMeasureDescription'],
  OutcomeNameSearch: OUTCOMES,
  TitleSearch: TITLES,
  LocationSearch: PLACES,
  NCTIdSearch: ['NCTId', 'NCTIdAlias'],
  IdSearch: [...IDS, 'Acronym'],
  SponsorSearch: SPONSORS,
  EligibilitySearch: ['EligibilityCriteria', 'StudyPopulation'],
  PatientSearch: [...TITLES, ...CONDITIONS, ...INTERVENTIONS, 'BriefSummary', ...PLACES],
};

/** The search area behind each `query.*` parameter, and its name in error messages. */
export const QUERIES: Readonly<Record<string, { readonly area: string; readonly label: string }>> = {
  'query.cond': { area: 'ConditionSearch', label: 'Conditions or disease' },
  'query.term': { area: 'BasicSearch', label: 'Other terms' },
  'query.intr': { area: 'InterventionSearch', label: 'Intervention/treatment' },
  'query.titles': { area: 'TitleSearch', label: 'Title/acronym' },
  'query.outc': { area: 'OutcomeSearch', label: 'Outcome measure' },
  'query.spons': { area: 'SponsorSearch', label: 'Sponsor/collaborator' },
  'query.lead': { area: 'LeadSponsorName', label: 'Lead sponsor' },
  'query.locn': { area: 'LocationSearch', label: 'Location terms' },
  'query.id': { area: 'IdSearch', label: 'Study IDs' },
  'query.patient': { area: 'PatientSearch', label: 'Patient search' },
};

/** The dotted paths of all leaves. */
export const leafPaths = (): readonly string[] =>
  TREE.filter(({ type }) => type !== undefined).map(({ path }) => path);
