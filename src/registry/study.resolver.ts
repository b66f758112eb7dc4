import type { GraphQLResolveInfo } from 'graphql';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Info,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { globalId } from '../shared/node.ts';
import { directionOf, PageArgs } from '../shared/page.ts';
import type { RegistryContext } from './context.ts';
import { Needs } from './mapping.ts';
import { connectionProjection, projectionOf, selects } from './projection.ts';
import { Study } from './record/study.ts';
import { nullIfOutage } from './registry-status.ts';
import { NctId, PartialDate } from './scalars.ts';
import { StudyConnection, studyConnectionOf } from './study.connection.ts';
import { Origin } from './study.source.ts';
import { type StudyCriteria, StudyFilter, StudySort } from './study-filter.input.ts';

@ArgsType()
export class StudiesArgs extends PageArgs {
  @Field(() => StudyFilter, { nullable: true, description: 'Which studies; all of them if left out.' })
  filter?: StudyFilter | null;

  @Field(() => [StudySort], { nullable: true, description: 'Their order; at most two criteria.' })
  sort?: StudySort[] | null;
}

@ObjectType('StudySource', {
  description: 'Where what you read of a study comes from.',
  simpleResolvers: true,
})
export class StudyProvenance {
  @Field(() => Origin, { description: 'Who answered.' })
  origin!: Origin;

  @Field(() => GraphQLDateTimeISO, { description: 'When the record was taken from there.' })
  fetchedAt!: Date;

  @Field(() => PartialDate, { nullable: true, description: "The registry's own version date of the record." })
  versionDate?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The registry's stamp of the data edition the record belongs to, such as `2026-10-07T09:00:06`.",
  })
  registryDataTimestamp?: string | null;

  @Field(() => Boolean, {
    description: 'The registry should have been asked and could not; this is the last that is known.',
  })
  stale!: boolean;
}

/** Studies by number and by search, and what every study says of itself. */
@Resolver(() => Study)
export class StudyResolver {
  @Query(() => Study, {
    nullable: true,
    description:
      'A study by its number; `null` where there is none. An obsolete number answers with the study that replaced it.',
  })
  study(
    @Arg('nctId', () => NctId, { description: 'The number, such as `NCT02888704`.' }) nctId: string,
    @Ctx() { studies }: RegistryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Study | null> {
    return studies.load({ nctId, fields: projectionOf(info) });
  }

  @Query(() => StudyConnection, {
    nullable: true,
    description: 'Studies that meet a filter. The page size is 20 unless told, at most 1,000.',
  })
  studies(
    @Args(() => StudiesArgs) { filter, sort, ...page }: StudiesArgs,
    @Ctx() context: RegistryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<StudyConnection> {
    return findStudies(context, info, filter ?? {}, page, sort ?? []);
  }

  @FieldResolver(() => ID, { description: 'The id of this study in the whole graph.' })
  @Needs('protocolSection.identificationModule.nctId')
  id(@Root() study: Pick<Study, 'nctId'>): string {
    return globalId('Study', study.nctId);
  }

  @FieldResolver(() => StudyProvenance, {
    nullable: true,
    description: 'Where what you read of this study comes from.',
  })
  @Needs('derivedSection.miscInfoModule.versionHolder')
  async source(
    @Root() study: Study,
    @Ctx() { registry, signal }: RegistryContext,
  ): Promise<StudyProvenance | null> {
    const { found } = study;
    if (!found) return null;
    const { origin, fetchedAt, stale } = found;
    const ofEdition = () => registry.status.edition.stampOf(found.etag ?? null, signal);
    return {
      origin,
      fetchedAt,
      stale,
      versionDate: study.versionHolder ?? null,
      registryDataTimestamp:
        origin === 'REGISTRY' ? await ofEdition().catch(nullIfOutage) : found.dataTimestamp,
    };
  }
}

/** A page of studies for any field that lists some: the selection decides what is fetched and whether to count. */
export async function findStudies(
  { registry, signal }: RegistryContext,
  info: GraphQLResolveInfo,
  criteria: StudyCriteria,
  page: PageArgs,
  sort: readonly StudySort[] = [],
): Promise<StudyConnection> {
  const search = {
    criteria,
    sort,
    ...directionOf(page),
    fields: connectionProjection(info),
    wantsTotal: selects(info, 'totalCount'),
    wantsFacets: selects(info, 'facets'),
  };
  return studyConnectionOf(await registry.source.search(search, signal));
}
