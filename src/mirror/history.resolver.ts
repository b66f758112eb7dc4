import type { GraphQLResolveInfo } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { RegistryContext } from '../registry/context.ts';
import { Needs } from '../registry/mapping.ts';
import { notNctId, parseNctId } from '../registry/nct-id.ts';
import { projectionOf, selects } from '../registry/projection.ts';
import { Study } from '../registry/record/study.ts';
import { NCT_ID } from '../registry/record-paths.ts';
import { NctId } from '../registry/scalars.ts';
import { studyOf } from '../registry/study.loader.ts';
import { BadUserInput } from '../shared/errors.ts';
import { connectionOver, directionOf, PageArgs } from '../shared/page.ts';
import type { ChangeKind } from './absorb.ts';
import type { MirrorContext } from './context.ts';
import { changeView, StudyChange, StudyChangeConnection, StudyChangeKind } from './history.type.ts';
import type { ChangeFilter, StudyHistory } from './study.history.ts';

const PATHS =
  'Only changes of what lies at, below or above one of these record paths, such as `protocolSection.statusModule`.';

@ArgsType()
class HistoryArgs extends PageArgs {
  @Field(() => [String], { nullable: true, description: PATHS })
  paths?: readonly string[] | null;

  @Field(() => [StudyChangeKind], { nullable: true, description: 'Only changes of these kinds.' })
  kinds?: readonly ChangeKind[] | null;
}

@ArgsType()
class StudyChangesArgs extends HistoryArgs {
  @Field(() => GraphQLDateTimeISO, {
    nullable: true,
    description: 'Only what was seen at this moment or later.',
  })
  since?: Date | null;

  @Field(() => [NctId], { nullable: true, description: 'Only changes of these studies.' })
  nctIds?: readonly string[] | null;
}

/** How studies changed, as the local copy saw it. */
@Resolver(() => Study)
export class StudyHistoryResolver {
  @Query(() => StudyChangeConnection, {
    nullable: true,
    description:
      'What the synchronisation saw change, the earliest first. Page on with `after` to follow the changes as they come.',
  })
  studyChanges(
    @Args(() => StudyChangesArgs) { since, nctIds, paths, kinds, ...page }: StudyChangesArgs,
    @Ctx() { history }: MirrorContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<StudyChangeConnection> {
    const ids = nctIds?.map(id => {
      if (parseNctId(id) === null) throw notNctId(id, 'nctIds');
      return id;
    });
    return findChanges(
      history,
      { since: since ?? null, nctIds: ids ?? null, ...parts(paths, kinds) },
      page,
      info,
    );
  }

  @FieldResolver(() => StudyChangeConnection, {
    nullable: true,
    description:
      'How the record came to be what it is, as far as the local copy saw it, the earliest change first.',
  })
  @Needs(NCT_ID)
  history(
    @Root() { nctId }: Pick<Study, 'nctId'>,
    @Args(() => HistoryArgs) { paths, kinds, ...page }: HistoryArgs,
    @Ctx() { history }: MirrorContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<StudyChangeConnection> {
    return findChanges(history, { nctIds: [nctId], ...parts(paths, kinds) }, page, info);
  }

  @FieldResolver(() => Study, {
    nullable: true,
    description:
      'The study as the local copy knew it at a moment; `null` where it did not know it then, or where it was gone.',
  })
  @Needs(NCT_ID)
  async asOf(
    @Root() { nctId }: Pick<Study, 'nctId'>,
    @Arg('date', () => GraphQLDateTimeISO, { description: 'The moment, such as `2026-10-07T12:00:00Z`.' })
    date: Date,
    @Ctx() { history }: MirrorContext,
  ): Promise<Study | null> {
    const found = await history.asOf(nctId, date);
    return found && studyOf(found);
  }
}

/** The studies that a change leads to. */
@Resolver(() => StudyChange)
export class StudyChangeResolver {
  @FieldResolver(() => Study, {
    nullable: true,
    description:
      'The study as it is now; `null` where it is gone. Where another number took its place, the study of that number.',
  })
  study(
    @Root() { nctId }: StudyChange,
    @Ctx() { studies }: RegistryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Study | null> {
    return studies.load({ nctId, fields: projectionOf(info) });
  }

  @FieldResolver(() => Study, {
    nullable: true,
    description: 'The study as it was before the change; `null` where it was not there.',
  })
  async studyBefore(
    @Root() { number, nctId }: StudyChange,
    @Ctx() { history }: MirrorContext,
  ): Promise<Study | null> {
    const found = await history.before({ id: number, nctId });
    return found && studyOf(found);
  }
}

const parts = (
  paths: readonly string[] | null | undefined,
  kinds: readonly ChangeKind[] | null | undefined,
): Pick<ChangeFilter, 'paths' | 'kinds'> => ({
  paths: given(paths, 'paths') ?? null,
  kinds: given(kinds, 'kinds') ?? null,
});

function given<T>(list: readonly T[] | null | undefined, argument: string): readonly T[] | null | undefined {
  if (list?.length === 0)
    throw new BadUserInput(`\`${argument}\` is given but empty: leave it out, or give it a value.`, {
      argument,
    });
  return list;
}

async function findChanges(
  history: StudyHistory,
  filter: ChangeFilter,
  page: PageArgs,
  info: GraphQLResolveInfo,
): Promise<StudyChangeConnection> {
  const [found, totalCount] = await Promise.all([
    history.changes({ filter, ...directionOf(page) }),
    selects(info, 'totalCount') ? history.count(filter) : 0,
  ]);
  return { ...connectionOver(found.changes.map(changeView), found), totalCount };
}
