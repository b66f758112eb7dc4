import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeCursor } from '../../src/shared/page.ts';
import type { Data } from '../support/ask-registry.ts';
import { aRecord, records } from '../support/record-builder.ts';
import {
  type RegistryDouble,
  type RegistryDoubleOptions,
  startRegistryDouble,
} from '../support/registry-double.ts';
import { openTestGateway, type TestGateway } from '../support/test-gateway.ts';

const QUERY = `query ($filter: StudyFilter, $sort: [StudySort!], $first: Int, $after: String, $last: Int, $before: String, $counts: Boolean = false) {
  studies(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { nctId } } nodes { nctId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount @include(if: $counts) source { origin complete stale dataTimestamp }
  }
}`;

let double: RegistryDouble;
let gateway: TestGateway;
const open = async (count: number, options: RegistryDoubleOptions = {}) => {
  double = await startRegistryDouble(records(count), options);
  gateway = await openTestGateway({ registryUrl: double.url });
};
beforeEach(() => open(57));
afterEach(async () => {
  await gateway.close();
  await double.close();
});
const reopen = async (count: number, options: RegistryDoubleOptions = {}) => {
  await gateway.close();
  await double.close();
  await open(count, options);
};

const page = async (variables: Record<string, unknown>): Promise<Data> => {
  const { data, errors } = await gateway.ask(QUERY, variables);
  expect(errors).toBeUndefined();
  return data.studies;
};
const refusal = async (variables: Record<string, unknown>) => {
  double.forget();
  const { data, errors } = await gateway.ask(QUERY, variables);
  expect(data).toEqual({ studies: null });
  const { code, argument } = errors![0]!.extensions!;
  return { code, argument, asked: searches().length };
};
const idsOf = ({ nodes }: Data): string[] => nodes.map((node: Data) => node.nctId);
const searches = () => double.requests.filter(({ url }) => url.pathname.endsWith('/studies'));
const counting = () => searches().filter(({ url }) => url.searchParams.has('countTotal'));
const all = (count: number) => Array.from({ length: count }, (_, i) => `NCT${10_000_001 + i}`);

/** From the first page to the last by `endCursor`. */
async function walk(variables: Record<string, unknown>): Promise<{ ids: string[]; pages: Data[] }> {
  const pages: Data[] = [];
  let after: string | null = null;
  do {
    pages.push(await page({ ...variables, after }));
    after = pages.at(-1).pageInfo.endCursor;
  } while (pages.at(-1).pageInfo.hasNextPage);
  return { ids: pages.flatMap(idsOf), pages };
}

describe('a walk through the list of the registry', () => {
  it('meets every study once', async () => {
    const { ids, pages } = await walk({ first: 10 });
    expect(ids).toEqual(all(57));
    expect(pages.map(({ nodes }) => nodes.length)).toEqual([10, 10, 10, 10, 10, 7]);
    expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(searches()).toHaveLength(6);
    expect(counting()).toEqual([]);
  });

  it('says in every page where it comes from, and where it starts and ends', async () => {
    const { edges, pageInfo, source } = await page({ first: 3 });
    expect(source).toEqual({
      origin: 'REGISTRY',
      complete: true,
      stale: false,
      dataTimestamp: '2026-10-07T09:00:06',
    });
    expect(pageInfo.startCursor).toBe(edges[0].cursor);
    expect(pageInfo.endCursor).toBe(edges[2].cursor);
    expect(new Set(edges.map((edge: Data) => edge.cursor)).size).toBe(3);
  });

  it('goes on from any edge of a page, and comes to the same end', async () => {
    const { edges } = await page({ first: 10 });
    for (const place of [0, 4, 9]) {
      const rest = [];
      let after = edges[place].cursor;
      for (let more = true; more; ) {
        const next = await page({ first: 10, after });
        rest.push(...idsOf(next));
        [after, more] = [next.pageInfo.endCursor, next.pageInfo.hasNextPage];
      }
      expect(rest).toEqual(all(57).slice(place + 1));
    }
  });

  it('may change the size of its pages', async () => {
    let after: string | null = null;
    const ids: string[] = [];
    for (const first of [1, 30, 5, 1000]) {
      const next: Data = await page({ first, after });
      ids.push(...idsOf(next));
      after = next.pageInfo.endCursor;
    }
    expect(ids).toEqual(all(57));
  });

  it('may change what it selects', async () => {
    const { pageInfo } = await page({ first: 10 });
    const { data } = await gateway.ask(
      'query ($after: String) { studies(first: 1, after: $after) { nodes { briefTitle } } }',
      { after: pageInfo.endCursor },
    );
    expect(data.studies.nodes).toEqual([{ briefTitle: 'Honey Drops for Long-lasting Cough, Part 11' }]);
  });

  it('may end on an empty page, where the registry promised one', async () => {
    await reopen(20);
    const { ids, pages } = await walk({ first: 10 });
    expect(ids).toEqual(all(20));
    expect(pages.at(-1)).toMatchObject({
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null },
    });
  });

  it('ends without an empty page where the total is known', async () => {
    await reopen(20);
    const { ids, pages } = await walk({ first: 10, counts: true });
    expect(ids).toEqual(all(20));
    expect(pages).toHaveLength(2);
  });

  it('stays at its end', async () => {
    const { pages } = await walk({ first: 30 });
    const beyond = await page({ first: 30, after: pages.at(-1).pageInfo.endCursor });
    expect(beyond).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
  });

  it('asks for nothing with `first: 0`, and tells whether there is something', async () => {
    const none = await page({ first: 0, counts: true });
    expect(none).toMatchObject({ nodes: [], totalCount: 57, pageInfo: { hasNextPage: true } });
    expect(idsOf(await page({ first: 2, after: none.pageInfo.endCursor }))).toEqual(all(2));
    expect(await page({ first: 0, filter: { term: 'vinegar' } })).toMatchObject({
      nodes: [],
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });
});

describe('pages of the registry that come short', () => {
  /** A registry whose pages hold so many studies, whatever was asked for. */
  const registryOf = async (pages: readonly number[]) => {
    const list = records(100);
    const server = createServer((request, response) => {
      const url = new URL(request.url!, 'http://here');
      if (url.pathname === '/version') {
        response.end('{"apiVersion":"2.0.5","dataTimestamp":"2026-10-07T09:00:06"}');
        return;
      }
      const at = Number(url.searchParams.get('pageToken') ?? 0);
      const start = pages.slice(0, at).reduce((sum, size) => sum + size, 0);
      const studies = list.slice(start, start + pages[at]!);
      const more = at + 1 < pages.length ? { nextPageToken: String(at + 1) } : {};
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ studies, ...more }));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
  };

  it('are put together, empty ones in the middle too', async () => {
    const registry = await registryOf([4, 0, 0, 3, 0]);
    await using other = await openTestGateway({ registryUrl: registry.url });
    const first = (await other.ask(QUERY, { first: 5 })).data.studies;
    expect(idsOf(first)).toEqual(all(5));
    const second = (await other.ask(QUERY, { first: 5, after: first.pageInfo.endCursor })).data.studies;
    expect(idsOf(second)).toEqual(all(7).slice(5));
    expect(second.pageInfo.hasNextPage).toBe(false);
    registry.close();
  });

  it('are followed for a while only; the page that is given up says where to go on', async () => {
    const registry = await registryOf([...Array(30).fill(0), 2]);
    await using other = await openTestGateway({ registryUrl: registry.url });
    const first = (await other.ask(QUERY, { first: 5 })).data.studies;
    expect(first).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true, startCursor: null } });
    const second = (await other.ask(QUERY, { first: 5, after: first.pageInfo.endCursor })).data.studies;
    expect(idsOf(second)).toEqual(all(2));
    registry.close();
  });
});

describe('the total', () => {
  it('is asked for only where it is selected, and then with the first page', async () => {
    expect((await page({ first: 10, counts: true })).totalCount).toBe(57);
    expect(searches()).toHaveLength(1);
    double.forget();
    await page({ first: 10, counts: false });
    expect(counting()).toEqual([]);
  });

  it('is right on later pages, and not asked for again', async () => {
    const { pages } = await walk({ first: 25, counts: true });
    expect(pages.map(({ totalCount }) => totalCount)).toEqual([57, 57, 57]);
    expect(counting()).toHaveLength(1);
  });

  it('is asked for on a later page that is the first to select it', async () => {
    const { pageInfo } = await page({ first: 10 });
    const later = await page({ first: 10, after: pageInfo.endCursor, counts: true });
    expect(later.totalCount).toBe(57);
    expect(counting()).toHaveLength(1);
  });
});

describe('a filter over the registry', () => {
  it('orders as asked, by two values at most', async () => {
    double.publish([
      aRecord({ nctId: 'NCT1', startDate: '2020-01-01', enrollment: 5 }),
      aRecord({ nctId: 'NCT2', startDate: '2021-01-01', enrollment: 7 }),
      aRecord({ nctId: 'NCT3', startDate: '2021-01-01', enrollment: 9 }),
    ]);
    const sort = [{ field: 'START_DATE' }, { field: 'ENROLLMENT', direction: 'ASC' }];
    expect(idsOf(await page({ sort }))).toEqual(['NCT2', 'NCT3', 'NCT1']);
    expect(searches()[0]!.url.searchParams.get('sort')).toBe('StartDate:desc|EnrollmentCount:asc');
    expect(idsOf(await page({ sort: [{ field: 'RELEVANCE' }] }))).toHaveLength(3);
    expect(searches()[1]!.url.searchParams.get('sort')).toBe('@relevance');
    expect(await refusal({ sort: [...sort, { field: 'COMPLETION_DATE' }] })).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'sort',
    });
  });

  it('binds conditions on locations to one and the same location', async () => {
    const place = (city: string, status: string, lat: number) => ({
      city,
      country: 'Switzerland',
      status,
      geoPoint: { lat, lon: 7.5 },
    });
    double.publish([
      aRecord({
        nctId: 'NCT1',
        locations: [place('Basel', 'RECRUITING', 47.5), place('Bern', 'COMPLETED', 46.9)],
      }),
      aRecord({
        nctId: 'NCT2',
        locations: [place('Basel', 'COMPLETED', 47.5), place('Bern', 'RECRUITING', 46.9)],
      }),
    ]);
    const basel = { lat: 47.5, lon: 7.5, distanceKm: 10 };
    expect(idsOf(await page({ filter: { near: basel } }))).toEqual(['NCT1', 'NCT2']);
    expect(idsOf(await page({ filter: { recruitingNear: basel } }))).toEqual(['NCT1']);
    expect(idsOf(await page({ filter: { city: 'Bern', recruitingNear: basel } }))).toEqual([]);
  });

  it('tells the sexes apart from all of them', async () => {
    double.publish([aRecord({ nctId: 'NCT1', sex: 'ALL' }), aRecord({ nctId: 'NCT2', sex: 'FEMALE' })]);
    expect(idsOf(await page({ filter: { sex: ['ALL'] } }))).toEqual(['NCT1']);
    expect(idsOf(await page({ filter: { sex: ['FEMALE'] } }))).toEqual(['NCT2']);
  });

  it('knows that an enrolment of 99999999 is none', async () => {
    double.publish([
      aRecord({ nctId: 'NCT1', enrollment: 99_999_999 }),
      aRecord({ nctId: 'NCT2', enrollment: 188_814_085 }),
    ]);
    expect(idsOf(await page({ filter: { enrollment: { from: 10 } } }))).toEqual(['NCT2']);
  });

  it('finds what users type, signs and operators included', async () => {
    double.publish([
      aRecord({ nctId: 'NCT1', briefTitle: 'Rock (and) ALL that: "OR", AREA[51]' }),
      aRecord({ nctId: 'NCT2', briefTitle: 'Something else' }),
    ]);
    for (const title of ['ALL', '(and)', '"OR",', 'AREA[51]', 'that: ALL Rock', 'NOT'])
      expect(idsOf(await page({ filter: { title } })), title).toEqual(title === 'NOT' ? [] : ['NCT1']);
  });
});

describe('a cursor of the registry', () => {
  it('works for its own filter and order alone', async () => {
    const { pageInfo } = await page({ first: 10, filter: { term: 'honey' } });
    const after = pageInfo.endCursor;
    const refused = { code: 'BAD_USER_INPUT', argument: 'after', asked: 0 };
    expect(await refusal({ after })).toEqual(refused);
    expect(await refusal({ after, filter: { term: 'cough' } })).toEqual(refused);
    expect(await refusal({ after, filter: { term: 'honey', phase: ['PHASE2'] } })).toEqual(refused);
    expect(await refusal({ after, filter: { term: 'honey' }, sort: [{ field: 'START_DATE' }] })).toEqual(
      refused,
    );
    expect(idsOf(await page({ after, first: 1, filter: { term: ' honey ' } }))).toEqual(['NCT10000011']);
  });

  it.each(['', 'x', 'bm9uc2Vuc2U', '💥', 'W10', 'a'.repeat(5_000), '\0'])('is none: %j', async after => {
    expect(await refusal({ after })).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'after',
      asked: 0,
    });
  });

  it.each([
    null,
    7,
    [],
    { token: 7, skip: 0, passed: 0, total: null, edition: null },
    { token: null, skip: -1, passed: 0, total: null, edition: null },
    { token: null, skip: 1e300, passed: 0, total: null, edition: null },
    { token: 'x'.repeat(9_000), skip: 0, passed: 0, total: null, edition: null },
  ])('is made up: %j', async place => {
    const after = encodeCursor('{}', place);
    expect(await refusal({ after })).toEqual({ code: 'BAD_USER_INPUT', argument: 'after', asked: 0 });
  });

  it('is no way backward', async () => {
    const { pageInfo } = await page({ first: 10 });
    for (const variables of [
      { last: 5 },
      { last: 5, before: pageInfo.endCursor },
      { before: pageInfo.endCursor },
    ])
      expect(await refusal(variables)).toEqual({
        code: 'BAD_USER_INPUT',
        argument: 'last, before',
        asked: 0,
      });
    expect(await refusal({ first: 5, before: pageInfo.endCursor })).toMatchObject({
      argument: 'first, last',
    });
    expect(await refusal({ first: 1001 })).toMatchObject({ argument: 'first' });
  });

  it('expires when the registry publishes new data', async () => {
    const { pageInfo } = await page({ first: 10 });
    double.publish(records(60), '2026-10-08T09:00:05');
    expect(await refusal({ first: 10, after: pageInfo.endCursor })).toMatchObject({ code: 'CURSOR_EXPIRED' });
    expect(idsOf(await page({ first: 1000 }))).toEqual(all(60));
  });

  it('expires also where we have not heard of the new data yet', async () => {
    await using slow = await openTestGateway({ registryUrl: double.url, editionFreshMs: 60_000 });
    const { data } = await slow.ask(QUERY, { first: 10 });
    double.publish(records(60), '2026-10-08T09:00:05');
    const { errors } = await slow.ask(QUERY, { first: 10, after: data.studies.pageInfo.endCursor });
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['CURSOR_EXPIRED']);
  });
});

it('asks for a thousand studies at once', async () => {
  await reopen(1_050);
  const { nodes, pageInfo } = await page({ first: 1000 });
  expect(nodes).toHaveLength(1000);
  expect(searches()).toHaveLength(1);
  expect(idsOf(await page({ first: 1000, after: pageInfo.endCursor }))).toEqual(all(1_050).slice(1000));
});
