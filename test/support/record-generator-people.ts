import { inObservations } from './record-generator-design.ts';
import type { Draft } from './record-generator-draft.ts';
import { facilityOf, personOf, zipOf } from './record-generator-names.ts';
import { listOf, type MutableNode, there } from './record-generator-objects.ts';
import { CITIES, type City } from './record-generator-places.ts';
import {
  childOf,
  codeAt,
  countAt,
  lengthAt,
  type Node,
  objectFor,
  part,
  type Recipe,
  sometimes,
  tableOfCodes,
  textFor,
  under,
} from './record-generator-shapes.ts';
import { cut, sources } from './record-generator-texts.ts';
import { HEADINGS } from './record-generator-words.ts';

const criteriaFor: Recipe = (draft, node) => {
  const { dice } = draft;
  const length = lengthAt(draft, node);
  if (length < 120) return cut(sources.prose, dice, length);
  const [inclusion, exclusion] = dice.pick(HEADINGS);
  const source = dice.chance(0.3) ? sources.numbers : sources.bullets;
  const first = cut(source, dice, length * 0.55 - 20, '\n');
  const second = cut(source, dice, length * 0.45 - 20, '\n');
  return `${inclusion}\n\n${first}\n\n${exclusion}\n\n${second}`;
};

/** Years from and to; what is open has no limit. */
const agesFor = ({ dice }: Draft): MutableNode => {
  const low = dice.chance(0.85) ? 18 : dice.pick([0, 2, 6, 12, 40, 65]);
  const isOpen = dice.chance(0.5);
  const wanted = isOpen ? 200 : dice.pick([60, 65, 75, 80, 100]) - (low < 18 && dice.chance(0.6) ? 48 : 0);
  const high = Math.max(wanted, low + 5);
  return {
    minimumAge: low > 0 ? `${low} Years` : dice.chance(0.3) ? '6 Months' : undefined,
    maximumAge: isOpen ? undefined : `${high} Years`,
    stdAges: [
      ...(low < 18 ? ['CHILD'] : []),
      ...(low < 65 && high >= 18 ? ['ADULT'] : []),
      ...(high >= 65 ? ['OLDER_ADULT'] : []),
    ],
  };
};

const eligibility: Recipe = (draft, node) => {
  const sex = codeAt(draft, childOf(node, 'sex'));
  const genderBased = sex !== 'ALL' && draft.dice.chance(0.2) ? true : undefined;
  return there({
    eligibilityCriteria: criteriaFor(draft, childOf(node, 'eligibilityCriteria')),
    healthyVolunteers: part(draft, node, 'healthyVolunteers'),
    sex,
    genderBased,
    genderDescription: genderBased && textFor(draft, childOf(node, 'genderDescription')),
    ...agesFor(draft),
    studyPopulation: inObservations(draft, childOf(node, 'studyPopulation')),
    samplingMethod: inObservations(draft, childOf(node, 'samplingMethod')),
  });
};

/** While a study recruits, some tell whom to ask. */
const contacts: Recipe = (draft, node) =>
  ['RECRUITING', 'NOT_YET_RECRUITING'].includes(draft.plan.overallStatus) && draft.dice.chance(0.5)
    ? listOf(countAt(draft, node), () => objectFor(draft, node)!)
    : undefined;

const SITE_STATUSES = tableOfCodes({
  RECRUITING: 0.7,
  NOT_YET_RECRUITING: 0.18,
  WITHDRAWN: 0.05,
  COMPLETED: 0.04,
  SUSPENDED: 0.03,
});

/** In studies that recruit, places say how far they are. */
const siteStatus = ({ dice, plan }: Draft): string | undefined => {
  if (plan.overallStatus === 'NOT_YET_RECRUITING') return 'NOT_YET_RECRUITING';
  return plan.overallStatus === 'RECRUITING' ? dice.pick(SITE_STATUSES) : undefined;
};

const locationFor = (draft: Draft, node: Node, place: City): MutableNode => {
  const { dice } = draft;
  return there({
    facility: dice.chance(0.971) ? facilityOf(draft, place) : undefined,
    status: siteStatus(draft),
    city: place.city,
    state: place.state || undefined,
    zip: dice.chance(0.923) ? zipOf(draft, place) : undefined,
    country: place.country,
    contacts: contacts(draft, childOf(node, 'contacts')),
    geoPoint: dice.chance(0.963) ? { ...place.geoPoint } : undefined,
  });
};

/** Places stand by country and city, as they do at the registry. */
const locations = sometimes((draft, node) => {
  const { dice } = draft;
  const first = dice.between(0, CITIES.length - 1);
  const count = countAt(draft, node);
  // Large studies spread over the world, small ones stay where they are.
  const spread = Math.min(CITIES.length - 1, Math.ceil(count / 3));
  const places = listOf(count, () => (first + dice.between(0, spread)) % CITIES.length).sort((a, b) => a - b);
  return places.map(place => locationFor(draft, node, CITIES[place]!));
});

/** Who may take part, whom to ask and where. */
export const peopleRecipes = under('protocolSection', {
  eligibilityModule: eligibility,
  ...under('contactsLocationsModule', {
    centralContacts: contacts,
    'centralContacts.name': personOf,
    'overallOfficials.name': draft => `${personOf(draft)}, MD`,
    'overallOfficials.affiliation': ({ sponsor }) => sponsor.name,
    locations,
    'locations.contacts.name': personOf,
  }),
});
