import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { globalId } from '../../src/shared/node.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, type TestGateway } from '../support/test-gateway.ts';

let double: RegistryDouble;
let gateway: TestGateway;
beforeAll(async () => {
  double = await startRegistryDouble(records(150));
});
beforeEach(async () => {
  gateway = await openTestGateway({
    registryUrl: double.url,
    client: { retries: 0, circuit: { failures: 1_000 } },
  });
  double.forget();
  return () => gateway.close();
});
afterAll(() => double.close());

const id = (key: string) => globalId('Study', key);
const STUDY = '... on Study { nctId briefTitle }';
const first = { nctId: 'NCT10000001', briefTitle: 'Honey Drops for Long-lasting Cough, Part 1' };
const calls = () => double.requests.map(({ url }) => url.searchParams.get('filter.ids'));

/** Ids that no field ever returned. */
const NOT_OURS = [
  '',
  'x',
  'NCT10000001',
  '💥',
  Buffer.from('Study').toString('base64url'),
  Buffer.from('Study:').toString('base64url'),
  Buffer.from('study:NCT10000001').toString('base64url'),
  globalId('Constructor', 'x'),
  globalId('Site', '17'),
  id('not a number'),
  id('nct10000001'),
  id('NCT10000001|NCT10000002'),
  id('NCT00000000'),
  globalId('Location', 'x'),
  globalId('Location', 'NCT10000001'),
  globalId('Location', 'NCT10000001:nowhere'),
  globalId('Location', 'NCT1|NCT2:1'),
];

describe('node', () => {
  it('finds a study by the id it gave', async () => {
    const { data } = await gateway.ask('{ study(nctId: "NCT10000001") { id } }');
    const found = await gateway.ask(
      `query ($id: ID!) { node(id: $id) { __typename id ${STUDY} } }`,
      data.study,
    );
    expect(found.errors).toBeUndefined();
    expect(found.data.node).toEqual({ __typename: 'Study', id: data.study.id, ...first });
  });

  it('finds a location by the id it gave', async () => {
    const { data } = await gateway.ask('{ study(nctId: "NCT10000002") { locations { nodes { id city } } } }');
    const [location] = data.study.locations.nodes;
    const found = await gateway.ask(
      'query ($id: ID!) { node(id: $id) { id ... on Location { city } } }',
      location,
    );
    expect(found.errors).toBeUndefined();
    expect(found.data.node).toEqual(location);
  });

  it('is null where the study does not exist', async () => {
    const { data, errors } = await gateway.ask(`{ node(id: "${id('NCT77777777')}") { id } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ node: null });
  });

  it.each(NOT_OURS)('is null for an id that is none of ours: %j', async made => {
    const { data, errors } = await gateway.ask('query ($id: ID!) { node(id: $id) { id } }', { id: made });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ node: null });
    expect(calls().filter(ids => ids !== 'NCT10000001')).toEqual([]);
  });
});

describe('nodes', () => {
  const ask = (ids: readonly string[], rest = '') =>
    gateway.ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${STUDY} } ${rest} }`, { ids });

  it('answers in the order asked for, with one call, null for what there is not', async () => {
    const { data, errors } = await ask([
      id('NCT10000003'),
      ...NOT_OURS,
      id('NCT77777777'),
      id('NCT10000001'),
    ]);
    expect(errors).toBeUndefined();
    expect(data.nodes.map((node: { nctId?: string } | null) => node?.nctId ?? null)).toEqual([
      'NCT10000003',
      ...NOT_OURS.map(() => null),
      null,
      'NCT10000001',
    ]);
    expect(calls()).toEqual(['NCT10000003|NCT10000001|NCT77777777']);
  });

  it('may be none, and is a thousand at most', async () => {
    expect((await ask([])).data).toEqual({ nodes: [] });
    const many = Array.from({ length: 1_000 }, (_, i) => id(`NCT${10_000_001 + i}`));
    const { data, errors } = await ask(many);
    expect(errors).toBeUndefined();
    expect(data.nodes.filter(Boolean)).toHaveLength(150);
    expect((await ask([...many, id('NCT1')])).errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      argument: 'ids',
    });
  });

  it('does not take other answers down when the registry fails', async () => {
    double.fail({ status: 503 }, { times: 100, path: '/studies' });
    const { data, errors } = await ask(
      [id('NCT10000001'), 'x', id('NCT10000002')],
      'registry { apiVersion }',
    );
    double.heal();
    expect(data).toEqual({ nodes: [null, null, null], registry: { apiVersion: '2.0.5' } });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
      [['nodes', 0], 'UPSTREAM_UNAVAILABLE'],
      [['nodes', 2], 'UPSTREAM_UNAVAILABLE'],
    ]);
  });
});
