import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { registryCriteria } from '../../src/registry/essie.ts';
import { parseEssie } from '../../src/registry/essie-grammar.ts';
import { isOnlyIds } from '../../src/registry/essie-text.ts';
import { BadUserInput } from '../../src/shared/errors.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { type Tree, treeOf } from '../support/essie-tree.ts';
import { openTestGateway, store, type TestGateway } from '../support/test-gateway.ts';
import { hostileTexts } from './search-hostile-texts.ts';

const WORDS = ['term', 'condition', 'intervention', 'title', 'outcome', 'sponsor', 'leadSponsor', 'location'];
const PLACES = ['country', 'state', 'city'];
const PARTS = [...WORDS, ...PLACES, 'meshTerm', 'essie', 'essie', 'essie'];

const texts = hostileTexts(20_261_007, 10_000);
const questions = texts.map((text, i) => ({ part: PARTS[i % PARTS.length]!, text }));

/** So many questions in one document. */
const AT_ONCE = 25;
const aliases = Array.from({ length: AT_ONCE }, (_, i) => i);
const QUERY = `query (${aliases.map(i => `$f${i}: StudyFilter`).join(', ')}) {
  ${aliases.map(i => `f${i}: studies(filter: $f${i}, first: 2) { totalCount nodes { nctId } }`).join('\n  ')}
}`;

/** What `searchable` says before anything is read has no place in the expression. */
const isOfNoPlace = (message: string): boolean =>
  /has no letter or digit|characters: it can have|has a control character/.test(message);

describe.each(databases)('ten thousand hostile texts', ({ kind, open }) => {
  let test: TestDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    test = await open();
    await store(test.database, await readSample(), 'SAMPLE');
    const registryUrl = 'http://127.0.0.1:9/api/v2';
    gateway = await openTestGateway({ registryUrl, mode: 'mirror', database: test.database });
  });
  afterAll(async () => {
    await gateway.close();
    await test.dispose();
  });

  it(`find studies on ${kind}, or are refused with the part they stand in`, async () => {
    const wrong: unknown[] = [];
    let [answered, refused] = [0, 0];
    for (let from = 0; from < questions.length; from += AT_ONCE) {
      const some = questions.slice(from, from + AT_ONCE);
      const variables = Object.fromEntries(some.map(({ part, text }, i) => [`f${i}`, { [part]: text }]));
      const { data, errors = [] } = await gateway.ask(QUERY, variables);
      for (const [i, { part, text }] of some.entries()) {
        const error = errors.find(({ path }) => path?.[0] === `f${i}`);
        if (!error && data?.[`f${i}`]?.totalCount >= 0) {
          answered++;
          continue;
        }
        refused++;
        const { code, argument, position } = error?.extensions ?? {};
        const isPlaced = part !== 'essie' || isOfNoPlace(error?.message ?? '') || Number(position) >= 1;
        if (code !== 'BAD_USER_INPUT' || argument !== `filter.${part}` || !isPlaced)
          wrong.push({ part, text: text.slice(0, 200), error: error ?? errors });
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    console.log(`${answered} hostile texts were searched for, ${refused} refused`);
    expect(answered + refused).toBe(10_000);
    expect(answered).toBeGreaterThan(3_000);
  }, 120_000);
});

describe('to the registry a text is text', () => {
  /** The texts and phrases of an expression; anything else in it is what we wrote. */
  const textsIn = (tree: Tree): readonly Tree[] => {
    if (tree['parts']) return (tree['parts'] as readonly Tree[]).flatMap(textsIn);
    if (tree['part']) return textsIn(tree['part'] as Tree);
    return [tree];
  };
  const wordsIn = (text: string): string => text.trim().split(/\s+/).join(' ');

  /** What would be asked, or nothing where the text is refused. */
  const paramsOf = (part: string, text: string): Readonly<Record<string, string>> | null => {
    try {
      return registryCriteria({ [part]: text }).params;
    } catch (error) {
      expect(error).toBeInstanceOf(BadUserInput);
      return null;
    }
  };

  it('in the search parameters: the words, and no operator the user did not type', () => {
    const wrong: unknown[] = [];
    let read = 0;
    for (const [i, text] of texts.entries()) {
      const params = paramsOf(WORDS[i % WORDS.length]!, text);
      if (params === null) continue;
      const [[name, expression] = []] = Object.entries(params);
      read++;
      // Numbers of studies alone would switch off every filter: they are looked for in an area.
      if (isOnlyIds(text)) {
        expect(name).toBe('filter.advanced');
        continue;
      }
      const tree = treeOf(parseEssie(expression!));
      const isAsTyped = name!.startsWith('query.') && tree.kind === 'words' && tree['text'] === wordsIn(text);
      if (!isAsTyped) wrong.push({ text, expression, tree });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(read).toBeGreaterThan(5_000);
  });

  it('in what is said of a place: one phrase, as it was typed', () => {
    const wrong: unknown[] = [];
    for (const [i, text] of texts.entries()) {
      const params = paramsOf(PLACES[i % PLACES.length]!, text);
      if (params === null) continue;
      const tree = treeOf(parseEssie(params['filter.advanced']!));
      const said = textsIn(tree);
      const isAsTyped =
        tree.kind === 'search' &&
        said.length === 1 &&
        said[0]!.kind === 'phrase' &&
        said[0]!['text'] === text.trim();
      if (!isAsTyped) wrong.push({ text, tree });
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});
