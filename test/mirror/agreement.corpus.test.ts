import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECORD_FIELDS } from '../../src/registry/record-fields.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import { SEARCH_AREAS } from '../../src/registry/search-areas.ts';
import type { StudyCriteria } from '../../src/registry/study-filter.input.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { corpusFile, corpusRecords } from '../support/corpus.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, store, type TestGateway } from '../support/test-gateway.ts';
import { type Comparison, compare, type Found, faultOf } from './search-agreement.ts';
import { type Group, questionsOf } from './search-questions.ts';
import { REASONS, type Reason } from './search-wording.ts';

if (!corpusFile)
  console.warn('REGISTRY_CORPUS is not set: the stored search was not held against real records.');

const records: StudyRecord[] = [];
if (corpusFile) for await (const record of corpusRecords(corpusFile)) records.push(record);
records.sort((one, other) => (nctIdOf(one)! < nctIdOf(other)! ? -1 : 1));
const groups: readonly Group[] = corpusFile ? questionsOf(records) : [];

/** Several questions at once: the database works while the double does. */
async function inTurn<T>(items: readonly T[], ask: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await ask(item);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
}

const QUERY = `query ($filter: StudyFilter, $after: String) {
  studies(filter: $filter, first: 1000, after: $after) {
    nodes { nctId } totalCount pageInfo { hasNextPage endCursor }
  }
}`;

/** All that a gateway finds, page by page. */
async function askGateway({ ask }: TestGateway, filter: StudyCriteria): Promise<Found> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { data, errors } = await ask(QUERY, { filter, after });
    expect(errors, JSON.stringify(filter)).toBeUndefined();
    const { nodes, totalCount, pageInfo } = data.studies;
    for (const { nctId } of nodes) ids.push(nctId);
    if (!pageInfo.hasNextPage) return { ids: ids.sort(), totalCount };
    after = pageInfo.endCursor;
  }
}

describe.runIf(corpusFile).each(databases)('the $kind mirror of real records', ({ open }) => {
  let test: TestDatabase;
  const asked = new Map<StudyCriteria, Comparison>();
  beforeAll(async () => {
    test = await open();
    await store(test.database, records);
    await test.database.query('analyze study, study_search, study_location, mesh_entry');
  }, 120_000);
  afterAll(async () => {
    await test.dispose();
    const all = [...asked.values()];
    const counted = (holds: (each: Comparison) => boolean) => all.filter(holds).length;
    const because = (reason: Reason) =>
      `  ${counted(({ reasons }) => reasons.has(reason))} in other words: ${REASONS[reason]}`;
    console.log(
      [
        `${all.length} questions to ${records.length} real records, ${counted(each => !faultOf(each))} answered alike:`,
        `  ${counted(({ mirror }) => mirror.ids.length > 0)} of them with a study`,
        ...(Object.keys(REASONS) as Reason[]).map(because),
        `  ${counted(({ plain, double }) => plain !== null && plain.ids.length < double.ids.length)} with more studies for their other names`,
      ].join('\n'),
    );
  });

  it.each(groups.map(({ name, questions }) => [name, questions] as const))(
    'answers as the registry: %s',
    async (_, questions) => {
      const faults: string[] = [];
      await inTurn(questions, async question => {
        const comparison = await compare(test.database, records, question);
        asked.set(question, comparison);
        const fault = faultOf(comparison);
        if (fault) faults.push(`${JSON.stringify(question)}: ${fault}`);
      });
      expect(faults).toEqual([]);
    },
    60_000,
  );

  it('was asked about every node of the field tree, every search area and enough else', () => {
    const texts = [...asked.keys()].map(({ essie }) => essie ?? '').join('\n');
    const names = [...RECORD_FIELDS.map(({ piece }) => piece), ...Object.keys(SEARCH_AREAS)];
    expect(names.filter(name => !texts.includes(`AREA[${name}`))).toEqual([]);
    expect(asked.size).toBe(groups.flatMap(group => group.questions).length);
    expect(asked.size).toBeGreaterThan(300);
  });

  it('leaves out nothing that the registry finds by the words as they were given', () => {
    const less = [...asked].filter(([{ essie }, { plain, mirror }]) => {
      const found = new Set(mirror.ids);
      return !(essie ?? '').includes('NOT') && plain?.ids.some(id => !found.has(id));
    });
    expect(less.map(([question]) => question)).toEqual([]);
  });

  it('answers through the schema as live search does over HTTP', async () => {
    await using double = await startRegistryDouble(records, { gzip: false });
    await using live = await openTestGateway({ registryUrl: double.url });
    // Nobody listens there, and nobody may be asked.
    const registryUrl = 'http://127.0.0.1:9/api/v2';
    await using mirror = await openTestGateway({ registryUrl, mode: 'mirror', database: test.database });
    const isOfSchema = (question: StudyCriteria) =>
      !Object.keys(question).some(part => /^meshHeading|Name$/.test(part));
    const some = groups
      .filter(({ name }) => !/further on|^fields of/.test(name))
      .flatMap(group => group.questions.filter(isOfSchema).slice(0, 1));
    const faults: string[] = [];
    for (const question of some) {
      const { double: worded, reasons } = asked.get(question)!;
      const found = await askGateway(live, question);
      expect(found.totalCount).toBe(found.ids.length);
      // Over HTTP the double cannot be told more than was asked.
      const expected = reasons.size === 0 ? found : worded;
      const fault = faultOf({ double: expected, mirror: await askGateway(mirror, question) });
      if (fault) faults.push(`${JSON.stringify(question)}: ${fault}`);
    }
    expect(faults).toEqual([]);
    expect(some.length).toBeGreaterThanOrEqual(40);
    console.log(`${some.length} of these questions through the schema: all answered alike`);
  }, 90_000);
});
