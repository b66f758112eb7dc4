import type { GraphQLFormattedError } from 'graphql';
import { createRegistryClient, type RegistryClientOptions } from '../../src/registry/client.ts';
import { createEdition } from '../../src/registry/edition.ts';
import { createLiveSource } from '../../src/registry/live.source.ts';
import type { StudySource } from '../../src/registry/study.source.ts';
import { createStudyCache } from '../../src/registry/study-cache.ts';
import { createApollo } from '../../src/server/apollo.ts';
import { createContext } from '../../src/server/context.ts';
import { createSchema } from '../../src/server/schema.ts';
import { createLogger } from '../../src/shared/log.ts';
import { noCopy } from './no-copy.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
export type Data = any;
export interface Answer {
  readonly data: Data;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** The whole schema, asked in process, over a registry that speaks HTTP; no database. */
export async function createRegistryAsker(
  url: string,
  {
    wrap = source => source,
    ...options
  }: Partial<RegistryClientOptions> & { wrap?: (live: StudySource) => StudySource } = {},
) {
  const client = createRegistryClient({ rate: { person: { calls: 10_000, perMs: 1_000 } }, ...options, url });
  const edition = createEdition(client, 0);
  const source = wrap(createLiveSource(client, edition, createStudyCache({ ttlMs: 1 })));
  const status = {
    mode: 'live' as const,
    client,
    edition,
    stored: async () => ({ count: 0, newestFetchedAt: null }),
  };
  const schema = await createSchema();
  const server = createApollo(schema, createLogger('silent'));
  return {
    schema,
    client,
    async ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
      const contextValue = createContext({ ...noCopy, registry: { source, status } });
      const { body } = await server.executeOperation({ query, variables }, { contextValue });
      if (body.kind !== 'single') throw new Error('an incremental answer');
      return body.singleResult as Answer;
    },
    close: () => client.close(),
  };
}
