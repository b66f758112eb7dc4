import { Field, Int, ObjectType } from 'type-graphql';
import { closedEnum } from '../registry/record-enum.ts';
import type { NameKind } from './search/names.ts';

export const SuggestKind = closedEnum('SuggestKind', 'What a suggested name is the name of.', {
  CONDITION: 'A condition or disease, as studies name what they are about.',
  INTERVENTION: 'A drug, device, procedure or other treatment that is studied.',
  SPONSOR: 'A lead sponsor or a collaborator.',
  CITY: 'The city of a location.',
  COUNTRY: 'The country of a location.',
} satisfies Record<NameKind, string>);

@ObjectType({
  description: 'A name that at least one study has, for a list to choose from while somebody types.',
  simpleResolvers: true,
})
export class Suggestion {
  @Field(() => String, {
    description: 'The name, as one study writes it. Names that differ only in case and punctuation are one.',
  })
  name!: string;

  @Field(() => Int, { description: 'How many of the studies stored here have it now.' })
  studyCount!: number;
}
