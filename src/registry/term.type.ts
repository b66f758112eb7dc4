import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'A treatment by its name alone, as one or many studies name it.',
  simpleResolvers: true,
})
export class InterventionName {
  @Field(() => String, { description: 'The name as recorded.' })
  name!: string;
}
