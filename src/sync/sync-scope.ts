import { canonicalJson } from '../mirror/record-diff.ts';
import { registryCriteria } from '../registry/essie.ts';
import type { StudyCriteria } from '../registry/study-filter.input.ts';
import { BadUserInput } from '../shared/errors.ts';
import { type Window, windowExpression } from './sync-window.ts';

/** What is copied: the whole registry, or the studies that meet a filter. */
export interface Scope {
  /** Canonical JSON of the filter; `{}` for everything. */
  readonly text: string;
  readonly isEverything: boolean;
  /** The filter as the registry's parameters. */
  readonly params: Readonly<Record<string, string>>;
}

/** Turns the JSON of a filter into one. @throws BadUserInput naming what is no part of a filter */
export type ReadFilter = (json: unknown) => StudyCriteria;

export const EVERYTHING = '{}';

/**
 * Reads a scope as people write it: `all`, a study filter as JSON, or an expression of the registry.
 * @throws BadUserInput saying what was wrong
 */
export function scopeOf(text: string, readFilter: ReadFilter): Scope {
  const criteria = criteriaOf(text.trim(), readFilter);
  const { params } = registryCriteria(criteria);
  const canonical = canonicalJson(criteria);
  return { text: canonical, isEverything: Object.keys(params).length === 0, params };
}

function criteriaOf(text: string, readFilter: ReadFilter): StudyCriteria {
  if (text === '' || text.toLowerCase() === 'all') return {};
  if (!text.startsWith('{')) return { essie: text };
  try {
    return readFilter(JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new BadUserInput(`The scope is no JSON: ${cause.message}.`, {
      argument: 'scope',
      expected: '{"condition":"asthma"}, an expression such as AREA[Phase]PHASE3, or all',
      cause,
    });
  }
}

/** The parameters of what is copied and meets one more expression. */
export function paramsWith({ params }: Scope, expression: string): Readonly<Record<string, string>> {
  const advanced = params['filter.advanced'];
  return {
    ...params,
    'filter.advanced': advanced === undefined ? expression : `(${advanced}) AND ${expression}`,
  };
}

export const windowParams = (scope: Scope, window: Window): Readonly<Record<string, string>> =>
  paramsWith(scope, windowExpression(window));
