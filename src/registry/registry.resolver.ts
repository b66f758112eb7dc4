import { Ctx, FieldResolver, Int, Query, Resolver } from 'type-graphql';
import type { RegistryContext } from './context.ts';
import { Mirror, ReadingMode, Registry } from './registry.type.ts';
import { nullIfOutage } from './registry-status.ts';

/** How the registry and the local copy of it stand. */
@Resolver(() => Registry)
export class RegistryResolver {
  @Query(() => Registry, {
    nullable: true,
    description: 'ClinicalTrials.gov and the local copy of it: how they stand.',
  })
  async registry(@Ctx() { registry: { status }, signal }: RegistryContext): Promise<Registry> {
    const asked = status.mode === 'mirror' ? null : await status.edition.current(signal).catch(nullIfOutage);
    return Object.assign(new Registry(), {
      mode: ReadingMode[status.mode.toUpperCase() as keyof typeof ReadingMode],
      reachable: asked !== null,
      retryAfter: status.client.state.retryAfter ?? null,
      apiVersion: asked?.apiVersion ?? null,
      dataTimestamp: asked?.dataTimestamp ?? null,
    });
  }

  @FieldResolver(() => Int, { nullable: true, description: 'How many studies the registry holds in all.' })
  async studyCount(@Ctx() { registry: { status }, signal }: RegistryContext): Promise<number | null> {
    if (status.mode === 'mirror') return null;
    return (await status.client.size(signal ? { signal } : {})).totalStudies;
  }

  @FieldResolver(() => Mirror, { nullable: true, description: 'What is stored here.' })
  async mirror(@Ctx() { registry: { status } }: RegistryContext): Promise<Mirror> {
    const { count, newestFetchedAt } = await status.stored();
    return { studyCount: count, newestFetchedAt };
  }
}
