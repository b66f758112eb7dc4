import { createHash } from 'node:crypto';
import { ArgsType, type ClassType, Extensions, Field, Int, ObjectType } from 'type-graphql';
import { BadUserInput } from './errors.ts';
import { createTextMemo } from './text-memo.ts';

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 1000;

@ObjectType({
  description: 'Where a page stands in the whole list.',
  simpleResolvers: true,
})
export class PageInfo {
  @Field(() => Boolean, { description: 'More follows after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Something stands before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first item; `null` on an empty page.',
  })
  startCursor?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Pass it as `after` to get what follows.',
  })
  endCursor?: string | null;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many items from the start; 20 unless told, at most 1,000.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only what follows this cursor.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many items from the end; at most 1,000.',
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only what stands before this cursor.',
  })
  before?: string | null;
}

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}
export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
}

/**
 * The Relay connection and edge types of a node type.
 * @param through extensions of `nodes` and `edges.node`, for readers of the selection that must see through the wrapper
 */
export function connectionOf<T extends object>(
  name: string,
  node: () => ClassType<T>,
  through: Record<string, unknown> = {},
): ClassType<Connection<T>> {
  @ObjectType(`${name}Edge`, {
    description: `One ${name} of a list, with its place in it.`,
    simpleResolvers: true,
  })
  class NodeEdge implements Edge<T> {
    @Field(() => String, {
      description: 'The place of this item: pass it as `after` or `before`.',
    })
    cursor!: string;

    @Field(node, { description: 'The item itself.' })
    @Extensions(through)
    node!: T;
  }

  @ObjectType(`${name}Connection`, {
    description: `A page of a list of ${name}.`,
    simpleResolvers: true,
  })
  class NodeConnection implements Connection<T> {
    @Field(() => [NodeEdge], { description: 'The items with their cursors.' })
    @Extensions(through)
    edges!: readonly NodeEdge[];

    @Field(() => [node()], {
      description: 'The items alone, for those who need no cursors.',
    })
    @Extensions(through)
    nodes!: readonly T[];

    @Field(() => PageInfo, { description: 'Where this page stands.' })
    pageInfo!: PageInfo;
  }
  return NodeConnection;
}

/** Where a page of stored rows stands: a cursor for each, and whether there is more. */
export interface PageEnds {
  readonly cursors: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** A page of stored rows as what GraphQL answers. */
export const connectionOver = <T>(
  nodes: readonly T[],
  { cursors, hasNextPage, hasPreviousPage }: PageEnds,
): Connection<T> => ({
  edges: nodes.map((node, i) => ({ cursor: cursors[i]!, node })),
  nodes,
  pageInfo: {
    hasNextPage,
    hasPreviousPage,
    startCursor: cursors[0] ?? null,
    endCursor: cursors.at(-1) ?? null,
  },
});

export interface Direction {
  readonly count: number;
  readonly backward: boolean;
  readonly cursor: string | null;
}

/** Reads Relay's four arguments: one direction, a size within bounds. */
export function directionOf({ first, after, last, before }: PageArgs): Direction {
  if ((first != null || after != null) && (last != null || before != null)) {
    throw new BadUserInput(
      'A page is asked for in one direction: `first` with `after`, or `last` with `before`.',
      {
        argument: 'first, last',
      },
    );
  }
  const backward = last != null || before != null;
  const count = (backward ? last : first) ?? DEFAULT_PAGE_SIZE;
  if (count < 0 || count > MAX_PAGE_SIZE) {
    const argument = backward ? 'last' : 'first';
    throw new BadUserInput(`\`${argument}\` is ${count}: it can be 0 to ${MAX_PAGE_SIZE}.`, {
      argument,
      expected: `0 to ${MAX_PAGE_SIZE}`,
    });
  }
  return { count, backward, cursor: (backward ? before : after) ?? null };
}

/** An opaque cursor that remembers what it belongs to. */
export const encodeCursor = (binding: string, place: unknown): string =>
  Buffer.from(JSON.stringify([bindingHash(binding), place])).toString('base64url');

/**
 * The place a cursor stands for; refused when it was not issued for this very list.
 * @param isPlace whether the place has the form this list issues: a cursor is opaque, not signed
 */
export function decodeCursor<P>(
  cursor: string,
  binding: string,
  isPlace: (place: unknown) => place is P,
  argument = 'after',
): P {
  const [hash, place] = parsed(cursor);
  const isOurs = hash === bindingHash(binding);
  if (isOurs && isPlace(place)) return place;
  if (hash === undefined || isOurs) throw notACursor(argument);
  throw new BadUserInput(
    `\`${argument}\` is a cursor of another list: ask again with the same filter, sort and object it came from.`,
    { argument },
  );
}

/** The refusal of a text that no page ever returned as a cursor. */
export const notACursor = (argument: string): BadUserInput =>
  new BadUserInput(`\`${argument}\` is not a cursor: pass one that a page returned, unchanged.`, {
    argument,
  });

const isIndex = (place: unknown): place is number => Number.isSafeInteger(place) && (place as number) >= 0;

function parsed(cursor: string): readonly [string?, unknown?] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string'
      ? [value[0], value[1]]
      : [];
  } catch {
    return [];
  }
}

/** Remembered, because every cursor of a page carries the same one. */
export const bindingHash = createTextMemo(
  binding => createHash('sha256').update(binding).digest('base64url').slice(0, 12),
  200_000,
);

/** An edge whose cursor is made when it is asked for: most readers take the nodes alone. */
class ListEdge<T> implements Edge<T> {
  readonly #binding: string;
  readonly #place: number;

  constructor(
    readonly node: T,
    binding: string,
    place: number,
  ) {
    this.#binding = binding;
    this.#place = place;
  }

  get cursor(): string {
    return encodeCursor(this.#binding, this.#place);
  }
}

/** A page of a list that is wholly at hand. `binding` names the list, so that its cursors work nowhere else. */
export function pageOfList<T>(list: readonly T[], args: PageArgs, binding: string): Connection<T> {
  const { count, backward, cursor } = directionOf(args);
  const place =
    cursor === null ? null : decodeCursor(cursor, binding, isIndex, backward ? 'before' : 'after');
  const end = Math.min(place ?? list.length, list.length);
  const from = backward ? Math.max(0, end - count) : place === null ? 0 : place + 1;
  const to = backward ? end : from + count;
  const nodes = list.slice(from, to);
  const edges = nodes.map((node, i) => new ListEdge(node, binding, from + i));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: to < list.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
