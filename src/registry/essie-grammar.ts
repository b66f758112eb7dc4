import * as ohm from 'ohm-js';
import type { EssieNode, Junction, Span } from './essie-ast.ts';
import { contextNode, sourceNode } from './essie-bracket.ts';
import { checkMeaning } from './essie-check.ts';
import { explain } from './essie-diagnosis.ts';
import { checkDepth } from './essie-tokens.ts';

/** OR binds least, then AND, then NOT and the operators in brackets. Between tokens blanks do not matter. */
const GRAMMAR = String.raw`
  Essie {
    Expression = Or
    Or = And (or And)*
    And = Operand (and Operand)*
    Operand = not Operand      -- not
            | context Operand  -- context
            | "(" Or ")"       -- group
            | source

    source = phrase | bounds | all | missing | words
    phrase = "\"" (escape | ~"\"" ~"\\" any)* "\""
    bounds = ("RANGE" | "DISTANCE") "[" body "]"
    context = ("AREA" | "SEARCH" | "COVERAGE" | "COVER" | "EXPANSION" | "TILT") "[" body "]"
    body = (~"]" any)*
    words = word (space+ word)*
    word = ~(reserved ~part) part+
    part = escape | ~(space | "(" | ")" | "[" | "]" | "\"" | "," | "\\") any
    escape = "\\" any

    reserved = "AND" | "OR" | "NOT" | "AREA" | "SEARCH" | "COVERAGE" | "COVER" | "EXPANSION" | "TILT"
             | "RANGE" | "DISTANCE" | "MISSING" | "ALL"
    and = "AND" ~part
    or = "OR" ~part
    not = "NOT" ~part
    all = "ALL" ~part
    missing = "MISSING" ~part

    space := "\t".."\r" | " " | "\u{a0}" | "\u{1680}" | "\u{2000}".."\u{200a}" | "\u{2028}" | "\u{2029}"
           | "\u{202f}" | "\u{205f}" | "\u{3000}" | "\u{feff}"
  }`;

const spanOf = ({ startIdx, endIdx }: ohm.Interval): Span => ({ from: startIdx, to: endIdx });
const unescaped = (text: string): string => text.replace(/\\([\s\S])/g, '$1');

/** Words as meant, one blank between them; a blank after a backslash is part of a word. */
const wordsOf = (text: string): string => (text.match(/(?:\\[\s\S]|\S)+/g) ?? []).map(unescaped).join(' ');

function junction(kind: Junction['kind'], first: ohm.Node, rest: ohm.Node, at: Span): EssieNode {
  const parts = [first, ...rest.children].map(nodeOf);
  return parts.length === 1 ? parts[0]! : { kind, parts, at };
}

const nodeOf = (node: ohm.Node): EssieNode => node['node']();

const ACTIONS: ohm.ActionDict<EssieNode> = {
  Or(first, _or, rest) {
    return junction('or', first, rest, spanOf(this.source));
  },
  And(first, _and, rest) {
    return junction('and', first, rest, spanOf(this.source));
  },
  Operand_not(_not, operand) {
    return { kind: 'not', part: nodeOf(operand), at: spanOf(this.source) };
  },
  Operand_context(context, operand) {
    return contextNode(context.sourceString, () => nodeOf(operand), spanOf(this.source));
  },
  Operand_group(_open, inner, _close) {
    return nodeOf(inner);
  },
  phrase(_open, text, _close) {
    return { kind: 'phrase', text: unescaped(text.sourceString), at: spanOf(this.source) };
  },
  bounds(_name, _open, _body, _close) {
    return sourceNode(this.sourceString, spanOf(this.source));
  },
  all(_all) {
    return { kind: 'all', at: spanOf(this.source) };
  },
  missing(_missing) {
    return { kind: 'missing', at: spanOf(this.source) };
  },
  words(_first, _spaces, _rest) {
    return { kind: 'words', text: wordsOf(this.sourceString), at: spanOf(this.source) };
  },
};

interface Reader {
  readonly grammar: ohm.Grammar;
  readonly semantics: ohm.Semantics;
}
let reader: Reader | undefined;

/** Made when first needed: most runs never read an expression. */
function essie(): Reader {
  if (reader) return reader;
  const grammar = ohm.grammar(GRAMMAR);
  reader = { grammar, semantics: grammar.createSemantics().addOperation('node', ACTIONS) };
  return reader;
}

/**
 * Reads an expression of the registry's search language.
 * @throws EssieFault where it cannot be read or has no meaning
 */
export function parseEssie(text: string): EssieNode {
  checkDepth(text);
  const { grammar, semantics } = essie();
  const match = grammar.match(text);
  if (match.failed()) throw explain(text, match.getRightmostFailurePosition());
  const node: EssieNode = semantics(match)['node']();
  checkMeaning(node, text);
  return node;
}
