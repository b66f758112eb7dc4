import { calledIn, distinct } from './record-generator-arms.ts';
import { dayNumber, isoDate } from './record-generator-dates.ts';
import { groupId, STOPPED } from './record-generator-draft.ts';
import { CONDITIONS } from './record-generator-names.ts';
import { dropAt, type MutableNode, setAt, there, valueAt } from './record-generator-objects.ts';
import { CITIES } from './record-generator-places.ts';
import { FIGURES, sources } from './record-generator-texts.ts';
import { capital, FACILITIES, NOUNS, TIMES } from './record-generator-words.ts';

/** From 0 to 1, the latter excluded. */
export type Random = () => number;
/** Changes the record and says where; null, and no change, where the record does not lend itself to it. */
export type Editor = (record: MutableNode, random: Random) => string | null;

const PROTOCOL = 'protocolSection';
const ID = `${PROTOCOL}.identificationModule`;
const STATUS = `${PROTOCOL}.statusModule`;
const DESIGN = `${PROTOCOL}.designModule`;
const CONDITION_NAMES = `${PROTOCOL}.conditionsModule.conditions`;
const ARM_GROUPS = `${PROTOCOL}.armsInterventionsModule.armGroups`;
const INTERVENTIONS = `${PROTOCOL}.armsInterventionsModule.interventions`;
const PRIMARY = `${PROTOCOL}.outcomesModule.primaryOutcomes`;
const SECONDARY = `${PROTOCOL}.outcomesModule.secondaryOutcomes`;
const LOCATIONS = `${PROTOCOL}.contactsLocationsModule.locations`;

const placeIn = (random: Random, list: readonly unknown[]): number => Math.floor(random() * list.length);
const pick = <T>(random: Random, list: readonly T[]): T => list[placeIn(random, list)]!;
const listAt = (record: MutableNode, path: string): MutableNode[] =>
  (valueAt(record, path) ?? []) as MutableNode[];
const statusOf = (record: MutableNode): unknown => valueAt(record, `${STATUS}.overallStatus`);

const STARTS = sources.prose.starts.slice(0, 1_000);
const prose = (random: Random, length: number): string => {
  const start = pick(random, STARTS);
  return sources.prose.text.slice(start, start + length).trimEnd();
};

const NEW_STATUSES = ['RECRUITING', 'ACTIVE_NOT_RECRUITING', 'COMPLETED', 'TERMINATED', 'SUSPENDED'];

/** Takes one item away. */
const removeFrom =
  (path: string): Editor =>
  (record, random) => {
    const list = listAt(record, path);
    if (list.length === 0) return null;
    const at = placeIn(random, list);
    if (list.length === 1) dropAt(record, path);
    else setAt(record, path, list.toSpliced(at, 1));
    return `${path}[${at}]`;
  };

/** Changes a key of one item. */
const editIn =
  (
    path: string,
    key: string,
    change: (before: unknown, random: Random, record: MutableNode) => unknown,
  ): Editor =>
  (record, random) => {
    const list = listAt(record, path);
    if (list.length === 0) return null;
    const at = placeIn(random, list);
    const item = list[at]!;
    item[key] = change(item[key], random, record);
    return `${path}[${at}].${key}`;
  };

const otherSiteStatus = (before: unknown, random: Random): string =>
  pick(
    random,
    ['RECRUITING', 'COMPLETED', 'WITHDRAWN'].filter(each => each !== before),
  );

/** The interventions go on naming the arm group. */
const amendLabel = (before: unknown, _random: Random, record: MutableNode): string => {
  const label = `${before} (Amended)`;
  for (const intervention of listAt(record, INTERVENTIONS)) {
    const labels = intervention['armGroupLabels'] as string[] | undefined;
    if (labels) intervention['armGroupLabels'] = labels.map(each => (each === before ? label : each));
  }
  return label;
};

const DROPPABLE = [
  `${PROTOCOL}.descriptionModule.detailedDescription`,
  `${PROTOCOL}.conditionsModule.keywords`,
  `${ID}.acronym`,
  `${PROTOCOL}.ipdSharingStatementModule`,
  `${PROTOCOL}.referencesModule`,
  `${PROTOCOL}.oversightModule`,
  `${PROTOCOL}.eligibilityModule.healthyVolunteers`,
];

/** By what an edit does. The part before the dash is what it touches: no two edits of one change touch the same. */
export const EDITORS = {
  status: (record, random) => {
    const before = statusOf(record);
    const others = NEW_STATUSES.filter(each => each !== before);
    const status = pick(random, others);
    for (const path of [`${STATUS}.lastKnownStatus`, `${STATUS}.whyStopped`])
      if (valueAt(record, path) !== undefined) dropAt(record, path);
    if (STOPPED.includes(status)) setAt(record, `${STATUS}.whyStopped`, prose(random, 60));
    return setAt(record, `${STATUS}.overallStatus`, status);
  },

  // The completion moves on, so that it still follows the start.
  date: (record, random) => {
    const path = `${STATUS}.completionDateStruct.date`;
    const before = valueAt(record, path);
    if (typeof before !== 'string') return null;
    const after = isoDate(dayNumber(before) + 31 + Math.floor(random() * 400));
    return setAt(record, path, after.slice(0, before.length));
  },

  enrolment: (record, random) => {
    const path = `${DESIGN}.enrollmentInfo.count`;
    return setAt(record, path, Number(valueAt(record, path) ?? 0) + 1 + Math.floor(random() * 50));
  },

  // In the middle: what follows keeps its place among its own, and has another number.
  'location-added': (record, random) => {
    const list = listAt(record, LOCATIONS);
    const at = Math.floor(list.length / 2);
    const { city, state, country, geoPoint } = pick(random, CITIES);
    const location = there({
      facility: `${city} ${pick(random, FACILITIES)}`,
      status: statusOf(record) === 'RECRUITING' ? 'RECRUITING' : undefined,
      city,
      state: state || undefined,
      country,
      geoPoint: { ...geoPoint },
    });
    setAt(record, LOCATIONS, list.toSpliced(at, 0, location));
    return `${LOCATIONS}[${at}]`;
  },

  'location-removed': removeFrom(LOCATIONS),
  'location-status': editIn(LOCATIONS, 'status', otherSiteStatus),

  'location-order': record => {
    const list = listAt(record, LOCATIONS);
    const turned = [...list.slice(1), ...list.slice(0, 1)];
    if (JSON.stringify(turned) === JSON.stringify(list)) return null;
    return setAt(record, LOCATIONS, turned);
  },

  'arm-added': (record, random) => {
    const arms = listAt(record, ARM_GROUPS);
    const labels = new Set(arms.map(arm => String(arm['label'])));
    const label = distinct(labels, `Cohort ${arms.length + 1}`);
    const [intervention] = listAt(record, INTERVENTIONS);
    const interventionNames = intervention && [calledIn(intervention)];
    if (intervention)
      intervention['armGroupLabels'] = [...((intervention['armGroupLabels'] ?? []) as string[]), label];
    const arm = { label, type: 'OTHER', description: prose(random, 80), interventionNames };
    setAt(record, ARM_GROUPS, [...arms, there(arm)]);
    return `${ARM_GROUPS}[${arms.length}]`;
  },

  'arm-relabelled': editIn(ARM_GROUPS, 'label', amendLabel),
  'intervention-described': editIn(
    INTERVENTIONS,
    'description',
    (_, random) => `Amended: ${prose(random, 120)}`,
  ),

  'outcome-added': (record, random) => {
    const list = listAt(record, SECONDARY);
    const outcome = { measure: `Added: ${prose(random, 50)}`, timeFrame: capital(pick(random, TIMES)) };
    setAt(record, SECONDARY, [...list, outcome]);
    return `${SECONDARY}[${list.length}]`;
  },

  'outcome-removed': removeFrom(SECONDARY),

  'outcome-time-frame': (record, random) => {
    const [outcome] = listAt(record, PRIMARY);
    if (!outcome) return null;
    outcome['timeFrame'] = `${outcome['timeFrame'] ?? 'Week 1'} and ${pick(random, TIMES)}`;
    return `${PRIMARY}[0].timeFrame`;
  },

  // The first results of a study: the least that the registry would show.
  'results-posted': (record, random) => {
    const isOver = ['COMPLETED', 'TERMINATED'].includes(String(statusOf(record)));
    if (record['resultsSection'] !== undefined || !isOver) return null;
    const [outcome] = listAt(record, PRIMARY);
    const arms = listAt(record, ARM_GROUPS);
    const date = valueAt(record, `${STATUS}.lastUpdatePostDateStruct.date`);
    setAt(record, `${STATUS}.resultsFirstSubmitDate`, date);
    setAt(record, `${STATUS}.resultsFirstPostDateStruct`, { date, type: 'ACTUAL' });
    const titles = arms.length > 0 ? arms.map(arm => arm['label']) : ['All'];
    const groups = titles.map((title, n) => ({ id: groupId('OG', n), title }));
    const measurements = groups.map(({ id }) => ({ groupId: id, value: pick(random, FIGURES) }));
    const result = there({
      type: 'PRIMARY',
      title: outcome?.['measure'] ?? 'Overall survival',
      reportingStatus: 'POSTED',
      paramType: 'NUMBER',
      timeFrame: outcome?.['timeFrame'],
      groups,
      classes: [{ categories: [{ measurements }] }],
    });
    record['hasResults'] = true;
    return setAt(record, 'resultsSection', { outcomeMeasuresModule: { outcomeMeasures: [result] } });
  },

  'condition-added': (record, random) => {
    const present = (valueAt(record, CONDITION_NAMES) ?? []) as readonly string[];
    const name = pick(
      random,
      CONDITIONS.filter(each => !present.includes(each)),
    );
    setAt(record, CONDITION_NAMES, [...present, name]);
    return `${CONDITION_NAMES}[${present.length}]`;
  },

  title: (record, random) => {
    const path = `${ID}.briefTitle`;
    const title = `${valueAt(record, path) ?? 'A Study'}: ${capital(pick(random, NOUNS))} Amendment`;
    return setAt(record, path, title);
  },

  'key-dropped': (record, random) => {
    const present = DROPPABLE.filter(path => valueAt(record, path) !== undefined);
    return present.length === 0 ? null : dropAt(record, pick(random, present));
  },

  // A key no schema knows yet: the registry adds some now and then.
  'unknown-key': (record, random) => {
    const parent = pick(random, [STATUS, DESIGN, PROTOCOL]);
    const key = `novel${capital(pick(random, NOUNS)).replace('-', '')}`;
    return setAt(record, `${parent}.${key}`, { note: prose(random, 40) });
  },
} satisfies Record<string, Editor>;
