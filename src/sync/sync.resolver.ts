import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Info,
  Int,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import { changeView, StudyChange } from '../mirror/history.type.ts';
import type { Change } from '../mirror/study.history.ts';
import type { RegistryContext } from '../registry/context.ts';
import { notNctId, parseNctId } from '../registry/nct-id.ts';
import { selects } from '../registry/projection.ts';
import { Mirror } from '../registry/registry.type.ts';
import { NctId } from '../registry/scalars.ts';
import { StudyFilter } from '../registry/study-filter.input.ts';
import { BadUserInput } from '../shared/errors.ts';
import { parseGlobalId } from '../shared/node.ts';
import { connectionOver, directionOf, PageArgs } from '../shared/page.ts';
import type { SyncContext } from './context.ts';
import type { SyncRun, SyncState } from './sync-run.repository.ts';
import {
  runView,
  SetAsideRecord,
  SyncRunConnection,
  SyncRunState,
  SyncRunView,
  secondsBetween,
} from './sync-run.type.ts';

@ArgsType()
class SyncRunsArgs extends PageArgs {
  @Field(() => [SyncRunState], { nullable: true, description: 'Only runs that stand or ended like this.' })
  states?: readonly SyncState[] | null;
}

@ArgsType()
class StudyChangedArgs {
  @Field(() => [NctId], { nullable: true, description: 'Only changes of these studies.' })
  nctIds?: readonly string[] | null;

  @Field(() => StudyFilter, {
    nullable: true,
    description: 'Only changes of studies that meet this filter after the change; removed studies meet none.',
  })
  filter?: StudyFilter | null;
}

const MOST_SET_ASIDE = 100;

/** The runs of the synchronisation, and what they do while they do it. */
@Resolver(() => SyncRunView)
export class SyncResolver {
  @Query(() => SyncRunConnection, {
    nullable: true,
    description: 'The runs that keep the local copy of the registry, the latest first.',
  })
  async syncRuns(
    @Args(() => SyncRunsArgs) { states, ...page }: SyncRunsArgs,
    @Ctx() { sync: { runs } }: SyncContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<SyncRunConnection> {
    const wanted = states ?? null;
    const [found, totalCount] = await Promise.all([
      runs.page({ states: wanted, ...directionOf(page) }),
      selects(info, 'totalCount') ? runs.count(wanted) : 0,
    ]);
    return { ...connectionOver(found.runs.map(runView), found), totalCount };
  }

  @FieldResolver(() => Float, { description: 'Seconds it took, or has taken so far.' })
  seconds(@Root() { startedAt, endedAt }: SyncRunView): number {
    return secondsBetween(startedAt, endedAt ?? new Date());
  }

  @FieldResolver(() => SyncRunView, {
    nullable: true,
    description: 'The run that was cut short and that this one went on with.',
  })
  async continues(
    @Root() { continuesNumber }: SyncRunView,
    @Ctx() { sync: { runs } }: SyncContext,
  ): Promise<SyncRunView | null> {
    return continuesNumber === null ? null : viewOrNull(await runs.byId(continuesNumber));
  }

  @Subscription(() => StudyChange, {
    description: 'Changes of studies as the synchronisation sees them, from now on.',
    subscribe: ({ args, context }) => {
      const { nctIds, filter } = args as StudyChangedArgs;
      const { sync, signal } = context as SyncContext & RegistryContext;
      for (const id of nctIds ?? []) if (parseNctId(id) === null) throw notNctId(id, 'nctIds');
      return sync.feed.changes({ nctIds: nctIds ?? null, criteria: filter ?? null }, signal);
    },
  })
  studyChanged(@Args(() => StudyChangedArgs) _: StudyChangedArgs, @Root() change: Change): StudyChange {
    return changeView(change);
  }

  @Subscription(() => SyncRunView, {
    description: 'A run as it goes on, until it ends; of every run from now on if none is named.',
    subscribe: ({ args, context }) => {
      const { runId } = args as { runId?: string | null };
      const { sync, signal } = context as SyncContext & RegistryContext;
      return sync.feed.progress(runId == null ? null : runNumber(runId), signal);
    },
  })
  syncProgress(
    @Root() run: SyncRun,
    @Arg('runId', () => ID, { nullable: true, description: 'The id of the run, or its number.' }) _?:
      | string
      | null,
  ): SyncRunView {
    return runView(run);
  }
}

const viewOrNull = (run: SyncRun | null): SyncRunView | null => run && runView(run);

/** A run is named by its id, or by its number as logs and commands have it. */
function runNumber(id: string): number {
  const parsed = parseGlobalId(id);
  const number = parsed?.type === 'SyncRun' ? parsed.key : id;
  if (/^\d{1,15}$/.test(number)) return Number(number);
  throw new BadUserInput(`\`runId\` is ${JSON.stringify(id.slice(0, 40))}: that is no run.`, {
    argument: 'runId',
    expected: 'the id of a run, as syncRuns gives it',
  });
}

/** How far the local copy can be relied on. */
@Resolver(() => Mirror)
export class MirrorResolver {
  @FieldResolver(() => Boolean, {
    description: 'The last complete run is recent enough for the copy to be taken for the registry.',
  })
  async isFresh(@Ctx() { sync }: SyncContext): Promise<boolean> {
    return (await sync.standing()).isFresh;
  }

  @FieldResolver(() => Boolean, {
    description:
      'The copy is one of the whole registry, and counted alike on both sides when it was last compared.',
  })
  async isComplete(@Ctx() { sync }: SyncContext): Promise<boolean> {
    const { isSynced, isWhole } = await sync.standing();
    return isSynced && isWhole;
  }

  @FieldResolver(() => Int, { description: 'Studies that were held and are gone from the registry.' })
  removedCount(@Ctx() { sync }: SyncContext): Promise<number> {
    return sync.facts.removedCount();
  }

  @FieldResolver(() => Int, { description: 'Records that cannot be stored and were set aside.' })
  setAsideCount(@Ctx() { sync }: SyncContext): Promise<number> {
    return sync.facts.setAsideCount();
  }

  @FieldResolver(() => [SetAsideRecord], {
    description: `The records that were set aside, the latest first, at most ${MOST_SET_ASIDE}.`,
  })
  setAside(@Ctx() { sync }: SyncContext): Promise<readonly SetAsideRecord[]> {
    return sync.facts.setAside(MOST_SET_ASIDE);
  }

  @FieldResolver(() => SyncRunView, { nullable: true, description: 'The latest run, however it ended.' })
  async lastRun(@Ctx() { sync }: SyncContext): Promise<SyncRunView | null> {
    return viewOrNull(await sync.runs.latest());
  }

  @FieldResolver(() => SyncRunView, { nullable: true, description: 'The latest run that was complete.' })
  async lastCompleteRun(@Ctx() { sync }: SyncContext): Promise<SyncRunView | null> {
    return viewOrNull(await sync.runs.latest({ state: 'COMPLETE', kinds: ['FULL', 'INCREMENTAL'] }));
  }
}
