import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadUserInput } from '../../src/shared/errors.ts';
import {
  type Connection,
  decodeCursor,
  directionOf,
  encodeCursor,
  MAX_PAGE_SIZE,
  type PageArgs,
  pageOfList,
} from '../../src/shared/page.ts';

const isAnything = (place: unknown): place is unknown => place !== undefined;
const isNumber = (place: unknown): place is number => typeof place === 'number';

describe('a cursor', () => {
  it('gives back the place it was made of, for its own list', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (binding, place) => {
        const text = encodeCursor(binding, place);
        expect(text).toMatch(/^[\w-]+$/);
        expect(decodeCursor(text, binding, isAnything)).toEqual(JSON.parse(JSON.stringify(place)));
      }),
    );
  });

  it('is refused for any other list', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.jsonValue(), (one, other, place) => {
        fc.pre(one !== other);
        expect(() => decodeCursor(encodeCursor(one, place), other, isAnything)).toThrow('another list');
      }),
    );
  });

  it('is refused where it never was one, as bad input and nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(() => decodeCursor(text, 'list', isAnything)).toThrow(BadUserInput);
      }),
    );
  });

  it('is refused where its place has been tampered with', () => {
    expect(() => decodeCursor(encodeCursor('list', 'a'), 'list', isNumber, 'before')).toThrow(
      expect.objectContaining({
        details: { argument: 'before' },
        message: expect.stringContaining('before'),
      }),
    );
  });
});

describe('the direction of a page', () => {
  it.each<[PageArgs, object]>([
    [{}, { count: 20, backward: false, cursor: null }],
    [{ first: 0 }, { count: 0, backward: false, cursor: null }],
    [
      { first: 5, after: 'x' },
      { count: 5, backward: false, cursor: 'x' },
    ],
    [
      { last: 5, before: 'x' },
      { count: 5, backward: true, cursor: 'x' },
    ],
    [{ before: 'x' }, { count: 20, backward: true, cursor: 'x' }],
    [
      { first: null, last: 3 },
      { count: 3, backward: true, cursor: null },
    ],
  ])('%j', (args, direction) => {
    expect(directionOf(args)).toEqual(direction);
  });

  it.each<[PageArgs, string]>([
    [{ first: 1, last: 1 }, 'first, last'],
    [{ after: 'x', before: 'y' }, 'first, last'],
    [{ first: -1 }, 'first'],
    [{ last: MAX_PAGE_SIZE + 1 }, 'last'],
  ])('%j is refused as %s', (args, argument) => {
    expect(() => directionOf(args)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ argument }) }),
    );
  });
});

describe('a page of a list at hand', () => {
  const list = Array.from({ length: 23 }, (_, i) => i);

  it.each([1, 2, 7, 23, 24, 1000])('walks forward and backward by %i: every item once, in order', size => {
    const forward: number[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { nodes, pageInfo }: Connection<number> = pageOfList(list, { first: size, after }, 'list');
      forward.push(...nodes);
      expect(pageInfo.hasPreviousPage).toBe(forward.length > nodes.length);
      [after, more] = [pageInfo.endCursor ?? null, pageInfo.hasNextPage];
    }
    expect(forward).toEqual(list);

    const backward: number[] = [];
    for (let before: string | null = null, more = true; more; ) {
      const { nodes, pageInfo }: Connection<number> = pageOfList(list, { last: size, before }, 'list');
      backward.unshift(...nodes);
      expect(pageInfo.hasNextPage).toBe(backward.length > nodes.length);
      [before, more] = [pageInfo.startCursor ?? null, pageInfo.hasPreviousPage];
    }
    expect(backward).toEqual(list);
  });

  it('goes on from any edge', () => {
    const { edges } = pageOfList(list, { first: 10 }, 'list');
    expect(pageOfList(list, { first: 2, after: edges[4]!.cursor }, 'list').nodes).toEqual([5, 6]);
    expect(pageOfList(list, { last: 2, before: edges[4]!.cursor }, 'list').nodes).toEqual([2, 3]);
  });

  it('is empty for an empty list, for no items, and after the end', () => {
    const nothing = { startCursor: null, endCursor: null, hasNextPage: false };
    expect(pageOfList([], {}, 'list').pageInfo).toEqual({ ...nothing, hasPreviousPage: false });
    expect(pageOfList(list, { first: 0 }, 'list')).toMatchObject({
      nodes: [],
      pageInfo: { hasNextPage: true },
    });
    const last = pageOfList(list, { last: 1 }, 'list').pageInfo.endCursor!;
    expect(pageOfList(list, { after: last }, 'list')).toMatchObject({
      nodes: [],
      pageInfo: { ...nothing, hasPreviousPage: true },
    });
  });

  it('stays within a list that has grown shorter since its cursor was issued', () => {
    const end = pageOfList(list, { last: 1 }, 'list').pageInfo.endCursor!;
    const short = list.slice(0, 5);
    expect(pageOfList(short, { after: end }, 'list').nodes).toEqual([]);
    expect(pageOfList(short, { last: 2, before: end }, 'list').nodes).toEqual([3, 4]);
  });

  it.each([-1, 0.5, 'a', null, 1e300])('refuses a cursor made up of the place %j', place => {
    expect(() => pageOfList(list, { after: encodeCursor('list', place) }, 'list')).toThrow('not a cursor');
  });
});
