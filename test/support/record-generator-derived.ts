import { isoDate } from './record-generator-dates.ts';
import type { Draft } from './record-generator-draft.ts';
import { CONDITIONS, DRUGS } from './record-generator-names.ts';
import { listOf, type MutableNode, there } from './record-generator-objects.ts';
import { CITIES } from './record-generator-places.ts';
import { childOf, countAt, isThere, many, type Recipe, sometimes, under } from './record-generator-shapes.ts';
import { DISORDERS, DRUG_ENDS, DRUG_STARTS, SITES } from './record-generator-words.ts';

/** What the registry derives from a name: numbers of the same name are the same in every record. */
interface Vocabulary {
  readonly names: readonly string[];
  readonly first: number;
  readonly branch: string;
  /** The classes above a term, broad last, with the place they have among all classes. */
  readonly above: (index: number) => readonly (readonly [number, string])[];
}

const ORGAN_CLASSES = ['Diseases of Organs', 'Signs and Symptoms', 'Systemic Diseases'];
const DRUG_CLASSES = ['Enzyme Inhibitors', 'Anti-Infective Agents', 'Depressants', 'Hormones'];

const conditionTerms: Vocabulary = {
  names: CONDITIONS,
  first: 100_000,
  branch: 'BC',
  above: index => {
    const [site, disorder] = [index % SITES.length, Math.floor(index / SITES.length)];
    return [
      [site, `${SITES[site]} Diseases`],
      [100 + disorder, `${DISORDERS[disorder]}, Any Site`],
      [200, 'Pathologic Processes'],
      [201 + (index % 3), ORGAN_CLASSES[index % 3]!],
    ];
  },
};

const drugTerms: Vocabulary = {
  names: DRUGS,
  first: 500_000,
  branch: 'BX',
  above: index => {
    const end = Math.floor(index / DRUG_STARTS.length);
    return [
      [end, `Agents of Type ${DRUG_ENDS[end]}`],
      [100 + (index % 4), DRUG_CLASSES[index % 4]!],
      [110, 'Molecular Mechanisms of Pharmacological Action'],
      [111, 'Pharmacologic Actions'],
    ];
  },
};

const topicOf = ({ names, first }: Vocabulary, terms: readonly number[], n: number): MutableNode => {
  const isTerm = n < terms.length;
  const index = isTerm ? terms[n]! : (terms[0]! + n * 7) % names.length;
  const [id, name] = [`M${first / 100 + index}`, names[index]];
  return there({ id, name, asFound: isTerm ? name : undefined, relevance: isTerm ? 'HIGH' : 'LOW' });
};

const branchesOf = ({ branch }: Vocabulary, terms: readonly number[]): MutableNode[] => [
  ...[...new Set(terms.map(index => index % SITES.length))].map(site => ({
    abbrev: `${branch}${String(site + 1).padStart(2, '0')}`,
    name: `${SITES[site]} Diseases and Agents`,
  })),
  { abbrev: 'All', name: 'All Topics' },
];

/** A browse module: the terms of the study, what is above them and topics near by. */
const browse = (vocabulary: Vocabulary, firstOf: (draft: Draft) => number): Recipe =>
  sometimes((draft, node) => {
    const { names, first } = vocabulary;
    const leaves = childOf(node, 'browseLeaves');
    const count = Math.min(countAt(draft, childOf(node, 'meshes')), 6);
    const terms = listOf(count, n => (firstOf(draft) + n * SITES.length) % names.length);
    const above = new Map(terms.flatMap(vocabulary.above));
    const leafCount = Math.max(countAt(draft, leaves), terms.length);
    return {
      meshes: terms.map(index => ({ id: `D${first + index}`, term: names[index] })),
      ancestors: [...above].map(([place, term]) => ({ id: `D${first + 10_000 + place}`, term })),
      ...(isThere(draft, leaves) && {
        browseLeaves: listOf(leafCount, n => topicOf(vocabulary, terms, n)),
        browseBranches: branchesOf(vocabulary, terms),
      }),
    };
  });

/** Days between the steps of results that are not public yet. */
const submissions = many(({ updated, dice }) => {
  const release = updated - dice.between(40, 90);
  return { releaseDate: isoDate(release), ...(dice.chance(0.85) && { resetDate: isoDate(release + 25) }) };
});

export const derivedRecipes = under('derivedSection', {
  'miscInfoModule.versionHolder': draft => draft.versionHolder,
  'miscInfoModule.removedCountries': many(({ dice }) => dice.pick(CITIES).country),
  'miscInfoModule.submissionTracking.submissionInfos': submissions,
  conditionBrowseModule: browse(conditionTerms, draft => draft.condition),
  interventionBrowseModule: browse(drugTerms, draft => draft.drug),
});
