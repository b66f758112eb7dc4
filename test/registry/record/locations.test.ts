import { describe, expect, test } from 'vitest';
import { aRecord } from '../../support/record-builder.ts';
import { ask, askWhole } from './ask-record.ts';

const locations = [
  {
    facility: 'A',
    city: 'Basel',
    country: 'Switzerland',
    status: 'RECRUITING',
    geoPoint: { lat: 47.5584, lon: 7.5733 },
  },
  {
    facility: 'B',
    city: 'Seoul',
    country: 'Korea, Republic of',
    status: 'COMPLETED',
    geoPoint: { lat: 37.566, lon: 126.9784 },
  },
  { facility: 'C', city: 'Busan', country: 'South Korea', status: 'RECRUITING' },
  { city: 'Bern', country: 'Switzerland' },
];
const record = aRecord({ locations });

interface Page {
  readonly locations: { readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean } };
}

describe('locations', () => {
  test('come by the page, with their number', async () => {
    const first = await ask(
      record,
      '{ locations(first: 3) { totalCount nodes { facility } pageInfo { hasNextPage hasPreviousPage endCursor } } }',
    );
    expect(first).toMatchObject({
      locations: {
        totalCount: 4,
        nodes: [{ facility: 'A' }, { facility: 'B' }, { facility: 'C' }],
        pageInfo: { hasNextPage: true, hasPreviousPage: false },
      },
    });
    const { endCursor } = (first as Page).locations.pageInfo;
    const after = `first: 3, after: "${endCursor}"`;
    expect(
      await ask(
        record,
        `{ locations(${after}) { totalCount edges { node { facility city } } pageInfo { hasNextPage } } }`,
      ),
    ).toEqual({
      locations: {
        totalCount: 4,
        edges: [{ node: { facility: null, city: 'Bern' } }],
        pageInfo: { hasNextPage: false },
      },
    });
  });

  test('are twenty a page unless told otherwise, a thousand at most', async () => {
    const many = aRecord({ locations: Array.from({ length: 1001 }, (_, i) => ({ facility: `No. ${i}` })) });
    const sizeOf = async (args: string) =>
      ((await ask(many, `{ locations${args} { nodes { facility } } }`)) as { locations: { nodes: [] } })
        .locations.nodes.length;
    expect(await sizeOf('')).toBe(20);
    expect(await sizeOf('(first: 1000)')).toBe(1000);
    const { errors } = await askWhole(many, '{ locations(first: 1001) { nodes { facility } } }');
    expect(errors?.[0]?.message).toContain('1001');
  });

  test('that cannot be had do not take the study along', async () => {
    for (const args of ['first: -1', 'first: 5000', 'after: "nonsense"']) {
      const { data, errors } = await askWhole(record, `{ nctId locations(${args}) { totalCount } }`);
      expect(errors?.map(({ path }) => path)).toEqual([['study', 'locations']]);
      expect(data).toEqual({ study: { nctId: 'NCT01000012', locations: null } });
    }
  });

  test('are counted where nothing else is asked', async () => {
    expect(await ask(record, '{ locations { totalCount } }')).toEqual({ locations: { totalCount: 4 } });
    expect(await ask(aRecord({ locations: null }), '{ locations { totalCount nodes { city } } }')).toEqual({
      locations: { totalCount: 0, nodes: [] },
    });
  });

  test.each([
    ['status: [RECRUITING]', ['A', 'C']],
    ['status: [RECRUITING, COMPLETED]', ['A', 'B', 'C']],
    ['status: []', []],
    ['country: "switzerland "', ['A', null]],
    ['country: "South Korea"', ['B', 'C']],
    ['country: "Korea, Republic of", status: COMPLETED', ['B']],
    ['country: "Atlantis"', []],
  ])('are narrowed by %s', async (args, facilities) => {
    expect(await ask(record, `{ locations(${args}) { totalCount nodes { facility } } }`)).toEqual({
      locations: { totalCount: facilities.length, nodes: facilities.map(facility => ({ facility })) },
    });
  });

  test.each([
    ['another filter', record, 'country: "Switzerland"'],
    ['another study', aRecord({ nctId: 'NCT01000025', locations }), 'first: 2'],
  ])('refuse a cursor of %s', async (_, other, args) => {
    const first = await ask(record, '{ locations(first: 1) { pageInfo { endCursor } } }');
    const { endCursor } = (first as Page).locations.pageInfo;
    const { errors } = await askWhole(
      other,
      `{ locations(${args}, after: "${endCursor}") { nodes { city } } }`,
    );
    expect(errors?.[0]?.message).toContain('cursor of another list');
  });
});

describe('distance', () => {
  const from = 'from: { lat: 46.9481, lon: 7.4474 }';

  test('is told in kilometres or miles, and unknown where the place is', async () => {
    const study = await ask(
      record,
      `{ locations { nodes { distance(${from}) miles: distance(${from}, unit: MI) } } }`,
    );
    expect(study).toMatchObject({
      locations: {
        nodes: [
          { distance: expect.closeTo(68.52, 1), miles: expect.closeTo(68.52 / 1.609344, 1) },
          { distance: expect.closeTo(8862.3, 1) },
          { distance: null, miles: null },
          { distance: null, miles: null },
        ],
      },
    });
  });

  test('reaches half around the globe and no further', async () => {
    const pole = aRecord({ locations: [{ city: 'Pole', geoPoint: { lat: -90, lon: 0 } }] });
    const study = await ask(
      pole,
      '{ locations { nodes { distance(from: { lat: 90, lon: 180 }) geoPoint { lat lon } } } }',
    );
    expect(study).toEqual({
      locations: { nodes: [{ distance: expect.closeTo(20015.1, 0), geoPoint: { lat: -90, lon: 0 } }] },
    });
  });

  test.each(['lat: 91, lon: 0', 'lat: 0, lon: -180.5'])('refuses the point %s', async point => {
    const { errors, data } = await askWhole(
      record,
      `{ locations { nodes { city distance(from: { ${point} }) } } }`,
    );
    expect(errors?.[0]?.message).toContain('no point on the globe');
    expect(data).toMatchObject({
      study: { locations: { nodes: [{ city: 'Basel', distance: null }, {}, {}, {}] } },
    });
  });
});

test('half a point can be asked for', async () => {
  expect(await ask(record, '{ locations(first: 1) { nodes { geoPoint { lon } } } }')).toEqual({
    locations: { nodes: [{ geoPoint: { lon: 7.5733 } }] },
  });
});
