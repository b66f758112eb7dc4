import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { readExportBy } from '../mirror/export/export-plan.ts';
import type { StoredView } from '../mirror/export/stored-view.ts';
import { type ExportHead, openExport, type StudyExport } from '../mirror/export/study-export.ts';
import { TooManyQuestions } from '../shared/errors.ts';
import type { Logger } from '../shared/log.ts';
import { readFilterBy, readSortBy } from './filter-input.ts';

/** Exports at a time: each holds a page of records in memory for as long as its client takes. */
const MOST_AT_ONCE = 8;
/** Seconds after which another try may find one ended. */
const RETRY_AFTER = 30;
/** Milliseconds in which a client has to take something. */
const STALLED_MS = 120_000;

export interface ExportRoute {
  readonly schema: GraphQLSchema;
  readonly view: StoredView;
  /** Ends when the caller hangs up. */
  readonly whileWaited: (reply: FastifyReply) => AbortSignal;
  readonly logger: Logger;
}

/** `GET /export/studies`: the stored studies as a file, made as it is taken. */
export function registerExport(
  app: FastifyInstance,
  { schema, view, whileWaited, logger }: ExportRoute,
): void {
  const read = readExportBy({ filter: readFilterBy(schema), sort: readSortBy(schema) });
  let underWay = 0;

  const begin = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const plan = read(request.query as Readonly<Record<string, unknown>>);
    const { mediaType, extension } = plan.format;
    const { head, chunks } = await openExport(view, plan, whileWaited(reply));
    reply.headers({
      'content-type': mediaType,
      'content-disposition': `attachment; filename="studies-${today()}.${extension}"`,
      ...headersOf(head),
    });
    if (request.method === 'HEAD') return reply.send();
    const body = Readable.from(textsOf(chunks), { objectMode: false });
    // Reset and not just closed: whoever reads until the end of the connection must notice, too.
    const breakOff = (): void => void request.raw.socket.resetAndDestroy();
    body.once('error', error => {
      logger.warn({ err: error }, 'an export was broken off');
      breakOff();
    });
    reply.raw.setTimeout(STALLED_MS, breakOff);
    return reply.send(body);
  };

  app.route({
    method: ['GET', 'HEAD'],
    url: '/export/studies',
    handler: async (request, reply) => {
      if (underWay >= MOST_AT_ONCE)
        throw new TooManyQuestions(`${MOST_AT_ONCE} exports are under way: try again when one has ended.`, {
          retryAfter: RETRY_AFTER,
        });
      underWay += 1;
      try {
        await begin(request, reply); // until the last byte is sent, or the client has gone
      } finally {
        underWay -= 1;
      }
    },
  });
}

const today = (): string => new Date().toISOString().slice(0, 10);

const headersOf = ({ totalCount, origin, dataTimestamp, complete }: ExportHead): Record<string, string> => ({
  'x-total-count': String(totalCount),
  'x-origin': origin,
  'x-complete': String(complete),
  ...(dataTimestamp !== null && { 'x-data-timestamp': dataTimestamp }),
});

async function* textsOf(chunks: StudyExport['chunks']): AsyncGenerator<string, void, undefined> {
  for await (const { text } of chunks) yield text;
}
