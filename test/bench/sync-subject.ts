import 'reflect-metadata';
import { resolve } from 'node:path';
import { createMirrorSource } from '../../src/mirror/mirror.source.ts';
import { createStudyHistory } from '../../src/mirror/study.history.ts';
import { createStudyRepository } from '../../src/mirror/study.repository.ts';
import { createNameSuggestions } from '../../src/mirror/suggest.repository.ts';
import { createRegistryClient } from '../../src/registry/client.ts';
import { createEdition } from '../../src/registry/edition.ts';
import { openApp } from '../../src/server/app.ts';
import { readFilterBy } from '../../src/server/filter-input.ts';
import { createSchema } from '../../src/server/schema.ts';
import { createLogger } from '../../src/shared/log.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { createChangeFeed } from '../../src/sync/change-feed.ts';
import { createCopyFacts } from '../../src/sync/copy-facts.ts';
import { createMirrorStanding } from '../../src/sync/mirror-standing.ts';
import { createSync } from '../../src/sync/sync.ts';
import type { SyncRun } from '../../src/sync/sync-run.repository.ts';

/** Where the gateway of this process keeps its copy, and what it copies. */
export interface SyncOrder {
  readonly store: { readonly dataDir: string } | { readonly databaseUrl: string; readonly schema: string };
  readonly registryUrl: string;
  /** Requests a second. */
  readonly rate: number;
}

/** One run, and what it cost this process. */
export interface SyncFigures {
  readonly run: Pick<
    SyncRun,
    'kind' | 'state' | 'seen' | 'added' | 'changed' | 'pages' | 'bytes' | 'message'
  >;
  readonly seconds: number;
  /** Of processor time. */
  readonly cpuSeconds: number;
  /** Largest resident memory in each quarter of the run, in bytes. */
  readonly memory: readonly number[];
}

/** A gateway as `serve` puts it together, that synchronises when told to. */
process.once('message', async ({ store, registryUrl, rate }: SyncOrder) => {
  const logger = createLogger('silent');
  const database = await openDatabase(store);
  const schema = await createSchema();
  const client = createRegistryClient({ url: registryUrl, rate: { bulk: { calls: rate, perMs: 1_000 } } });
  const edition = createEdition(client);
  const sync = createSync({ database, client, readFilter: readFilterBy(schema), logger });
  const repository = createStudyRepository(database);
  const standing = createMirrorStanding(sync.runs, Number.MAX_SAFE_INTEGER);
  const app = await openApp({
    schema,
    services: {
      registry: {
        source: createMirrorSource(database, repository, standing),
        status: { mode: 'mirror', client, edition, stored: () => repository.facts() },
      },
      history: createStudyHistory(database),
      suggestions: createNameSuggestions(database, standing),
      sync: {
        runs: sync.runs,
        facts: createCopyFacts(database),
        feed: createChangeFeed(database, sync.runs, logger),
        standing,
      },
    },
    logger,
    graphiqlRoot: resolve('dist/web/graphiql'),
    ready: async () => {},
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0, listenTextResolver: () => '' });

  process.on('message', async () => {
    const memory = [0, 0, 0, 0];
    let quarter = 0;
    const watch = setInterval(() => {
      memory[quarter] = Math.max(memory[quarter]!, process.memoryUsage.rss());
    }, 50);
    const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
    const run = await sync.run({}, ({ seen, expected }) => {
      quarter = expected ? Math.min(3, Math.floor((4 * seen) / expected)) : quarter;
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    clearInterval(watch);
    const { kind, state, seen, added, changed, pages, bytes, message } = run;
    const told = { kind, state, seen, added, changed, pages, bytes, message };
    process.send!({ run: told, seconds, cpuSeconds: (user + system) / 1e6, memory } satisfies SyncFigures);
  });
  process.send!({ url: `${url}/graphql` });
});
process.once('disconnect', () => process.exit());
