import { Extensions, Field, Float, ObjectType } from 'type-graphql';
import { Location } from './record/contacts-locations.ts';
import { closedEnum } from './record-enum.ts';

export const PointPrecision = closedEnum(
  'PointPrecision',
  'What the point of a location is the centre of: the registry derives points from place names, the narrowest a location has.',
  {
    CITY: 'The city: the location may lie anywhere in it.',
    STATE: 'The state, province or county, as no city is given.',
    COUNTRY: 'The country, as neither city nor state is given.',
  },
);
export type PointPrecision = keyof typeof PointPrecision;

/** Where the registry places a location by. */
export const precisionOf = ({ city, state }: Pick<Location, 'city' | 'state'>): PointPrecision =>
  city?.trim() ? 'CITY' : state?.trim() ? 'STATE' : 'COUNTRY';

@ObjectType({
  description:
    'The location of a study that lies nearest to a point. The registry derives points from place names, so the distance is to the centre of a city and not to a door.',
  simpleResolvers: true,
})
export class NearestLocation {
  @Field(() => Location, {
    description: 'The location; of several that are equally near, the first in the record.',
  })
  @Extensions({ record: { paths: [''] } })
  location!: Location;

  @Field(() => Float, { description: 'How many kilometres it is as the crow flies.' })
  @Extensions({ record: { paths: ['geoPoint'], whole: true } })
  distanceKm!: number;

  @Field(() => PointPrecision, { description: 'How exact the point is that the distance is measured to.' })
  @Extensions({ record: { paths: ['city', 'state'], whole: true } })
  precision!: PointPrecision;
}
