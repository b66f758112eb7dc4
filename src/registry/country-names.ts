/** Names of one country that stand side by side in the registry, the current one first. */
const DRIFTED: readonly (readonly string[])[] = [
  ['South Korea', 'Korea, Republic of', 'Republic of Korea', 'Korea'],
  ['North Korea', "Korea, Democratic People's Republic of"],
  ['Turkey (Türkiye)', 'Turkey', 'Türkiye'],
  ['Russia', 'Russian Federation'],
  ['Czechia', 'Czech Republic'],
  ['Iran', 'Iran, Islamic Republic of', 'Islamic Republic of Iran'],
  ['Moldova', 'Moldova, Republic of'],
  ['North Macedonia', 'Macedonia, The Former Yugoslav Republic of', 'Macedonia'],
  ['Syria', 'Syrian Arab Republic'],
  ['Laos', "Lao People's Democratic Republic"],
  ['Vietnam', 'Viet Nam'],
  ['Eswatini', 'Swaziland'],
  ['Myanmar', 'Burma', 'Myanmar (Burma)'],
  ['Côte d’Ivoire', "Côte d'Ivoire", "Cote d'Ivoire", 'Ivory Coast'],
  ['Libya', 'Libyan Arab Jamahiriya'],
  [
    'The Democratic Republic of the Congo',
    'Congo, The Democratic Republic of the',
    'Democratic Republic of the Congo',
  ],
  ['The Bahamas', 'Bahamas'],
  ['The Gambia', 'Gambia'],
  [
    'Palestinian Territories, Occupied',
    'Palestinian Territory, occupied',
    'Palestinian Territories',
    'Palestine',
  ],
  ['Brunei', 'Brunei Darussalam'],
  ['Cabo Verde', 'Cape Verde'],
  ['Tanzania', 'Tanzania, United Republic of'],
  ['Timor-Leste', 'East Timor'],
  ['United States', 'USA', 'United States of America'],
  ['United Kingdom', 'UK', 'Great Britain'],
];

/** Every name under which the registry may have a country: the one given alone, or the whole union it belongs to. */
export function countryNames(name: string): readonly string[] {
  const folded = name.trim().toLowerCase();
  return DRIFTED.find(names => names.some(each => each.toLowerCase() === folded)) ?? [name.trim()];
}
