import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { RegistryContext } from './context.ts';
import { Condition } from './record/conditions.ts';
import { MeshTerm } from './record/mesh.ts';
import { Sponsor } from './record/sponsors.ts';
import { InterventionName } from './term.type.ts';
import { meshTermOf, sameName, studiesWith } from './terms.ts';

const BROWSE = 'derivedSection.conditionBrowseModule';

/** Terms by name: each is found through a study that carries it, so a name nobody uses is null. */
@Resolver()
export class TermResolver {
  @Query(() => Condition, {
    nullable: true,
    description: 'A condition by its name, upper or lower case; `null` where no study names it.',
  })
  async condition(
    @Arg('name', () => String, { description: 'The whole name, such as `Atopic Dermatitis`.' }) name: string,
    @Ctx() context: RegistryContext,
  ): Promise<Condition | null> {
    const fields = ['protocolSection.conditionsModule.conditions', BROWSE];
    const studies = await studiesWith(context, { conditionName: name }, fields);
    return studies.flatMap(({ conditions }) => conditions).find(each => sameName(each.name, name)) ?? null;
  }

  @Query(() => InterventionName, {
    nullable: true,
    description: 'A treatment by its name, upper or lower case; `null` where no study uses it.',
  })
  async intervention(
    @Arg('name', () => String, { description: 'The whole name, such as `Placebo`.' }) name: string,
    @Ctx() context: RegistryContext,
  ): Promise<InterventionName | null> {
    const fields = ['protocolSection.armsInterventionsModule.interventions.name'];
    const studies = await studiesWith(context, { interventionName: name }, fields);
    const found = studies
      .flatMap(({ interventions }) => interventions)
      .find(each => sameName(each.name, name))?.name;
    return found ? Object.assign(new InterventionName(), { name: found }) : null;
  }

  @Query(() => Sponsor, {
    nullable: true,
    description:
      'A sponsor or collaborator by its name, upper or lower case; `null` where no study names it.',
  })
  async sponsor(
    @Arg('name', () => String, { description: 'The whole name, such as `EHL Bio Co., Ltd.`.' }) name: string,
    @Ctx() context: RegistryContext,
  ): Promise<Sponsor | null> {
    const fields = ['protocolSection.sponsorCollaboratorsModule'];
    const studies = await studiesWith(context, { sponsorName: name }, fields);
    return (
      studies
        .flatMap(({ leadSponsor, collaborators }) => [leadSponsor ?? [], collaborators].flat())
        .find(each => sameName(each.name, name)) ?? null
    );
  }

  @Query(() => MeshTerm, {
    nullable: true,
    description: 'A MeSH heading by its id; `null` where no study is indexed under it or below it.',
  })
  async meshTerm(
    @Arg('id', () => ID, { description: 'The id in MeSH, such as `D003876`.' }) id: string,
    @Ctx() context: RegistryContext,
  ): Promise<MeshTerm | null> {
    return (await meshTermOf(context, id))?.term ?? null;
  }
}
