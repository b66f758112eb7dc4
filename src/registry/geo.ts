import { Field, Float, InputType, registerEnumType } from 'type-graphql';
import { BadUserInput } from '../shared/errors.ts';

@InputType({ description: 'A point on the globe, in degrees (WGS 84).' })
export class GeoPointInput {
  @Field(() => Float, { description: 'Degrees north of the equator, -90 to 90.' })
  lat!: number;

  @Field(() => Float, { description: 'Degrees east of Greenwich, -180 to 180.' })
  lon!: number;
}

export const DistanceUnit = Object.freeze({ KM: 'KM', MI: 'MI' });
export type DistanceUnit = keyof typeof DistanceUnit;
registerEnumType(DistanceUnit, {
  name: 'DistanceUnit',
  description: 'The unit of a distance.',
  valuesConfig: { KM: { description: 'Kilometres.' }, MI: { description: 'Miles of 1.609344 km.' } },
});

/** Mean radius of the earth. */
const RADIUS: Readonly<Record<DistanceUnit, number>> = { KM: 6371.0088, MI: 6371.0088 / 1.609344 };
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
