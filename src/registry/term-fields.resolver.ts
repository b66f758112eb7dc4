import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { RegistryContext } from './context.ts';
import { Needs } from './mapping.ts';
import { Condition } from './record/conditions.ts';
import { MeshTerm } from './record/mesh.ts';
import { Sponsor } from './record/sponsors.ts';
import { StudyConnection } from './study.connection.ts';
import { findStudies, StudiesArgs } from './study.resolver.ts';
import type { OwnCriteria } from './study-filter.input.ts';
import { InterventionName } from './term.type.ts';
import { meshTermOf } from './terms.ts';

/** The studies of a term, narrowed further by the caller's own filter. */
const studiesOf = (
  criteria: OwnCriteria,
  { filter, sort, ...page }: StudiesArgs,
  context: RegistryContext,
  info: GraphQLResolveInfo,
) => findStudies(context, info, { ...filter, ...criteria }, page, sort ?? []);

const LISTS = 'A filter narrows the list further.';

@Resolver(() => Condition)
export class ConditionFieldsResolver {
  @FieldResolver(() => StudyConnection, {
    nullable: true,
    description: `Studies that name this very condition. ${LISTS}`,
  })
  @Needs('')
  studies(
    @Root() { name }: Pick<Condition, 'name'>,
    @Args(() => StudiesArgs) args: StudiesArgs,
    @Ctx() context: RegistryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<StudyConnection> {
    return studiesOf({ conditionName: name }, args, context, info);
  }
}

@Resolver(() => InterventionName)
export class InterventionNameFieldsResolver {
  @FieldResolver(() => StudyConnection, {
    nullable: true,
    description: `Studies with an intervention of this very name. ${LISTS}`,
  })
  studies(
    @Root() { name }: InterventionName,
    @Args(() => StudiesArgs) args: StudiesArgs,
    @Ctx() context: RegistryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<StudyConnection> {
    return studiesOf({ interventionName: name }, args, context, info);
  }
}

@Resolver(() => Sponsor)
export class SponsorFieldsResolver {
  @FieldResolver(() => StudyConnection, {
    nullable: true,
    description: `Studies that this very sponsor leads or collaborates in. ${LISTS}`,
  })
  @Needs('name')
  async studies(
    @Root() { name }: Pick<Sponsor, 'name'>,
    @Args(() => StudiesArgs) args: StudiesArgs,
    @Ctx() context: RegistryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<StudyConnection | null> {
    return name ? studiesOf({ sponsorName: name }, args, context, info) : null;
  }
}

@Resolver(() => MeshTerm)
export class MeshTermFieldsResolver {
  @FieldResolver(() => [MeshTerm], {
    nullable: true,
    description:
      'The headings above this one, as the registry indexes its studies. Read from a study indexed under this heading alone; where none is found, what all studies under it share. `null` where studies do not tell: none is indexed under this very heading, or all of them under one and the same other heading too.',
  })
  @Needs('id')
  async ancestors(
    @Root() { id }: Pick<MeshTerm, 'id'>,
    @Ctx() context: RegistryContext,
  ): Promise<readonly MeshTerm[] | null> {
    return id ? ((await meshTermOf(context, id))?.above ?? null) : null;
  }

  @FieldResolver(() => StudyConnection, {
    nullable: true,
    description: `Studies whose conditions or interventions are this term or lie below it. ${LISTS}`,
  })
  @Needs('id')
  async studies(
    @Root() { id }: Pick<MeshTerm, 'id'>,
    @Args(() => StudiesArgs) args: StudiesArgs,
    @Ctx() context: RegistryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<StudyConnection | null> {
    return id ? studiesOf({ meshHeading: id }, args, context, info) : null;
  }
}
