import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { openCore } from './core.ts';
import { createMirrorSource } from './mirror/mirror.source.ts';
import { loadSample } from './mirror/sample.ts';
import { createNameSuggestions } from './mirror/suggest.repository.ts';
import { ownerCommands } from './owner-commands.ts';
import { createAutoSource } from './registry/auto.source.ts';
import { createEdition } from './registry/edition.ts';
import { createLiveSource } from './registry/live.source.ts';
import type { StoredSource, StudySource } from './registry/study.source.ts';
import { createStudyCache } from './registry/study-cache.ts';
import { openApp } from './server/app.ts';
import { createLogger, type Logger } from './shared/log.ts';
import { listenAsOwner } from './store/owner-socket.ts';
import { createChangeFeed } from './sync/change-feed.ts';
import { createCopyFacts } from './sync/copy-facts.ts';
import { createMirrorStanding } from './sync/mirror-standing.ts';
import { createRefresher, type Refresher } from './sync/refresher.ts';
import { startSchedule } from './sync/sync-schedule.ts';

export interface Gateway {
  /** Where it listens, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Answers what was accepted, then closes everything in reverse order. */
  close(): Promise<void>;
}

/** The address we were told to listen on cannot be had. */
export class AddressUnavailable extends Error {
  override readonly name = 'AddressUnavailable';
}

/** The composition root: configuration -> store -> registry -> services -> server -> schedule. */
export async function startGateway(
  config: Config,
  logger: Logger = createLogger(config.logLevel),
): Promise<Gateway> {
  const opened: (() => unknown)[] = [];
  const close = async () => {
    for (const each of opened.splice(0).reverse()) await each();
  };
  try {
    const core = await openCore(config, logger);
    opened.push(() => core.close());
    const { database, repository, client, sync, history, schema, view } = core;
    if (database.kind === 'embedded') await loadSample(repository, logger);

    const maxAgeMs = config.mirrorMaxAge * 3_600_000;
    const standing = createMirrorStanding(sync.runs, maxAgeMs);
    const edition = createEdition(client);
    const refresher = createRefresher({ database, client, edition, maxAgeMs, logger });
    opened.push(() => refresher.close());
    const live = createLiveSource(client, edition, createStudyCache());
    const stored = createMirrorSource(database, repository, standing);
    const source = sourceOf(config, live, stored, refresher);
    if (config.registryMode !== 'mirror')
      edition.current().catch(() => logger.warn('the registry cannot be reached'));

    const feed = createChangeFeed(database, sync.runs, logger);
    opened.push(() => feed.close());
    const status = { mode: config.registryMode, client, edition, stored: () => repository.facts() };
    const app = await openApp({
      schema,
      services: {
        registry: { source, status },
        history,
        suggestions: createNameSuggestions(database, standing),
        sync: { runs: sync.runs, facts: createCopyFacts(database), feed, standing },
      },
      view,
      logger,
      graphiqlRoot: fileURLToPath(new URL('web/graphiql', import.meta.url)),
      ready: () => database.ping(),
    });
    opened.push(() => app.close());
    if (database.kind === 'embedded') {
      const owner = await listenAsOwner(config.dataDir, ownerCommands(core, logger));
      opened.push(() => owner.close());
    }
    const url = await listen(app, config);
    if (config.syncCron !== null) {
      const schedule = startSchedule({ sync, cron: config.syncCron, scope: config.syncScope, logger });
      opened.push(() => schedule.close());
      logger.info({ next: schedule.next }, 'the synchronisation is scheduled');
    }
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(app: Awaited<ReturnType<typeof openApp>>, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'something else listens there' : (code ?? String(cause));
    throw new AddressUnavailable(`Cannot listen on ${host}:${port} (HOST, PORT): ${reason}.`, { cause });
  }
}

const sourceOf = (
  { registryMode }: Config,
  live: StudySource,
  stored: StoredSource,
  { refresh }: Refresher,
): StudySource =>
  registryMode === 'live'
    ? live
    : registryMode === 'mirror'
      ? stored
      : createAutoSource(live, stored, { refresh });
