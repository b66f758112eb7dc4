import type { RegistryContext } from './context.ts';
import type { MeshTerm } from './record/mesh.ts';
import type { Study } from './record/study.ts';
import { studyOf } from './study.loader.ts';
import type { StudyCriteria } from './study-filter.input.ts';

const MESH_SAMPLE = 50;
const BROWSE_MODULES = ['conditionBrowseModule', 'interventionBrowseModule'] as const;

/** Some studies that meet the criteria, to learn from what their records carry. */
export async function studiesWith(
  { registry, signal }: RegistryContext,
  criteria: StudyCriteria,
  fields: readonly string[],
  count = 1,
): Promise<readonly Study[]> {
  const search = { criteria, sort: [], count, cursor: null, backward: false, fields, wantsTotal: false };
  const { items } = await registry.source.search(search, signal);
  return items.map(({ found }) => studyOf(found));
}

/** Whether two names are the same but for case and outer blanks. */
export const sameName = (one: string | null | undefined, other: string): boolean =>
  one?.trim().toLowerCase() === other.trim().toLowerCase();

/** A MeSH heading as the registry's own studies carry it, with the headings above it; null where none does. */
export async function meshTermOf(
  context: RegistryContext,
  id: string,
): Promise<{ readonly term: MeshTerm; readonly above: readonly MeshTerm[] } | null> {
  const fields = BROWSE_MODULES.flatMap(module =>
    ['meshes', 'ancestors'].map(list => `derivedSection.${module}.${list}`),
  );
  const studies = await studiesWith(context, { meshHeading: id }, fields, MESH_SAMPLE);
  const indexes = studies.flatMap(({ conditionBrowse, interventionBrowse }) => [
    conditionBrowse,
    interventionBrowse,
  ]);
  const under = indexes.filter(index => index?.meshes.some(mesh => mesh.id === id)).map(index => index!);
  const term = indexes
    .flatMap(index => [...(index?.meshes ?? []), ...(index?.ancestors ?? [])])
    .find(mesh => mesh.id === id);
  if (!term) return null;
  const alone = under.find(index => index.meshes.length === 1);
  return { term, above: alone ? alone.ancestors : sharedByAll(under.map(index => index.ancestors)) };
}

const sharedByAll = ([first = [], ...rest]: readonly (readonly MeshTerm[])[]): readonly MeshTerm[] =>
  first.filter(({ id }) => rest.every(others => others.some(each => each.id === id)));
