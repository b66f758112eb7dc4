import { Arg, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { BadUserInput } from '../shared/errors.ts';
import { Facet, FacetBy } from './facet.type.ts';
import { StudyConnection } from './study.connection.ts';

const DEFAULT_VALUES = 20;
const MOST_VALUES = 1_000;

/** What the studies of a list are like. */
@Resolver(() => StudyConnection)
export class FacetResolver {
  @FieldResolver(() => [Facet], {
    nullable: true,
    description:
      'The studies of the whole list, whatever the page, counted by their values. Only what is stored here is counted: with a copy of the registry the whole list then comes from there.',
  })
  facets(
    @Root() { countFacets }: StudyConnection,
    @Arg('by', () => [FacetBy], { description: 'The properties to count by.' }) by: FacetBy[],
    @Arg('first', () => Int, {
      nullable: true,
      description: 'How many values of each, those of most studies; 20 unless told, at most 1,000.',
    })
    first?: number | null,
  ): Promise<readonly Facet[]> {
    const most = first ?? DEFAULT_VALUES;
    if (by.length === 0)
      throw new BadUserInput('`by` is empty: name at least one property to count by.', { argument: 'by' });
    if (most < 0 || most > MOST_VALUES) {
      throw new BadUserInput(`\`first\` is ${most}: it can be 0 to ${MOST_VALUES}.`, {
        argument: 'first',
        expected: `0 to ${MOST_VALUES}`,
      });
    }
    if (countFacets === null) {
      throw new BadUserInput(
        'The registry does not count studies by their values: that needs a copy of it stored here, which `trialweave sync` makes.',
        { argument: 'facets' },
      );
    }
    return countFacets(by, most);
  }
}
