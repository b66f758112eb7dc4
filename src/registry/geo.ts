import { Field, Float, InputType } from 'type-graphql';
import { BadUserInput } from '../shared/errors.ts';
import { closedEnum } from './record-enum.ts';

@InputType({ description: 'A point on the globe, in degrees (WGS 84).' })
export class GeoPointInput {
  @Field(() => Float, { description: 'Degrees north of the equator, -90 to 90.' })
  lat!: number;

  @Field(() => Float, { description: 'Degrees east of Greenwich, -180 to 180.' })
  lon!: number;
}

export const DistanceUnit = closedEnum('DistanceUnit', 'The unit of a distance.', {
  KM: 'Kilometres.',
  MI: 'Miles of 1.609344 km.',
});
export type DistanceUnit = keyof typeof DistanceUnit;

/** Mean radius of the earth. */
export const EARTH_RADIUS_KM = 6371.0088;
const RADIUS: Readonly<Record<DistanceUnit, number>> = {
  KM: EARTH_RADIUS_KM,
  MI: EARTH_RADIUS_KM / 1.609344,
};
const radians = (degrees: number) => (degrees * Math.PI) / 180;

interface Point {
  readonly lat: number;
  readonly lon: number;
}

/** The length of the shortest way over a round earth (haversine formula). */
export function distanceBetween(a: Point, b: Point, unit: DistanceUnit): number {
  const halfChord =
    Math.sin(radians(b.lat - a.lat) / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * RADIUS[unit] * Math.asin(Math.min(1, Math.sqrt(halfChord)));
}

/** Refuses a point that is not on the globe, naming the argument it came in. */
export function checkPoint({ lat, lon }: Point, argument: string): void {
  if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) return;
  throw new BadUserInput(`\`${argument}\` is no point on the globe: lat ${lat}, lon ${lon}.`, {
    argument,
    expected: 'lat -90 to 90, lon -180 to 180',
  });
}
