import type { Values } from './condition.ts';
import { type Criteria, textsOf } from './criteria-sql.ts';
import { askedIn, type TextInContext } from './essie-context.ts';
import { weighedQueries } from './text-query.ts';

/**
 * How well a study `found` meets what is looked for by words, as SQL: for each word, or each phrase, the weight of the
 * best field that has it, in hundredths. Null where nothing is looked for by words.
 */
export function relevanceSql({ questions }: Criteria, values: Values): string | null {
  const scores = textsOf(questions.filter(({ isRanked }) => isRanked))
    .filter(({ isNegated }) => !isNegated)
    .flatMap(text => scoresOf(text, values));
  if (scores.length === 0) return null;
  // Through a function, the vector is fetched once for all that is asked of it.
  return `(select ${scores.join(' + ')} from (select setweight(found.words, 'D') offset 0) as vector (w))`;
}

function scoresOf({ node, context }: TextInContext, values: Values): readonly string[] {
  // A word said several times counts as often, and is looked for once.
  const times = new Map<string, number>();
  const tiersOf = new Map<string, ReturnType<typeof weighedQueries>[number]>();
  for (const tiers of weighedQueries(askedIn(node, context, new Map()))) {
    const key = tiers.map(({ query }) => query).join(' ');
    if (key !== '') tiersOf.set(key, tiers);
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return [...tiersOf].map(([key, tiers]) => {
    const cases = tiers.map(
      ({ weight, query }) => `when w @@ ${values.add(query)}::tsquery then ${Math.round(weight * 100)}`,
    );
    return `${times.get(key)} * case ${cases.join(' ')} else 0 end`;
  });
}
