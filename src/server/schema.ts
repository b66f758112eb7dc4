import 'reflect-metadata';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema } from 'type-graphql';
import { StudyChangeResolver, StudyHistoryResolver } from '../mirror/history.resolver.ts';
import { SuggestResolver } from '../mirror/suggest.resolver.ts';
import { publishRecordTypes } from '../registry/mapping.ts';
import { registryResolvers } from '../registry/resolvers.ts';
import { MirrorResolver, SyncResolver } from '../sync/sync.resolver.ts';
import { NodeResolver } from './node.resolver.ts';

type ResolverClass = abstract new (...args: never[]) => object;

/** The whole schema, its resolvers made by hand: who needs what is in their constructors and their context slice. */
export async function createSchema(): Promise<GraphQLSchema> {
  publishRecordTypes();
  const resolvers = [
    ...registryResolvers(),
    new StudyHistoryResolver(),
    new StudyChangeResolver(),
    new SuggestResolver(),
    new SyncResolver(),
    new MirrorResolver(),
    new NodeResolver(),
  ];
  const instances = new Map(resolvers.map(resolver => [resolver.constructor as ResolverClass, resolver]));
  const schema = await buildSchema({
    resolvers: [...instances.keys()] as never,
    container: { get: (type: unknown) => instances.get(type as ResolverClass) },
    validate: false,
    // Asked for wherever there is a subscription; ours bring streams of their own and publish nothing.
    pubSub: { publish: () => {}, subscribe: () => Promise.reject(new Error('no topics')) as never },
  });
  schema.getQueryType()!.description = 'Everything that can be asked.';
  schema.getSubscriptionType()!.description =
    'Everything that is told as it happens, over WebSocket (graphql-ws).';
  return schema;
}

/** The schema as the committed SDL has it: sorted, so that a change shows as itself and nothing else. */
export const printSdl = (schema: GraphQLSchema): string =>
  `${printSchema(lexicographicSortSchema(schema))}\n`;
