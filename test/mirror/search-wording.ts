import { criteriaOf, textsOf } from '../../src/mirror/search/criteria-sql.ts';
import { type Synonyms, segmentsOf, synonymsFor } from '../../src/mirror/search/synonyms.ts';
import { QUERY_AREAS } from '../../src/registry/essie.ts';
import { parseEssie } from '../../src/registry/essie-grammar.ts';
import { fieldNamed } from '../../src/registry/record-fields.ts';
import { type AreaField, areaFields } from '../../src/registry/search-areas.ts';
import type { Database } from '../../src/store/database.ts';
import { and, area, not, or, printed, quoted, type Tree, treeOf, words } from '../support/essie-tree.ts';

/** Why the double has to be asked in other words to find what the mirror finds. */
export const REASONS = {
  SYNONYMS: 'the mirror knows other names of what a text names, the double has to be told them',
  SIZE_RANGE: 'the double does not know RANGE under `:size`, only single sizes',
  PATH: 'the double knows a field by the name of its piece only, and not by its path',
} as const;
export type Reason = keyof typeof REASONS;

/** What the operators to the left have said. */
interface Context {
  readonly fields: readonly AreaField[];
  readonly size: boolean;
  readonly coverage: string;
  readonly expansion: string;
}

export type Params = Readonly<Record<string, string>>;

export interface Wording {
  readonly params: Params;
  readonly reasons: ReadonlySet<Reason>;
}

const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

/** The parameters of a search in words that make the double find what the mirror should. */
export async function wordingOf(database: Database, params: Params): Promise<Wording> {
  const texts = textsOf(criteriaOf({ params }).questions).map(({ node }) => node.text);
  const synonyms = await synonymsFor(database, texts);
  const reasons = new Set<Reason>();
  const worded = Object.entries(params).map(([param, text]) => {
    const name = QUERY_AREAS[param];
    if (name === undefined) return [param, text];
    const context = { fields: areaFields(name)!, size: false, coverage: 'Contains', expansion: 'Concept' };
    return [param, printed(reworded(treeOf(parseEssie(text)), context, { synonyms, reasons }))];
  });
  return { params: reasons.size === 0 ? params : Object.fromEntries(worded), reasons };
}

interface Known {
  readonly synonyms: Synonyms;
  readonly reasons: Set<Reason>;
}

function reworded(tree: Tree, context: Context, known: Known): Tree {
  if (tree['parts'])
    return { ...tree, parts: (tree['parts'] as Tree[]).map(part => reworded(part, context, known)) };
  if (tree['part']) {
    const part = reworded(tree['part'] as Tree, contextBelow(tree, context), known);
    return { ...tree, ...named(tree, known), part };
  }
  if (tree.kind === 'range' && context.size) return sizesIn(tree, known);
  return tree.kind === 'words' || tree.kind === 'phrase' ? withOtherNames(tree, context, known) : tree;
}

function named({ name }: Tree, { reasons }: Known): Partial<Tree> {
  if (typeof name !== 'string' || !name.includes('.')) return {};
  reasons.add('PATH');
  return { name: fieldNamed(name)!.piece };
}

function contextBelow(tree: Tree, context: Context): Context {
  if (tree.kind === 'area')
    return { ...context, fields: areaFields(tree['name'] as string)!, size: tree['size'] === true };
  return tree.kind === 'coverage' || tree.kind === 'expansion'
    ? { ...context, [tree.kind]: tree[tree.kind] }
    : context;
}

/** So many values at most, as far as it matters: no list of a record is longer. */
const MOST = 5_000;

function sizesIn({ low, high }: Tree, { reasons }: Known): Tree {
  reasons.add('SIZE_RANGE');
  const sizes = (from: number, to: number): Tree =>
    or(...Array.from({ length: to - from + 1 }, (_, i) => words(String(from + i))));
  const [from, to] = [Number(low ?? 0), Math.min(Number(high ?? MOST), MOST)];
  if (high !== null) return from > to ? not({ kind: 'all' }) : sizes(from, to);
  return from === 0 ? { kind: 'all' } : not(sizes(0, from - 1));
}

/** A text, or one of its other names wherever the area looks for these. */
function withOtherNames(tree: Tree, context: Context, { synonyms, reasons }: Known): Tree {
  if (context.size || context.coverage !== 'Contains' || ['Term', 'None'].includes(context.expansion))
    return tree;
  const given = wordsIn(tree['text'] as string);
  // No value of a closed list is the name of anything.
  const open = context.fields.filter(({ synonyms, field }) => synonyms && field.kind !== 'enum');
  const names = (others: readonly string[]): Tree[] =>
    others.flatMap(other => open.map(({ field }) => area(field.piece, quoted(other))));
  const others = (own: Tree, list: readonly string[]): Tree => {
    if (list.length === 0 || open.length === 0) return own;
    reasons.add('SYNONYMS');
    return or(own, ...names(list));
  };
  if (tree.kind === 'phrase') return others(tree, synonyms.get(given.join(' ')) ?? []);
  const segments = segmentsOf(given, synonyms).map(segment =>
    others(words(segment.words.join(' ')), segment.others),
  );
  return segments.length === 0 ? tree : segments.length === 1 ? segments[0]! : and(...segments);
}
