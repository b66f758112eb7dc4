import { resolve } from 'node:path';
import { createRegistryClient } from '../../src/registry/client.ts';
import { createEdition } from '../../src/registry/edition.ts';
import { createLiveSource } from '../../src/registry/live.source.ts';
import { createStudyCache } from '../../src/registry/study-cache.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { openApp } from '../../src/server/app.ts';
import { createSchema } from '../../src/server/schema.ts';
import { createLogger } from '../../src/shared/log.ts';
import { noCopy } from './no-copy.ts';
import { startRegistryDouble } from './registry-double.ts';

export interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The HTTP server over a registry double; no database. */
export async function openTestServer(records: readonly StudyRecord[] = []): Promise<TestServer> {
  const registry = await startRegistryDouble(records);
  const client = createRegistryClient({ url: registry.url });
  const edition = createEdition(client);
  const app = await openApp({
    schema: await createSchema(),
    services: {
      ...noCopy,
      registry: {
        source: createLiveSource(client, edition, createStudyCache()),
        status: { mode: 'live', client, edition, stored: async () => ({ count: 0, newestFetchedAt: null }) },
      },
    },
    logger: createLogger('silent'),
    graphiqlRoot: resolve('dist/web/graphiql'),
    ready: async () => {},
    graceMs: 500,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    async close() {
      await app.close();
      client.close();
      await registry.close();
    },
  };
}
