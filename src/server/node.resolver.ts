import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { projectionOf } from '../registry/projection.ts';
import { BadUserInput } from '../shared/errors.ts';
import { Node, parseGlobalId } from '../shared/node.ts';
import type { Context } from './context.ts';

const MAX_NODES = 1_000;
type Find = (key: string, context: Context, info: GraphQLResolveInfo) => Promise<Node | null>;

/** How an object is found by the key in its id, by type. */
const finders: Readonly<Record<string, Find>> = {
  Study: (nctId, { studies }, info) =>
    studies.load({ nctId, fields: projectionOf(info) }) as Promise<Node | null>,
};

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: 'Any object by its `id`; `null` where there is none.' })
  node(
    @Arg('id', () => ID, { description: 'An id as a field `id` returned it.' }) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Node | null> {
    return find(id, context, info);
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'Objects by their `id`s, in the order asked for; `null` for each there is none.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: `At most ${MAX_NODES} ids, as fields \`id\` returned them.` })
    ids: string[],
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(Node | null)[]> {
    if (ids.length > MAX_NODES) {
      throw new BadUserInput(`\`ids\` has ${ids.length} entries: it can have ${MAX_NODES}.`, {
        argument: 'ids',
      });
    }
    return Promise.all(ids.map(id => find(id, context, info)));
  }
}

async function find(id: string, context: Context, info: GraphQLResolveInfo): Promise<Node | null> {
  const parsed = parseGlobalId(id);
  return parsed ? ((await finders[parsed.type]?.(parsed.key, context, info)) ?? null) : null;
}
