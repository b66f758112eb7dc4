import { From, FromEnum, Part, RecordType } from '../mapping.ts';
import { View } from '../view.ts';
import { BrowseLeafRelevance } from './results-enums.ts';

const AT = 'derivedSection';
const MODULES = [`${AT}.conditionBrowseModule`, `${AT}.interventionBrowseModule`];
const inBoth = (...lists: string[]) => MODULES.flatMap(module => lists.map(list => `${module}.${list}`));

@RecordType('MeshTerm', {
  at: inBoth('meshes', 'ancestors'),
  description: 'A heading of MeSH, the thesaurus of the US National Library of Medicine.',
})
export class MeshTerm extends View {
  @From(() => String, 'id', 'The number of the heading in MeSH, such as `D003924`.')
  id?: string | null;

  @From(() => String, 'term', 'The heading itself, such as `Diabetes Mellitus, Type 2`.')
  term?: string | null;
}

@RecordType('BrowseLeaf', {
  at: inBoth('browseLeaves'),
  description: "A topic of the registry's own browse tree under which the study is listed.",
})
export class BrowseLeaf extends View {
  @From(() => String, 'id', "The registry's number of the topic, such as `M7115`.")
  topicId?: string | null;

  @From(() => String, 'name', 'The name of the topic.')
  name?: string | null;

  @From(
    () => String,
    'asFound',
    'The words of the study that led to the topic; absent where only a broader or related topic was found.',
  )
  asFound?: string | null;

  @FromEnum(() => BrowseLeafRelevance, 'relevance', 'How closely the topic fits the study.')
  relevance?: string | null;
}

@RecordType('BrowseBranch', {
  at: inBoth('browseBranches'),
  description: "A main branch of the registry's browse tree in which topics of the study lie.",
})
export class BrowseBranch extends View {
  @From(() => String, 'abbrev', 'The short sign of the branch, such as `BC18`.')
  abbrev?: string | null;

  @From(() => String, 'name', 'The name of the branch, such as `Nutritional and Metabolic Diseases`.')
  name?: string | null;
}

@RecordType('MeshBrowse', {
  at: MODULES,
  description: "Where the registry's indexing places the study: MeSH headings and topics of its browse tree.",
})
export class MeshBrowse extends View {
  @From(() => [MeshTerm], 'meshes', 'MeSH headings that the indexing found for the study.')
  meshes!: MeshTerm[];

  @From(() => [MeshTerm], 'ancestors', 'MeSH headings above those of `meshes`, each once.')
  ancestors!: MeshTerm[];

  @From(() => [BrowseLeaf], 'browseLeaves', 'Topics of the browse tree, found ones and related ones.')
  browseLeaves!: BrowseLeaf[];

  @From(() => [BrowseBranch], 'browseBranches', 'Main branches of the browse tree.')
  browseBranches!: BrowseBranch[];
}

/** Of these an index has one at the least. */
const INDEX_IDS = ['meshes.id', 'ancestors.id', 'browseLeaves.id', 'browseBranches.abbrev'];

/** MeSH headings and browse topics, which the registry derives. */
@Part(AT)
export class MeshPart extends View {
  @From(() => MeshBrowse, 'conditionBrowseModule', "MeSH headings and topics of the study's conditions.", {
    presence: INDEX_IDS,
  })
  conditionBrowse?: MeshBrowse | null;

  @From(
    () => MeshBrowse,
    'interventionBrowseModule',
    "MeSH headings and topics of the study's interventions.",
    { presence: INDEX_IDS },
  )
  interventionBrowse?: MeshBrowse | null;
}
