import type { StudyRecord } from '../../src/registry/study-record.ts';
import { Refusal } from './registry-double-refusal.ts';
import { valuesAt } from './registry-double-values.ts';

interface Aggregate {
  readonly path: string;
  readonly options: Readonly<Record<string, unknown>>;
}

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  results: { path: 'hasResults', options: { with: true, without: false } },
  phase: {
    path: 'protocolSection.designModule.phases',
    options: { 0: 'EARLY_PHASE1', 1: 'PHASE1', 2: 'PHASE2', 3: 'PHASE3', 4: 'PHASE4', NA: 'NA' },
  },
  status: {
    path: 'protocolSection.statusModule.overallStatus',
    options: {
      rec: 'RECRUITING',
      not: 'NOT_YET_RECRUITING',
      act: 'ACTIVE_NOT_RECRUITING',
      com: 'COMPLETED',
      ter: 'TERMINATED',
      enr: 'ENROLLING_BY_INVITATION',
      sus: 'SUSPENDED',
      wit: 'WITHDRAWN',
      unk: 'UNKNOWN',
    },
  },
  studyType: {
    path: 'protocolSection.designModule.studyType',
    options: { int: 'INTERVENTIONAL', obs: 'OBSERVATIONAL', exp: 'EXPANDED_ACCESS' },
  },
  sex: { path: 'protocolSection.eligibilityModule.sex', options: { f: 'FEMALE', m: 'MALE', all: 'ALL' } },
  healthy: { path: 'protocolSection.eligibilityModule.healthyVolunteers', options: { y: true } },
  ages: {
    path: 'protocolSection.eligibilityModule.stdAges',
    options: { child: 'CHILD', adult: 'ADULT', older: 'OLDER_ADULT' },
  },
};

const pairTest = (pair: string): ((record: StudyRecord) => boolean) => {
  const [id = '', options = ''] = pair.split(':');
  const aggregate = AGGREGATES[id];
  if (!aggregate) throw new Refusal(`Invalid value in parameter \`aggFilters\`: \`${id}\``);
  const wanted = options.split(' ').map(option => aggregate.options[option]);
  return record => valuesAt(record, aggregate.path).some(value => wanted.includes(value));
};

/** An unknown filter is refused; an unknown option of a known one finds nothing, and says nothing. */
export const aggregateTest = (text: string): ((record: StudyRecord) => boolean) => {
  const tests = text.split(/[,|]/).map(pairTest);
  return record => tests.every(test => test(record));
};
