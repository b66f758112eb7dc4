import 'reflect-metadata';
import { resolve } from 'node:path';
import { createStoredView } from '../../src/mirror/export/stored-view.ts';
import { openApp } from '../../src/server/app.ts';
import { createSchema } from '../../src/server/schema.ts';
import { createLogger } from '../../src/shared/log.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { createMirrorStanding } from '../../src/sync/mirror-standing.ts';
import { createSyncRunRepository } from '../../src/sync/sync-run.repository.ts';
import { noCopy } from '../support/no-copy.ts';

/** Where the copy is that the gateway of this process exports. */
export interface ExportOrder {
  readonly databaseUrl: string;
  readonly schema: string;
}

/** Resident memory of the process in bytes, now and at most since it was last asked for. */
export interface ExportMemory {
  readonly now: number;
  readonly largest: number;
}

/** A gateway that only exports, and tells its memory when asked. */
process.once('message', async (order: ExportOrder) => {
  const database = await openDatabase(order);
  const standing = createMirrorStanding(createSyncRunRepository(database), Number.MAX_SAFE_INTEGER, 0);
  const refused = (): never => {
    throw new Error('nothing but exports is asked for here');
  };
  const app = await openApp({
    schema: await createSchema(),
    services: {
      ...noCopy,
      registry: { source: { byIds: refused, search: refused }, status: refused as never },
    },
    view: createStoredView(database, standing),
    logger: createLogger('silent'),
    graphiqlRoot: resolve('dist/web/graphiql'),
    ready: async () => {},
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0, listenTextResolver: () => '' });

  let largest = 0;
  const look = (): void => {
    largest = Math.max(largest, process.memoryUsage.rss());
  };
  setInterval(look, 10);
  process.on('message', () => {
    look();
    process.send!({ now: process.memoryUsage.rss(), largest } satisfies ExportMemory);
    largest = 0;
  });
  process.send!({ url: `${url}/export/studies` });
});
process.once('disconnect', () => process.exit());
