import { Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { RegistryUnavailable } from '../shared/errors.ts';
import type { RegistryContext } from './context.ts';
import { Mirror, ReadingMode, Registry } from './registry.type.ts';
import { opensCircuit } from './registry-failure.ts';
import { nullIfOutage } from './registry-status.ts';

const isOutage = (error: unknown): boolean => error instanceof RegistryUnavailable || opensCircuit(error);

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

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How many studies the registry holds in all; `null` while it cannot be reached.',
  })
  async studyCount(
    @Root() { reachable }: Registry,
    @Ctx() { registry: { status }, signal }: RegistryContext,
  ): Promise<number | null> {
    if (status.mode === 'mirror') return null;
    try {
      return (await status.client.size(signal ? { signal } : {})).totalStudies;
    } catch (error) {
      if (!reachable && isOutage(error)) return null; // `reachable` says so already
      throw error;
    }
  }

  @FieldResolver(() => Mirror, { nullable: true, description: 'What is stored here.' })
  async mirror(@Ctx() { registry: { status } }: RegistryContext): Promise<Mirror> {
    const { count, newestFetchedAt } = await status.stored();
    return { studyCount: count, newestFetchedAt };
  }
}
