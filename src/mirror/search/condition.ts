/** Collects the values of a statement and hands out their placeholders. */
export interface Values {
  readonly list: readonly unknown[];
  /** @returns the placeholder, such as `$3` */
  add(value: unknown): string;
}

export function createValues(): Values {
  const list: unknown[] = [];
  return { list, add: value => `$${list.push(value)}` };
}

/**
 * What must hold for a study, over `study_search as found`: a query of its words, which one index answers, or SQL. SQL
 * that comes to null counts as false.
 */
export type Condition =
  | { readonly kind: 'all' | 'none' }
  | { readonly kind: 'words'; readonly query: string }
  | { readonly kind: 'sql'; readonly sql: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition };

export const ALL: Condition = { kind: 'all' };
export const NONE: Condition = { kind: 'none' };
export const wordsCondition = (query: string): Condition => ({ kind: 'words', query });
export const sqlCondition = (sql: string): Condition => ({ kind: 'sql', sql });

export const allOf = (parts: readonly Condition[]): Condition => joined('and', parts, ALL, NONE);
export const anyOf = (parts: readonly Condition[]): Condition => joined('or', parts, NONE, ALL);

function joined(
  kind: 'and' | 'or',
  given: readonly Condition[],
  neutral: Condition,
  decisive: Condition,
): Condition {
  const parts = given
    .flatMap(part => (part.kind === kind ? part.parts : [part]))
    .filter(part => part.kind !== neutral.kind);
  if (parts.some(part => part.kind === decisive.kind)) {
    // SQL stays although it decides nothing: its values are in the statement, and one nothing refers to has no type.
    const kept = parts.filter(holdsSql);
    return kept.length === 0 ? decisive : { kind, parts: [decisive, ...kept] };
  }
  return parts.length === 0 ? neutral : parts.length === 1 ? parts[0]! : { kind, parts };
}

const holdsSql = (condition: Condition): boolean =>
  condition.kind === 'sql' ||
  ('parts' in condition && condition.parts.some(holdsSql)) ||
  ('part' in condition && holdsSql(condition.part));

export function notThat(part: Condition): Condition {
  if (part.kind === 'not') return part.part;
  if (part.kind === 'all' || part.kind === 'none') return part.kind === 'all' ? NONE : ALL;
  return { kind: 'not', part };
}

/** A condition as SQL. What is asked of words together becomes one query of them, so that the index is read once. */
export function sqlOf(condition: Condition, values: Values): string {
  switch (condition.kind) {
    case 'all':
      return 'true';
    case 'none':
      return 'false';
    case 'words':
      return matching('found', condition.query, values);
    case 'sql':
      return condition.sql;
    case 'not':
      return notSql(condition.part, values);
    case 'or':
      return `(${merged(condition.parts, '|')
        .map(part => sqlOf(part, values))
        .join(' or ')})`;
    case 'and':
      return `(${merged(condition.parts, '&')
        .map(part => sqlOf(part, values))
        .join(' and ')})`;
  }
}

const matching = (alias: string, query: string, values: Values): string =>
  `${alias}.words @@ ${values.add(query)}::tsquery`;

/** The studies that have certain words come from the index, and all others are what remains. */
const notSql = (part: Condition, values: Values): string =>
  part.kind === 'words'
    ? `not exists (select 1 from study_search as other where other.nct_id = found.nct_id and ${matching('other', part.query, values)})`
    : `(${sqlOf(part, values)}) is not true`;

/** Queries of words side by side as one; a negated one joins others, for alone no index finds what it asks for. */
function merged(parts: readonly Condition[], sign: '&' | '|'): readonly Condition[] {
  const positive: string[] = [];
  const negative: string[] = [];
  const others: Condition[] = [];
  for (const part of parts) {
    if (part.kind === 'words') positive.push(part.query);
    else if (sign === '&' && part.kind === 'not' && part.part.kind === 'words')
      negative.push(part.part.query);
    else others.push(part);
  }
  if (positive.length === 0) return parts;
  const query = [...positive.map(each => `(${each})`), ...negative.map(each => `!(${each})`)].join(
    ` ${sign} `,
  );
  return [wordsCondition(query), ...others];
}
