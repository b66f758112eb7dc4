import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A leaf of the registry's field tree: where it is, which nodes on the way are lists, what it holds. */
export interface Leaf {
  path: string;
  list: string[];
  type: string;
  enum?: string;
}
export interface FieldTree {
  leaves: Leaf[];
  enums: Record<string, string[]>;
}
export interface Group {
  id: string;
  title: string;
}
export interface Count {
  groupId: string;
  value: string;
}
interface Denom {
  units: string;
  counts: Count[];
}
interface Stat {
  groupId: string;
  numSubjects: string;
}
/** A baseline measure or a posted outcome measure: the parts that must agree with each other. */
export interface Measure {
  title: string;
  type?: string;
  timeFrame?: string;
  reportingStatus?: string;
  paramType?: string;
  groups?: Group[];
  denoms?: Denom[];
  classes?: { denoms?: Denom[]; categories: { measurements: Count[] }[] }[];
  analyses?: { groupIds: string[] }[];
}
interface Outcome {
  measure: string;
  timeFrame?: string;
}
interface Dated {
  date: string;
  type?: string;
}
interface Mesh {
  id?: string;
  term: string;
}
interface BrowseLeaf {
  name: string;
  asFound?: string;
}
interface AdverseEvent {
  term: string;
  stats: { groupId: string; numAffected: number; numAtRisk: number }[];
}
export interface EventGroup extends Group {
  seriousNumAffected: number;
  seriousNumAtRisk: number;
  otherNumAffected: number;
  otherNumAtRisk: number;
  deathsNumAffected?: number;
  deathsNumAtRisk?: number;
}
/** Only what the coherence checks read; the shape test reads everything else by path. */
export interface SampleRecord {
  protocolSection: {
    identificationModule: { nctId: string; nctIdAliases?: string[]; briefTitle: string };
    statusModule: {
      overallStatus: string;
      lastKnownStatus?: string;
      whyStopped?: string;
      expandedAccessInfo?: { nctId?: string; statusForNctId?: string };
      startDateStruct?: Dated;
      primaryCompletionDateStruct?: Dated;
      completionDateStruct?: Dated;
      studyFirstSubmitDate: string;
      studyFirstSubmitQcDate: string;
      studyFirstPostDateStruct: Dated;
      resultsFirstSubmitDate?: string;
      resultsFirstPostDateStruct?: Dated;
      lastUpdateSubmitDate: string;
      lastUpdatePostDateStruct: Dated;
    };
    conditionsModule?: { conditions: string[] };
    designModule?: {
      studyType?: string;
      nPtrsToThisExpAccNctId?: number;
      enrollmentInfo?: { count: number; type?: string };
    };
    armsInterventionsModule?: {
      armGroups?: { label: string; interventionNames?: string[] }[];
      interventions?: { type: string; name: string; armGroupLabels?: string[] }[];
    };
    outcomesModule?: {
      primaryOutcomes?: Outcome[];
      secondaryOutcomes?: Outcome[];
      otherOutcomes?: Outcome[];
    };
    eligibilityModule?: {
      eligibilityCriteria?: string;
      minimumAge?: string;
      maximumAge?: string;
      stdAges?: string[];
    };
    contactsLocationsModule?: { locations?: { country: string }[] };
  };
  resultsSection?: {
    participantFlowModule: {
      groups: Group[];
      periods: {
        milestones: { type: string; achievements: Stat[] }[];
        dropWithdraws?: { reasons: Stat[] }[];
      }[];
    };
    baselineCharacteristicsModule: { groups: Group[]; denoms: Denom[]; measures: Measure[] };
    outcomeMeasuresModule: { outcomeMeasures: Measure[] };
    adverseEventsModule: {
      eventGroups: EventGroup[];
      seriousEvents?: AdverseEvent[];
      otherEvents?: AdverseEvent[];
    };
  };
  documentSection?: {
    largeDocumentModule: {
      largeDocs: {
        typeAbbrev: string;
        hasProtocol: boolean;
        hasSap: boolean;
        hasIcf: boolean;
        filename: string;
      }[];
    };
  };
  derivedSection: {
    conditionBrowseModule?: { meshes: Mesh[]; ancestors?: Mesh[]; browseLeaves?: BrowseLeaf[] };
    interventionBrowseModule?: { meshes: Mesh[]; ancestors?: Mesh[]; browseLeaves?: BrowseLeaf[] };
  };
  hasResults: boolean;
}

const folder = fileURLToPath(new URL('../../src/mirror/sample', import.meta.url));
const treeFile = fileURLToPath(new URL('../registry/field-tree.json', import.meta.url));

export const fieldTree = JSON.parse(readFileSync(treeFile, 'utf8')) as FieldTree;

/** Every sample file: its name without the ending, and the record in it. */
export const samples = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .map(name => ({
    file: basename(name, '.json'),
    record: JSON.parse(readFileSync(join(folder, name), 'utf8')) as SampleRecord,
  }));

/** Calls `visit` with the dotted path and value of every node below (and of) `node`, list items under their list's path. */
export function walk(node: unknown, path: string, visit: (path: string, value: unknown) => void): void {
  visit(path, node);
  if (Array.isArray(node)) for (const item of node) walkItem(item, path, visit);
  else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) walk(value, path ? `${path}.${key}` : key, visit);
  }
}

function walkItem(item: unknown, path: string, visit: (path: string, value: unknown) => void): void {
  const inner = `${path}[]`;
  visit(inner, item);
  if (typeof item === 'object' && item !== null) {
    for (const [key, value] of Object.entries(item)) walk(value, `${path}.${key}`, visit);
  }
}

/** The sample of that number. */
export function sampleOf(nctId: string): SampleRecord | undefined {
  return samples.find(({ file }) => file === nctId)?.record;
}

export function idOf(record: SampleRecord): string {
  return record.protocolSection.identificationModule.nctId;
}

/** Asks `find` for the faults of every record; the answer names the study of each. */
export function faults(find: (record: SampleRecord) => string[]): string[] {
  return samples.flatMap(({ file, record }) => find(record).map(fault => `${file}: ${fault}`));
}

export function hasTwins(names: string[]): boolean {
  return new Set(names).size < names.length;
}
