import { Arg, Args, ArgsType, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs, pageOfList } from '../shared/page.ts';
import { countryNames } from './country-names.ts';
import { sourced, Through } from './mapping.ts';
import { LOCATIONS, Location, LocationConnection } from './record/contacts-locations.ts';
import { RecruitmentStatus } from './record/enums.ts';
import { OUTCOME_PATHS } from './record/outcome-paths.ts';
import { Outcome, OutcomeType, outcomesOf } from './record/outcomes.ts';
import { Study } from './record/study.ts';
import { NCT_ID } from './record-paths.ts';
import { valueAt, viewsOf } from './view.ts';

const OUTCOMES = Object.values(OUTCOME_PATHS);

@ArgsType()
class LocationArgs extends PageArgs {
  @Field(() => [RecruitmentStatus], {
    nullable: true,
    description: 'Only locations of one of these statuses; locations without a status are left out.',
  })
  status?: readonly string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Only locations in this country, by any of the registry's names for it; case does not matter.",
  })
  country?: string | null;
}

/** The fields of a study that take arguments. */
@Resolver(() => Study)
export class StudyFieldsResolver {
  @FieldResolver(() => [Outcome], {
    description: sourced(
      'What the study set out to measure: primary, secondary, then other outcome measures.',
      [''],
      OUTCOMES,
    ),
  })
  @Through(OUTCOMES)
  outcomes(
    @Root() study: Study,
    @Arg('type', () => [OutcomeType], {
      nullable: true,
      description: 'Only outcome measures of these types.',
    })
    types?: readonly OutcomeType[] | null,
  ): readonly Outcome[] {
    return outcomesOf(study.root, types);
  }

  @FieldResolver(() => LocationConnection, {
    nullable: true,
    description: sourced(
      'Where the study is carried out, in record order, by the page. `null` only beside an error, such as a cursor of another list.',
      [''],
      [LOCATIONS],
    ),
  })
  @Through([LOCATIONS], [NCT_ID, `${LOCATIONS}.status`, `${LOCATIONS}.country`])
  locations(@Root() study: Study, @Args(() => LocationArgs) args: LocationArgs): LocationConnection {
    const all = viewsOf(Location, valueAt(study.record, LOCATIONS.split('.')), study.root);
    const locations = all.filter(location => isWanted(location, args));
    const binding = JSON.stringify(['locations', study.nctId, args.status ?? null, args.country ?? null]);
    return { ...pageOfList(locations, args, binding), totalCount: locations.length };
  }
}

function isWanted({ status, country }: Location, wanted: LocationArgs): boolean {
  if (wanted.status != null && !wanted.status.includes(status ?? '')) return false;
  if (wanted.country == null) return true;
  const here = country?.trim().toLowerCase();
  return countryNames(wanted.country).some(name => name.toLowerCase() === here);
}
