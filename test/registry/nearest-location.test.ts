import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Data } from '../support/ask-registry.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { aRecord, type JsonObject } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, store, type TestGateway } from '../support/test-gateway.ts';

const LOCATIONS = 'protocolSection.contactsLocationsModule.locations';
const BASEL = { lat: 47.5584, lon: 7.5733 };
const BERN = { lat: 46.9481, lon: 7.4474 };
const SEOUL = { lat: 37.566, lon: 126.9784 };
const place = (city: string, geoPoint: JsonObject, more: JsonObject = {}): JsonObject => ({
  facility: `Clinic of ${city}`,
  status: 'RECRUITING',
  city,
  country: 'Switzerland',
  contacts: [{ name: `Office of ${city}`, role: 'CONTACT' }],
  geoPoint,
  ...more,
});
const withPlaces = (number: number, ...locations: JsonObject[]): StudyRecord =>
  aRecord({ nctId: `NCT3000000${number}`, locations });

const made = [
  withPlaces(1, place('Basel', BASEL, { status: 'COMPLETED' }), place('Seoul', SEOUL), place('Bern', BERN)),
  withPlaces(2, { city: 'Bern', country: 'Switzerland', status: 'RECRUITING' }),
  withPlaces(
    3,
    { facility: 'By country', country: 'Switzerland', geoPoint: BERN },
    { facility: 'By state', state: 'Bern', country: 'Switzerland', geoPoint: BASEL },
    { facility: 'By city', city: 'Seoul', country: 'South Korea', geoPoint: SEOUL },
  ),
  withPlaces(4, place('Basel', BASEL), place('Basel', BASEL, { facility: 'Second' })),
  aRecord({ nctId: 'NCT30000005', locations: null }),
  withPlaces(6, place('Nowhere', { lat: 'north' }), place('Bern', BERN)),
];
const [FIRST, UNPLACED, PRECISE, TIED, NONE, MALFORMED] = made.map(record => nctIdOf(record)!);
const sample = await readSample();
const records = [...sample, ...made];

/** The great circle by way of the chord, and so without the formula that is tested. */
function kilometres(a: typeof BASEL, b: typeof BASEL): number {
  const [x, y] = [a, b].map(({ lat, lon }) => {
    const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180];
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)] as const;
  });
  const chord = Math.hypot(...x!.map((each, i) => each - y![i]!));
  return 2 * 6371.0088 * Math.asin(chord / 2);
}

/** What lies nearest, by a plain walk over the record. */
function nearestIn(record: StudyRecord, from: typeof BASEL, isRecruiting: boolean): Data {
  const list: Data[] = (record as Data).protocolSection.contactsLocationsModule?.locations ?? [];
  const placed = list
    .filter(each => each.geoPoint && (!isRecruiting || each.status === 'RECRUITING'))
    .map(each => ({ each, km: kilometres(from, each.geoPoint) }))
    .sort((a, b) => a.km - b.km);
  const [first] = placed;
  return first && { ...first, tied: placed.filter(({ km }) => km - first.km < 1e-6).map(({ each }) => each) };
}

let double: RegistryDouble;
let test: TestDatabase;
const gateways: Record<string, TestGateway> = {};
beforeAll(async () => {
  double = await startRegistryDouble(records);
  test = await openTestDatabase();
  await store(test.database, records);
  gateways['live'] = await openTestGateway({
    registryUrl: double.url,
    cache: { ttlMs: 1 },
    editionFreshMs: 60_000,
  });
  gateways['mirror'] = await openTestGateway({
    registryUrl: 'http://127.0.0.1:9/api/v2',
    mode: 'mirror',
    database: test.database,
  });
});
afterAll(async () => {
  for (const each of Object.values(gateways)) await each.close();
  await double.close();
  await test.dispose();
});

describe.each(['live', 'mirror'])('the nearest location, %s', mode => {
  const ask = async (nctId: string, selection: string, variables = {}, declared = ''): Promise<Data> => {
    const query = `query ($id: NctId! ${declared}) { study(nctId: $id) { ${selection} } }`;
    const { data, errors } = await gateways[mode]!.ask(query, { id: nctId, ...variables });
    expect(errors).toBeUndefined();
    return data.study;
  };
  const nearest = async (nctId: string, from: typeof BASEL, selection: string, args = ''): Promise<Data> =>
    (
      await ask(
        nctId,
        `nearestLocation(from: $from${args}) { ${selection} }`,
        { from },
        ', $from: GeoPointInput!',
      )
    ).nearestLocation;

  it.each([
    { lat: 0, lon: 0 },
    { lat: 47.38, lon: 8.54 },
    { lat: -33.87, lon: 151.2 },
    { lat: 40.7, lon: -74 },
    { lat: 37, lon: 179.9 },
  ])('is what a walk over each record finds from %o', async from => {
    const places =
      'location { facility city state zip country geoPoint { lat lon } status } distanceKm precision';
    let found = 0;
    for (const record of records.filter(each => nctIdOf(each) !== MALFORMED)) {
      const study = await ask(
        nctIdOf(record)!,
        `recruiting: nearestLocation(from: $from) { ${places} }
         all: nearestLocation(from: $from, recruiting: false) { ${places} }`,
        { from },
        ', $from: GeoPointInput!',
      );
      for (const [key, isRecruiting] of [
        ['recruiting', true],
        ['all', false],
      ] as const) {
        const expected = nearestIn(record, from, isRecruiting);
        if (!expected) expect(study[key], `${nctIdOf(record)} ${key}`).toBeNull();
        else {
          found++;
          const { facility = null, city = null, state = null, zip = null, country = null } = expected.tied[0];
          const { geoPoint, status = null } = expected.tied[0];
          expect(study[key].location).toEqual({ facility, city, state, zip, country, geoPoint, status });
          expect(study[key].distanceKm).toBeCloseTo(expected.km, 5);
          expect(study[key].precision).toBe(city ? 'CITY' : state ? 'STATE' : 'COUNTRY');
        }
      }
    }
    expect(found).toBeGreaterThan(50);
  });

  it('recruits, unless any will do', async () => {
    const city = async (args: string) =>
      (await nearest(FIRST!, BASEL, 'location { city } distanceKm', args)).location.city;
    expect(await city('')).toBe('Bern');
    expect(await city(', recruiting: true')).toBe('Bern');
    expect(await city(', recruiting: null')).toBe('Bern');
    expect(await city(', recruiting: false')).toBe('Basel');
  });

  it('is told with the whole of what is selected of it, however it is selected', async () => {
    const whole = {
      facility: 'Clinic of Seoul',
      status: 'RECRUITING',
      contacts: [{ name: 'Office of Seoul', role: 'CONTACT' }],
      km: expect.closeTo(0, 5),
    };
    const fields = `facility status contacts { name role } km: distance(from: $from)`;
    const declared = ', $from: GeoPointInput!';
    expect(
      await ask(FIRST!, `nearestLocation(from: $from) { location { ${fields} } }`, { from: SEOUL }, declared),
    ).toEqual({ nearestLocation: { location: whole } });
    expect(
      await ask(
        FIRST!,
        `a: nearestLocation(from: $from) { __typename here: location { facility status } ... on NearestLocation { here: location { contacts { name role } } } }
         b: nearestLocation(from: { lat: 46, lon: 7 }) { location { city id } precision @skip(if: true) }`,
        { from: SEOUL },
        declared,
      ),
    ).toEqual({
      a: {
        __typename: 'NearestLocation',
        here: { facility: whole.facility, status: whole.status, contacts: whole.contacts },
      },
      b: { location: { city: 'Bern', id: expect.any(String) } },
    });
  });

  it('is the location of the list, by its id', async () => {
    const { locations, nearestLocation } = await ask(
      TIED!,
      `nearestLocation(from: { lat: 47, lon: 7 }) { location { id facility } } locations { nodes { id facility } }`,
    );
    expect(locations.nodes).toHaveLength(2);
    expect(nearestLocation.location).toEqual(locations.nodes[0]);
  });

  it('says how exact its point is', async () => {
    const precision = async (from: typeof BASEL) =>
      nearest(PRECISE!, from, 'precision location { facility }', ', recruiting: false');
    expect(await precision(SEOUL)).toEqual({ precision: 'CITY', location: { facility: 'By city' } });
    expect(await precision(BASEL)).toEqual({ precision: 'STATE', location: { facility: 'By state' } });
    expect(await precision(BERN)).toEqual({ precision: 'COUNTRY', location: { facility: 'By country' } });
    const alone = await nearest(PRECISE!, BASEL, 'precision', ', recruiting: false');
    expect(alone).toEqual({ precision: 'STATE' });
  });

  it('is none where nothing is placed, or nothing recruits', async () => {
    for (const id of [UNPLACED, NONE, PRECISE]) expect(await nearest(id!, BASEL, 'distanceKm')).toBeNull();
    expect(await nearest(NONE!, BASEL, '__typename', ', recruiting: false')).toBeNull();
    expect((await nearest(MALFORMED!, BASEL, 'location { city }')).location.city).toBe('Bern');
  });

  it('refuses a point that is none, and keeps the study', async () => {
    const { data, errors } = await gateways[mode]!.ask(
      `{ study(nctId: "${FIRST}") { nctId nearestLocation(from: { lat: 91, lon: 0 }) { distanceKm } } }`,
    );
    expect(data).toEqual({ study: { nctId: FIRST, nearestLocation: null } });
    expect(errors?.[0]).toMatchObject({
      path: ['study', 'nearestLocation'],
      extensions: { code: 'BAD_USER_INPUT', argument: 'from' },
    });
  });
});

it.each([
  ['distanceKm', ['geoPoint', 'status']],
  ['precision', ['city', 'geoPoint', 'state', 'status']],
  ['location { facility contacts { name } }', ['contacts.name', 'facility', 'geoPoint', 'status']],
  ['... { n: location { zip } } distanceKm', ['geoPoint', 'status', 'zip']],
])('of the registry, nothing is asked that { %s } does not need', async (selection, leaves) => {
  double.forget();
  const { errors } = await gateways['live']!.ask(
    `{ study(nctId: "${FIRST}") { near: nearestLocation(from: { lat: 1, lon: 2 }) { ${selection} } } }`,
  );
  expect(errors).toBeUndefined();
  const fields = double.requests.at(-1)!.url.searchParams.get('fields')!.split('|');
  expect(fields.filter(field => field.startsWith(LOCATIONS))).toEqual(
    leaves.map(leaf => `${LOCATIONS}.${leaf}`),
  );
});
