import { GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { closedEnum } from './record-enum.ts';

export const ReadingMode = closedEnum('ReadingMode', 'Who answers questions about studies.', {
  LIVE: 'ClinicalTrials.gov alone.',
  MIRROR: 'What is stored here alone.',
  AUTO: 'ClinicalTrials.gov where it can be reached, else what is stored here.',
});

@ObjectType({ description: 'What is stored here of the registry.', simpleResolvers: true })
export class Mirror {
  @Field(() => Int, { description: 'How many studies are stored.' })
  studyCount!: number;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When the latest of them was stored.' })
  newestFetchedAt!: Date | null;
}

@ObjectType({ description: 'ClinicalTrials.gov, and how we stand with it.', simpleResolvers: true })
export class Registry {
  @Field(() => ReadingMode, { description: 'Who answers questions about studies.' })
  mode!: keyof typeof ReadingMode;

  @Field(() => Boolean, { description: 'The registry answered just now, or within the last minute.' })
  reachable!: boolean;

  @Field(() => Float, { nullable: true, description: 'Seconds until it is asked again after an outage.' })
  retryAfter!: number | null;

  @Field(() => String, { nullable: true, description: 'The version of its interface, such as `2.0.5`.' })
  apiVersion!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its stamp of the current data edition, such as `2026-10-07T09:00:06`.',
  })
  dataTimestamp!: string | null;
}
