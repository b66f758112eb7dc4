import { Field, Float, ID, InputType, Int } from 'type-graphql';
import {
  AgencyClass,
  Allocation,
  InterventionModel,
  Masking,
  OverallStatus,
  Phase,
  PrimaryPurpose,
  Sex,
  StudyType,
} from './record/enums.ts';
import { closedEnum } from './record-enum.ts';
import { NctId, PartialDate } from './scalars.ts';

@InputType({
  description: 'A span of dates, both ends included. A partial date stands for all of its days.',
})
export class DateRangeInput {
  @Field(() => PartialDate, {
    nullable: true,
    description: 'The first day that counts; open if left out.',
  })
  from?: string | null;

  @Field(() => PartialDate, {
    nullable: true,
    description: 'The last day that counts; open if left out.',
  })
  to?: string | null;
}

@InputType({ description: 'A span of whole numbers, both ends included.' })
export class IntRangeInput {
  @Field(() => Int, {
    nullable: true,
    description: 'The smallest number that counts; open if left out.',
  })
  from?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The largest number that counts; open if left out.',
  })
  to?: number | null;
}

@InputType({ description: 'A circle on the map.' })
export class NearInput {
  @Field(() => Float, {
    description: 'Latitude of the centre in degrees, -90 to 90.',
  })
  lat!: number;

  @Field(() => Float, {
    description: 'Longitude of the centre in degrees, -180 to 180.',
  })
  lon!: number;

  @Field(() => Float, {
    description: 'Radius in kilometres, 0.1 to 800.',
  })
  distanceKm!: number;
}

const text = (description: string) => ({ nullable: true, description });
const SAME_PLACE = 'All conditions on locations must hold for one and the same location.';
const LACKING = 'Studies without this date are left out.';

@InputType({
  description:
    'Which studies to find. All parts given must hold; within a list one value is enough. A part that is `null` counts as left out, so that a variable without a value narrows nothing; a filter without any part finds all studies. A part that is given and empty (a text without letters or digits, an empty list, a span without ends) is an error and never means everything.',
})
export class StudyFilter {
  @Field(() => [NctId], text('Only these studies. An obsolete number finds the study that replaced it.'))
  ids?: string[] | null;

  @Field(() => String, text('Words anywhere in the main parts of the record.'))
  term?: string | null;

  @Field(() => String, text('Words of the condition or disease: names, titles, keywords and MeSH terms.'))
  condition?: string | null;

  @Field(
    () => String,
    text('Words of the intervention or treatment: names, other names, arms, titles, MeSH terms.'),
  )
  intervention?: string | null;

  @Field(() => String, text('Words of the titles or the acronym.'))
  title?: string | null;

  @Field(() => String, text('Words of the outcome measures.'))
  outcome?: string | null;

  @Field(() => String, text('Words of the name of the lead sponsor, a collaborator or the organisation.'))
  sponsor?: string | null;

  @Field(() => String, text('Words of the name of the lead sponsor alone.'))
  leadSponsor?: string | null;

  @Field(() => String, text('Words of a location: facility, city, state, country or postal code.'))
  location?: string | null;

  @Field(() => String, text(`The country of a location; names that drifted are united. ${SAME_PLACE}`))
  country?: string | null;

  @Field(() => String, text(`The state or region of a location. ${SAME_PLACE}`))
  state?: string | null;

  @Field(() => String, text(`The city of a location. ${SAME_PLACE}`))
  city?: string | null;

  @Field(() => [OverallStatus], text('The recruitment status of the study.'))
  overallStatus?: string[] | null;

  @Field(() => [Phase], text('The phase; a study of two phases is found by either.'))
  phase?: string[] | null;

  @Field(() => [StudyType], text('The type of study.'))
  studyType?: string[] | null;

  @Field(() => [PrimaryPurpose], text('The primary purpose of the design.'))
  primaryPurpose?: string[] | null;

  @Field(() => [Allocation], text('How participants are assigned to arms.'))
  allocation?: string[] | null;

  @Field(() => [InterventionModel], text('The interventional model.'))
  interventionModel?: string[] | null;

  @Field(() => [Masking], text('How many parties are masked.'))
  masking?: string[] | null;

  @Field(() => [AgencyClass], text('The class of the lead sponsor or of any collaborator.'))
  funderType?: string[] | null;

  @Field(() => [Sex], text('The sex of participants as recorded; `ALL` is a value of its own.'))
  sex?: string[] | null;

  @Field(() => Float, text('An age in years that the study accepts. A bound that is absent counts as open.'))
  acceptsAge?: number | null;

  @Field(
    () => Boolean,
    text('Whether healthy volunteers are accepted; studies that do not say are left out.'),
  )
  healthyVolunteers?: boolean | null;

  @Field(() => Boolean, text('Whether results are posted.'))
  hasResults?: boolean | null;

  @Field(() => Boolean, text('Whether a protocol, an analysis plan or a consent form is posted.'))
  hasDocuments?: boolean | null;

  @Field(() => IntRangeInput, text('The number of participants; studies without one are left out.'))
  enrollment?: IntRangeInput | null;

  @Field(() => DateRangeInput, text(`When the study started or is to start. ${LACKING}`))
  start?: DateRangeInput | null;

  @Field(() => DateRangeInput, text(`The primary completion date. ${LACKING}`))
  primaryCompletion?: DateRangeInput | null;

  @Field(() => DateRangeInput, text(`The completion date. ${LACKING}`))
  completion?: DateRangeInput | null;

  @Field(() => DateRangeInput, text(`When the study was first posted. ${LACKING}`))
  firstPosted?: DateRangeInput | null;

  @Field(() => DateRangeInput, text(`When results were first posted. ${LACKING}`))
  resultsPosted?: DateRangeInput | null;

  @Field(() => DateRangeInput, text(`When the last update was posted. ${LACKING}`))
  lastUpdate?: DateRangeInput | null;

  @Field(() => NearInput, text(`A location within this circle, by the centre of its city. ${SAME_PLACE}`))
  near?: NearInput | null;

  @Field(() => NearInput, text(`A recruiting location within this circle. ${SAME_PLACE}`))
  recruitingNear?: NearInput | null;

  @Field(
    () => ID,
    text('A MeSH id such as `D003876`: conditions or interventions that are this term or lie below it.'),
  )
  meshTerm?: string | null;

  @Field(
    () => String,
    text(
      "An expression in the registry's own expert syntax, such as `AREA[Phase]PHASE3 AND NOT AREA[WhyStopped]MISSING`: the one part that is not quoted.",
    ),
  )
  essie?: string | null;
}

/** Filter parts that our own fields add to a caller's filter. Names must match whole. */
export interface OwnCriteria {
  /** As `meshTerm`. */
  readonly meshHeading?: string;
  /** Conditions or interventions that are this very MeSH term, not one below it. */
  readonly meshHeadingItself?: string;
  readonly conditionName?: string;
  readonly interventionName?: string;
  readonly sponsorName?: string;
}
export type StudyCriteria = StudyFilter & OwnCriteria;

export const StudySortField = closedEnum('StudySortField', 'What a list of studies can be sorted by.', {
  RELEVANCE: 'How well the words of the filter are met.',
  LAST_UPDATE_POST_DATE: 'When the last update was posted.',
  STUDY_FIRST_POST_DATE: 'When the study was first posted.',
  RESULTS_FIRST_POST_DATE: 'When results were first posted.',
  START_DATE: 'When the study started or is to start.',
  PRIMARY_COMPLETION_DATE: 'The primary completion date.',
  COMPLETION_DATE: 'The completion date.',
  ENROLLMENT: 'The number of participants.',
  DISTANCE:
    'The distance from the point of `near` to the nearest location, or of `recruitingNear` to the nearest that recruits. Only what is stored here can be sorted so.',
});

export const SortDirection = closedEnum('SortDirection', 'Which end of a sorted list comes first.', {
  ASC: 'Smallest or earliest first.',
  DESC: 'Largest or latest first.',
});

@InputType({
  description: 'One criterion of an order; studies that lack the value come last.',
})
export class StudySort {
  @Field(() => StudySortField, { description: 'The value to sort by.' })
  field!: keyof typeof StudySortField;

  @Field(() => SortDirection, {
    defaultValue: 'DESC',
    description: 'The direction; the default puts the latest or largest first.',
  })
  direction!: keyof typeof SortDirection;
}
