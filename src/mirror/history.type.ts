import { GraphQLDateTimeISO, GraphQLJSON } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { closedEnum } from '../registry/record-enum.ts';
import { NctId, PartialDate } from '../registry/scalars.ts';
import { globalId, Node } from '../shared/node.ts';
import { type Connection, connectionOf } from '../shared/page.ts';
import type { ChangeKind } from './absorb.ts';
import type { DifferenceKind } from './record-diff.ts';
import type { Change } from './study.history.ts';

export const StudyChangeKind = closedEnum('StudyChangeKind', 'What happened to a study.', {
  ADDED: 'The copy met it for the first time.',
  CHANGED: 'Its record became another.',
  REMOVED: 'The registry no longer has it.',
  REPLACED: 'Another number took its place.',
  RESTORED: 'The registry has it again after it was gone.',
} satisfies Record<ChangeKind, string>);

export const RecordDifferenceKind = closedEnum('RecordDifferenceKind', 'How a value of a record changed.', {
  ADDED: 'It was not there before.',
  REMOVED: 'It is no longer there.',
  CHANGED: 'It is another value.',
  REORDERED: 'The items of the list stand in another order.',
} satisfies Record<DifferenceKind, string>);

@ObjectType('RecordDifference', {
  description:
    'One value of a record that changed. Items of lists are told apart by what they are, not by their place.',
  simpleResolvers: true,
})
export class RecordDifference {
  @Field(() => String, {
    description:
      'The record path, such as `protocolSection.statusModule.overallStatus`; the descriptions of the fields name them.',
  })
  path!: string;

  @Field(() => [String], {
    description:
      'The list items on the way, from the outside in, such as a location by its facility and city; none outside of lists.',
  })
  items!: readonly string[];

  @Field(() => RecordDifferenceKind, { description: 'How it changed.' })
  kind!: DifferenceKind;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The raw value before; `null` where there was none.',
  })
  before?: unknown;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The raw value after; `null` where there is none.',
  })
  after?: unknown;
}

@ObjectType('StudyChange', {
  description: 'One change of one study, as the local copy saw it.',
  simpleResolvers: true,
  implements: Node,
})
export class StudyChange extends Node {
  /** Its number in the store. */
  readonly number!: number;

  @Field(() => NctId, { description: 'The study.' })
  nctId!: string;

  @Field(() => StudyChangeKind, { description: 'What happened.' })
  kind!: ChangeKind;

  @Field(() => GraphQLDateTimeISO, { description: 'When the copy saw it first.' })
  seenAt!: Date;

  @Field(() => PartialDate, {
    nullable: true,
    description: "The registry's version date of the record after the change; `null` where it is gone.",
  })
  versionDate!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The registry's stamp of the data edition in which it was seen.",
  })
  registryDataTimestamp!: string | null;

  @Field(() => NctId, { nullable: true, description: 'The number that took its place.' })
  replacedBy!: string | null;

  @Field(() => [RecordDifference], {
    description: 'What changed in the record; none where the study came or went as a whole.',
  })
  differences!: readonly RecordDifference[];
}

/** A change as what GraphQL answers. */
export const changeView = ({ id, ...change }: Change): StudyChange =>
  Object.assign(new StudyChange(), change, { number: id, id: globalId('StudyChange', String(id)) });

@ObjectType({ description: 'A page of changes, the earliest first.', simpleResolvers: true })
export class StudyChangeConnection
  extends connectionOf('StudyChange', () => StudyChange)
  implements Connection<StudyChange>
{
  @Field(() => Int, { description: 'How many changes there are in all.' })
  totalCount!: number;
}
