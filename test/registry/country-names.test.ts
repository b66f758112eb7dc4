import { describe, expect, it } from 'vitest';
import { countryNames } from '../../src/registry/country-names.ts';
import { corpusFile, corpusRecords } from '../support/corpus.ts';
import { valuesAt } from '../support/registry-double-values.ts';

describe('the names of a country', () => {
  it.each([
    ['Korea, Republic of', 'South Korea'],
    ['South Korea', 'Korea, Republic of'],
    ['Turkey', 'Turkey (Türkiye)'],
    ['russian federation', 'Russia'],
    ['Czech Republic', 'Czechia'],
    ['Iran', 'Iran, Islamic Republic of'],
    ["Cote d'Ivoire", 'Côte d’Ivoire'],
    [' palestine ', 'Palestinian Territory, occupied'],
    ['usa', 'United States'],
  ])('%j leads to %j', (name, other) => {
    expect(countryNames(name)).toContain(other);
  });

  it('are the same whichever of them was given', () => {
    for (const name of countryNames('Korea'))
      expect(countryNames(name.toUpperCase())).toEqual(countryNames('Korea'));
  });

  it('keep apart what is not the same', () => {
    const apart = [
      ['South Korea', 'North Korea'],
      ['Congo', 'The Democratic Republic of the Congo'],
      ['Georgia', 'United States'],
      ['Niger', 'Nigeria'],
      ['Guinea', 'Guinea-Bissau'],
    ];
    for (const [one, other] of apart) expect(countryNames(one!)).not.toContain(other);
  });

  it('are the one name, as it was given, where there is no other', () => {
    expect(countryNames(' Switzerland ')).toEqual(['Switzerland']);
    expect(countryNames('Atlantis')).toEqual(['Atlantis']);
  });
});

if (!corpusFile)
  console.warn('REGISTRY_CORPUS is not set: country names were not held against real records.');
it.skipIf(!corpusFile)('unite what drifted in real records', async () => {
  const found = new Set<string>();
  for await (const record of corpusRecords(corpusFile!)) {
    for (const name of valuesAt(record, 'protocolSection.contactsLocationsModule.locations.country'))
      found.add(String(name));
  }
  const united = [...found].filter(name =>
    countryNames(name).some(other => other !== name && found.has(other)),
  );
  console.log(
    `${found.size} country names in real records, of which drifted and are united: ${united.sort().join('; ')}`,
  );
  expect(united.length).toBeGreaterThanOrEqual(12);
});
