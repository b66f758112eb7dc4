import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { createMirrorSource } from './mirror/mirror.source.ts';
import { loadSample } from './mirror/sample.ts';
import { createStudyRepository } from './mirror/study.repository.ts';
import { createAutoSource } from './registry/auto.source.ts';
import { createRegistryClient } from './registry/client.ts';
import { defaultUserAgent } from './registry/client-user-agent.ts';
import { createEdition } from './registry/edition.ts';
import { createLiveSource } from './registry/live.source.ts';
import type { StudySource } from './registry/study.source.ts';
import { createStudyCache } from './registry/study-cache.ts';
import { openApp } from './server/app.ts';
import { createLogger, type Logger } from './shared/log.ts';
import { openDatabase } from './store/open-database.ts';

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

/** The composition root: configuration -> store -> registry -> services -> server. */
export async function startGateway(
  config: Config,
  logger: Logger = createLogger(config.logLevel),
): Promise<Gateway> {
  const opened: (() => unknown)[] = [];
  const close = async () => {
    for (const each of opened.splice(0).reverse()) await each();
  };
  try {
    const { databaseUrl, dataDir } = config;
    const database = await openDatabase(databaseUrl === null ? { dataDir } : { databaseUrl }, logger);
    opened.push(() => database.close());
    const repository = createStudyRepository(database);
    if (database.kind === 'embedded') await loadSample(repository, logger);

    const client = createRegistryClient({
      url: config.registryUrl,
      userAgent: defaultUserAgent(config.registryContact ?? undefined),
      logger,
    });
    opened.push(() => client.close());
    const edition = createEdition(client);
    const live = createLiveSource(client, edition, createStudyCache());
    const source = sourceOf(config, live, createMirrorSource(database, repository));
    if (config.registryMode !== 'mirror')
      edition.current().catch(() => logger.warn('the registry cannot be reached'));

    const status = { mode: config.registryMode, client, edition, stored: () => repository.facts() };
    const app = await openApp({
      services: { registry: { source, status } },
      logger,
      graphiqlRoot: fileURLToPath(new URL('web/graphiql', import.meta.url)),
      ready: () => database.ping(),
    });
    opened.push(() => app.close());
    return { url: await listen(app, config), close };
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

const sourceOf = ({ registryMode }: Config, live: StudySource, stored: StudySource): StudySource =>
  registryMode === 'live' ? live : registryMode === 'mirror' ? stored : createAutoSource(live, stored);
