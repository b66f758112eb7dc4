import { Field, ObjectType } from 'type-graphql';
import { Computed, From, FromEnum, Part, RecordType } from '../mapping.ts';
import { closedEnum } from '../record-enum.ts';
import { View } from '../view.ts';
import {
  criteriaOf,
  type EligibilityText,
  type CriteriaKind as Kind,
  type Criterion as ParsedCriterion,
  type CriteriaGroup as ParsedGroup,
  parseEligibility,
} from './eligibility-text.ts';
import { SamplingMethod, Sex, StandardAge } from './enums.ts';
import { Markdown } from './text.ts';
import { Age } from './time-span.ts';

const AT = 'protocolSection.eligibilityModule';

export const CriteriaKind = closedEnum('CriteriaKind', 'What meeting a criterion means.', {
  INCLUSION: 'Whoever takes part must meet it.',
  EXCLUSION: 'Whoever meets it cannot take part.',
  OTHER: 'The text does not say under a heading of its own: remarks, or criteria of both kinds together.',
} satisfies Record<Kind, string>);

@ObjectType('Criterion', { description: 'One point of the eligibility criteria.', simpleResolvers: true })
export class Criterion implements ParsedCriterion {
  @Field(() => String, {
    description: 'The criterion as it reads: without list marker and markup escapes, on one line.',
  })
  text!: string;

  @Field(() => String, {
    description: "The criterion's own stretch of the source, without its children, verbatim.",
  })
  source!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The list marker, such as `*` or `1.`; `null` for running text.',
  })
  marker!: string | null;

  @Field(() => [Criterion], { description: 'The points indented below it.' })
  children!: readonly Criterion[];
}

@ObjectType('CriteriaGroup', {
  description: 'A heading of the eligibility criteria and what stands under it.',
  simpleResolvers: true,
})
export class CriteriaGroup implements ParsedGroup {
  @Field(() => String, {
    nullable: true,
    description: 'The heading as it reads; `null` for what stands before any heading.',
  })
  heading!: string | null;

  @Field(() => CriteriaKind, { description: 'What meeting these criteria means.' })
  kind!: Kind;

  @Field(() => String, {
    nullable: true,
    description:
      "The people or the part of the study that the heading speaks of, in the text's own words; `null` for everyone.",
  })
  population!: string | null;

  @Field(() => [Criterion], { description: 'The criteria under the heading.' })
  criteria!: readonly Criterion[];

  @Field(() => String, {
    description: "The heading's own stretch of the source, verbatim; empty where there is none.",
  })
  source!: string;
}

/** One parse serves all fields of a page: remembered for as long as the record's module lives. */
const remembered = new WeakMap<object, EligibilityText>();
function parsed(module: { readonly eligibilityCriteria?: string }): EligibilityText {
  const known = remembered.get(module) ?? parseEligibility(module.eligibilityCriteria ?? '');
  remembered.set(module, known);
  return known;
}

const CRITERIA = ['eligibilityCriteria'];

@RecordType('Eligibility', {
  at: AT,
  description:
    'Who can take part and who cannot: the text, and the same taken apart without losing a character.',
})
export class Eligibility extends View {
  @From(() => Markdown, 'eligibilityCriteria', 'The criteria as one text.')
  text?: Markdown | null;

  @Computed(() => [CriteriaGroup], CRITERIA, 'The criteria under their headings, in the order of the text.')
  get groups(): readonly ParsedGroup[] {
    return this.#parsed.groups;
  }

  @Computed(() => [Criterion], CRITERIA, 'All inclusion criteria, whatever population they are for.')
  get inclusion(): readonly ParsedCriterion[] {
    return criteriaOf(this.#parsed, 'INCLUSION');
  }

  @Computed(() => [Criterion], CRITERIA, 'All exclusion criteria, whatever population they are for.')
  get exclusion(): readonly ParsedCriterion[] {
    return criteriaOf(this.#parsed, 'EXCLUSION');
  }

  @Computed(() => [Criterion], CRITERIA, 'What is neither clearly inclusion nor clearly exclusion.')
  get other(): readonly ParsedCriterion[] {
    return criteriaOf(this.#parsed, 'OTHER');
  }

  get #parsed(): EligibilityText {
    return parsed(this.record as object);
  }
}

@RecordType('Ages', { at: AT, description: 'The ages of the people who can take part.' })
export class Ages extends View {
  @From(() => Age, 'minimumAge', 'The youngest age; `null` means that there is no lower limit.')
  minimum?: Age | null;

  @From(() => Age, 'maximumAge', 'The oldest age; `null` means that there is no upper limit.')
  maximum?: Age | null;

  @FromEnum(() => [StandardAge], 'stdAges', 'The broad age bands that the limits touch.')
  standardAges!: string[];

  @Computed(
    () => String,
    ['minimumAge', 'maximumAge', 'stdAges'],
    'The limits in words: `19 Years to 70 Years`, `18 Years and older`, `up to 17 Years`, `all ages`. `null` where the record withholds them.',
  )
  get text(): string | null {
    const from = this.minimum?.text;
    const to = this.maximum?.text;
    if (from && to) return `${from} to ${to}`;
    if (from) return `${from} and older`;
    if (to) return `up to ${to}`;
    return this.standardAges.length > 0 ? 'all ages' : null;
  }
}

/** Who can take part. */
@Part(AT)
export class EligibilityPart extends View {
  @From(() => Eligibility, '', 'Who can take part and who cannot: the criteria, as text and taken apart.', {
    presence: ['eligibilityCriteria'],
  })
  eligibility?: Eligibility | null;

  @From(() => Boolean, 'healthyVolunteers', 'People without the condition can take part.')
  acceptsHealthyVolunteers?: boolean | null;

  @Computed(
    () => String,
    ['healthyVolunteers'],
    'The same in words: `Accepts healthy volunteers` or `Does not accept healthy volunteers`.',
  )
  get healthyVolunteersText(): string | null {
    if (this.acceptsHealthyVolunteers == null) return null;
    return this.acceptsHealthyVolunteers
      ? 'Accepts healthy volunteers'
      : 'Does not accept healthy volunteers';
  }

  @FromEnum(() => Sex, 'sex', 'The sex of the people who can take part.')
  sex?: string | null;

  @From(() => Boolean, 'genderBased', 'Taking part depends on the gender a person identifies with.')
  genderBased?: boolean | null;

  @From(() => Markdown, 'genderDescription', 'Which gender that is, and other remarks on it.')
  genderDescription?: Markdown | null;

  @From(() => Ages, '', 'The ages of the people who can take part.', { presence: ['stdAges'] })
  ages?: Ages | null;

  @From(
    () => Markdown,
    'studyPopulation',
    'The population from which an observational study draws its participants.',
  )
  studyPopulation?: Markdown | null;

  @FromEnum(
    () => SamplingMethod,
    'samplingMethod',
    'How an observational study picks its participants from the population.',
  )
  samplingMethod?: string | null;
}
