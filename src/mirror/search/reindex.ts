import type { Logger } from '../../shared/log.ts';
import type { Database } from '../../store/database.ts';
import { type StudyColumns, storedStudyOf, studyColumns } from '../study.repository.ts';
import { noteNames } from './names.ts';
import { locationRowsOf, SEARCH_FORM, searchRowOf } from './search-row.ts';
import { writeFindables } from './search-write.ts';

const AT_ONCE = 25;
// Several processes may do this at once: each takes what nobody has in hand.
const OUTDATED = `select nct_id as "nctId", in_scope as "inScope" from study_search where form < ${SEARCH_FORM}
  order by form, nct_id limit ${AT_ONCE} for update skip locked`;
const RECORDS = `select ${studyColumns()} from study where nct_id = any($1::text[])`;

interface Outdated {
  readonly nctId: string;
  readonly inScope: boolean;
}

/** Makes anew what studies are searched by, where an earlier version of the product stored it in another form. */
export async function reindexStudies(database: Database, logger: Logger): Promise<void> {
  let done = 0;
  for (;;) {
    const some = await reindexSome(database);
    done += some;
    if (some === 0) break;
    if (done % 10_000 < AT_ONCE) logger.info({ studies: done }, 'preparing stored studies for the search');
  }
  if (done > 0) logger.info({ studies: done }, 'stored studies are prepared for the search');
}

async function reindexSome(database: Database): Promise<number> {
  const [count, done] = await database.transaction(async tx => {
    const outdated = await tx.query<Outdated>(OUTDATED);
    if (outdated.length === 0) return [0, []];
    const scopes = new Map(outdated.map(({ nctId, inScope }) => [nctId, inScope]));
    const rows = await tx.query<StudyColumns>(RECORDS, [[...scopes.keys()]]);
    const studies = rows.map(storedStudyOf);
    await writeFindables(
      tx,
      studies.map(({ nctId, record, origin }) => ({
        search: searchRowOf(nctId, record, origin, true),
        locations: locationRowsOf(nctId, record),
      })),
      { inScope: nctId => scopes.get(nctId)!, replaced: [...scopes.keys()] },
    );
    return [outdated.length, studies];
  });
  await noteNames(database, done);
  return count;
}
