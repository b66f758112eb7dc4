import type { StudyRecord } from '../../src/registry/study-record.ts';
import { EDITORS, type Random } from './record-generator-editors.ts';
import type { MutableNode } from './record-generator-objects.ts';

type EditKind = keyof typeof EDITORS;

interface Edit {
  readonly kind: EditKind;
  /** The node that changed, such as `protocolSection.contactsLocationsModule.locations[3].status`. */
  readonly path: string;
}

interface Mutation {
  readonly record: StudyRecord;
  readonly edits: readonly Edit[];
}

export const EDIT_KINDS = Object.keys(EDITORS) as readonly EditKind[];

const touched = (kind: EditKind): string => kind.split('-')[0]!;

const shuffled = <T>(random: Random, list: readonly T[]): readonly T[] =>
  list
    .map(item => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);

/**
 * A changed copy of a record, with one to three edits of the kinds given; fewer only where the record does not lend
 * itself to them, as one without arm groups has none to relabel. The date of the last update stays as it was.
 * @param random from 0 to 1, the latter excluded: equal draws give equal changes
 */
export const mutate = (
  record: StudyRecord,
  random: Random,
  kinds: readonly EditKind[] = EDIT_KINDS,
): Mutation => {
  const copy = structuredClone(record) as MutableNode;
  const edits: Edit[] = [];
  const wanted = 1 + Math.floor(random() * 3);
  for (const kind of shuffled(random, kinds)) {
    if (edits.length === wanted) break;
    if (edits.some(edit => touched(edit.kind) === touched(kind))) continue;
    const path = EDITORS[kind](copy, random);
    if (path !== null) edits.push({ kind, path });
  }
  return { record: copy, edits };
};
