import { Arg, Extensions, FieldResolver, Resolver, Root } from 'type-graphql';
import { checkPoint, distanceBetween, GeoPointInput } from './geo.ts';
import { type RecordExtension, sourced } from './mapping.ts';
import { NearestLocation, precisionOf } from './nearest-location.type.ts';
import { LOCATIONS, Location } from './record/contacts-locations.ts';
import { Study } from './record/study.ts';
import { valueAt, viewsOf } from './view.ts';

/** What is selected below is fetched of all locations, and beside it what decides which of them is the nearest. */
const THROUGH: RecordExtension = {
  paths: [LOCATIONS],
  study: [`${LOCATIONS}.geoPoint`, `${LOCATIONS}.status`],
};

/** Where a study is nearest to somebody. */
@Resolver(() => Study)
export class NearestLocationResolver {
  @FieldResolver(() => NearestLocation, {
    nullable: true,
    description: sourced(
      'The location nearest to a point; `null` where there is none that the registry places. Points are derived from place names: the distance is to the centre of a city.',
      [''],
      [LOCATIONS],
    ),
  })
  @Extensions({ record: THROUGH })
  nearestLocation(
    @Root() study: Study,
    @Arg('from', () => GeoPointInput, { description: 'From where.' }) from: GeoPointInput,
    @Arg('recruiting', () => Boolean, {
      nullable: true,
      defaultValue: true,
      description:
        'Only locations that recruit now, or with `false` all of them. The registry tells the status of a location only while some location of the study recruits.',
    })
    recruiting: boolean | null,
  ): NearestLocation | null {
    checkPoint(from, 'from');
    const all = viewsOf(Location, valueAt(study.record, LOCATIONS.split('.')), study.root);
    const asked = recruiting === false ? all : all.filter(({ status }) => status === 'RECRUITING');
    let nearest: { readonly location: Location; readonly distanceKm: number } | null = null;
    for (const location of asked) {
      const distanceKm = location.geoPoint ? distanceBetween(from, location.geoPoint, 'KM') : Number.NaN;
      // A point that is none is at no distance at all.
      if (Number.isFinite(distanceKm) && !(nearest && nearest.distanceKm <= distanceKm))
        nearest = { location, distanceKm };
    }
    return nearest && { ...nearest, precision: precisionOf(nearest.location) };
  }
}
