import type { EssieNode } from '../../src/registry/essie-ast.ts';
import { asText, phrase } from '../../src/registry/essie-text.ts';

/** An expression without places and resolved fields: what the text says. */
export type Tree = { readonly kind: string; readonly [key: string]: unknown };

export const treeOf = (node: EssieNode): Tree => {
  const { at: _, ...rest } = node;
  if ('parts' in rest) return { ...rest, parts: rest.parts.map(treeOf) };
  if (!('part' in rest)) return rest;
  if (rest.kind === 'tilt') return { kind: 'tilt', field: rest.field.piece, part: treeOf(rest.part) };
  if (rest.kind !== 'area') return { ...rest, part: treeOf(rest.part) };
  return { kind: 'area', name: rest.name, size: rest.size, part: treeOf(rest.part) };
};

export const words = (text: string): Tree => ({ kind: 'words', text });
export const quoted = (text: string): Tree => ({ kind: 'phrase', text });
export const or = (...parts: readonly Tree[]): Tree => ({ kind: 'or', parts });
export const and = (...parts: readonly Tree[]): Tree => ({ kind: 'and', parts });
export const not = (part: Tree): Tree => ({ kind: 'not', part });
export const area = (name: string, part: Tree, size = false): Tree => ({ kind: 'area', name, size, part });
export const range = (low: string | null, high: string | null): Tree => ({ kind: 'range', low, high });

/**
 * Writes a tree as an expression, with parentheses where a part binds less than what it stands in.
 * @param gap blanks to put wherever they do not matter
 */
export const printed = (tree: Tree, gap = ''): string => {
  const isJunction = (each: Tree) => each.kind === 'or' || each.kind === 'and';
  const operand = (each: Tree) =>
    isJunction(each) ? `(${gap}${printed(each, gap)}${gap})` : printed(each, gap);
  const bracket = (name: string, body: unknown) => `${name}[${body}]${gap}${operand(tree['part'] as Tree)}`;
  switch (tree.kind) {
    case 'or':
    case 'and':
      return (tree['parts'] as readonly Tree[])
        .map(part => (tree.kind === 'or' && part.kind === 'and' ? printed(part, gap) : operand(part)))
        .join(` ${gap}${tree.kind.toUpperCase()}${gap} `);
    case 'not':
      return `NOT ${gap}${operand(tree['part'] as Tree)}`;
    case 'area':
      return bracket('AREA', `${tree['name']}${tree['size'] ? ':size' : ''}`);
    case 'search':
      return bracket('SEARCH', tree['document']);
    case 'coverage':
      return bracket('COVERAGE', tree['coverage']);
    case 'expansion':
      return bracket('EXPANSION', tree['expansion']);
    case 'tilt':
      return bracket('TILT', tree['field']);
    case 'range':
      return `RANGE[${tree['low'] ?? 'MIN'},${gap}${tree['high'] ?? 'MAX'}]`;
    case 'distance':
      return `DISTANCE[${tree['lat']},${tree['lon']},${tree['km']}km]`;
    case 'words':
      return asText(tree['text'] as string);
    case 'phrase':
      return phrase(tree['text'] as string);
    default:
      return tree.kind.toUpperCase();
  }
};
