/** Fields of an item, in the order in which they are told. */
type Fields = readonly string[];

/** What makes an item of a list the one it is, in whatever place. */
interface Fielded {
  /** The fields that tell it from the others: the first of these lists in which the item has data. */
  readonly by: readonly Fields[];
  /** The same for the fields people call it by. */
  readonly named: readonly Fields[];
}

/** The identity of plain values: another value is another item. */
export const VALUE = 'VALUE';

export type Identity = Fielded | typeof VALUE;

const by = (...fields: Fields): Fielded => ({ by: [fields], named: [fields] });

/** As `by`, called by other fields than it is told by. */
const named = (identity: Fielded, ...fields: Fields): Fielded => ({
  by: identity.by,
  named: [fields, ...identity.named],
});

const GROUPS = named(by('id'), 'title');

const denoms = (parent: string) => ({
  [`${parent}.denoms`]: by('units'),
  [`${parent}.denoms.counts`]: by('groupId'),
});

/** A measure's figures: rows, their parts, and one figure for each group. */
const figures = (measures: string) => ({
  ...denoms(measures),
  [`${measures}.classes`]: by('title'),
  ...denoms(`${measures}.classes`),
  [`${measures}.classes.categories`]: by('title'),
  [`${measures}.classes.categories.measurements`]: by('groupId'),
});

const events = (list: string) => ({
  [list]: named(by('term', 'organSystem', 'sourceVocabulary'), 'term', 'organSystem'),
  [`${list}.stats`]: by('groupId'),
});

const terms = (module: string) => ({
  [`${module}.meshes`]: named(by('id'), 'term'),
  [`${module}.ancestors`]: named(by('id'), 'term'),
  [`${module}.browseLeaves`]: named(by('id'), 'name'),
  [`${module}.browseBranches`]: named(by('abbrev'), 'name'),
});

const IDENTIFICATION = 'protocolSection.identificationModule';
const ARMS = 'protocolSection.armsInterventionsModule';
const OUTCOMES = 'protocolSection.outcomesModule';
const CONTACTS = 'protocolSection.contactsLocationsModule';
const REFERENCES = 'protocolSection.referencesModule';
const FLOW = 'resultsSection.participantFlowModule';
const BASELINE = 'resultsSection.baselineCharacteristicsModule';
const RESULTS = 'resultsSection.outcomeMeasuresModule.outcomeMeasures';
const ADVERSE = 'resultsSection.adverseEventsModule';
const ANNOTATIONS = 'annotationSection.annotationModule';
const MISC = 'derivedSection.miscInfoModule';

/** Every list that the registry publishes, by its record path. */
const IDENTITIES: Readonly<Record<string, Identity>> = {
  [`${IDENTIFICATION}.nctIdAliases`]: VALUE,
  [`${IDENTIFICATION}.secondaryIdInfos`]: named(by('type', 'id'), 'id'),
  'protocolSection.sponsorCollaboratorsModule.collaborators': by('name'),
  'protocolSection.conditionsModule.conditions': VALUE,
  'protocolSection.conditionsModule.keywords': VALUE,
  'protocolSection.designModule.phases': VALUE,
  'protocolSection.designModule.designInfo.maskingInfo.whoMasked': VALUE,
  [`${ARMS}.armGroups`]: by('label'),
  [`${ARMS}.armGroups.interventionNames`]: VALUE,
  [`${ARMS}.interventions`]: named(by('type', 'name'), 'name'),
  [`${ARMS}.interventions.armGroupLabels`]: VALUE,
  [`${ARMS}.interventions.otherNames`]: VALUE,
  [`${OUTCOMES}.primaryOutcomes`]: by('measure', 'timeFrame'),
  [`${OUTCOMES}.secondaryOutcomes`]: by('measure', 'timeFrame'),
  [`${OUTCOMES}.otherOutcomes`]: by('measure', 'timeFrame'),
  'protocolSection.eligibilityModule.stdAges': VALUE,
  [`${CONTACTS}.centralContacts`]: named(by('name', 'email'), 'name'),
  [`${CONTACTS}.overallOfficials`]: by('name', 'affiliation'),
  [`${CONTACTS}.locations`]: by('facility', 'city', 'state', 'zip', 'country'),
  [`${CONTACTS}.locations.contacts`]: named(by('name', 'role'), 'name'),
  [`${REFERENCES}.references`]: { by: [['pmid'], ['citation']], named: [['pmid'], ['citation']] },
  [`${REFERENCES}.references.retractions`]: by('pmid'),
  [`${REFERENCES}.seeAlsoLinks`]: named(by('url'), 'label'),
  [`${REFERENCES}.availIpds`]: named(by('type', 'id', 'url'), 'type', 'id'),
  'protocolSection.ipdSharingStatementModule.infoTypes': VALUE,

  [`${FLOW}.groups`]: GROUPS,
  [`${FLOW}.periods`]: by('title'),
  [`${FLOW}.periods.milestones`]: by('type'),
  [`${FLOW}.periods.milestones.achievements`]: by('groupId'),
  [`${FLOW}.periods.dropWithdraws`]: by('type'),
  [`${FLOW}.periods.dropWithdraws.reasons`]: by('groupId'),
  [`${BASELINE}.groups`]: GROUPS,
  ...denoms(BASELINE),
  [`${BASELINE}.measures`]: by('title'),
  ...figures(`${BASELINE}.measures`),
  [RESULTS]: named(by('type', 'title', 'timeFrame'), 'title', 'timeFrame'),
  [`${RESULTS}.groups`]: GROUPS,
  ...figures(RESULTS),
  [`${RESULTS}.analyses`]: named(
    by('groupIds', 'statisticalMethod', 'paramType'),
    'statisticalMethod',
    'paramType',
  ),
  [`${RESULTS}.analyses.groupIds`]: VALUE,
  [`${ADVERSE}.eventGroups`]: GROUPS,
  ...events(`${ADVERSE}.seriousEvents`),
  ...events(`${ADVERSE}.otherEvents`),

  [`${ANNOTATIONS}.unpostedAnnotation.unpostedEvents`]: by('type', 'date'),
  // The day it was entered is there from the start; the others follow.
  [`${ANNOTATIONS}.violationAnnotation.violationEvents`]: by('type', 'creationDate'),
  'documentSection.largeDocumentModule.largeDocs': {
    by: [['filename'], ['typeAbbrev']],
    named: [['label', 'filename'], ['typeAbbrev']],
  },
  [`${MISC}.removedCountries`]: VALUE,
  [`${MISC}.submissionTracking.submissionInfos`]: by('releaseDate'),
  ...terms('derivedSection.conditionBrowseModule'),
  ...terms('derivedSection.interventionBrowseModule'),
};
// A map: a path such as `constructor` must find nothing.
const identities = new Map(Object.entries(IDENTITIES));

/** What the items of the list at a record path are known by; `undefined` where the registry publishes no such list. */
export const identityAt = (path: string): Identity | undefined => identities.get(path);

/**
 * The data of the first of these field lists in which an item has any: the number of the list, then a value for each
 * field, `undefined` where it lacks it. Empty where the item has none.
 */
export function dataOf(item: unknown, choices: readonly Fields[]): readonly unknown[] {
  if (typeof item !== 'object' || item === null) return [];
  for (const [number, fields] of choices.entries()) {
    const values = fields.map(field => (item as Readonly<Record<string, unknown>>)[field]);
    if (values.some(value => value != null)) return [number, ...values];
  }
  return [];
}

/** What people would call an item; where nothing names it, its place in the list: `#3`. */
export function nameOf(item: unknown, identity: Identity | undefined, place: number): string {
  const choices = typeof identity === 'object' ? identity.named : [];
  const parts = typeof item === 'object' ? dataOf(item, choices).slice(1) : [item];
  return parts.map(textOf).filter(Boolean).join(', ') || `#${place + 1}`;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'object' ? '' : String(value ?? '');
}
