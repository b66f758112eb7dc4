import { Field, ID, InterfaceType } from 'type-graphql';

/** Anything that has an id of its own in the whole graph. */
@InterfaceType('Node', { description: 'Anything that has an id of its own in the whole graph.' })
export abstract class Node {
  @Field(() => ID, {
    description: 'The id of this object in the whole graph; opaque, and the same for ever.',
  })
  id!: string;
}

/** The graph-wide id of an object: its type and its key, made opaque. */
export const globalId = (type: string, key: string): string =>
  Buffer.from(`${type}:${key}`).toString('base64url');

/** The type and key of a graph-wide id; null when it is none. */
export function parseGlobalId(id: string): { readonly type: string; readonly key: string } | null {
  const match = /^([A-Z][A-Za-z]*):(.+)$/s.exec(Buffer.from(id, 'base64url').toString());
  return match ? { type: match[1]!, key: match[2]! } : null;
}
