import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Shape } from './measure-shapes.ts';
import measured from './record-shapes.json' with { type: 'json' };

/*
 * Any number of made-up records that look like the registry's: which keys there are, how many items a list has and how
 * long a text is follow `record-shapes.json`; what must agree within a record is made by the recipes below.
 */

export interface RecordGeneratorOptions {
  /** A whole number: another one gives other records with the same NCT numbers. */
  readonly seed: number;
  /** How many records there are; they spread over the update dates. */
  readonly count: number;
  /** `YYYY-MM-DD`, the first and the last day of an update. The order of `i` is the order of updates. */
  readonly updatesFrom?: string;
  readonly updatesTo?: string;
  /** The day of the edition, which every record states. */
  readonly versionHolder?: string;
  /** `registry`: as large as a record of the whole registry on average; `corpus`: as the records measured. */
  readonly size?: 'corpus' | 'registry';
}

export interface RecordGenerator {
  readonly count: number;
  /** The record of `i` from 0 to `count` - 1, made anew at each call: it depends on the options and `i` alone. */
  record(i: number): StudyRecord;
  /** What can be told without making the record. */
  nctId(i: number): string;
  lastUpdatePostDate(i: number): string;
}

/** How heavy records are: a power over the draw of lengths, so that 1 is as measured and more is lighter. */
interface Weight {
  readonly protocol: number;
  readonly results: number;
  /** The share of records with results. */
  readonly withResults: number;
}

const WEIGHTS: Readonly<Record<'corpus' | 'registry', Weight>> = {
  corpus: { protocol: 0.95, results: 0.92, withResults: 0.154 },
  registry: { protocol: 1.5, results: 1.75, withResults: 0.13 },
};

// ---------------------------------------------------------------------------------------------------------------------
// Chance

const TWO_32 = 2 ** 32;

/** Spreads the bits of a number over 32. */
const mixed = (value: number): number => {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
};

/** Draws that follow from two numbers. */
class Dice {
  readonly #random: RandomGenerator;

  constructor(seed: number, i: number) {
    const a = mixed(seed + 0x9e3779b9);
    const b = mixed(a ^ mixed(i + 0x7f4a7c15));
    const c = mixed(b + i);
    this.#random = xoroshiro128plusFromState([a, b, c, mixed(c ^ seed) | 1]);
    this.#random.next();
  }

  /** From 0 to 2^32 - 1. */
  next(): number {
    return this.#random.next() >>> 0;
  }

  /** From 0 to 1, the latter excluded. */
  share(): number {
    return this.next() / TWO_32;
  }

  chance(share: number): boolean {
    return this.next() < share * TWO_32;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.share() * (high - low + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.share() * list.length)]!;
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Words

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const phrases = (text: string): readonly string[] => text.trim().split(/\s*[\n;]\s*/);

const NOUNS = words(`
  patient participant dose treatment therapy response symptom pain fever cough fatigue sleep weight height pressure
  pulse breathing blood plasma serum urine tissue sample biopsy tumour lesion wound bone muscle joint tendon nerve skin
  eye ear throat lung heart liver kidney bladder stomach bowel brain spine vein artery valve stent graft implant device
  catheter needle tablet capsule infusion injection inhaler cream patch drop syrup vaccine antibody antigen protein
  enzyme hormone insulin glucose lipid cholesterol vitamin mineral iron calcium sodium infection virus bacterium fungus
  parasite inflammation allergy rash swelling oedema bleeding clot stroke seizure tremor migraine anxiety depression
  mood memory attention speech gait balance exercise diet nutrition education counselling visit follow-up baseline
  screening consent questionnaire scale score index rate ratio change time week month interval cycle course clinic
  hospital ward nurse physician surgeon caregiver family child adult infant mother pregnancy birth surgery procedure
  anaesthesia recovery relapse remission survival mortality safety tolerability efficacy adherence quality burden risk
  marker imaging scan ultrasound radiograph test assay culture genotype mutation receptor pathway cell platelet
`);
const ADJECTIVES = words(`
  acute chronic severe mild moderate early late primary secondary stable unstable persistent recurrent refractory
  resistant newly-diagnosed untreated metastatic local regional systemic topical oral nasal intravenous subcutaneous
  intramuscular daily weekly monthly nightly clinical mean median total maximal minimal partial complete overall
  functional cognitive physical social renal hepatic cardiac pulmonary vascular gastric intestinal ocular dental dermal
  neural muscular skeletal metabolic hormonal bacterial viral fungal genetic familial congenital acquired elderly young
  healthy eligible randomised blinded open-label controlled standard low high normal abnormal baseline
`);
const VERBS = words(`
  improves reduces increases prevents delays predicts follows precedes measures shows supports limits changes compares
  receives completes reports requires includes excludes affects relieves worsens restores controls
`);
const PATTERNS = phrases(`
  The a n v the n of the n; a n and n in n with a n; Each n v the a n at the n; The n of n v a n after n;
  When the n is a and the n v n; n of a n, n or n; This n v whether a n v the n in a n; n v no a n during the n
`);
const ESCAPED = phrases(String.raw`
  body weight \> 50 kg; HbA1c \>= 7.5 %; a count \< 100,000/mm3; age \[in years\]; marked with \*; score \<= 4;
  5\~10 mg; ≥ 18 years; ≤ 2.5 × ULN; 37 °C; 10 µg; a p\_value
`);

const SITES = words(`
  Renal Hepatic Pulmonary Cardiac Gastric Colonic Pancreatic Thyroid Adrenal Ovarian Uterine Prostatic Bladder Breast
  Cutaneous Ocular Retinal Corneal Auditory Dental Spinal Cerebral Peripheral-Nerve Muscular Articular Vertebral
  Vascular Lymphatic Splenic Esophageal
`).map(word => word.replace('-', ' '));
const DISORDERS = words(`
  Fibrosis Carcinoma Infection Inflammation Failure Ischemia Hypertrophy Atrophy Edema Hemorrhage Neuropathy Dysplasia
  Injury Stenosis Lymphoma Ulcer Hypoplasia Tuberculosis
`);
const DRUG_STARTS = words(`
  Zol Ver Amo Tri Lam Cef Dap Eri Flu Gal Hex Iso Keta Lor Mira Nor Oxa Pra Qua Rif Sul Tel Uro Val Xan Bro
`);
const DRUG_ENDS = words(
  `tamab limumab tinib vastatin floxacin cillin prazole sartan gliptin setron caine zepam dronate`,
);
const ACTS = phrases(`
  Walking Programme; Breathing Exercise; Laser Therapy; Ultrasound Guidance; Compression Stocking; Telephone Coaching;
  Light Box; Hearing Aid; Suture Repair; Cold Pack; Nurse Visit; Mobile Application; Balance Training; Saline Rinse;
  Nerve Stimulation; Music Listening; Blood Test; Pressure Monitor; Mindfulness Course; Fasting Diet
`);
const SYMPTOMS = phrases(`
  Nausea; Vomiting; Headache; Dizziness; Fatigue; Pyrexia; Rash; Pruritus; Cough; Dyspnoea; Back pain; Arthralgia;
  Insomnia; Anaemia; Constipation; Diarrhoea; Hypertension; Hypotension; Fall; Pneumonia; Oedema peripheral; Sepsis;
  Abdominal pain upper; Urinary tract infection; Neutrophil count decreased; Alanine aminotransferase increased
`);
const ORGAN_SYSTEMS = phrases(`
  Gastrointestinal disorders; Infections and infestations; General disorders; Nervous system disorders;
  Musculoskeletal and connective tissue disorders; Respiratory, thoracic and mediastinal disorders; Investigations;
  Cardiac disorders; Skin and subcutaneous tissue disorders; Vascular disorders; Renal and urinary disorders
`);
const GIVEN = words(`
  Anna Björn Chiara Dmitri Élodie François Grace Hiroshi Inés Jürgen Kwame Łucja Mehmet Noor Olga Priya Quentin Rosa
  Søren Thabo Umar Věra Wei Ximena Yuki Zoë Maria John Emily Michael Sarah David
`);
const FAMILY = words(`
  Almeida Berg Costa Dvořák Eriksson Fischer García Hansen Ito Jensen Kowalska Lefèvre Müller Nguyen Okafor Petrov
  Quispe Rossi Schmidt Takahashi Urban Vargas Weber Xu Yılmaz Zhang Brown Clark Davis Evans Miller Wilson
`);
const FACILITIES = phrases(`
  University Hospital; General Hospital; Medical Center; Cancer Institute; Research Unit; Children's Hospital; Clinic;
  Investigational Site; Universitätsklinikum; Hôpital Général; Hospital Clínico; Szpital Uniwersytecki; Ospedale Civile;
  Fakultní nemocnice; Health Centre; Clínica São Lucas; 大学病院
`);
const COMPANIES = phrases(
  'Pharma; Therapeutics; Biotech; Co., Ltd.; GmbH; Laboratories; S.A.; Medical Devices, Inc.',
);
const TIMES = phrases(`
  baseline; day 1; week 4; week 12; month 6; 1 year; end of treatment; 30 minutes after the dose; discharge; 24 hours
`);
const METHODS = phrases(`
  ANCOVA; ANOVA; Chi-squared; Fisher Exact; Log Rank; Regression, Cox; Regression, Logistic; t-test, 2 sided;
  Wilcoxon (Mann-Whitney); Cochran-Mantel-Haenszel; Mixed Models Analysis
`);
const EFFECTS = phrases(`
  Mean Difference (Final Values); Odds Ratio (OR); Hazard Ratio (HR); Risk Ratio (RR); LS Mean Difference; Slope
`);
const UNITS = phrases(
  'score on a scale; mmHg; percentage of change; days; kg; mg/dL; ng*h/mL; units; percent; IU/L',
);
const REASONS = phrases(`
  Withdrawal by Subject; Lost to Follow-up; Adverse Event; Death; Physician Decision; Protocol Violation;
  Lack of Efficacy; Other
`);
const HEADINGS = [
  ['Inclusion Criteria:', 'Exclusion Criteria:'],
  ['Inclusion criteria', 'Exclusion criteria'],
  ['INCLUSION CRITERIA:', 'EXCLUSION CRITERIA:'],
  ['Key Inclusion Criteria:', 'Key Exclusion Criteria:'],
  ['Patients:', 'Healthy volunteers:'],
] as const;

/** A city: where its postal codes begin and how many digits follow, and its point. */
interface City {
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly digits: number;
  readonly country: string;
  readonly geoPoint: { readonly lat: number; readonly lon: number };
}
const CITIES: readonly City[] = phrases(`
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

/** Letters of an address: without marks. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
const GIVEN_PLAIN = GIVEN.map(plain);
const FAMILY_PLAIN = FAMILY.map(plain);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

// ---------------------------------------------------------------------------------------------------------------------
// Long texts to cut from: making words one by one would be slow

/** A text and the places where a cut may begin. */
interface Source {
  readonly text: string;
  readonly starts: readonly number[];
}

const joined = (pieces: readonly string[], separator: string): Source => {
  const starts: number[] = [];
  let at = 0;
  for (const piece of pieces) {
    starts.push(at);
    at += piece.length + separator.length;
  }
  return { text: pieces.join(separator), starts };
};

const listOf = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const clauseOf = (dice: Dice): string => {
  const slots: Readonly<Record<string, readonly string[]>> = { n: NOUNS, a: ADJECTIVES, v: VERBS };
  const clause = dice.pick(PATTERNS).replace(/\b[nav]\b/g, slot => dice.pick(slots[slot]!));
  return capital(dice.chance(0.05) ? `${clause} (${dice.pick(ESCAPED)})` : clause);
};

const paragraphOf = (dice: Dice): string => {
  if (dice.chance(0.2)) return listOf(4, () => `* ${clauseOf(dice)}`).join('\n');
  return listOf(dice.between(2, 6), () => `${clauseOf(dice)}.`).join(' ');
};

const bulletOf = (dice: Dice): string => {
  const bullet = `* ${clauseOf(dice)}`;
  if (!dice.chance(0.08)) return bullet;
  const nested = listOf(dice.between(2, 4), () => `  * ${clauseOf(dice)}`);
  return `${bullet}:\n\n${nested.join('\n')}`;
};

/** A list that is numbered from 1 and longer than any that is asked for. */
const numberedOf = (dice: Dice): string => listOf(160, n => `${n + 1}. ${clauseOf(dice)}`).join('\n');

const titleOf = (dice: Dice): string =>
  listOf(dice.between(3, 7), n => capital(dice.pick(n % 2 === 0 ? ADJECTIVES : NOUNS))).join(' ');

interface Sources {
  readonly prose: Source;
  readonly pages: Source;
  readonly titles: Source;
  readonly bullets: Source;
  readonly numbers: Source;
}

const makeSources = (): Sources => {
  const dice = new Dice(0x7e47, 0);
  return {
    prose: joined(
      listOf(12_000, () => `${clauseOf(dice)}.`),
      ' ',
    ),
    pages: joined(
      listOf(4_000, () => paragraphOf(dice)),
      '\n\n',
    ),
    titles: joined(
      listOf(12_000, () => titleOf(dice)),
      ' of ',
    ),
    bullets: joined(
      listOf(12_000, () => bulletOf(dice)),
      '\n',
    ),
    numbers: joined(
      listOf(60, () => numberedOf(dice)),
      '\n',
    ),
  };
};

const sources = makeSources();

/** A piece of about `length` characters that ends at a gap, so that no word is cut. */
const cut = ({ text, starts }: Source, dice: Dice, length: number, gap = ' '): string => {
  const start = starts[Math.floor(dice.share() * starts.length * 0.9)]!;
  const before = text.lastIndexOf(gap, start + length);
  return text
    .slice(start, before > start + length / 2 ? before : text.indexOf(gap, start + length))
    .trimEnd();
};

const proseOf = (dice: Dice, length: number): string =>
  length > 700 ? cut(sources.pages, dice, length) : cut(sources.prose, dice, length);

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(1980, 0, 1) / DAY;
/** Days since 1970 as dates: looked up, because it is done ten times a record. */
const DATES = listOf(Date.UTC(2070, 0, 1) / DAY - FIRST_DAY, n =>
  new Date((n + FIRST_DAY) * DAY).toISOString().slice(0, 10),
);
const isoDate = (day: number): string => DATES[Math.min(Math.max(day - FIRST_DAY, 0), DATES.length - 1)]!;
const dayNumber = (date: string): number => Date.parse(date) / DAY;
/** 1970-01-01 was a Thursday. */
const weekday = (day: number): number => (day + 4) % 7;
const isWeekend = (day: number): boolean => weekday(day) === 0 || weekday(day) === 6;
/** The same day, or the Friday before. */
const workday = (day: number): number => day - (weekday(day) === 0 ? 2 : weekday(day) === 6 ? 1 : 0);

/** Numbers as the registry states results: texts of one to seven characters. */
const FIGURES = listOf(2_048, n => {
  const digits = [0, 1, 1, 2, 2, 2, 1, 3][n % 8]!;
  return (((n * 7_919) % 100_000) / 10 ** (1 + (n % 4))).toFixed(digits);
});

// ---------------------------------------------------------------------------------------------------------------------
// Shapes

/** A key of the record and what is known of it. Draws are looked up in tables of `DRAWS` equally likely values. */
interface Node {
  readonly name: string;
  readonly shape: Shape;
  readonly items: readonly number[] | null;
  readonly lengths: readonly number[] | null;
  readonly values: readonly number[] | null;
  readonly codes: readonly string[] | null;
  readonly recipe: Recipe | undefined;
  readonly children: Node[];
}

/** Makes the value of a key, or nothing where the record is not to have it. */
type Recipe = (draft: Draft, node: Node) => unknown;

const DRAWS = 512;

const tableOf = (quantiles: readonly number[] | undefined, power: number): readonly number[] | null => {
  if (!quantiles) return null;
  const { at } = measured;
  return listOf(DRAWS, n => {
    const share = ((n + 0.5) / DRAWS) ** power;
    const above = at.findIndex(each => each >= share);
    if (above <= 0) return quantiles.at(above === 0 ? 0 : -1)!;
    const [low, high] = [at[above - 1]!, at[above]!];
    const part = (share - low) / (high - low);
    return Math.round(quantiles[above - 1]! * (1 - part) + quantiles[above]! * part);
  });
};

const codesOf = (codes: Shape['codes']): readonly string[] | null =>
  codes
    ? Object.entries(codes).flatMap(([code, share]) => listOf(Math.ceil(share * DRAWS), () => code))
    : null;

const treeOf = (weight: Weight): Node => {
  const shapes = measured.shapes as unknown as Readonly<Record<string, Shape>>;
  const nodeOf = (name: string, shape: Shape, path: string): Node => {
    const power = path.startsWith('resultsSection') ? weight.results : weight.protocol;
    return {
      name,
      shape,
      items: tableOf(shape.items, power),
      lengths: tableOf(shape.length, power),
      values: tableOf(shape.value, 1),
      codes: codesOf(shape.codes),
      recipe: RECIPES[path] ?? BY_NAME[name],
      children: [],
    };
  };
  const root = nodeOf('', { type: 'object', present: 1 }, '');
  const nodes = new Map([['', root]]);
  for (const [path, shape] of Object.entries(shapes)) {
    const dot = path.lastIndexOf('.');
    const node = nodeOf(path.slice(dot + 1), shape, path);
    nodes.set(path, node);
    nodes.get(path.slice(0, Math.max(dot, 0)))!.children.push(node);
  }
  return root;
};

const drawn = (table: readonly number[], dice: Dice): number => table[dice.next() & (DRAWS - 1)]!;

/** Text of the length that texts have at this node. */
const textFor = ({ dice }: Draft, { lengths, shape }: Node): string => {
  const length = drawn(lengths!, dice);
  return shape.kind === 'markup' ? proseOf(dice, length) : cut(sources.titles, dice, length);
};

const itemFor = (draft: Draft, node: Node): unknown => {
  const { type } = node.shape;
  if (type === 'object') return objectFor(draft, node);
  if (node.codes) return draft.dice.pick(node.codes);
  if (node.shape.formats) return isoDate(draft.updated - draft.dice.between(5, 900));
  if (type === 'string') return textFor(draft, node);
  return node.values ? drawn(node.values, draft.dice) : draft.dice.chance(node.shape.true!);
};

const valueFor = (draft: Draft, node: Node): unknown => {
  if (!node.items) return itemFor(draft, node);
  const list = listOf(drawn(node.items, draft.dice), () => itemFor(draft, node)).filter(
    item => item !== undefined,
  );
  return node.codes ? [...new Set(list)] : list;
};

/** The value of a key where chance has it there. */
const perhaps = (draft: Draft, node: Node): unknown =>
  draft.dice.chance(node.shape.present) ? valueFor(draft, node) : undefined;

/** An object of what its keys come to; nothing where none is there. */
const objectFor = (draft: Draft, node: Node): MutableNode | undefined => {
  const object: MutableNode = {};
  let filled = false;
  for (const child of node.children) {
    const value = (child.recipe ?? perhaps)(draft, child);
    if (value === undefined) continue;
    object[child.name] = value;
    filled = true;
  }
  return filled ? object : undefined;
};

/** What chance decides, with the presence measured, and a recipe says how. */
const sometimes =
  (make: Recipe): Recipe =>
  (draft, node) =>
    draft.dice.chance(node.shape.present) ? make(draft, node) : undefined;

/** A list of what `make` makes, as long as lists are at this node. */
const many =
  (make: (draft: Draft, node: Node, index: number) => unknown): Recipe =>
  (draft, node) =>
    draft.dice.chance(node.shape.present)
      ? listOf(drawn(node.items!, draft.dice), index => make(draft, node, index))
      : undefined;

const childOf = (node: Node, name: string): Node => node.children.find(child => child.name === name)!;
/** Present as measured under a list that a recipe fills. */
const part = (draft: Draft, node: Node, name: string): string | undefined =>
  perhaps(draft, childOf(node, name)) as string | undefined;

/** Keys that have a value. */
const there = (keys: MutableNode): MutableNode => {
  const object: MutableNode = {};
  for (const key in keys) if (keys[key] !== undefined) object[key] = keys[key];
  return object;
};

// ---------------------------------------------------------------------------------------------------------------------
// What the parts of one record must agree on

type MutableNode = { [key: string]: unknown };

interface Arm {
  readonly label: string;
  readonly text: string;
}
interface PlannedOutcome {
  readonly type: string;
  readonly title: string;
  readonly timeFrame: string | undefined;
}
interface Plan {
  readonly overallStatus: string;
  readonly lastKnownStatus: string | undefined;
  /** Days since 1970. */
  readonly start: number;
  readonly primary: number;
  readonly completion: number;
  readonly firstPost: number;
  readonly resultsPost: number;
}

/** A record in the making. */
interface Draft {
  readonly dice: Dice;
  readonly i: number;
  readonly nctId: string;
  /** Days since 1970. */
  readonly updated: number;
  readonly versionHolder: string;
  readonly hasResults: boolean;
  readonly studyType: string;
  readonly plan: Plan;
  readonly sponsor: { readonly name: string; readonly class: string };
  readonly condition: number;
  readonly drug: number;
  /** Participants taken in or wanted. */
  readonly enrolled: number;
  readonly armCount: number;
  /** Outcome measures that results are there of. */
  readonly resultCount: number;
  readonly armGroups: MutableNode[];
  readonly outcomes: PlannedOutcome[];
  /** The groups of the results; the arm groups where there are some. */
  groups: readonly Arm[];
}

const STOPPED = ['TERMINATED', 'WITHDRAWN', 'SUSPENDED'];
const OPEN = ['RECRUITING', 'NOT_YET_RECRUITING', 'ACTIVE_NOT_RECRUITING', 'ENROLLING_BY_INVITATION'];
const STATUSES = codesOf({
  COMPLETED: 0.5,
  RECRUITING: 0.22,
  NOT_YET_RECRUITING: 0.07,
  TERMINATED: 0.07,
  ACTIVE_NOT_RECRUITING: 0.06,
  WITHDRAWN: 0.03,
  ENROLLING_BY_INVITATION: 0.02,
  SUSPENDED: 0.01,
})!;
/** After two years without news, what was to be over by then has an unknown status. */
const UNKNOWN_AFTER_DAYS = 730;

const statusFor = (dice: Dice, updated: number, held: number, hasResults: boolean): string => {
  if (hasResults) return dice.chance(0.88) ? 'COMPLETED' : 'TERMINATED';
  const status = dice.pick(STATUSES);
  if (!OPEN.includes(status) || held - updated < UNKNOWN_AFTER_DAYS) return status;
  return dice.chance(0.4) ? 'UNKNOWN' : 'COMPLETED';
};

/** Days from the start to the primary completion, and on to the end. */
const courseFor = (dice: Dice): readonly [number, number] => [
  dice.between(70, 1_500),
  dice.chance(0.4) ? 0 : dice.between(40, 500),
];

const planFor = (dice: Dice, updated: number, held: number, hasResults: boolean): Plan => {
  const overallStatus = statusFor(dice, updated, held, hasResults);
  const [toPrimary, toEnd] = courseFor(dice);
  const length = toPrimary + toEnd;
  const resultsPost = workday(updated - dice.between(0, 700));
  const end = hasResults ? resultsPost - dice.between(360, 900) : updated - dice.between(5, 1_200);
  const start = startFor(dice, overallStatus, { updated, end, length });
  const firstPost = workday(Math.min(start + dice.between(-200, 200), updated - 7));
  return {
    overallStatus,
    lastKnownStatus: overallStatus === 'UNKNOWN' ? dice.pick(OPEN) : undefined,
    start,
    primary: start + toPrimary,
    completion: start + length,
    firstPost,
    resultsPost,
  };
};

const startFor = (
  dice: Dice,
  status: string,
  { updated, end, length }: { updated: number; end: number; length: number },
): number => {
  if (status === 'NOT_YET_RECRUITING' || status === 'WITHDRAWN') return updated + dice.between(10, 200);
  // What is still open ends after the update.
  if (OPEN.includes(status) || status === 'SUSPENDED')
    return updated - Math.floor(dice.share() * (length - 60));
  return status === 'UNKNOWN' ? updated - dice.between(0, 600) : end - length;
};

const sponsorFor = (dice: Dice): Draft['sponsor'] => {
  if (dice.chance(0.32))
    return {
      name: `${dice.pick(DRUG_STARTS)}${plain(dice.pick(FAMILY))} ${dice.pick(COMPANIES)}`,
      class: 'INDUSTRY',
    };
  const { city, country } = dice.pick(CITIES);
  if (dice.chance(0.05)) return { name: `Ministry of Health, ${country}`, class: 'OTHER_GOV' };
  return {
    name: dice.chance(0.5) ? `University of ${city}` : `${city} ${dice.pick(FACILITIES)}`,
    class: 'OTHER',
  };
};

const studyTypeFor = (dice: Dice): string => (dice.chance(0.17) ? 'OBSERVATIONAL' : 'INTERVENTIONAL');

const enrolledFor = (dice: Dice, status: string): number => {
  if (status === 'WITHDRAWN') return 0;
  const share = dice.share();
  return 6 + Math.floor(300 * share ** 2) + (share > 0.95 ? dice.between(300, 9_000) : 0);
};

// ---------------------------------------------------------------------------------------------------------------------
// Recipes: small ones

const personOf = (dice: Dice): string => `${dice.pick(GIVEN)} ${dice.pick(FAMILY)}`;
const emailOf = (dice: Dice): string =>
  `${dice.pick(GIVEN_PLAIN)}.${dice.pick(FAMILY_PLAIN)}${dice.between(1, 99)}@example.org`;
const phoneOf = (dice: Dice): string =>
  `+${dice.between(1, 99)} ${dice.between(20, 99)} 555 0${dice.between(100, 199)}`;
const digitsOf = (dice: Dice, digits: number): string =>
  String(dice.between(10 ** digits, 2 * 10 ** digits - 1)).slice(1);
const urlOf = (dice: Dice): string =>
  `https://www.example.org/${dice.pick(NOUNS)}/${dice.pick(NOUNS)}-${dice.between(1, 9_999)}`;
const idOf = (dice: Dice): string =>
  `${dice.pick(DRUG_STARTS).toUpperCase()}-${dice.between(1, 99)}-${dice.between(100, 9_999)}`;
const facilityOf = (dice: Dice, { city }: City): string =>
  dice.chance(0.15) ? `${dice.pick(FACILITIES)} ${dice.between(1, 99)}` : `${city} ${dice.pick(FACILITIES)}`;

const CONDITION_COUNT = SITES.length * DISORDERS.length;
const conditionName = (index: number): string =>
  `${SITES[index % SITES.length]} ${DISORDERS[Math.floor(index / SITES.length) % DISORDERS.length]}`;
const DRUG_COUNT = DRUG_STARTS.length * DRUG_ENDS.length;
const drugName = (index: number): string =>
  `${DRUG_STARTS[index % DRUG_STARTS.length]}${DRUG_ENDS[Math.floor(index / DRUG_STARTS.length) % DRUG_ENDS.length]}`;

/** What the registry derives from a name: numbers of the same name are the same in every record. */
interface Vocabulary {
  readonly name: (index: number) => string;
  readonly count: number;
  /** The classes above a term, broad last, with the place they have among all classes. */
  readonly above: (index: number) => readonly (readonly [number, string])[];
  readonly first: number;
  readonly branch: string;
}
const CONDITIONS: Vocabulary = {
  name: conditionName,
  count: CONDITION_COUNT,
  above: index => [
    [index % SITES.length, `${SITES[index % SITES.length]} Diseases`],
    [100 + Math.floor(index / SITES.length), `${DISORDERS[Math.floor(index / SITES.length)]}, Any Site`],
    [200, 'Pathologic Processes'],
    [201 + (index % 3), ['Diseases of Organs', 'Signs and Symptoms', 'Systemic Diseases'][index % 3]!],
  ],
  first: 100_000,
  branch: 'BC',
};
const DRUGS: Vocabulary = {
  name: drugName,
  count: DRUG_COUNT,
  above: index => [
    [
      Math.floor(index / DRUG_STARTS.length),
      `Agents of Type ${DRUG_ENDS[Math.floor(index / DRUG_STARTS.length)]}`,
    ],
    [
      100 + (index % 4),
      ['Enzyme Inhibitors', 'Anti-Infective Agents', 'Depressants', 'Hormones'][index % 4]!,
    ],
    [110, 'Molecular Mechanisms of Pharmacological Action'],
    [111, 'Pharmacologic Actions'],
  ],
  first: 500_000,
  branch: 'BX',
};

/** A browse module: the terms of the study, what is above them and topics near by. */
const browse =
  (vocabulary: Vocabulary, indexOf: (draft: Draft) => number): Recipe =>
  (draft, node) => {
    const { dice } = draft;
    if (!dice.chance(node.shape.present)) return undefined;
    const meshCount = Math.min(drawn(childOf(node, 'meshes').items!, dice), 6);
    const near = listOf(meshCount, n => (indexOf(draft) + n * SITES.length) % vocabulary.count);
    const above = new Map(near.flatMap(vocabulary.above));
    const leafCount = drawn(childOf(node, 'browseLeaves').items!, dice);
    const hasLeaves = dice.chance(childOf(node, 'browseLeaves').shape.present);
    return {
      meshes: near.map(index => ({ id: `D${vocabulary.first + index}`, term: vocabulary.name(index) })),
      ancestors: [...above].map(([place, term]) => ({ id: `D${vocabulary.first + 10_000 + place}`, term })),
      ...(hasLeaves && {
        browseLeaves: listOf(Math.max(leafCount, near.length), n => topicOf(vocabulary, near, n)),
        browseBranches: branchesOf(vocabulary, near),
      }),
    };
  };

const topicOf = ({ name, first, count }: Vocabulary, near: readonly number[], n: number): MutableNode => {
  const found = near[n];
  const index = found ?? (near[0]! + n * 7) % count;
  const topic = { id: `M${first / 100 + index}`, name: name(index) };
  return found === undefined
    ? { ...topic, relevance: 'LOW' }
    : { ...topic, asFound: name(index), relevance: 'HIGH' };
};

const branchesOf = ({ branch }: Vocabulary, near: readonly number[]): MutableNode[] => [
  ...[...new Set(near.map(index => index % SITES.length))].map(site => ({
    abbrev: `${branch}${String(site + 1).padStart(2, '0')}`,
    name: `${SITES[site]} Diseases and Agents`,
  })),
  { abbrev: 'All', name: 'All Topics' },
];

/** A date as the study states it: the day, or the month alone. */
const partialDate = (day: number, isMonth: boolean): string =>
  isMonth ? isoDate(day).slice(0, 7) : isoDate(day);

const datedStruct =
  (pick: (plan: Plan) => number): Recipe =>
  (draft, node) => {
    const { dice, plan, updated } = draft;
    if (!dice.chance(node.shape.present)) return undefined;
    const day = pick(plan);
    return { date: partialDate(day, dice.chance(0.38)), type: day <= updated ? 'ACTUAL' : 'ESTIMATED' };
  };

const posted = (dice: Dice, day: number): MutableNode => ({
  date: isoDate(day),
  type: dice.chance(0.7) ? 'ACTUAL' : 'ESTIMATED',
});

const isTrial = ({ studyType }: Draft): boolean => studyType === 'INTERVENTIONAL';
/** Present in nearly all trials, and in nothing else. */
const inTrials: Recipe = (draft, node) =>
  isTrial(draft) && draft.dice.chance(Math.min(1, node.shape.present / 0.896))
    ? valueFor(draft, node)
    : undefined;
const inObservations: Recipe = (draft, node) =>
  !isTrial(draft) && draft.dice.chance(Math.min(1, node.shape.present / 0.104))
    ? valueFor(draft, node)
    : undefined;
const always: Recipe = (draft, node) => valueFor(draft, node);
const never: Recipe = () => undefined;

// ---------------------------------------------------------------------------------------------------------------------
// Recipes: arm groups, outcome measures, eligibility, places

const typeWords = (type: string): string =>
  type
    .toLowerCase()
    .replace(/(^|_)(\w)/g, (_, gap: string, first: string) => `${gap && ' '}${first.toUpperCase()}`);
const TYPE_WORDS = new Map<string, string>();
/** `DIETARY_SUPPLEMENT` is displayed as `Dietary Supplement`. */
const displayed = (type: string): string => {
  const known = TYPE_WORDS.get(type) ?? typeWords(type);
  TYPE_WORDS.set(type, known);
  return known;
};

/** The same text, told apart from those taken already. */
const distinct = (taken: Set<string>, text: string): string => {
  const free = taken.has(text) ? `${text} ${taken.size + 1}` : text;
  taken.add(free);
  return free;
};

const NAMED_BY_DRUG = ['DRUG', 'BIOLOGICAL', 'DIETARY_SUPPLEMENT', 'GENETIC', 'COMBINATION_PRODUCT'];

const interventionName = (draft: Draft, node: Node, type: string, index: number): string => {
  const { dice, drug } = draft;
  if (dice.chance(0.35)) return textFor(draft, childOf(node, 'name'));
  if (!NAMED_BY_DRUG.includes(type)) return dice.pick(ACTS);
  if (index > 0 && dice.chance(0.3)) return 'Placebo';
  return drugName((drug + index * DRUG_STARTS.length) % DRUG_COUNT);
};

const interventionFor = (draft: Draft, node: Node, index: number, taken: Set<string>): MutableNode => {
  const type = draft.dice.pick(childOf(node, 'type').codes!);
  return { type, name: distinct(taken, interventionName(draft, node, type, index)) };
};

const armFor = (draft: Draft, node: Node, index: number, taken: Set<string>): MutableNode => {
  const { dice } = draft;
  const label = dice.chance(0.2) ? `Cohort ${index + 1}` : textFor(draft, childOf(node, 'label'));
  return there({
    label: distinct(taken, label),
    type: isTrial(draft) ? part(draft, node, 'type') : undefined,
    description: part(draft, node, 'description'),
  });
};

/** Which interventions an arm group receives, by place: each is received somewhere. */
const receivedBy = (dice: Dice, arm: number, arms: number, interventions: number): number[] => {
  const own = listOf(interventions, n => n).filter(n => n % arms === arm || dice.chance(0.12));
  return own.length === 0 && interventions > 0 && dice.chance(0.6)
    ? [dice.between(0, interventions - 1)]
    : own;
};

const ONE_ARM: Readonly<Record<string, string>> = { allocation: 'NA', interventionModel: 'SINGLE_GROUP' };

/** How arm groups relate: a single one is neither assigned nor compared. */
const armDesign: Recipe = (draft, node) => {
  if (!isTrial(draft)) return undefined;
  const alone = ONE_ARM[node.name]!;
  return draft.armCount === 1 ? alone : draft.dice.pick(node.codes!.filter(code => code !== alone));
};

const armsInterventions: Recipe = (draft, node) => {
  const { dice } = draft;
  if (!draft.hasResults && !dice.chance(node.shape.present)) return undefined;
  const [armNode, interventionNode] = [childOf(node, 'armGroups'), childOf(node, 'interventions')];
  const [labels, names] = [new Set<string>(), new Set<string>()];
  const count = (list: Node): number => (dice.chance(list.shape.present) ? drawn(list.items!, dice) : 0);
  const arms = listOf(draft.armCount, n => armFor(draft, armNode, n, labels));
  const interventions = listOf(count(interventionNode), n =>
    interventionFor(draft, interventionNode, n, names),
  );
  const received = arms.map((_, n) => receivedBy(dice, n, arms.length, interventions.length));
  arms.forEach((arm, n) => {
    const own = received[n]!.map(k => interventions[k]!);
    if (own.length > 0)
      arm['interventionNames'] = own.map(each => `${displayed(String(each['type']))}: ${each['name']}`);
    else if (isTrial(draft) && interventions.length > 0) arm['type'] = 'NO_INTERVENTION';
  });
  interventions.forEach((intervention, k) => {
    const own = arms.filter((_, n) => received[n]!.includes(k));
    const description = part(draft, interventionNode, 'description');
    if (description) intervention['description'] = description;
    if (own.length > 0) intervention['armGroupLabels'] = own.map(arm => arm['label']);
    const otherNames = perhaps(draft, childOf(interventionNode, 'otherNames'));
    if (otherNames) intervention['otherNames'] = otherNames;
  });
  draft.armGroups.push(...arms);
  if (arms.length + interventions.length === 0) return undefined;
  return there({
    armGroups: arms.length > 0 ? arms : undefined,
    interventions: interventions.length > 0 ? interventions : undefined,
  });
};

const timeFrameOf = ({ dice }: Draft, length: number): string => {
  if (length > 40) return cut(sources.prose, dice, length);
  return dice.chance(0.5) ? capital(dice.pick(TIMES)) : `${capital(dice.pick(TIMES))} to ${dice.pick(TIMES)}`;
};

const outcomeFor = (draft: Draft, node: Node, type: string): MutableNode => {
  const { dice } = draft;
  const title = textFor(draft, childOf(node, 'measure'));
  const frame = childOf(node, 'timeFrame');
  const timeFrame = dice.chance(frame.shape.present)
    ? timeFrameOf(draft, drawn(frame.lengths!, dice))
    : undefined;
  draft.outcomes.push({ type, title, timeFrame });
  return there({ measure: title, description: part(draft, node, 'description'), timeFrame });
};

const outcomesOf = (type: string): Recipe => many((draft, node) => outcomeFor(draft, node, type));

/** Studies with results planned about as many outcome measures as there are results. */
const secondaryOutcomes: Recipe = (draft, node) => {
  if (!draft.hasResults) return outcomesOf('SECONDARY')(draft, node);
  const count = Math.floor((draft.resultCount - draft.outcomes.length) * 0.9);
  return count > 0 ? listOf(count, () => outcomeFor(draft, node, 'SECONDARY')) : undefined;
};

const criteriaFor: Recipe = ({ dice }, { lengths }) => {
  const length = drawn(lengths!, dice);
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
  const high = dice.chance(0.5)
    ? 200
    : dice.pick([60, 65, 75, 80, 100]) - (low < 18 && dice.chance(0.6) ? 48 : 0);
  const top = Math.max(high, low + 5);
  const stdAges = [
    ...(low < 18 ? ['CHILD'] : []),
    ...(low < 65 && top >= 18 ? ['ADULT'] : []),
    ...(top >= 65 ? ['OLDER_ADULT'] : []),
  ];
  const minimumAge = low === 0 ? (dice.chance(0.3) ? '6 Months' : undefined) : `${low} Years`;
  return there({ minimumAge, maximumAge: high < 200 ? `${top} Years` : undefined, stdAges });
};

const eligibility: Recipe = (draft, node) => {
  const { dice } = draft;
  const sex = dice.pick(childOf(node, 'sex').codes!);
  const genderBased = sex !== 'ALL' && dice.chance(0.2) ? true : undefined;
  return there({
    eligibilityCriteria: criteriaFor(draft, childOf(node, 'eligibilityCriteria')),
    healthyVolunteers: perhaps(draft, childOf(node, 'healthyVolunteers')),
    sex,
    genderBased,
    genderDescription: genderBased && textFor(draft, childOf(node, 'genderDescription')),
    ...agesFor(draft),
    studyPopulation: inObservations(draft, childOf(node, 'studyPopulation')),
    samplingMethod: inObservations(draft, childOf(node, 'samplingMethod')),
  });
};

const SITE_STATUSES = codesOf({
  RECRUITING: 0.7,
  NOT_YET_RECRUITING: 0.18,
  WITHDRAWN: 0.05,
  COMPLETED: 0.04,
  SUSPENDED: 0.03,
})!;

const isRecruiting = ({ plan }: Draft): boolean =>
  ['RECRUITING', 'NOT_YET_RECRUITING'].includes(plan.overallStatus);

const contactsFor = (draft: Draft, node: Node): MutableNode[] | undefined =>
  isRecruiting(draft) && draft.dice.chance(0.5)
    ? listOf(drawn(node.items!, draft.dice), () => objectFor(draft, node)!)
    : undefined;

/** In studies that recruit, places say how far they are. */
const siteStatus = (draft: Draft): string | undefined => {
  if (draft.plan.overallStatus === 'NOT_YET_RECRUITING') return 'NOT_YET_RECRUITING';
  return draft.plan.overallStatus === 'RECRUITING' ? draft.dice.pick(SITE_STATUSES) : undefined;
};

const locationFor = (draft: Draft, node: Node, city: City): MutableNode => {
  const { dice } = draft;
  const location: MutableNode = {};
  if (dice.chance(0.971)) location['facility'] = facilityOf(dice, city);
  const status = siteStatus(draft);
  if (status) location['status'] = status;
  location['city'] = city.city;
  if (city.state) location['state'] = city.state;
  if (dice.chance(0.923)) location['zip'] = `${city.zip}${digitsOf(dice, city.digits)}`;
  location['country'] = city.country;
  const contacts = contactsFor(draft, childOf(node, 'contacts'));
  if (contacts) location['contacts'] = contacts;
  if (dice.chance(0.963)) location['geoPoint'] = { ...city.geoPoint };
  return location;
};

/** Places stand by country and city, as they do at the registry. */
const locations: Recipe = (draft, node) => {
  const { dice } = draft;
  if (!dice.chance(node.shape.present)) return undefined;
  const first = dice.between(0, CITIES.length - 1);
  const count = drawn(node.items!, dice);
  // Large studies spread over the world, small ones stay where they are.
  const spread = Math.min(CITIES.length - 1, Math.ceil(count / 3));
  const places = listOf(count, () => (first + dice.between(0, spread)) % CITIES.length).sort((a, b) => a - b);
  return places.map(place => locationFor(draft, node, CITIES[place]!));
};

const sponsorOther = ({ dice }: Draft): MutableNode => {
  const { name, class: kind } = sponsorFor(dice);
  return { name, class: dice.chance(0.15) ? 'UNKNOWN' : kind };
};

const responsibleParty: Recipe = (draft, node) => {
  const { dice, sponsor } = draft;
  if (!dice.chance(node.shape.present)) return undefined;
  const type = dice.pick(childOf(node, 'type').codes!);
  if (type === 'SPONSOR') return { type };
  return {
    type,
    investigatorFullName: personOf(dice),
    investigatorTitle: textFor(draft, childOf(node, 'investigatorTitle')),
    investigatorAffiliation: sponsor.name,
  };
};

const referenceFor: Recipe = many((draft, node) => {
  const { dice } = draft;
  const length = drawn(childOf(node, 'citation').lengths!, dice);
  const authors = `${dice.pick(FAMILY)} ${dice.pick(['A', 'MJ', 'C'])}, ${dice.pick(FAMILY)} ${dice.pick(['A', 'MJ', 'C'])}`;
  return there({
    pmid: dice.chance(0.976) ? String(dice.between(8_000_000, 41_999_999)) : undefined,
    type: dice.pick(childOf(node, 'type').codes!),
    citation: `${authors}. ${cut(sources.prose, dice, Math.max(length - 50, 20))}. ${1990 + (draft.i % 36)};${dice.between(1, 90)}(${dice.between(1, 12)}):${dice.between(1, 900)}-9.`,
  });
});

const expandedAccess: Recipe = ({ dice, i, plan }, node) => {
  if (!dice.chance(node.shape.present)) return undefined;
  if (!dice.chance(0.004)) return { hasExpandedAccess: false };
  const nctId = nctNumber(SECOND_RANGE + i);
  const statusForNctId = plan.overallStatus === 'COMPLETED' ? 'APPROVED_FOR_MARKETING' : 'AVAILABLE';
  return { hasExpandedAccess: true, nctId, statusForNctId };
};

const whoMasked = (dice: Dice, masking: string): string[] => {
  const parties = ['PARTICIPANT', 'INVESTIGATOR', 'OUTCOMES_ASSESSOR', 'CARE_PROVIDER'];
  const first = masking === 'SINGLE' && dice.chance(0.5) ? 2 : 0;
  return parties.slice(first, first + ['NONE', 'SINGLE', 'DOUBLE', 'TRIPLE', 'QUADRUPLE'].indexOf(masking));
};

const maskingInfo: Recipe = (draft, node) => {
  const { dice } = draft;
  if (!isTrial(draft)) return undefined;
  const masking = dice.pick(childOf(node, 'masking').codes!);
  return there({
    masking,
    maskingDescription: part(draft, node, 'maskingDescription'),
    whoMasked: masking === 'NONE' ? undefined : whoMasked(dice, masking),
  });
};

const phases: Recipe = (draft, node) => {
  if (!isTrial(draft)) return undefined;
  const phase = draft.dice.pick(node.codes!);
  // Two phases stand together only where they follow one another.
  if (phase === 'PHASE2' && draft.dice.chance(0.25))
    return draft.dice.chance(0.6) ? ['PHASE1', phase] : [phase, 'PHASE3'];
  return [phase];
};

const ipdSharing: Recipe = (draft, node) => {
  const { dice } = draft;
  if (!dice.chance(node.shape.present)) return undefined;
  const sharing = dice.pick(childOf(node, 'ipdSharing').codes!);
  const description = part(draft, node, 'description');
  if (sharing !== 'YES') return there({ ipdSharing: sharing, description });
  const detail = (name: string, make: Recipe = always): unknown =>
    dice.chance(0.6) ? make(draft, childOf(node, name)) : undefined;
  return there({
    ipdSharing: sharing,
    description,
    infoTypes: detail('infoTypes'),
    timeFrame: detail('timeFrame'),
    accessCriteria: detail('accessCriteria'),
    url: detail('url', () => urlOf(dice)),
  });
};

// ---------------------------------------------------------------------------------------------------------------------
// Recipes: results

/** Participants of each group, so that they add up to those enrolled. */
const shareOf = ({ enrolled, groups }: Draft, n: number): number =>
  Math.floor(enrolled / groups.length) + (n < enrolled % groups.length ? 1 : 0);

const groupId = (prefix: string, n: number): string => `${prefix}${String(n).padStart(3, '0')}`;

const groupsFor = ({ groups }: Draft, prefix: string): MutableNode[] =>
  groups.map(({ label, text }, n) => ({ id: groupId(prefix, n), title: label, description: text }));

/** The groups of the results are the arm groups, or made up where there are none. */
const groupTitles = (draft: Draft, node: Node): readonly Arm[] => {
  const groups = childOf(childOf(node, 'participantFlowModule'), 'groups');
  const arm = (label: unknown): Arm => ({
    label: String(label ?? textFor(draft, childOf(groups, 'title'))),
    text: textFor(draft, childOf(groups, 'description')),
  });
  return draft.armGroups.length > 0
    ? draft.armGroups.map(({ label }) => arm(label))
    : [arm(undefined), arm('Controls')];
};

const resultsSection: Recipe = (draft, node) => {
  if (!draft.hasResults) return undefined;
  draft.groups = groupTitles(draft, node);
  return objectFor(draft, node);
};

const periodOf = (draft: Draft, title: string): MutableNode => {
  const { dice, groups } = draft;
  const started = groups.map((_, n) => shareOf(draft, n));
  const left = started.map(all => Math.floor(all * dice.share() * 0.4));
  const milestone = (type: string, counts: readonly number[]): MutableNode => ({
    type,
    achievements: counts.map((count, n) => ({ groupId: groupId('FG', n), numSubjects: String(count) })),
  });
  const reasons = listOf(dice.between(1, 5), n => n);
  const dropWithdraws = reasons.map(n => ({
    type: REASONS[n],
    // The first reason takes what the others leave over, so that they add up.
    reasons: left.map((all, group) => {
      const each = Math.floor(all / reasons.length);
      const count = n === 0 ? all - each * (reasons.length - 1) : each;
      return { groupId: groupId('FG', group), numSubjects: String(count) };
    }),
  }));
  return there({
    title,
    milestones: [
      milestone('STARTED', started),
      milestone(
        'COMPLETED',
        started.map((all, n) => all - left[n]!),
      ),
      milestone('NOT COMPLETED', left),
    ],
    dropWithdraws: left.some(count => count > 0) ? dropWithdraws : undefined,
  });
};

const periods: Recipe = (draft, node) => {
  const count = drawn(node.items!, draft.dice);
  return listOf(count, n => periodOf(draft, count === 1 ? 'Overall Study' : `Period ${n + 1}`));
};

interface MeasureKind {
  readonly title: string;
  readonly paramType: string;
  readonly dispersionType?: string;
  readonly unitOfMeasure: string;
  readonly categories?: readonly string[];
}
const BASELINE: readonly MeasureKind[] = [
  {
    title: 'Age, Continuous',
    paramType: 'MEAN',
    dispersionType: 'STANDARD_DEVIATION',
    unitOfMeasure: 'years',
  },
  {
    title: 'Sex: Female, Male',
    paramType: 'COUNT_OF_PARTICIPANTS',
    unitOfMeasure: 'Participants',
    categories: ['Female', 'Male'],
  },
  {
    title: 'Region of Enrollment',
    paramType: 'NUMBER',
    unitOfMeasure: 'participants',
    categories: ['Switzerland', 'United States', 'Japan'],
  },
  {
    title: 'Race (NIH/OMB)',
    paramType: 'COUNT_OF_PARTICIPANTS',
    unitOfMeasure: 'Participants',
    categories: [
      'American Indian or Alaska Native',
      'Asian',
      'Native Hawaiian or Other Pacific Islander',
      'Black or African American',
      'White',
      'More than one race',
      'Unknown or Not Reported',
    ],
  },
];

const COUNTED = ['COUNT_OF_PARTICIPANTS', 'NUMBER'];

/** One figure for each group; counts cannot exceed the group. */
const measurementsFor = (
  draft: Draft,
  prefix: string,
  count: number,
  kind: Omit<MeasureKind, 'title'>,
): MutableNode[] => {
  const { dice } = draft;
  return listOf(count, n => {
    const id = groupId(prefix, n);
    if (COUNTED.includes(kind.paramType))
      return { groupId: id, value: String(dice.between(0, shareOf(draft, n % draft.groups.length))) };
    if (!kind.dispersionType) return { groupId: id, value: dice.pick(FIGURES) };
    if (/confidence|range/i.test(kind.dispersionType))
      return {
        groupId: id,
        value: dice.pick(FIGURES),
        lowerLimit: dice.pick(FIGURES),
        upperLimit: dice.pick(FIGURES),
      };
    return { groupId: id, value: dice.pick(FIGURES), spread: dice.pick(FIGURES) };
  });
};

const denomsFor = (draft: Draft, prefix: string, total: boolean): MutableNode[] => {
  const counts = draft.groups.map((_, n) => ({
    groupId: groupId(prefix, n),
    value: String(shareOf(draft, n)),
  }));
  if (total) counts.push({ groupId: groupId(prefix, counts.length), value: String(draft.enrolled) });
  return [{ units: 'Participants', counts }];
};

const baselineMeasure = (draft: Draft, node: Node, n: number): MutableNode => {
  const kind = BASELINE[n] ?? { ...BASELINE[n % 2]!, title: textFor(draft, childOf(node, 'title')) };
  const { title, paramType, dispersionType, unitOfMeasure, categories = [undefined] } = kind;
  return there({
    title,
    description: part(draft, node, 'description'),
    paramType,
    dispersionType,
    unitOfMeasure,
    classes: [
      {
        categories: categories.map(category =>
          there({
            title: category,
            measurements: measurementsFor(draft, 'BG', draft.groups.length + 1, kind),
          }),
        ),
      },
    ],
  });
};

const baseline: Recipe = (draft, node) => {
  const { dice, enrolled, groups } = draft;
  return there({
    populationDescription: part(draft, node, 'populationDescription'),
    groups: [
      ...groupsFor(draft, 'BG'),
      { id: groupId('BG', groups.length), title: 'Total', description: 'Total of all reporting groups' },
    ],
    denoms: enrolled > 0 ? denomsFor(draft, 'BG', true) : undefined,
    measures: listOf(drawn(childOf(node, 'measures').items!, dice), n =>
      baselineMeasure(draft, childOf(node, 'measures'), n),
    ),
  });
};

const OUTCOME_KINDS: readonly (readonly [param: string, dispersion: string | undefined])[] = [
  ['MEAN', 'Standard Deviation'],
  ['MEAN', 'Standard Deviation'],
  ['COUNT_OF_PARTICIPANTS', undefined],
  ['NUMBER', undefined],
  ['LEAST_SQUARES_MEAN', 'Standard Error'],
  ['MEDIAN', 'Full Range'],
  ['MEDIAN', '95% Confidence Interval'],
  ['GEOMETRIC_MEAN', 'Geometric Coefficient of Variation'],
];

const classFor = (draft: Draft, node: Node, kind: Omit<MeasureKind, 'title'>): MutableNode => {
  const { dice, groups } = draft;
  const categoryNode = childOf(node, 'categories');
  const count = drawn(categoryNode.items!, dice);
  return there({
    title: part(draft, node, 'title'),
    denoms: dice.chance(childOf(node, 'denoms').shape.present) ? denomsFor(draft, 'OG', false) : undefined,
    categories: listOf(count, n =>
      there({
        title: count > 1 ? `Grade ${n + 1}` : undefined,
        measurements: measurementsFor(draft, 'OG', groups.length, kind),
      }),
    ),
  });
};

/** Results of what was planned keep its title and time frame, mostly; the others were never planned so. */
const identityOf = (draft: Draft, node: Node, n: number): PlannedOutcome => {
  const { dice } = draft;
  const planned = draft.outcomes[n];
  if (planned && dice.chance(0.9)) return planned;
  return {
    type: planned?.type ?? dice.pick(['SECONDARY', 'SECONDARY', 'OTHER_PRE_SPECIFIED', 'POST_HOC']),
    title: textFor(draft, childOf(node, 'title')),
    timeFrame: timeFrameOf(draft, drawn(childOf(node, 'timeFrame').lengths!, dice)),
  };
};

const announcedOutcome = (draft: Draft, node: Node, n: number): MutableNode =>
  there({
    ...identityOf(draft, node, n),
    reportingStatus: 'NOT_POSTED',
    anticipatedPostingDate: isoDate(draft.updated + 200).slice(0, 7),
  });

const outcomeResult = (draft: Draft, node: Node, n: number): MutableNode => {
  const { dice } = draft;
  if (dice.chance(0.039)) return announcedOutcome(draft, node, n);
  const { type, title, timeFrame } = identityOf(draft, node, n);
  const [paramType, dispersionType] = dice.pick(OUTCOME_KINDS);
  const unitOfMeasure = paramType === 'COUNT_OF_PARTICIPANTS' ? 'Participants' : dice.pick(UNITS);
  const kind = { paramType, unitOfMeasure, ...(dispersionType && { dispersionType }) };
  const classes = childOf(node, 'classes');
  return there({
    type,
    title,
    description: part(draft, node, 'description'),
    populationDescription: part(draft, node, 'populationDescription'),
    reportingStatus: 'POSTED',
    ...kind,
    timeFrame,
    groups: groupsFor(draft, 'OG'),
    denoms: denomsFor(draft, 'OG', false),
    classes: listOf(drawn(classes.items!, dice), () => classFor(draft, classes, kind)),
    analyses: perhaps(draft, childOf(node, 'analyses')),
  });
};

/** All groups that were compared. */
const analysedGroups: Recipe = ({ groups }) => listOf(Math.min(groups.length, 2), n => groupId('OG', n));

const eventFor = (draft: Draft, node: Node, n: number): MutableNode => {
  const { dice, groups } = draft;
  return there({
    term:
      n < SYMPTOMS.length ? SYMPTOMS[n] : `${dice.pick(SITES)} ${dice.pick(DISORDERS).toLowerCase()} ${n}`,
    organSystem: ORGAN_SYSTEMS[n % ORGAN_SYSTEMS.length],
    sourceVocabulary: dice.chance(0.85) ? 'MedDRA 24.0' : undefined,
    assessmentType: part(draft, node, 'assessmentType'),
    notes: part(draft, node, 'notes'),
    stats: groups.map((_, group) => {
      const numAtRisk = shareOf(draft, group);
      const numAffected = Math.floor(numAtRisk * dice.share() ** 6);
      return dice.chance(0.5)
        ? { groupId: groupId('EG', group), numAffected, numAtRisk }
        : {
            groupId: groupId('EG', group),
            numEvents: numAffected * dice.between(1, 2),
            numAffected,
            numAtRisk,
          };
    }),
  });
};

const eventGroups: Recipe = (draft, node) => {
  const { dice } = draft;
  const tellsDeaths = dice.chance(childOf(node, 'deathsNumAtRisk').shape.present);
  return groupsFor(draft, 'EG').map((group, n) => {
    const all = shareOf(draft, n);
    const affected = (power: number): number => Math.floor(all * dice.share() ** power);
    return {
      ...group,
      ...(tellsDeaths && { deathsNumAffected: affected(8), deathsNumAtRisk: all }),
      seriousNumAffected: affected(5),
      seriousNumAtRisk: all,
      otherNumAffected: affected(2),
      otherNumAtRisk: all,
    };
  });
};

const DOCUMENTS = [
  { typeAbbrev: 'Prot', label: 'Study Protocol', has: [true, false, false] },
  { typeAbbrev: 'SAP', label: 'Statistical Analysis Plan', has: [false, true, false] },
  { typeAbbrev: 'Prot_SAP', label: 'Study Protocol and Statistical Analysis Plan', has: [true, true, false] },
  { typeAbbrev: 'ICF', label: 'Informed Consent Form', has: [false, false, true] },
] as const;

const largeDocs: Recipe = ({ dice, updated }, node) =>
  listOf(Math.min(drawn(node.items!, dice), DOCUMENTS.length), n => {
    const { typeAbbrev, label, has } = DOCUMENTS[n]!;
    const uploaded = updated - dice.between(1, 30);
    return {
      typeAbbrev,
      hasProtocol: has[0],
      hasSap: has[1],
      hasIcf: has[2],
      label,
      date: isoDate(uploaded - dice.between(10, 1_000)),
      uploadDate: `${isoDate(uploaded)}T${dice.between(10, 23)}:${dice.between(10, 59)}`,
      filename: `${typeAbbrev}_${String(n).padStart(3, '0')}.pdf`,
      size: dice.between(50_000, 9_000_000),
    };
  });

/** Days between the steps of results that are not public yet. */
const submissions: Recipe = many(({ updated, dice }) => {
  const release = updated - dice.between(40, 90);
  return { releaseDate: isoDate(release), ...(dice.chance(0.85) && { resetDate: isoDate(release + 25) }) };
});

// ---------------------------------------------------------------------------------------------------------------------
// Recipes by path and by name

const P = 'protocolSection';
const R = 'resultsSection';
const D = 'derivedSection';
const STATUS = `${P}.statusModule`;
const DESIGN = `${P}.designModule`;
const CONTACTS = `${P}.contactsLocationsModule`;
const OUTCOMES = `${R}.outcomeMeasuresModule.outcomeMeasures`;

const RECIPES: Readonly<Record<string, Recipe>> = {
  hasResults: draft => draft.hasResults,
  [`${P}.identificationModule.nctId`]: draft => draft.nctId,
  [`${P}.identificationModule.nctIdAliases`]: sometimes(({ i }) => [nctNumber(ALIAS_RANGE + i)]),
  [`${P}.identificationModule.orgStudyIdInfo`]: ({ dice }) => ({ id: idOf(dice) }),
  [`${P}.identificationModule.secondaryIdInfos.id`]: ({ dice }) => idOf(dice),
  [`${P}.identificationModule.acronym`]: sometimes(({ dice }) =>
    `${dice.pick(DRUG_STARTS)}-${dice.pick(SITES)}`.toUpperCase(),
  ),
  [`${P}.identificationModule.organization`]: ({ sponsor }) => ({
    fullName: sponsor.name,
    class: sponsor.class,
  }),
  [`${STATUS}.statusVerifiedDate`]: ({ updated, dice }) => isoDate(updated - dice.between(3, 40)).slice(0, 7),
  [`${STATUS}.overallStatus`]: ({ plan }) => plan.overallStatus,
  [`${STATUS}.lastKnownStatus`]: ({ plan }) => plan.lastKnownStatus,
  [`${STATUS}.whyStopped`]: (draft, node) =>
    STOPPED.includes(draft.plan.overallStatus) ? textFor(draft, node) : undefined,
  [`${STATUS}.expandedAccessInfo`]: expandedAccess,
  [`${STATUS}.startDateStruct`]: datedStruct(plan => plan.start),
  [`${STATUS}.primaryCompletionDateStruct`]: datedStruct(plan => plan.primary),
  [`${STATUS}.completionDateStruct`]: datedStruct(plan => plan.completion),
  [`${STATUS}.studyFirstSubmitDate`]: ({ plan }) => isoDate(plan.firstPost - 8),
  [`${STATUS}.studyFirstSubmitQcDate`]: ({ plan }) => isoDate(plan.firstPost - 4),
  [`${STATUS}.studyFirstPostDateStruct`]: ({ dice, plan }) => posted(dice, plan.firstPost),
  [`${STATUS}.resultsFirstSubmitDate`]: ({ hasResults, plan }) =>
    hasResults ? isoDate(plan.resultsPost - 60) : undefined,
  [`${STATUS}.resultsFirstSubmitQcDate`]: ({ hasResults, plan }) =>
    hasResults ? isoDate(plan.resultsPost - 9) : undefined,
  [`${STATUS}.resultsFirstPostDateStruct`]: ({ hasResults, dice, plan }) =>
    hasResults ? posted(dice, plan.resultsPost) : undefined,
  [`${STATUS}.lastUpdateSubmitDate`]: ({ updated, dice }) => isoDate(updated - dice.between(1, 4)),
  [`${STATUS}.lastUpdatePostDateStruct`]: ({ updated, dice }) => posted(dice, updated),
  [`${STATUS}.dispFirstSubmitDate`]: never,
  [`${STATUS}.dispFirstSubmitQcDate`]: never,
  [`${STATUS}.dispFirstPostDateStruct`]: never,
  [`${P}.sponsorCollaboratorsModule.responsibleParty`]: responsibleParty,
  [`${P}.sponsorCollaboratorsModule.leadSponsor`]: ({ sponsor }) => ({ ...sponsor }),
  [`${P}.sponsorCollaboratorsModule.collaborators`]: many(sponsorOther),
  [`${P}.conditionsModule.conditions`]: many((draft, node, n) =>
    n === 0 || draft.dice.chance(0.5)
      ? conditionName((draft.condition + n * SITES.length) % CONDITION_COUNT)
      : textFor(draft, node),
  ),
  [`${DESIGN}.studyType`]: draft => draft.studyType,
  [`${DESIGN}.nPtrsToThisExpAccNctId`]: never,
  [`${DESIGN}.expandedAccessTypes`]: never,
  [`${DESIGN}.patientRegistry`]: inObservations,
  [`${DESIGN}.targetDuration`]: (draft, node) =>
    !isTrial(draft) && draft.dice.chance(node.shape.present * 6)
      ? `${draft.dice.between(1, 10)} Years`
      : undefined,
  [`${DESIGN}.phases`]: phases,
  [`${DESIGN}.designInfo.allocation`]: armDesign,
  [`${DESIGN}.designInfo.interventionModel`]: armDesign,
  [`${DESIGN}.designInfo.interventionModelDescription`]: inTrials,
  [`${DESIGN}.designInfo.primaryPurpose`]: inTrials,
  [`${DESIGN}.designInfo.observationalModel`]: inObservations,
  [`${DESIGN}.designInfo.timePerspective`]: inObservations,
  [`${DESIGN}.designInfo.maskingInfo`]: maskingInfo,
  [`${DESIGN}.bioSpec`]: inObservations,
  [`${DESIGN}.enrollmentInfo`]: ({ enrolled, plan }) => ({
    count: enrolled,
    type: ['COMPLETED', 'TERMINATED', 'WITHDRAWN'].includes(plan.overallStatus) ? 'ACTUAL' : 'ESTIMATED',
  }),
  [`${P}.armsInterventionsModule`]: armsInterventions,
  [`${P}.outcomesModule.primaryOutcomes`]: outcomesOf('PRIMARY'),
  [`${P}.outcomesModule.secondaryOutcomes`]: secondaryOutcomes,
  [`${P}.outcomesModule.otherOutcomes`]: outcomesOf('OTHER_PRE_SPECIFIED'),
  [`${P}.eligibilityModule`]: eligibility,
  [`${CONTACTS}.centralContacts`]: (draft, node) => contactsFor(draft, node),
  [`${CONTACTS}.centralContacts.name`]: ({ dice }) => personOf(dice),
  [`${CONTACTS}.overallOfficials.name`]: ({ dice }) => `${personOf(dice)}, MD`,
  [`${CONTACTS}.overallOfficials.affiliation`]: ({ sponsor }) => sponsor.name,
  [`${CONTACTS}.locations`]: locations,
  [`${CONTACTS}.locations.contacts.name`]: ({ dice }) => personOf(dice),
  [`${P}.referencesModule.references`]: referenceFor,
  [`${P}.ipdSharingStatementModule`]: ipdSharing,
  [R]: resultsSection,
  [`${R}.participantFlowModule.groups`]: draft => groupsFor(draft, 'FG'),
  [`${R}.participantFlowModule.periods`]: periods,
  [`${R}.baselineCharacteristicsModule`]: baseline,
  [OUTCOMES]: (draft, node) => listOf(draft.resultCount, n => outcomeResult(draft, node, n)),
  [`${OUTCOMES}.analyses.groupIds`]: analysedGroups,
  [`${OUTCOMES}.analyses.paramType`]: sometimes(({ dice }) => dice.pick(EFFECTS)),
  [`${OUTCOMES}.analyses.statisticalMethod`]: sometimes(({ dice }) => dice.pick(METHODS)),
  [`${OUTCOMES}.analyses.pValue`]: sometimes(({ dice }) =>
    dice.chance(0.3) ? '<0.0001' : (dice.between(1, 9_999) / 10_000).toFixed(4),
  ),
  [`${OUTCOMES}.analyses.ciPctValue`]: sometimes(({ dice }) => (dice.chance(0.9) ? '95' : '97.5')),
  [`${R}.adverseEventsModule.frequencyThreshold`]: ({ dice }) => dice.pick(['0', '5', '1']),
  [`${R}.adverseEventsModule.eventGroups`]: eventGroups,
  [`${R}.adverseEventsModule.seriousEvents`]: many(eventFor),
  [`${R}.adverseEventsModule.otherEvents`]: many(eventFor),
  [`${R}.moreInfoModule.pointOfContact.organization`]: ({ sponsor }) => sponsor.name,
  // What announces results stands only where there are none.
  annotationSection: (draft, node) => (draft.hasResults ? undefined : perhaps(draft, node)),
  'annotationSection.annotationModule.unpostedAnnotation.unpostedResponsibleParty': ({ sponsor }) =>
    sponsor.name,
  'annotationSection.annotationModule.unpostedAnnotation.unpostedEvents.dateUnknown': never,
  'documentSection.largeDocumentModule.largeDocs': largeDocs,
  [`${D}.miscInfoModule.versionHolder`]: draft => draft.versionHolder,
  [`${D}.miscInfoModule.removedCountries`]: many(({ dice }) => dice.pick(CITIES).country),
  [`${D}.miscInfoModule.submissionTracking.submissionInfos`]: submissions,
  [`${D}.conditionBrowseModule`]: browse(CONDITIONS, draft => draft.condition),
  [`${D}.interventionBrowseModule`]: browse(DRUGS, draft => draft.drug),
};

const figure: Recipe = sometimes(({ dice }) => dice.pick(FIGURES));
const url: Recipe = sometimes(({ dice }) => urlOf(dice));

/** Keys that mean the same wherever they stand. */
const BY_NAME: Readonly<Record<string, Recipe>> = {
  phone: sometimes(({ dice }) => phoneOf(dice)),
  phoneExt: sometimes(({ dice }) => String(dice.between(10, 9_999))),
  email: sometimes(({ dice }) => emailOf(dice)),
  url,
  link: url,
  paramValue: figure,
  dispersionValue: figure,
  ciLowerLimit: figure,
  ciUpperLimit: figure,
};

// ---------------------------------------------------------------------------------------------------------------------
// The generator

/** NCT numbers run from here on, in an order of their own: neighbours in `i` are far apart. */
const FIRST_NUMBER = 100_000;
const NUMBERS = 7_300_000;
/** Shares no factor with `NUMBERS`, so that no number comes twice. */
const STRIDE = 3_571_427;
const SECOND_RANGE = 80_000_000;
const ALIAS_RANGE = 90_000_000;

const nctNumber = (number: number): string => `NCT${String(number).padStart(8, '0')}`;
const nctIdOf = (i: number): string => nctNumber(FIRST_NUMBER + ((i * STRIDE) % NUMBERS));

/** Working days of two years; over a longer time, this share of all studies was last updated in them. */
const RECENT_DAYS = 520;
const RECENT_SHARE = 0.4;

/** The days from `from` to `to` that are no weekend, spread over `count`: of many years, the last two hold the most. */
const createCalendar = (from: string, to: string, count: number): ((i: number) => number) => {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  const days = listOf(last - first + 1, n => first + n).filter(day => !isWeekend(day));
  if (days.length === 0) throw new RangeError(`No working day lies between ${from} and ${to}.`);
  const isLong = days.length > 2 * RECENT_DAYS;
  const olderDays = isLong ? days.length - RECENT_DAYS : 0;
  const older = isLong ? Math.floor(count * (1 - RECENT_SHARE)) : 0;
  return i =>
    i < older
      ? days[Math.floor((i / older) * olderDays)]!
      : days[olderDays + Math.floor(((i - older) / (count - older)) * (days.length - olderDays))]!;
};

/** A source of made-up records: see `RecordGenerator`. */
export const createRecordGenerator = ({
  seed,
  count,
  updatesFrom = '2008-01-02',
  updatesTo = '2026-10-06',
  versionHolder = '2026-10-07',
  size = 'registry',
}: RecordGeneratorOptions): RecordGenerator => {
  if (count > NUMBERS) throw new RangeError(`At most ${NUMBERS} records have numbers of their own.`);
  const weight = WEIGHTS[size];
  const root = treeOf(weight);
  const armNode = [P, 'armsInterventionsModule', 'armGroups'].reduce(childOf, root);
  const resultNode = OUTCOMES.split('.').reduce(childOf, root);
  const held = dayNumber(versionHolder);
  const dayOf = createCalendar(updatesFrom, updatesTo, count);

  const checked = (i: number): number => {
    if (!Number.isInteger(i) || i < 0 || i >= count)
      throw new RangeError(`There is no record ${i} of ${count}.`);
    return i;
  };

  const draftOf = (i: number): Draft => {
    const dice = new Dice(seed, i);
    const updated = dayOf(i);
    const hasResults = dice.chance(weight.withResults);
    const plan = planFor(dice, updated, held, hasResults);
    return {
      dice,
      i,
      nctId: nctIdOf(i),
      updated,
      versionHolder,
      hasResults,
      studyType: hasResults && dice.chance(0.8) ? 'INTERVENTIONAL' : studyTypeFor(dice),
      plan,
      sponsor: sponsorFor(dice),
      condition: dice.between(0, CONDITION_COUNT - 1),
      drug: dice.between(0, DRUG_COUNT - 1),
      enrolled: enrolledFor(dice, plan.overallStatus),
      armCount: dice.chance(armNode.shape.present) ? drawn(armNode.items!, dice) : 0,
      resultCount: hasResults ? drawn(resultNode.items!, dice) : 0,
      armGroups: [],
      outcomes: [],
      groups: [],
    };
  };

  return {
    count,
    record: i => objectFor(draftOf(checked(i)), root) as StudyRecord,
    nctId: i => nctIdOf(checked(i)),
    lastUpdatePostDate: i => isoDate(dayOf(checked(i))),
  };
};

// ---------------------------------------------------------------------------------------------------------------------
// Changes of a record

/** What an edit does. The part before the dash is what it touches: no two edits of one change touch the same. */
export type EditKind =
  | 'status'
  | 'date'
  | 'enrolment'
  | 'location-added'
  | 'location-removed'
  | 'location-status'
  | 'location-order'
  | 'arm-added'
  | 'arm-relabelled'
  | 'intervention-described'
  | 'outcome-added'
  | 'outcome-removed'
  | 'outcome-time-frame'
  | 'results-posted'
  | 'condition-added'
  | 'title'
  | 'key-dropped'
  | 'unknown-key';

export interface Edit {
  readonly kind: EditKind;
  /** The node that changed, such as `protocolSection.contactsLocationsModule.locations[3].status`. */
  readonly path: string;
}

export interface Mutation {
  readonly record: StudyRecord;
  readonly edits: readonly Edit[];
}

/** From 0 to 1, the latter excluded. */
type Random = () => number;
/** Changes the record and says where; null, and no change, where the record does not lend itself to it. */
type Editor = (record: MutableNode, random: Random) => string | null;

const pickWith = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

const nodeAt = (record: MutableNode, path: string): unknown =>
  path.split('.').reduce<unknown>((node, key) => (node as MutableNode | undefined)?.[key], record);

const listAt = (record: MutableNode, path: string): MutableNode[] =>
  (nodeAt(record, path) as MutableNode[] | undefined) ?? [];

/** Sets a value, making the objects on the way. */
const setAt = (record: MutableNode, path: string, value: unknown): string => {
  const keys = path.split('.');
  const last = keys.pop()!;
  let node = record;
  for (const key of keys) {
    node[key] ??= {};
    node = node[key] as MutableNode;
  }
  node[last] = value;
  return path;
};

/** Takes a key away, and the objects that it leaves empty. */
const dropAt = (record: MutableNode, path: string): string => {
  const dot = path.lastIndexOf('.');
  const parent = dot < 0 ? record : (nodeAt(record, path.slice(0, dot)) as MutableNode);
  delete parent[path.slice(dot + 1)];
  if (dot >= 0 && Object.keys(parent).length === 0) dropAt(record, path.slice(0, dot));
  return path;
};

const proseWith = (random: Random, length: number): string => {
  const start = pickWith(random, sources.prose.starts.slice(0, 1_000));
  return sources.prose.text.slice(start, start + length).trimEnd();
};

const ARM_GROUPS = `${P}.armsInterventionsModule.armGroups`;
const INTERVENTIONS = `${P}.armsInterventionsModule.interventions`;
const LOCATIONS = `${CONTACTS}.locations`;
const SECONDARY = `${P}.outcomesModule.secondaryOutcomes`;
const NEW_STATUSES = ['RECRUITING', 'ACTIVE_NOT_RECRUITING', 'COMPLETED', 'TERMINATED', 'SUSPENDED'];

const editStatus: Editor = (record, random) => {
  const before = nodeAt(record, `${STATUS}.overallStatus`);
  const status = pickWith(
    random,
    NEW_STATUSES.filter(each => each !== before),
  );
  for (const key of ['lastKnownStatus', 'whyStopped'])
    if (nodeAt(record, `${STATUS}.${key}`) !== undefined) dropAt(record, `${STATUS}.${key}`);
  if (STOPPED.includes(status)) setAt(record, `${STATUS}.whyStopped`, proseWith(random, 60));
  return setAt(record, `${STATUS}.overallStatus`, status);
};

/** The completion moves on, so that it still follows the start. */
const editDate: Editor = (record, random) => {
  const path = `${STATUS}.completionDateStruct.date`;
  const before = nodeAt(record, path);
  if (typeof before !== 'string') return null;
  return setAt(
    record,
    path,
    isoDate(dayNumber(before) + 31 + Math.floor(random() * 400)).slice(0, before.length),
  );
};

const editEnrolment: Editor = (record, random) => {
  const path = `${DESIGN}.enrollmentInfo.count`;
  return setAt(record, path, Number(nodeAt(record, path) ?? 0) + 1 + Math.floor(random() * 50));
};

const newLocation = (record: MutableNode, random: Random): MutableNode => {
  const { city, state, country, geoPoint } = pickWith(random, CITIES);
  const isRecruiting = nodeAt(record, `${STATUS}.overallStatus`) === 'RECRUITING';
  return there({
    facility: `${city} ${pickWith(random, FACILITIES)}`,
    status: isRecruiting ? 'RECRUITING' : undefined,
    city,
    state: state || undefined,
    country,
    geoPoint: { ...geoPoint },
  });
};

/** In the middle: what follows keeps its place among its own, and has another number. */
const addLocation: Editor = (record, random) => {
  const list = listAt(record, LOCATIONS);
  const at = Math.floor(list.length / 2);
  setAt(record, LOCATIONS, list.toSpliced(at, 0, newLocation(record, random)));
  return `${LOCATIONS}[${at}]`;
};

const removeFrom =
  (path: string): Editor =>
  (record, random) => {
    const list = listAt(record, path);
    if (list.length === 0) return null;
    const at = Math.floor(random() * list.length);
    if (list.length === 1) dropAt(record, path);
    else setAt(record, path, list.toSpliced(at, 1));
    return `${path}[${at}]`;
  };

const editLocationStatus: Editor = (record, random) => {
  const list = listAt(record, LOCATIONS);
  if (list.length === 0) return null;
  const at = Math.floor(random() * list.length);
  const statuses = ['RECRUITING', 'COMPLETED', 'WITHDRAWN'].filter(each => each !== list[at]!['status']);
  list[at]!['status'] = pickWith(random, statuses);
  return `${LOCATIONS}[${at}].status`;
};

const reorderLocations: Editor = record => {
  const list = listAt(record, LOCATIONS);
  const turned = [...list.slice(1), ...list.slice(0, 1)];
  if (JSON.stringify(turned) === JSON.stringify(list)) return null;
  return setAt(record, LOCATIONS, turned);
};

const addArm: Editor = (record, random) => {
  const arms = listAt(record, ARM_GROUPS);
  const labels = new Set(arms.map(arm => String(arm['label'])));
  const label = distinct(labels, `Cohort ${arms.length + 1}`);
  const intervention = listAt(record, INTERVENTIONS)[0];
  const names = intervention && [`${displayed(String(intervention['type']))}: ${intervention['name']}`];
  if (intervention)
    intervention['armGroupLabels'] = [
      ...((intervention['armGroupLabels'] as string[] | undefined) ?? []),
      label,
    ];
  const arm = { label, type: 'OTHER', description: proseWith(random, 80), interventionNames: names };
  setAt(record, ARM_GROUPS, [...arms, there(arm)]);
  return `${ARM_GROUPS}[${arms.length}]`;
};

/** The interventions go on naming the arm group. */
const relabelArm: Editor = (record, random) => {
  const arms = listAt(record, ARM_GROUPS);
  if (arms.length === 0) return null;
  const at = Math.floor(random() * arms.length);
  const before = arms[at]!['label'];
  const label = `${before} (Amended)`;
  arms[at]!['label'] = label;
  for (const intervention of listAt(record, INTERVENTIONS)) {
    const labels = intervention['armGroupLabels'] as string[] | undefined;
    if (labels) intervention['armGroupLabels'] = labels.map(each => (each === before ? label : each));
  }
  return `${ARM_GROUPS}[${at}].label`;
};

const describeIntervention: Editor = (record, random) => {
  const list = listAt(record, INTERVENTIONS);
  if (list.length === 0) return null;
  const at = Math.floor(random() * list.length);
  list[at]!['description'] = `Amended: ${proseWith(random, 120)}`;
  return `${INTERVENTIONS}[${at}].description`;
};

const addOutcome: Editor = (record, random) => {
  const list = listAt(record, SECONDARY);
  const outcome = { measure: `Added: ${proseWith(random, 50)}`, timeFrame: capital(pickWith(random, TIMES)) };
  setAt(record, SECONDARY, [...list, outcome]);
  return `${SECONDARY}[${list.length}]`;
};

const editTimeFrame: Editor = (record, random) => {
  const path = `${P}.outcomesModule.primaryOutcomes`;
  const outcome = listAt(record, path)[0];
  if (!outcome) return null;
  outcome['timeFrame'] = `${outcome['timeFrame'] ?? 'Week 1'} and ${pickWith(random, TIMES)}`;
  return `${path}[0].timeFrame`;
};

/** The first results of a study: the least that the registry would show. */
const postResults: Editor = (record, random) => {
  const isOver = ['COMPLETED', 'TERMINATED'].includes(String(nodeAt(record, `${STATUS}.overallStatus`)));
  if (record['resultsSection'] !== undefined || !isOver) return null;
  const outcome = listAt(record, `${P}.outcomesModule.primaryOutcomes`)[0];
  const arms = listAt(record, ARM_GROUPS);
  const date = nodeAt(record, `${STATUS}.lastUpdatePostDateStruct.date`);
  setAt(record, `${STATUS}.resultsFirstSubmitDate`, date);
  setAt(record, `${STATUS}.resultsFirstPostDateStruct`, { date, type: 'ACTUAL' });
  const groups = (arms.length > 0 ? arms : [{ label: 'All' }]).map((arm, n) => ({
    id: groupId('OG', n),
    title: arm['label'],
  }));
  const measurements = groups.map(({ id }) => ({ groupId: id, value: pickWith(random, FIGURES) }));
  const result = {
    type: 'PRIMARY',
    title: outcome?.['measure'] ?? 'Overall survival',
    reportingStatus: 'POSTED',
    paramType: 'NUMBER',
    timeFrame: outcome?.['timeFrame'],
    groups,
    classes: [{ categories: [{ measurements }] }],
  };
  record['hasResults'] = true;
  return setAt(record, 'resultsSection', { outcomeMeasuresModule: { outcomeMeasures: [there(result)] } });
};

const addCondition: Editor = (record, random) => {
  const path = `${P}.conditionsModule.conditions`;
  const conditions = (nodeAt(record, path) as string[] | undefined) ?? [];
  const names = listOf(CONDITION_COUNT, conditionName).filter(name => !conditions.includes(name));
  setAt(record, path, [...conditions, pickWith(random, names)]);
  return `${path}[${conditions.length}]`;
};

const editTitle: Editor = (record, random) => {
  const path = `${P}.identificationModule.briefTitle`;
  return setAt(
    record,
    path,
    `${nodeAt(record, path) ?? 'A Study'}: ${capital(pickWith(random, NOUNS))} Amendment`,
  );
};

const DROPPABLE = [
  `${P}.descriptionModule.detailedDescription`,
  `${P}.conditionsModule.keywords`,
  `${P}.identificationModule.acronym`,
  `${P}.ipdSharingStatementModule`,
  `${P}.referencesModule`,
  `${P}.oversightModule`,
  `${P}.eligibilityModule.healthyVolunteers`,
];

const dropKey: Editor = (record, random) => {
  const present = DROPPABLE.filter(path => nodeAt(record, path) !== undefined);
  return present.length === 0 ? null : dropAt(record, pickWith(random, present));
};

/** A key no schema knows yet: the registry adds some now and then. */
const addUnknownKey: Editor = (record, random) => {
  const parent = pickWith(random, [`${P}.statusModule`, `${P}.designModule`, P]);
  return setAt(record, `${parent}.novel${capital(pickWith(random, NOUNS)).replace('-', '')}`, {
    note: proseWith(random, 40),
  });
};

const EDITORS: Readonly<Record<EditKind, Editor>> = {
  status: editStatus,
  date: editDate,
  enrolment: editEnrolment,
  'location-added': addLocation,
  'location-removed': removeFrom(LOCATIONS),
  'location-status': editLocationStatus,
  'location-order': reorderLocations,
  'arm-added': addArm,
  'arm-relabelled': relabelArm,
  'intervention-described': describeIntervention,
  'outcome-added': addOutcome,
  'outcome-removed': removeFrom(SECONDARY),
  'outcome-time-frame': editTimeFrame,
  'results-posted': postResults,
  'condition-added': addCondition,
  title: editTitle,
  'key-dropped': dropKey,
  'unknown-key': addUnknownKey,
};

export const EDIT_KINDS = Object.keys(EDITORS) as readonly EditKind[];

const touched = (kind: EditKind): string => kind.split('-')[0]!;

const shuffled = <T>(random: Random, list: readonly T[]): readonly T[] =>
  list
    .map(item => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);

/**
 * A changed copy of a record, with one to three edits of the kinds given; fewer only where the record does not lend
 * itself to them, as one without arm groups has none to relabel. The date of the last update stays as it was.
 * @param random from 0 to 1, the latter excluded: equal draws give equal changes
 */
export const mutate = (
  record: StudyRecord,
  random: Random,
  kinds: readonly EditKind[] = EDIT_KINDS,
): Mutation => {
  const copy = structuredClone(record) as MutableNode;
  const edits: Edit[] = [];
  const wanted = 1 + Math.floor(random() * 3);
  for (const kind of shuffled(random, kinds)) {
    if (edits.length === wanted) break;
    if (edits.some(edit => touched(edit.kind) === touched(kind))) continue;
    const path = EDITORS[kind](copy, random);
    if (path !== null) edits.push({ kind, path });
  }
  return { record: copy, edits };
};

/** Draws for `mutate` that follow from a seed. */
export const createRandom = (seed: number): (() => number) => {
  const dice = new Dice(seed, 0);
  return () => dice.share();
};
