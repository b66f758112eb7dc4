import type { MirrorStanding } from '../registry/study.source.ts';
import type { Database } from '../store/database.ts';
import { NAME_FIELDS, type NameKind, nameKey } from './search/names.ts';
import { wordClassOf } from './search/word-classes.ts';
import { wholeLexemeSql } from './search/word-vector.ts';

export interface NameSearch {
  readonly kind: NameKind;
  /** What was typed: at least one letter or digit. */
  readonly text: string;
  /** How many names at most. */
  readonly most: number;
}

export interface SuggestedName {
  readonly name: string;
  readonly studyCount: number;
}

/** The names of what is stored here. */
export interface NameSuggestions {
  /** Those that go on from a text, the most apt first. Errors: StoreUnavailable. */
  find(search: NameSearch): Promise<readonly SuggestedName[]>;
}

const codesOf = (kind: NameKind) => NAME_FIELDS[kind].map(field => wordClassOf(field)!.code);

/** A shorter text finds only names that begin with it: nearly every name has a word that does. */
const LEAST_TO_LOOK_WITHIN = 3;
/** Names that studies were found for, and names looked at for it: some have no study any more. */
const MOST_COUNTED = 200;
const MOST_LOOKED_AT = 2_000;
/** From where on names count as written alike: where pg_trgm's operators begin unless the server is set otherwise. */
const LEAST_ALIKE = 0.3;
const LEAST_WORDS_ALIKE = 0.5;
/** How much of a text is looked for in other spellings: each letter costs a look into the index. */
const MOST_ALIKE = 100;

// Names lie in the order in which they were first met, and those of many studies are met early: of more than can be
// counted, the first met are taken.
const NAMES = 'select key, name, ctid as met from search_name where kind = $1';
const BEGINS = 'key >= $2::text and key < $2::text || chr(1114111)';
const RESULT = 'select name, count as "studyCount" from';

/**
 * Of candidates, those that studies have, with how many.
 * @param order by which columns they are looked at, until there are enough
 */
function countedSql(kind: NameKind, isSynced: boolean, candidates: string, order: string): string {
  const lexemes = codesOf(kind).map(code => wholeLexemeSql(code, 'near.key'));
  // As in every list: once there is a copy of the registry, made-up studies do not count.
  const kept = isSynced ? "and found.origin = 'MIRROR' and found.in_scope" : '';
  return `select near.*, counted.count
    from (select * from (${candidates}) as candidate order by ${order} limit ${MOST_LOOKED_AT}) as near
      cross join lateral (select count(*)::int as count from study_search as found
        where found.words @@ (${lexemes.join(` || '|' || `)})::tsquery ${kept}) as counted
    where counted.count > 0 order by ${order} limit ${MOST_COUNTED}`;
}

/** Names that begin with the text: the text itself is never left out. */
function beginningSql(kind: NameKind, isSynced: boolean): string {
  const candidates = `select *, key <> $2::text as goes_on from (${NAMES} and ${BEGINS}) as beginning`;
  return `${RESULT} (${countedSql(kind, isSynced, candidates, 'goes_on, met')}) as found
    order by count desc, name collate "C" limit $3`;
}

/** Names with a later word that begins with the text and, where these are too few, names that are written alike. */
function holdingSql(kind: NameKind, isSynced: boolean): string {
  const holding = `select * from holding limit ${MOST_LOOKED_AT}`;
  return `with holding as materialized (${NAMES} and key like $4 and not (${BEGINS})),
    worded as materialized (${countedSql(kind, isSynced, holding, 'met')}),
    alike as materialized (${NAMES} and (key % $5::text or $5::text <<% key) and key not like $4 and not (${BEGINS})
      and (select count(*) from worded) < $3),
    compared as (select *, greatest(likeness, words_likeness) as closeness from (
        select *, similarity(key, $5::text) as likeness, strict_word_similarity($5::text, key) as words_likeness
        from alike limit ${MOST_LOOKED_AT}) as each
      where likeness >= ${LEAST_ALIKE} or words_likeness >= ${LEAST_WORDS_ALIKE}),
    close as (${countedSql(kind, isSynced, 'select key, name, met, closeness from compared', 'closeness desc, met')})
    ${RESULT} (
      select name, count, 2 as closeness from worded union all select name, count, closeness from close) as found
    order by closeness desc, count desc, name collate "C" limit $3`;
}

export function createNameSuggestions(
  database: Database,
  standing: () => Promise<MirrorStanding>,
): NameSuggestions {
  return {
    async find({ kind, text, most }) {
      if (most === 0) return [];
      const key = nameKey(text);
      const { isSynced } = await standing();
      const beginning = await database.query<SuggestedName>(beginningSql(kind, isSynced), [kind, key, most]);
      const missing = most - beginning.length;
      if (missing === 0 || [...key].length < LEAST_TO_LOOK_WITHIN) return beginning;
      const values = [kind, key, missing, `% ${literal(key)}%`, key.slice(0, MOST_ALIKE)];
      const others = await database.query<SuggestedName>(holdingSql(kind, isSynced), values);
      return [...beginning, ...others];
    },
  };
}

/** A text as `like` finds it and nothing else. */
const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
