import { GraphQLBigInt, GraphQLDateTimeISO } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { closedEnum } from '../registry/record-enum.ts';
import { NctId, PartialDate } from '../registry/scalars.ts';
import { globalId, Node } from '../shared/node.ts';
import { type Connection, connectionOf } from '../shared/page.ts';
import type { SyncKind, SyncPhase, SyncRun, SyncState } from './sync-run.repository.ts';

export const SyncRunKind = closedEnum('SyncRunKind', 'What a run of the synchronisation reads.', {
  INCREMENTAL: 'What was updated since the last complete run.',
  FULL: 'Everything that is copied.',
  IDS: 'Studies that were named.',
  ARCHIVE: "The registry's archive file.",
} satisfies Record<SyncKind, string>);

export const SyncRunState = closedEnum('SyncRunState', 'How a run stands, or how it ended.', {
  RUNNING: 'It goes on.',
  COMPLETE: 'Everything was read, and both sides count alike.',
  INCOMPLETE: 'It came to its end, and something is missing; the message says what.',
  SUSPECT: 'The registry listed so few studies that it was not believed: nothing was removed.',
  FAILED: 'The registry could not be asked any more. The next run goes on from there.',
  INTERRUPTED: 'It was stopped, or its process is gone. The next run goes on from there.',
} satisfies Record<SyncState, string>);

export const SyncRunPhase = closedEnum('SyncRunPhase', 'What a run is about.', {
  PLAN: 'It finds out what there is to read.',
  PULL: 'It reads studies.',
  RECONCILE: 'It compares what is held with what the registry lists.',
  PUBLISH: 'It puts down how it went.',
} satisfies Record<SyncPhase, string>);

@ObjectType('SyncRun', {
  description: 'One run of the synchronisation with the registry.',
  simpleResolvers: true,
  implements: Node,
})
export class SyncRunView extends Node {
  @Field(() => Int, { description: 'Its number, as logs and messages name it; later runs have higher ones.' })
  number!: number;

  @Field(() => SyncRunKind, { description: 'What it reads.' })
  kind!: SyncKind;

  @Field(() => String, { description: 'Who started it: `command` or `schedule`.' })
  trigger!: string;

  @Field(() => String, { description: 'What is copied: a study filter as JSON; `{}` is the whole registry.' })
  scope!: string;

  @Field(() => SyncRunState, { description: 'How it stands, or how it ended.' })
  state!: SyncState;

  @Field(() => SyncRunPhase, { description: 'What it is about, or was about when it ended.' })
  phase!: SyncPhase;

  @Field(() => String, { nullable: true, description: 'Why it ended as it did, and what can be done.' })
  message!: string | null;

  /** The number of the run that was cut short and that this one went on with. */
  readonly continuesNumber!: number | null;

  @Field(() => GraphQLDateTimeISO, { description: 'When it began.' })
  startedAt!: Date;

  @Field(() => GraphQLDateTimeISO, { description: 'When it last got on.' })
  updatedAt!: Date;

  @Field(() => GraphQLDateTimeISO, { nullable: true, description: 'When it ended.' })
  endedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description: "The registry's stamp of the data edition that was read.",
  })
  dataTimestamp!: string | null;

  @Field(() => PartialDate, {
    nullable: true,
    description: 'The latest update date among the studies held when it ended: the next run begins there.',
  })
  watermark!: string | null;

  @Field(() => Int, { nullable: true, description: 'Studies it had to read, as far as that was known.' })
  expected!: number | null;

  @Field(() => Int, { description: 'Pages read.' })
  pages!: number;

  @Field(() => Int, { description: 'Records read.' })
  seen!: number;

  @Field(() => Int, { description: 'Studies that are new, or are back.' })
  added!: number;

  @Field(() => Int, { description: 'Studies that changed.' })
  changed!: number;

  @Field(() => Int, { description: 'Studies that were as they are held.' })
  unchanged!: number;

  @Field(() => Int, { description: 'Studies that are gone or were replaced.' })
  removed!: number;

  @Field(() => Int, { description: 'Records that could not be stored and were set aside.' })
  rejected!: number;

  @Field(() => Int, { description: 'How often a window had to be read again from its beginning.' })
  restarts!: number;

  @Field(() => GraphQLBigInt, { description: 'Bytes read, after decompression.' })
  bytes!: number;

  @Field(() => Int, { nullable: true, description: 'Studies the registry listed at the end.' })
  registryCount!: number | null;

  @Field(() => Int, { nullable: true, description: 'Studies held or set aside here at the end.' })
  mirrorCount!: number | null;
}

/** A run as what GraphQL answers. */
export const runView = ({ id, continues, ...run }: SyncRun): SyncRunView =>
  Object.assign(new SyncRunView(), run, {
    number: id,
    id: globalId('SyncRun', String(id)),
    continuesNumber: continues,
  });

@ObjectType({ description: 'A page of runs, the latest first.', simpleResolvers: true })
export class SyncRunConnection
  extends connectionOf('SyncRun', () => SyncRunView)
  implements Connection<SyncRunView>
{
  @Field(() => Int, { description: 'How many runs there are in all.' })
  totalCount!: number;
}

@ObjectType({ description: 'A record of the registry that cannot be stored.', simpleResolvers: true })
export class SetAsideRecord {
  @Field(() => NctId, { nullable: true, description: 'Its number, where it has one.' })
  nctId!: string | null;

  @Field(() => String, { description: 'Why it cannot be stored.' })
  reason!: string;

  @Field(() => GraphQLDateTimeISO, { description: 'When it first came.' })
  firstSeen!: Date;

  @Field(() => GraphQLDateTimeISO, { description: 'When it last came.' })
  lastSeen!: Date;
}

/** Seconds between two moments. */
export const secondsBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 1000;
