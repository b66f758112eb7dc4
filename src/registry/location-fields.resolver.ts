import { Arg, FieldResolver, Float, Resolver, Root } from 'type-graphql';
import { checkPoint, DistanceUnit, distanceBetween, GeoPointInput } from './geo.ts';
import { Needs } from './mapping.ts';
import { Location } from './record/contacts-locations.ts';

/** The fields of a location that take arguments. */
@Resolver(() => Location)
export class LocationFieldsResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'How far it is as the crow flies, by the centre of its city; `null` where the registry does not place it.',
  })
  @Needs('geoPoint')
  distance(
    @Root() { geoPoint }: Location,
    @Arg('from', () => GeoPointInput, { description: 'From where.' }) from: GeoPointInput,
    @Arg('unit', () => DistanceUnit, { defaultValue: DistanceUnit.KM, description: 'In which unit.' })
    unit: DistanceUnit,
  ): number | null {
    checkPoint(from, 'from');
    return geoPoint ? distanceBetween(from, geoPoint, unit) : null;
  }
}
