import type { RegistryContext } from './context.ts';
import type { MeshTerm } from './record/mesh.ts';
import type { Study } from './record/study.ts';
import { studyOf } from './study.loader.ts';
import type { StudyCriteria } from './study-filter.input.ts';

/** The registry compares names by their words alone, so the first study it finds may write the name otherwise. */
const NAME_SAMPLE = 20;
const MESH_SAMPLE = 50;
const MESH_LISTS = ['conditionBrowseModule', 'interventionBrowseModule'].flatMap(module =>
  ['meshes', 'ancestors'].map(list => `derivedSection.${module}.${list}`),
);

/** Some studies that meet the criteria, to learn from what their records carry. */
export async function studiesWith(
  { registry, signal }: RegistryContext,
  criteria: StudyCriteria,
  fields: readonly string[],
  count = NAME_SAMPLE,
): Promise<readonly Study[]> {
  const search = { criteria, sort: [], count, cursor: null, backward: false, fields, wantsTotal: false };
  const { items } = await registry.source.search(search, signal);
  return items.map(({ found }) => studyOf(found));
}

/** Whether two names are the same but for case and outer blanks. */
export const sameName = (one: string | null | undefined, other: string): boolean =>
  one?.trim().toLowerCase() === other.trim().toLowerCase();

interface PlacedTerm {
  readonly term: MeshTerm;
  /** Null where no study tells. */
  readonly above: readonly MeshTerm[] | null;
}
const asked = new WeakMap<RegistryContext, Map<string, Promise<PlacedTerm | null>>>();

/** A MeSH heading as studies carry it, with the headings above it; null where none does. Once for each request. */
export function meshTermOf(context: RegistryContext, id: string): Promise<PlacedTerm | null> {
  const known = asked.get(context) ?? new Map<string, Promise<PlacedTerm | null>>();
  asked.set(context, known);
  const answer = known.get(id) ?? findMeshTerm(context, id);
  known.set(id, answer);
  return answer;
}

async function findMeshTerm(context: RegistryContext, id: string): Promise<PlacedTerm | null> {
  const direct = await studiesWith(context, { meshHeadingItself: id }, MESH_LISTS, MESH_SAMPLE);
  const under = direct.flatMap(indexesOf).filter(({ meshes }) => meshes.some(mesh => mesh.id === id));
  const [first] = under;
  if (first) return { term: first.meshes.find(mesh => mesh.id === id)!, above: aboveOf(id, under) };
  const [below] = await studiesWith(context, { meshHeading: id }, MESH_LISTS, 1);
  const term =
    below &&
    indexesOf(below)
      .flatMap(({ ancestors }) => ancestors)
      .find(mesh => mesh.id === id);
  return term ? { term, above: null } : null; // which of the other ancestors are above it, nothing tells
}

interface MeshIndex {
  readonly meshes: readonly MeshTerm[];
  readonly ancestors: readonly MeshTerm[];
}
const indexesOf = ({ conditionBrowse, interventionBrowse }: Study): readonly MeshIndex[] =>
  [conditionBrowse, interventionBrowse].flatMap(index => index ?? []);

/**
 * A study lists what is above any of its headings. One that has this heading alone tells exactly; else it is what all
 * of them share, unless another heading is in all of them too and what they share may be above that one.
 */
function aboveOf(id: string, under: readonly MeshIndex[]): readonly MeshTerm[] | null {
  const alone = under.find(({ meshes }) => meshes.length === 1);
  if (alone) return alone.ancestors;
  const shared = sharedBy(under, 'ancestors');
  return shared.length === 0 || sharedBy(under, 'meshes').every(mesh => mesh.id === id) ? shared : null;
}

const sharedBy = ([first, ...rest]: readonly MeshIndex[], list: keyof MeshIndex): readonly MeshTerm[] =>
  (first?.[list] ?? []).filter(({ id }) => rest.every(other => other[list].some(each => each.id === id)));
