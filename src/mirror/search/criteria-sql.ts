import { QUERY_AREAS, type RegistryCriteria } from '../../registry/essie.ts';
import type { EssieNode } from '../../registry/essie-ast.ts';
import { parseEssie } from '../../registry/essie-grammar.ts';
import { allOf, type Condition, sqlCondition, type Values } from './condition.ts';
import { type Compiling, contextOf, type TextInContext, textsIn } from './essie-context.ts';
import { studyCondition } from './essie-sql.ts';
import { hasSynonyms } from './synonyms.ts';

/** An expression and the area it looks into where it names none. */
export interface Question {
  readonly node: EssieNode;
  readonly area: string;
  /** Whether studies are ranked by how well they meet it. */
  readonly isRanked: boolean;
}

/** The parameters of a question to the registry, read as what it would read in them. */
export interface Criteria {
  readonly questions: readonly Question[];
  readonly ids: readonly string[] | null;
}

/** All texts that questions look for. */
export const textsOf = (questions: readonly Question[]): readonly TextInContext[] =>
  questions.flatMap(({ node, area }) => [...textsIn(node, contextOf(area))]);

export function criteriaOf({ params }: Pick<RegistryCriteria, 'params'>): Criteria {
  const questions: Question[] = [];
  let ids: readonly string[] | null = null;
  for (const [param, text] of Object.entries(params)) {
    if (param === 'filter.ids') ids = text.split('|');
    else if (param === 'filter.overallStatus') questions.push(statusQuestion(text));
    else {
      const area = QUERY_AREAS[param];
      if (area === undefined) throw new Error(`\`${param}\` has no meaning for stored studies`);
      questions.push({ node: parseEssie(text), area, isRanked: param.startsWith('query.') });
    }
  }
  return { questions, ids };
}

function statusQuestion(text: string): Question {
  const at = { from: 0, to: 0 };
  const parts = text.split('|').map(status => ({ kind: 'phrase' as const, text: status, at }));
  return { node: { kind: 'or', parts, at }, area: 'OverallStatus', isRanked: false };
}

/** What a stored study must meet. */
export function criteriaCondition({ questions, ids }: Criteria, compiling: Compiling): Condition {
  return allOf([
    ...(ids === null ? [] : [idsCondition(ids, compiling.values)]),
    ...questions.map(({ node, area }) => studyCondition(node, contextOf(area), compiling)),
  ]);
}

/** A former number finds the study that replaced it. */
function idsCondition(ids: readonly string[], values: Values): Condition {
  const ids$ = `${values.add(ids)}::text[]`;
  return sqlCondition(
    `found.nct_id in (select unnest(${ids$}) union select study_alias.nct_id from study_alias where alias = any(${ids$}))`,
  );
}

/**
 * Whether the registry would find the same studies: it is asked for facts, and not for words, whose synonyms and
 * inflected forms are the registry's own.
 */
export const isFactual = ({ questions }: Criteria): boolean =>
  textsOf(questions).every(
    ({ context: { size, expansion, fields } }) =>
      size || expansion === 'None' || fields.every(({ field }) => field.kind !== 'text'),
  );

/** Whether synonyms are looked for, as far as they are known here. */
export const usesSynonyms = ({ questions }: Criteria): boolean =>
  textsOf(questions).some(
    ({ context: { expansion, fields } }) => hasSynonyms(expansion) && fields.some(({ synonyms }) => synonyms),
  );
