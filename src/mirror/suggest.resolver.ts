import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { searchable } from '../registry/essie-text.ts';
import { BadUserInput } from '../shared/errors.ts';
import type { MirrorContext } from './context.ts';
import type { NameKind } from './search/names.ts';
import { Suggestion, SuggestKind } from './suggest.type.ts';

const DEFAULT_SUGGESTIONS = 10;
const MOST_SUGGESTIONS = 50;

/** Names to choose from while somebody types. */
@Resolver()
export class SuggestResolver {
  @Query(() => [Suggestion], {
    description:
      'Names that go on from what was typed: first those that begin with it, then those with a word that begins with it, then those written alike, which finds `diabetes` for `diabtes`; among these the names of most studies first. A text of one or two letters finds only names that begin with it. The names are those of the studies stored here: of the copy of the registry or, before there is one, of the sample.',
  })
  async suggest(
    @Arg('kind', () => SuggestKind, { description: 'What names to suggest.' }) kind: NameKind,
    @Arg('text', () => String, {
      description: 'What was typed, such as `diab`. Case and punctuation do not matter.',
    })
    text: string,
    @Ctx() { suggestions }: MirrorContext,
    @Arg('first', () => Int, {
      nullable: true,
      description: 'How many names at most; 10 unless told, at most 50.',
    })
    first?: number | null,
  ): Promise<readonly Suggestion[]> {
    const most = first ?? DEFAULT_SUGGESTIONS;
    if (most < 0 || most > MOST_SUGGESTIONS) {
      throw new BadUserInput(`\`first\` is ${most}: it can be 0 to ${MOST_SUGGESTIONS}.`, {
        argument: 'first',
        expected: `0 to ${MOST_SUGGESTIONS}`,
      });
    }
    const typed = searchable('text', text, 'ask when something was typed');
    return suggestions.find({ kind, text: typed, most });
  }
}
