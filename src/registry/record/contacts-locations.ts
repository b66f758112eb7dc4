import { Extensions, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../../shared/node.ts';
import { connectionOf } from '../../shared/page.ts';
import { Computed, From, FromEnum, Part, RecordType } from '../mapping.ts';
import { NCT_ID } from '../record-paths.ts';
import { View } from '../view.ts';
import { ContactRole, OfficialRole, RecruitmentStatus } from './enums.ts';
import { LOCATION_KEY, locationIdOf } from './location-id.ts';

const AT = 'protocolSection.contactsLocationsModule';
export const LOCATIONS = `${AT}.locations`;

@RecordType('Contact', {
  at: [`${AT}.centralContacts`, `${LOCATIONS}.contacts`],
  description: 'A person or an office to ask about the study.',
})
export class Contact extends View {
  @From(() => String, 'name', 'The name, with degrees where given.')
  name?: string | null;

  @FromEnum(() => ContactRole, 'role', 'What the person does in the study.')
  role?: string | null;

  @From(() => String, 'phone', 'The telephone number as recorded.')
  phone?: string | null;

  @From(() => String, 'phoneExt', 'The extension to dial after the number.')
  phoneExt?: string | null;

  @From(() => String, 'email', 'The email address as recorded.')
  email?: string | null;
}

@RecordType('Official', {
  at: `${AT}.overallOfficials`,
  description: 'A person responsible for the scientific lead of the whole study.',
})
export class Official extends View {
  @From(() => String, 'name', 'The name, with degrees where given.')
  name?: string | null;

  @From(() => String, 'affiliation', 'The organisation the person works for.')
  affiliation?: string | null;

  @FromEnum(() => OfficialRole, 'role', 'What the person does in the study.')
  role?: string | null;
}

@RecordType('GeoPoint', {
  at: `${LOCATIONS}.geoPoint`,
  description: 'A point on the globe, in degrees (WGS 84).',
})
export class GeoPoint extends View {
  /** Latitude stands for the registry's one value that holds both: a point cannot be asked for by halves. */
  @From(() => Float, '', 'Degrees north of the equator; south is negative.', {
    required: true,
    read: point => (point as { lat: number }).lat,
  })
  lat!: number;

  @Computed(() => Float, [''], 'Degrees east of Greenwich; west is negative.', { required: true })
  get lon(): number {
    return (this.record as { lon: number }).lon;
  }
}

@RecordType('Location', {
  at: LOCATIONS,
  description: 'A place where the study is carried out.',
  interfaces: [Node],
})
export class Location extends View implements Node {
  @Computed(
    () => ID,
    LOCATION_KEY,
    'The id of this location in the whole graph; it lasts as long as facility, city, state, postal code and country.',
    { required: true, study: [NCT_ID] },
  )
  get id(): string {
    return locationIdOf(this, LOCATIONS);
  }

  @From(() => String, 'facility', 'The name of the hospital, practice or other facility.')
  facility?: string | null;

  @FromEnum(
    () => RecruitmentStatus,
    'status',
    'How far the study has come here; told only while some location recruits.',
  )
  status?: string | null;

  @From(() => String, 'city', 'The city.')
  city?: string | null;

  @From(() => String, 'state', 'The state, province or county.')
  state?: string | null;

  @From(() => String, 'zip', 'The postal code.')
  zip?: string | null;

  @From(() => String, 'country', "The country, by the registry's own name for it.")
  country?: string | null;

  @From(() => [Contact], 'contacts', 'People to ask here, and the investigators of this place.')
  contacts!: Contact[];

  @From(
    () => GeoPoint,
    'geoPoint',
    'Where it lies: the registry places the city, not the building. `null` where it knows no such city.',
  )
  geoPoint?: GeoPoint | null;
}

/** The selection below a page of locations is read as if it stood below the list itself. */
const THROUGH = { record: { paths: [''], natural: true } };

@ObjectType('LocationConnection', {
  description: 'A page of the locations of a study.',
  simpleResolvers: true,
})
export class LocationConnection extends connectionOf('Location', () => Location, THROUGH) {
  @Field(() => Int, { description: 'How many locations there are on all pages together.' })
  @Extensions({ record: { paths: ['country'], whole: true } })
  totalCount!: number;
}

/** People to ask and people responsible; locations come by the page. */
@Part(AT)
export class ContactsLocationsPart extends View {
  @From(() => [Contact], 'centralContacts', 'People to ask about the study as a whole.')
  centralContacts!: Contact[];

  @From(() => [Official], 'overallOfficials', 'People responsible for the scientific lead of the study.')
  overallOfficials!: Official[];
}
