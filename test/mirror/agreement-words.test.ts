import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phrase } from '../../src/registry/essie-text.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';
import { store } from '../support/test-gateway.ts';
import { compare, faultOf } from './search-agreement.ts';

/** Texts whose words, letters or stems could be read in two ways. */
const TEXTS = [
  'kg/m² m2 cm³ m',
  '½ tablet, ¼ and 1/2',
  'stage Ⅳ iv ⅳ',
  '① first 1',
  'नमस्ते दुनिया',
  'étude e\u0301tude etude',
  'İstanbul ISTANBUL ıstanbul',
  'Straße STRASSE straẞe',
  'ΟΔΟΣ οδος οδοσ',
  '日本 日本医療 医療',
  'ﬁbre fibre',
  'x_y __ _ xy x y',
  'heart😀failure heart 😀 failure',
  '𝒳y 𝟘 ab',
  "don't dont it's o'clock",
  'α-synuclein a-synuclein β2',
  '3.5 35 1,000 1000',
  'µg μg ug',
  'ſtudy study',
  'ال\u064fعربية مرحبا بالعالم',
  'שלום עולם',
  'generously generous biology biologist apologies apology',
  'ion ions on ons as is us ties tie ski skies sky',
  'controlling controlled control controller hopping hoping',
  'relational conditional rational valency digitizer conformably radically differently vilely',
  'operator feudalism decisiveness hopefulness callousness formality sensitivity sensibility',
  'agreed feed plastered bled motoring sing conflated troubled sized',
  'probate rate cease controll roll dies died dying lying',
  'trekking reproducibly irreversibly stably doubly humbly possibly',
  'Klinik für Kardiologie geology zoology cardiology theology',
  '& | ! : <-> * \\ \' " ( ) a:* b',
  `${'a'.repeat(199)} ${'b'.repeat(200)} end`,
  `start ${'word '.repeat(3_000)}middle ${'word '.repeat(14_000)}far end`,
];

const records = TEXTS.map((text, i) =>
  aRecord({
    nctId: `NCT${10_000_001 + i}`,
    briefTitle: text,
    conditions: [text, 'Cough'],
    keywords: text.split(' ').slice(0, 40),
    detailedDescription: text,
    whyStopped: text.slice(0, 400),
    locations: [{ facility: text.slice(0, 400), city: text.slice(0, 90), country: 'Norway' }],
  }),
);

/** Fields whose words have an index, that are kept whole as well, and that are looked up in the record. */
const AREAS = ['BriefTitle', 'Condition', 'DetailedDescription', 'LocationCity'];
const MANNERS = [
  'EXPANSION[Term]',
  'EXPANSION[None]',
  'EXPANSION[None]COVERAGE[FullMatch]',
  'EXPANSION[Term]COVERAGE[StartsWith]',
  'EXPANSION[Term]COVERAGE[EndsWith]',
];

describe.each(databases)('the $kind mirror and the registry', ({ open }) => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await open();
    await store(test.database, records);
  });
  afterAll(() => test.dispose());

  const faultsIn = async (questions: readonly StudyCriteria[]): Promise<readonly string[]> => {
    const faults: string[] = [];
    for (const question of questions) {
      const fault = faultOf(await compare(test.database, records, question));
      if (fault) faults.push(`${JSON.stringify(question)}: ${fault}`);
    }
    return faults;
  };

  it.each(TEXTS.map(text => [text.slice(0, 40), text] as const))(
    'read the same words: %s',
    async (_, text) => {
      const words = [...new Set(text.split(' '))].filter(word => /[\p{L}\p{N}]/u.test(word)).slice(0, 7);
      const questions = [...words, words.slice(0, 2).join(' '), words.slice(-2).join(' ')].flatMap(word =>
        AREAS.flatMap(area =>
          MANNERS.map(manner => ({ essie: `AREA[${area}]${manner}${phrase(word.slice(0, 400))}` })),
        ),
      );
      const filters = words.flatMap(word => [
        { title: word },
        { conditionName: word },
        { city: word, location: word },
      ]);
      expect(await faultsIn([...questions, ...filters])).toEqual([]);
    },
  );
});
