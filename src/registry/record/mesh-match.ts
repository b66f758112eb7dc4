import { type View, valueAt, viewsOf } from '../view.ts';
import { MeshTerm } from './mesh.ts';

interface Browse {
  readonly meshes?: readonly { readonly term?: string }[];
  readonly browseLeaves?: readonly { readonly name?: string; readonly asFound?: string }[];
}
export type BrowseModule = 'conditionBrowseModule' | 'interventionBrowseModule';

/** Where a link to MeSH terms leads and what decides which of them belong. */
export const meshLink = (module: BrowseModule, needs: readonly string[]) => {
  const at = `derivedSection.${module}`;
  return {
    target: [`${at}.meshes`],
    needs,
    study: [`${at}.meshes.term`, `${at}.browseLeaves.name`, `${at}.browseLeaves.asFound`],
  };
};

/**
 * The study's MeSH terms that the registry found under this very name: the term is the name, or a browse topic that
 * is called so, or was found by these words, has the term as its name. Case is ignored; nothing is guessed.
 */
export function meshTermsOf(root: View, module: BrowseModule, name: string): readonly MeshTerm[] {
  const { meshes = [], browseLeaves = [] } = (valueAt(root.record, ['derivedSection', module]) ??
    {}) as Browse;
  const wanted = folded(name);
  const topics = browseLeaves.filter(leaf => folded(leaf.asFound) === wanted || folded(leaf.name) === wanted);
  const terms = new Set([wanted, ...topics.map(leaf => folded(leaf.name))]);
  return viewsOf(
    MeshTerm,
    meshes.filter(mesh => terms.has(folded(mesh.term))),
    root,
  );
}

const folded = (text: string | undefined) => text?.toLowerCase();
