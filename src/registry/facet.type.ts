import { Field, Int, ObjectType } from 'type-graphql';
import { closedEnum } from './record-enum.ts';

export const FacetBy = closedEnum(
  'FacetBy',
  'A property by whose values the studies of a list are counted.',
  {
    OVERALL_STATUS: 'The recruitment status of the study.',
    PHASE: 'The phase; a study of two phases counts for both.',
    STUDY_TYPE: 'The type of study.',
    PRIMARY_PURPOSE: 'The primary purpose of the design.',
    SEX: 'The sex of participants as recorded.',
    STANDARD_AGE: 'The age group; a study counts for each it accepts.',
    COUNTRY: 'The country of a location; a study counts once for each of its countries.',
    SPONSOR_CLASS: 'The class of the lead sponsor.',
    LEAD_SPONSOR: 'The name of the lead sponsor.',
    CONDITION_MESH: 'The MeSH term of a condition; a study counts for each of its terms.',
    INTERVENTION_MESH: 'The MeSH term of an intervention; a study counts for each of its terms.',
    INTERVENTION_TYPE: 'The type of an intervention; a study counts once for each of its types.',
    START_YEAR: 'The year in which the study started or is to start.',
    HAS_RESULTS: 'Whether results are posted: `true` or `false`.',
  },
);
export type FacetBy = keyof typeof FacetBy;

/** Those of which a study may have several values. */
export const MULTI_VALUED: readonly FacetBy[] = [
  'PHASE',
  'STANDARD_AGE',
  'COUNTRY',
  'CONDITION_MESH',
  'INTERVENTION_MESH',
  'INTERVENTION_TYPE',
];

@ObjectType({ description: 'A value and how many studies of the list have it.', simpleResolvers: true })
export class FacetValue {
  @Field(() => String, { description: 'The value as the record has it, such as `RECRUITING` or `France`.' })
  value!: string;

  @Field(() => Int, { description: 'How many studies of the whole list have it, whatever the page.' })
  count!: number;
}

@ObjectType({
  description: 'The studies of a list counted by one property; every number is exact.',
  simpleResolvers: true,
})
export class Facet {
  @Field(() => FacetBy, { description: 'The property.' })
  by!: FacetBy;

  @Field(() => Boolean, {
    description:
      'A study may have several values: the counts can then add up to more than there are studies.',
  })
  isMultiValued!: boolean;

  @Field(() => [FacetValue], { description: 'The values that most studies have, those first.' })
  values!: readonly FacetValue[];

  @Field(() => Int, { description: 'How many different values there are in the list, listed here or not.' })
  valueCount!: number;

  @Field(() => Int, { description: 'How many studies of the list have no value.' })
  missing!: number;
}
