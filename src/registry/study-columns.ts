import { BadUserInput } from '../shared/errors.ts';
import { editDistance } from './essie-fault.ts';
import { Study } from './record/study.ts';
import { fieldAt, fieldNamed, isManyValued, RECORD_FIELDS, type RecordField } from './record-fields.ts';
import { NCT_ID, NCT_ID_ALIASES, valuesAt } from './record-paths.ts';
import type { FoundRecord } from './study.source.ts';

/** One value of a study in a flat table. */
export interface StudyColumn {
  readonly name: string;
  /** The record paths that are read for it. */
  readonly paths: readonly string[];
  /** Null where the study has nothing here; a list where it can have several values; an object for a branch. */
  read(found: FoundRecord): unknown;
}

const IDENTIFICATION = 'protocolSection.identificationModule';
const STATUS = 'protocolSection.statusModule';
const SPONSORS = 'protocolSection.sponsorCollaboratorsModule';
const DESIGN = 'protocolSection.designModule';
const INTERVENTIONS = 'protocolSection.armsInterventionsModule';
const OUTCOMES = 'protocolSection.outcomesModule';
const ELIGIBILITY = 'protocolSection.eligibilityModule';
const LOCATIONS = 'protocolSection.contactsLocationsModule.locations';

/** A record path, or what is worked out of several. */
type Source = string | Omit<StudyColumn, 'name'>;

const computed = (paths: readonly string[], value: (study: Study) => unknown): Source => ({
  paths,
  read: ({ record }) => value(new Study(record)) ?? null,
});

/** The columns of a table for which none were named, in this order. */
const USUAL: Readonly<Record<string, Source>> = {
  nctId: NCT_ID,
  briefTitle: `${IDENTIFICATION}.briefTitle`,
  officialTitle: `${IDENTIFICATION}.officialTitle`,
  acronym: `${IDENTIFICATION}.acronym`,
  overallStatus: `${STATUS}.overallStatus`,
  whyStopped: `${STATUS}.whyStopped`,
  studyType: `${DESIGN}.studyType`,
  phases: `${DESIGN}.phases`,
  conditions: 'protocolSection.conditionsModule.conditions',
  keywords: 'protocolSection.conditionsModule.keywords',
  interventions: computed(
    [`${INTERVENTIONS}.interventions.type`, `${INTERVENTIONS}.interventions.name`],
    ({ treatments }) => treatments,
  ),
  leadSponsor: `${SPONSORS}.leadSponsor.name`,
  leadSponsorClass: `${SPONSORS}.leadSponsor.class`,
  collaborators: `${SPONSORS}.collaborators.name`,
  // Nothing where the record has the number that stands for unknown.
  enrollment: computed([`${DESIGN}.enrollmentInfo.count`], ({ enrollment }) => enrollment?.count),
  sex: `${ELIGIBILITY}.sex`,
  minimumAge: `${ELIGIBILITY}.minimumAge`,
  maximumAge: `${ELIGIBILITY}.maximumAge`,
  healthyVolunteers: `${ELIGIBILITY}.healthyVolunteers`,
  allocation: `${DESIGN}.designInfo.allocation`,
  interventionModel: `${DESIGN}.designInfo.interventionModel`,
  masking: `${DESIGN}.designInfo.maskingInfo.masking`,
  primaryPurpose: `${DESIGN}.designInfo.primaryPurpose`,
  startDate: `${STATUS}.startDateStruct.date`,
  primaryCompletionDate: `${STATUS}.primaryCompletionDateStruct.date`,
  completionDate: `${STATUS}.completionDateStruct.date`,
  studyFirstPostDate: `${STATUS}.studyFirstPostDateStruct.date`,
  resultsFirstPostDate: `${STATUS}.resultsFirstPostDateStruct.date`,
  lastUpdatePostDate: `${STATUS}.lastUpdatePostDateStruct.date`,
  hasResults: 'hasResults',
  countries: {
    paths: [`${LOCATIONS}.country`],
    read: ({ record }) => [...new Set(valuesAt(record, `${LOCATIONS}.country`.split('.')))],
  },
  locationCount: { paths: [LOCATIONS], read: ({ record }) => valuesAt(record, LOCATIONS.split('.')).length },
  primaryOutcomes: `${OUTCOMES}.primaryOutcomes.measure`,
  secondaryOutcomes: `${OUTCOMES}.secondaryOutcomes.measure`,
  orgStudyId: `${IDENTIFICATION}.orgStudyIdInfo.id`,
  secondaryIds: `${IDENTIFICATION}.secondaryIdInfos.id`,
  conditionMeshTerms: 'derivedSection.conditionBrowseModule.meshes.term',
  interventionMeshTerms: 'derivedSection.interventionBrowseModule.meshes.term',
  url: computed([NCT_ID], ({ registryUrl }) => registryUrl),
};

/** Columns that have to be named. */
const FURTHER: Readonly<Record<string, Source>> = {
  nctIdAliases: NCT_ID_ALIASES,
  organization: `${IDENTIFICATION}.organization.fullName`,
  lastKnownStatus: `${STATUS}.lastKnownStatus`,
  briefSummary: 'protocolSection.descriptionModule.briefSummary',
  detailedDescription: 'protocolSection.descriptionModule.detailedDescription',
  enrollmentType: `${DESIGN}.enrollmentInfo.type`,
  observationalModel: `${DESIGN}.designInfo.observationalModel`,
  timePerspective: `${DESIGN}.designInfo.timePerspective`,
  arms: `${INTERVENTIONS}.armGroups.label`,
  otherOutcomes: `${OUTCOMES}.otherOutcomes.measure`,
  eligibilityCriteria: `${ELIGIBILITY}.eligibilityCriteria`,
  standardAges: `${ELIGIBILITY}.stdAges`,
  cities: {
    paths: [`${LOCATIONS}.city`],
    read: ({ record }) => [...new Set(valuesAt(record, `${LOCATIONS}.city`.split('.')))],
  },
  versionHolder: 'derivedSection.miscInfoModule.versionHolder',
  origin: { paths: [], read: ({ origin }) => origin },
  fetchedAt: { paths: [], read: ({ fetchedAt }) => fetchedAt.toISOString() },
};

const columnOf = (name: string, source: Source): StudyColumn =>
  typeof source === 'string' ? fieldColumn(name, fieldAt(source)!) : { name, ...source };

const columnsOf = (table: Readonly<Record<string, Source>>): readonly StudyColumn[] =>
  Object.entries(table).map(([name, source]) => columnOf(name, source));

function fieldColumn(name: string, field: RecordField): StudyColumn {
  const isMany = isManyValued(field);
  const steps = field.path.split('.');
  return {
    name,
    paths: [field.path],
    read: ({ record }) => {
      const values = valuesAt(record, steps);
      return isMany || values.length > 1 ? values : (values[0] ?? null);
    },
  };
}

export const USUAL_COLUMNS = columnsOf(USUAL);

/** The columns with names of their own. */
export const STUDY_COLUMNS = [...USUAL_COLUMNS, ...columnsOf(FURTHER)];

const BY_NAME = new Map(STUDY_COLUMNS.map(column => [column.name, column]));

/**
 * The columns of these names; a dotted path of the registry's field tree and the name of a piece is one of its own.
 * @throws BadUserInput for an unknown or a repeated name
 */
export function columnsNamed(names: readonly string[]): readonly StudyColumn[] {
  return names.map((name, i) => {
    if (names.indexOf(name) < i)
      throw new BadUserInput(`\`columns\` names \`${name}\` twice.`, { argument: 'columns' });
    const column = BY_NAME.get(name);
    if (column) return column;
    const field = fieldNamed(name);
    if (field) return fieldColumn(name, field);
    throw unknownColumn(name);
  });
}

const MOST_SHOWN = 60;

function unknownColumn(name: string): BadUserInput {
  const near = nearestNames(name);
  const hint = near.length === 0 ? '' : ` Near to it: ${near.map(each => `\`${each}\``).join(', ')}.`;
  return new BadUserInput(
    `\`columns\` names \`${name.slice(0, MOST_SHOWN)}\`, which is neither a column nor a field of the registry.${hint}`,
    { argument: 'columns', expected: near.length === 0 ? 'nctId, briefTitle and others' : near.join(', ') },
  );
}

const MOST_NEAR = 3;

/** The known names that are most like this one, the nearest first. */
function nearestNames(name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const most = Math.max(2, Math.floor(wanted.length / 3));
  const known = [...BY_NAME.keys(), ...RECORD_FIELDS.flatMap(({ piece, path }) => [piece, path])];
  return [...new Set(known)]
    .map(each => ({ each, distance: distanceBetween(wanted, each.toLowerCase(), most) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_NEAR)
    .map(({ each }) => each);
}

/** Edits from one to the other; a name within the other is near, the more of it the nearer. */
function distanceBetween(wanted: string, known: string, most: number): number {
  if (wanted.length > 2 && (known.includes(wanted) || wanted.includes(known)))
    return 1 - Math.min(wanted.length, known.length) / Math.max(wanted.length, known.length);
  // Names of another length are as far apart as the lengths, and need not be compared.
  return Math.abs(known.length - wanted.length) > most
    ? Number.POSITIVE_INFINITY
    : editDistance(wanted, known);
}
