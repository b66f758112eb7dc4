import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { changeView } from '../mirror/history.type.ts';
import { parseNctId } from '../registry/nct-id.ts';
import { projectionAs } from '../registry/projection.ts';
import { LOCATIONS, Location } from '../registry/record/contacts-locations.ts';
import { valueAt, viewsOf } from '../registry/view.ts';
import { BadUserInput } from '../shared/errors.ts';
import { globalId, Node, parseGlobalId } from '../shared/node.ts';
import { runView } from '../sync/sync-run.type.ts';
import type { Context } from './context.ts';

const MAX_NODES = 1_000;
const IS_NUMBER = /^\d{1,15}$/;
type Find = (key: string, context: Context, info: GraphQLResolveInfo) => Promise<Node | null>;

/** How an object is found by the key in its id, by type. Keys may be made up: each finder checks its own. */
const finders: Readonly<Record<string, Find>> = {
  Study: async (nctId, { studies }, info) =>
    parseNctId(nctId) === nctId
      ? ((await studies.load({ nctId, fields: projectionAs(info, 'Study') })) as Node | null)
      : null,
  Location: async (key, { studies }) => {
    const [nctId = ''] = key.split(':', 1);
    if (parseNctId(nctId) !== nctId) return null;
    const study = await studies.load({ nctId, fields: [LOCATIONS] });
    const locations = study ? viewsOf(Location, valueAt(study.record, LOCATIONS.split('.')), study) : [];
    return locations.find(({ id }) => id === globalId('Location', key)) ?? null;
  },
  StudyChange: async (key, { history }) => {
    const change = IS_NUMBER.test(key) ? await history.change(Number(key)) : null;
    return change && changeView(change);
  },
  SyncRun: async (key, { sync }) => {
    const run = IS_NUMBER.test(key) ? await sync.runs.byId(Number(key)) : null;
    return run && runView(run);
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
    // A failure stands in its own place of the list, so that the others are answered.
    return Promise.all(ids.map(id => find(id, context, info).catch((error: Error) => error as never)));
  }
}

async function find(id: string, context: Context, info: GraphQLResolveInfo): Promise<Node | null> {
  const parsed = parseGlobalId(id);
  return parsed ? ((await finders[parsed.type]?.(parsed.key, context, info)) ?? null) : null;
}
