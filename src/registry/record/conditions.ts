import { From, Link, Part, RecordType } from '../mapping.ts';
import { View } from '../view.ts';
import { MeshTerm } from './mesh.ts';
import { meshLink, meshTermsOf } from './mesh-match.ts';

const AT = 'protocolSection.conditionsModule';

@RecordType('Condition', {
  at: `${AT}.conditions`,
  description: 'A disease, disorder, injury or other matter of health that the study is about.',
})
export class Condition extends View {
  @From(() => String, '', 'The name as recorded.', { required: true })
  name!: string;

  @Link(
    () => [MeshTerm],
    meshLink('conditionBrowseModule', ['']),
    'MeSH terms that the registry found under this very name. Broader matches of the study are in `conditionBrowse`.',
  )
  get meshTerms(): readonly MeshTerm[] {
    return meshTermsOf(this.root, 'conditionBrowseModule', this.name);
  }
}

/** What the study is about, in keywords. */
@Part(AT)
export class ConditionsPart extends View {
  @From(() => [Condition], 'conditions', 'The diseases or other matters of health that the study is about.')
  conditions!: Condition[];

  @From(() => [String], 'keywords', 'Further words under which the study should be found.')
  keywords!: string[];
}
