import type { Coverage, EssieNode, Expansion, Text } from '../../registry/essie-ast.ts';
import { type AreaField, areaFields } from '../../registry/search-areas.ts';
import type { Values } from './condition.ts';
import type { Synonyms } from './synonyms.ts';
import { type Asked, askedFor } from './text-query.ts';

/** What the operators to the left of a source have said. */
export interface Context {
  readonly fields: readonly AreaField[];
  readonly size: boolean;
  readonly coverage: Coverage | null;
  readonly expansion: Expansion | null;
}

/** What expressions are turned into SQL with. */
export interface Compiling {
  readonly synonyms: Synonyms;
  readonly values: Values;
}

export const contextOf = (area: string): Context => ({
  fields: areaFields(area)!,
  size: false,
  coverage: null,
  expansion: null,
});

/** The context a part of an expression stands in. */
export function contextBelow(node: EssieNode, context: Context): Context {
  switch (node.kind) {
    case 'area':
      return { ...context, fields: node.fields, size: node.size };
    case 'coverage':
      return { ...context, coverage: node.coverage };
    case 'expansion':
      return { ...context, expansion: node.expansion };
    default:
      return context;
  }
}

/** A text that an expression looks for. */
export interface TextInContext {
  readonly node: Text;
  readonly context: Context;
  /** It stands somewhere under a NOT. */
  readonly isNegated: boolean;
}

/** All texts that an expression looks for, from left to right. */
export function* textsIn(node: EssieNode, context: Context, isNegated = false): Generator<TextInContext> {
  if ('parts' in node) for (const part of node.parts) yield* textsIn(part, context, isNegated);
  else if ('part' in node)
    yield* textsIn(node.part, contextBelow(node, context), isNegated || node.kind === 'not');
  else if ('text' in node) yield { node, context, isNegated };
}

export const askedIn = (node: Text, { fields, coverage, expansion }: Context, synonyms: Synonyms): Asked =>
  askedFor(node.text, fields, node.kind === 'phrase', coverage, expansion, synonyms);
