import type { Dice } from './record-generator-dice.ts';
import type { Draft, Thrower } from './record-generator-draft.ts';
import { CITIES, type City } from './record-generator-places.ts';
import {
  COMPANIES,
  DISORDERS,
  DRUG_ENDS,
  DRUG_STARTS,
  FACILITIES,
  FAMILY,
  GIVEN,
  NOUNS,
  SITES,
} from './record-generator-words.ts';

/** NCT numbers run from here on, in an order of their own: neighbours in `i` are far apart. */
const FIRST_NUMBER = 100_000;
/** How many records can have a number of their own. */
export const NUMBERS = 7_300_000;
/** Shares no factor with `NUMBERS`, so that no number comes twice. */
const STRIDE = 3_571_427;

const nctNumber = (number: number): string => `NCT${String(number).padStart(8, '0')}`;
export const nctIdOf = (i: number): string => nctNumber(FIRST_NUMBER + ((i * STRIDE) % NUMBERS));
/** The number of the expanded access to what is studied. */
export const accessNctIdOf = (i: number): string => nctNumber(80_000_000 + i);
export const aliasOf = (i: number): string => nctNumber(90_000_000 + i);

export const CONDITIONS = DISORDERS.flatMap(disorder => SITES.map(site => `${site} ${disorder}`));
export const DRUGS = DRUG_ENDS.flatMap(end => DRUG_STARTS.map(start => `${start}${end}`));

/** Letters of an address: without marks. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
const GIVEN_PLAIN = GIVEN.map(plain);
const FAMILY_PLAIN = FAMILY.map(plain);

export const personOf = ({ dice }: Thrower): string => `${dice.pick(GIVEN)} ${dice.pick(FAMILY)}`;
export const emailOf = ({ dice }: Thrower): string =>
  `${dice.pick(GIVEN_PLAIN)}.${dice.pick(FAMILY_PLAIN)}${dice.between(1, 99)}@example.org`;
export const phoneOf = ({ dice }: Thrower): string =>
  `+${dice.between(1, 99)} ${dice.between(20, 99)} 555 0${dice.between(100, 199)}`;
export const urlOf = ({ dice }: Thrower): string =>
  `https://www.example.org/${dice.pick(NOUNS)}/${dice.pick(NOUNS)}-${dice.between(1, 9_999)}`;
export const idOf = ({ dice }: Thrower): string =>
  `${dice.pick(DRUG_STARTS).toUpperCase()}-${dice.between(1, 99)}-${dice.between(100, 9_999)}`;
export const acronymOf = ({ dice }: Thrower): string =>
  `${dice.pick(DRUG_STARTS)}-${dice.pick(SITES)}`.toUpperCase();
export const facilityOf = ({ dice }: Thrower, { city }: City): string =>
  dice.chance(0.15) ? `${dice.pick(FACILITIES)} ${dice.between(1, 99)}` : `${city} ${dice.pick(FACILITIES)}`;
export const zipOf = ({ dice }: Thrower, { zip, digits }: City): string =>
  zip + String(dice.between(10 ** digits, 2 * 10 ** digits - 1)).slice(1);

export const sponsorFor = (dice: Dice): Draft['sponsor'] => {
  if (dice.chance(0.32)) {
    const name = `${dice.pick(DRUG_STARTS)}${dice.pick(FAMILY_PLAIN)} ${dice.pick(COMPANIES)}`;
    return { name, class: 'INDUSTRY' };
  }
  const { city, country } = dice.pick(CITIES);
  if (dice.chance(0.05)) return { name: `Ministry of Health, ${country}`, class: 'OTHER_GOV' };
  const name = dice.chance(0.5) ? `University of ${city}` : `${city} ${dice.pick(FACILITIES)}`;
  return { name, class: 'OTHER' };
};
