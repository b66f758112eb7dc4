import type { FoundPage } from '../../registry/study.source.ts';
import type { ExportPlan } from './export-plan.ts';
import type { StoredView } from './stored-view.ts';

/** What is known of an export before its first row is written. */
export interface ExportHead {
  /** Studies that meet the filter, whatever the limit. */
  readonly totalCount: number;
  /** `SAMPLE` if any of the studies is of the sample data set. */
  readonly origin: FoundPage['origin'];
  readonly dataTimestamp: string | null;
  readonly complete: boolean;
  /** In what the list may differ from the one the registry would give. */
  readonly approximations: readonly string[];
}

/** A stretch of the file that ends with a row. */
export interface ExportChunk {
  readonly text: string;
  /** Studies written up to here. */
  readonly studies: number;
}

export interface StudyExport {
  readonly head: ExportHead;
  /** The file, made as it is taken: no more than a page is read ahead. */
  readonly chunks: AsyncGenerator<ExportChunk, void, undefined>;
}

/** Studies that are read at a time; fewer where they are large. */
const PAGE = 500;
/** Characters after which a chunk is handed on. */
const CHUNK = 64 * 1024;

/**
 * Begins to export stored studies: the first page is read, so that what is wrong with the search shows before a byte is
 * written. Each page is a statement of its own; studies that are written meanwhile may be in it or not.
 * @param signal ends the work between two pages
 */
export async function openExport(
  view: StoredView,
  plan: ExportPlan,
  signal?: AbortSignal,
): Promise<StudyExport> {
  const source = await view();
  const read = (cursor: string | null, studies: number): Promise<FoundPage> => {
    signal?.throwIfAborted();
    const { criteria, sort, limit, format } = plan;
    return source.search(
      {
        criteria,
        sort,
        count: Math.min(PAGE, (limit ?? PAGE + studies) - studies),
        cursor,
        backward: false,
        fields: format.fields,
        wantsTotal: cursor === null,
        mayFallShort: true,
      },
      signal,
    );
  };
  // Not a variable of the generator: the first page would be kept until the last.
  const walk = { page: await read(null, 0) };
  const { totalCount, origin, hasSample, dataTimestamp, complete, approximations } = walk.page;
  return {
    head: {
      totalCount: totalCount ?? 0,
      origin: hasSample ? 'SAMPLE' : origin,
      dataTimestamp,
      complete,
      approximations,
    },
    chunks: chunksOf(plan, walk, read),
  };
}

async function* chunksOf(
  { format, limit }: ExportPlan,
  walk: { page: FoundPage },
  read: (cursor: string, studies: number) => Promise<FoundPage>,
): AsyncGenerator<ExportChunk, void, undefined> {
  let [text, studies] = [format.head, 0];
  for (;;) {
    for (const { found } of walk.page.items) {
      text += format.row(found);
      studies += 1;
      if (text.length < CHUNK) continue;
      yield { text, studies };
      text = '';
    }
    if (text !== '') yield { text, studies };
    text = '';
    const { hasNextPage, endCursor } = walk.page;
    if (!hasNextPage || endCursor === null || studies === limit) return;
    walk.page = await read(endCursor, studies);
  }
}
