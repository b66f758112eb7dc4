import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { valueAt, viewsOf } from '../registry/mapping.ts';
import { projectionAs } from '../registry/projection.ts';
import { LOCATIONS, Location } from '../registry/record/contacts-locations.ts';
import { BadUserInput } from '../shared/errors.ts';
import { globalId, Node, parseGlobalId } from '../shared/node.ts';
import type { Context } from './context.ts';

const MAX_NODES = 1_000;
type Find = (key: string, context: Context, info: GraphQLResolveInfo) => Promise<Node | null>;

/** How an object is found by the key in its id, by type. */
const finders: Readonly<Record<string, Find>> = {
  Study: (nctId, { studies }, info) =>
    studies.load({ nctId, fields: projectionAs(info, 'Study') }) as Promise<Node | null>,
  Location: async (key, { studies }) => {
    const [nctId = ''] = key.split(':', 1);
    const study = await studies.load({ nctId, fields: [LOCATIONS] });
    const locations = study ? viewsOf(Location, valueAt(study.record, LOCATIONS.split('.')), study) : [];
    return locations.find(({ id }) => id === globalId('Location', key)) ?? null;
  },
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
