import { phrases } from './record-generator-words.ts';

/** A city: where its postal codes begin and how many digits follow, and its point. */
export interface City {
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly digits: number;
  readonly country: string;
  readonly geoPoint: { readonly lat: number; readonly lon: number };
}
export const CITIES: readonly City[] = phrases(`
  Boston|Massachusetts|021|2|United States|42.35843|-71.05977; Houston|Texas|770|2|United States|29.76328|-95.36327
  New York|New York|100|2|United States|40.71427|-74.00597; Chicago|Illinois|606|2|United States|41.85003|-87.65005
  San José|California|951|2|United States|37.33939|-121.89496; Miami|Florida|331|2|United States|25.77427|-80.19366
  Cleveland|Ohio|441|2|United States|41.4995|-81.69541; Seattle|Washington|981|2|United States|47.60621|-122.33207
  Atlanta|Georgia|303|2|United States|33.749|-84.38798; Denver|Colorado|802|2|United States|39.73915|-104.9847
  Baltimore|Maryland|212|2|United States|39.29038|-76.61219; Phoenix|Arizona|850|2|United States|33.44838|-112.07404
  Montréal|Quebec|H3|1|Canada|45.50884|-73.58781; Québec|Quebec|G1|1|Canada|46.81228|-71.21454
  Toronto|Ontario|M5|1|Canada|43.70643|-79.39864; Zürich||80|2|Switzerland|47.36667|8.55
  Genève||12|2|Switzerland|46.20222|6.14569; Basel||40|2|Switzerland|47.55839|7.57327
  München|Bavaria|80|3|Germany|48.13743|11.57549; Köln|North Rhine-Westphalia|50|3|Germany|50.93333|6.95
  Berlin||10|3|Germany|52.52437|13.41053; Wien||10|2|Austria|48.20849|16.37208; Lyon||69|3|France|45.74846|4.84671
  Paris||75|3|France|48.85341|2.3488; Saint-Étienne||42|3|France|45.43389|4.39; Madrid||28|3|Spain|40.4165|-3.70256
  A Coruña||15|3|Spain|43.37135|-8.396; Milano||20|3|Italy|45.46427|9.18951; Roma||00|3|Italy|41.89193|12.51133
  København||21|2|Denmark|55.67594|12.56553; Århus||80|2|Denmark|56.15674|10.21076; Malmö||21|3|Sweden|55.60587|13.00073
  Kraków||30-|3|Poland|50.06143|19.93658; Łódź||90-|3|Poland|51.77058|19.47395; Praha||11|3|Czechia|50.08804|14.42076
  İzmir||35|3|Turkey|38.41273|27.13838; Ankara||06|3|Turkey|39.91987|32.85427; Cairo||11|3|Egypt|30.06263|31.24967
  São Paulo|São Paulo|01|3|Brazil|-23.5475|-46.63611; Bogotá||11|4|Colombia|4.60971|-74.08175
  Córdoba||50|2|Argentina|-31.4135|-64.18105; Santiago||75|5|Chile|-33.45694|-70.64827
  Beijing|Beijing Municipality|100|3|China|39.9075|116.39723; Shanghai|Shanghai Municipality|200|3|China|31.22222|121.45806
  Guangzhou|Guangdong|510|3|China|23.11667|113.25; Wuhan|Hubei|430|3|China|30.58333|114.26667
  Seoul||03|3|South Korea|37.566|126.9784; Tokyo||1|6|Japan|35.6895|139.69171; Ōsaka||5|6|Japan|34.69379|135.50107
  Mumbai|Maharashtra|400|3|India|19.07283|72.88261; Lahore||54|3|Pakistan|31.558|74.35071
  Sydney|New South Wales|20|2|Australia|-33.86785|151.20732; Cape Town||80|2|South Africa|-33.92584|18.42322
  Tel Aviv||6|4|Israel|32.08088|34.78057; London||W1|1|United Kingdom|51.50853|-0.12574; Oslo||01|2|Norway|59.91273|10.74609
  Reykjavík||10|1|Iceland|64.13548|-21.89541; Bangkok||10|3|Thailand|13.75398|100.50144
`).map(line => {
  const [city = '', state = '', zip = '', digits, country = '', lat, lon] = line.split('|');
  return {
    city,
    state,
    zip,
    digits: Number(digits),
    country,
    geoPoint: { lat: Number(lat), lon: Number(lon) },
  };
});
