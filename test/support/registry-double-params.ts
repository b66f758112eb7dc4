import { parseNctId } from '../../src/registry/nct-id.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { aggregateTest } from './registry-double-aggregate.ts';
import { QUERIES } from './registry-double-areas.ts';
import { type Expression, expression } from './registry-double-essie.ts';
import { circleOf, isWithin } from './registry-double-places.ts';
import { Refusal } from './registry-double-refusal.ts';
import type { Ranking } from './registry-double-sort.ts';
import { ExpressionFault } from './registry-double-tokens.ts';
import { aliasesOf, nctIdOf, valuesAt } from './registry-double-values.ts';

export type Test = (record: StudyRecord) => boolean;

const NCT_ID = /^[Nn][Cc][Tt]0*[1-9]\d{0,7}$/;
const ONLY_IDS = /^\s*nct\d+([,\s]+nct\d+)*\s*$/i;

const STATUSES = [
  'ACTIVE_NOT_RECRUITING',
  'COMPLETED',
  'ENROLLING_BY_INVITATION',
  'NOT_YET_RECRUITING',
  'RECRUITING',
  'SUSPENDED',
  'TERMINATED',
  'WITHDRAWN',
  'AVAILABLE',
  'NO_LONGER_AVAILABLE',
  'TEMPORARILY_NOT_AVAILABLE',
  'APPROVED_FOR_MARKETING',
  'WITHHELD',
  'UNKNOWN',
];

const listOf = (text: string): readonly string[] => text.split(/[,|]/).map(item => item.trim());

const parsed = (text: string, area: string, label: string): Expression => {
  try {
    return expression(text, area);
  } catch (error) {
    if (error instanceof ExpressionFault)
      throw new Refusal(`Error parsing query in ${label}: ${error.message}`);
    throw error;
  }
};

/** A record is found under its own id and under its aliases; one malformed id spoils the whole list. */
const byIds = (name: string, text: string): Test => {
  const ids = listOf(text);
  if (!ids.every(id => NCT_ID.test(id))) throw new Refusal(`Parameter \`${name}\` has incorrect format`);
  const wanted = new Set(ids.map(parseNctId));
  return record => [nctIdOf(record), ...aliasesOf(record)].some(id => wanted.has(id));
};

const byStatus = (text: string): Test => {
  const statuses = listOf(text);
  const unknown = statuses.find(status => !STATUSES.includes(status));
  if (unknown !== undefined)
    throw new Refusal(`Invalid value in parameter \`overallStatus\`: \`${unknown}\``);
  return record =>
    statuses.includes(String(valuesAt(record, 'protocolSection.statusModule.overallStatus')[0]));
};

const byDistance = (name: string, text: string): Test => {
  const circle = circleOf(/^distance\((.*)\)$/.exec(text)?.[1] ?? '');
  if (!circle) throw new Refusal(`Parameter \`${name}\` has incorrect format`);
  return record =>
    isWithin(valuesAt(record, 'protocolSection.contactsLocationsModule.locations.geoPoint'), circle);
};

const FILTERS: Readonly<Record<string, (name: string, text: string) => Test>> = {
  overallStatus: (_, text) => byStatus(text),
  ids: byIds,
  geo: byDistance,
  advanced: (_, text) => parsed(text, 'BasicSearch', 'advanced filter').test,
  // Ids of synonyms cannot be discovered, so nothing of ours asks for them.
  synonyms: () => () => true,
};

const filterOf = (name: string): ((text: string) => Test) | undefined => {
  const [, kind = ''] = /^(?:filter|postFilter)\.(\w+)$/.exec(name) ?? [];
  const make = FILTERS[kind];
  return make && (text => make(name, text));
};

const PLAIN = ['format', 'markupFormat', 'fields', 'sort', 'countTotal', 'pageSize', 'pageToken', 'geoDecay'];

const refuseUnknown = (params: URLSearchParams): void => {
  for (const name of params.keys()) {
    const known = PLAIN.includes(name) || name === 'aggFilters' || QUERIES[name] || filterOf(name);
    if (!known) throw new Refusal(`\`${name}\` is unknown parameter`);
  }
};

/** A list of ids finds, and ranks nothing. */
const queryOf = (name: string, text: string): Expression => {
  const { area = '', label = '' } = QUERIES[name] ?? {};
  return ONLY_IDS.test(text)
    ? { test: byIds(name, text.trim().replace(/[,\s]+/g, ',')), terms: [], tilts: [] }
    : parsed(text, area, label);
};

/** What the parameters of a search come to: the studies they find, and what makes some of them more relevant. */
export interface Search {
  readonly test: Test;
  readonly ranking: Ranking;
}

/** A query of ids alone switches the filters off, as the registry documents. Throws `Refusal`. */
export const searchOf = (params: URLSearchParams): Search => {
  refuseUnknown(params);
  const given = [...params].filter(([, text]) => text !== '');
  const queries = given.filter(([name]) => QUERIES[name]).map(([name, text]) => queryOf(name, text));
  const filters = given.flatMap(
    ([name, text]) => filterOf(name)?.(text) ?? (name === 'aggFilters' ? aggregateTest(text) : []),
  );
  const idsAlone = given.some(([name, text]) => QUERIES[name] && ONLY_IDS.test(text));
  const tests = [...queries.map(({ test }) => test), ...(idsAlone ? [] : filters)];
  return {
    test: record => tests.every(test => test(record)),
    ranking: {
      terms: queries.flatMap(({ terms }) => terms),
      tilts: queries.flatMap(({ tilts }) => tilts),
    },
  };
};
