import fc from 'fast-check';
import {
  buildSchema,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  parse,
} from 'graphql';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FoundRecord } from '../../src/registry/study.source.ts';
import { View } from '../../src/registry/view.ts';
import { createContext } from '../../src/server/context.ts';
import { createExecutor, type ExecutorBounds } from '../../src/server/executor.ts';
import { type Answer, AnswerMemory, textOfAnswer } from '../../src/server/executor-memory.ts';
import { OperationPlan } from '../../src/server/executor-plan.ts';
import { createSchema } from '../../src/server/schema.ts';
import { noCopy } from '../support/no-copy.ts';
import { aRecord } from '../support/record-builder.ts';

const ID = 'NCT01000012';
const foundOf = (found: Partial<FoundRecord> = {}): FoundRecord => ({
  record: aRecord(),
  origin: 'MIRROR',
  fetchedAt: new Date(0),
  dataTimestamp: null,
  stale: false,
  ...found,
});

let schema: GraphQLSchema;
let found: FoundRecord;
beforeAll(async () => {
  schema = await createSchema();
});
beforeEach(() => {
  found = foundOf();
});

/** An executor over the one study. */
function asker(bounds?: ExecutorBounds) {
  const run = createExecutor(schema, bounds);
  const source = {
    byIds: async () => new Map([[ID, found]]),
    search: () => Promise.reject(new Error('not asked for')),
  };
  return async (selection: string, head = '', variables = {}): Promise<{ data: { study: Answer } }> => {
    const query = `query ${head} { study(nctId: "${ID}") { ${selection} } }`;
    const document = parse(query);
    const operation = getOperationAST(document)!;
    const context = createContext({ ...noCopy, registry: { source, status: {} as never } });
    const answer = (await run({
      document,
      operation,
      context,
      queryHash: query,
      request: { variables },
    })) as ExecutionResult;
    expect(answer.errors).toBeUndefined();
    expect(textOfAnswer(answer as FormattedExecutionResult)).toBe(`${JSON.stringify(answer)}\n`);
    return answer as never;
  };
}

describe('answers that are remembered', () => {
  it('are read from the record no more, once it was met twice', async () => {
    let reads = 0;
    const module = (found.record.protocolSection as { identificationModule: object }).identificationModule;
    Object.defineProperty(module, 'briefTitle', { get: () => `title ${++reads}` });
    const ask = asker();
    const titles = [];
    for (let i = 0; i < 5; i++) titles.push((await ask('briefTitle')).data.study['briefTitle']);
    expect(titles).toEqual(['title 1', 'title 2', 'title 2', 'title 2', 'title 2']);
  });

  it('belong to their record: a new one under the same number speaks for itself', async () => {
    const ask = asker();
    const selection = 'briefTitle arms { label } conditions { name }';
    for (let i = 0; i < 3; i++) await ask(selection);
    found = foundOf({
      record: aRecord({ briefTitle: 'New', arms: [{ label: 'Only' }], conditions: ['Gout'] }),
    });
    for (let i = 0; i < 3; i++) {
      expect((await ask(selection)).data.study).toEqual({
        briefTitle: 'New',
        arms: [{ label: 'Only' }],
        conditions: [{ name: 'Gout' }],
      });
    }
  });

  it('are no more than reading: what a resolver says is asked every time', async () => {
    const ask = asker();
    const selection = 'briefTitle source { stale fetchedAt } locations { nodes { city } } nctId';
    for (let i = 0; i < 4; i++) {
      found = { ...found, stale: i % 2 === 0, fetchedAt: new Date(i) };
      const { study } = (await ask(selection)).data;
      expect(Object.keys(study)).toEqual(['briefTitle', 'source', 'locations', 'nctId']);
      expect(study).toMatchObject({
        source: { stale: i % 2 === 0, fetchedAt: new Date(i).toISOString() },
        locations: { nodes: [{ city: 'Basel' }] },
      });
    }
  });

  it('are no more than reading: arguments are heeded every time', async () => {
    const ask = asker();
    for (const type of ['PRIMARY', 'SECONDARY', 'PRIMARY', 'SECONDARY', 'OTHER']) {
      const { study } = (
        await ask('nctId outcomes(type: [$type]) { type }', '($type: OutcomeType!)', { type })
      ).data;
      expect(study).toEqual({ nctId: ID, outcomes: type === 'PRIMARY' ? [{ type }] : [] });
    }
  });

  it('are no more than reading: what has to be waited for is asked every time', async () => {
    let reads = 0;
    const module = (found.record.protocolSection as { identificationModule: object }).identificationModule;
    Object.defineProperty(module, 'briefTitle', { get: () => Promise.resolve(`title ${++reads}`) });
    const ask = asker();
    for (let i = 1; i < 5; i++)
      expect((await ask('nctId briefTitle')).data.study).toEqual({ nctId: ID, briefTitle: `title ${i}` });
  });

  it('are told apart by what was selected', async () => {
    const ask = asker();
    for (let i = 0; i < 3; i++) {
      expect((await ask('arms { label }')).data.study['arms']).toMatchObject([{ label: 'Honey drops' }, {}]);
      expect((await ask('arms { type }')).data.study['arms']).toEqual([
        { type: 'EXPERIMENTAL' },
        { type: 'PLACEBO_COMPARATOR' },
      ]);
      expect((await ask('arms { type: label }')).data.study['arms']).toMatchObject([
        { type: 'Honey drops' },
        {},
      ]);
    }
  });
});

it('a resolver is asked every time, also where it answers at once', async () => {
  const counted = buildSchema('type Thing { name: String count: Int } type Query { thing: Thing }');
  class Thing extends View {
    get name(): string {
      return (this.record as { name: string }).name;
    }
  }
  let count = 0;
  const record = { name: 'x' };
  counted.getQueryType()!.getFields()['thing']!.resolve = () => new Thing(record);
  (counted.getType('Thing') as GraphQLObjectType).getFields()['count']!.resolve = () => ++count;
  const run = createExecutor(counted);
  const document = parse('{ thing { name count } }');
  const asked = { document, operation: getOperationAST(document)!, context: {}, queryHash: 'x', request: {} };
  for (let i = 1; i < 5; i++) expect(await run(asked)).toEqual({ data: { thing: { name: 'x', count: i } } });
});

describe('the memory of answers', () => {
  const plan = () => {
    const document = parse('{ a b }');
    const small = buildSchema('type Query { a: Int b: Int }');
    return new OperationPlan(small, getOperationAST(document)!, {}, {}).root;
  };
  const known = { answer: { a: 1 }, rest: [] };

  it('gives up what was not asked for while as much again was remembered', () => {
    const memory = new AnswerMemory(10);
    const selection = plan();
    const [used, unused] = [{}, {}];
    memory.set(used, selection, known, 2);
    memory.set(unused, selection, known, 2);
    for (let i = 0; i < 20; i++) {
      memory.set({}, selection, known, 2);
      expect(memory.get(used, selection)).toBe(known);
    }
    expect(memory.get(unused, selection)).toBeUndefined();
  });

  it('meets a record for the first time once', () => {
    const memory = new AnswerMemory();
    const record = {};
    expect([memory.meets(record), memory.meets(record), memory.meets({})]).toEqual([false, true, false]);
  });
});

describe('the operations kept', () => {
  it.each([
    ['one at a time', { maxOperations: 1 }],
    ['none, for being too heavy', { maxWeight: 20 }],
    ['few', { maxWeight: 4_000 }],
  ])('answer alike: %s', async (_name, bounds) => {
    const ask = asker(bounds);
    const selections = [
      'briefTitle',
      'arms { label interventions { name arms { label } } }',
      'a: nctId b: nctId',
    ];
    const expected = await Promise.all(selections.map(each => asker()(each)));
    for (let i = 0; i < 3; i++)
      expect(await Promise.all(selections.map(each => ask(each)))).toEqual(expected);
  });

  it('are planned in no time, however often fragments name each other', async () => {
    const run = createExecutor(schema);
    const fragments = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`,
    );
    const document = parse(`{ ...F0 } ${fragments.join(' ')} fragment F60 on Query { __typename }`);
    const start = performance.now();
    const asked = {
      document,
      operation: getOperationAST(document)!,
      context: {},
      queryHash: 'x',
      request: {},
    };
    expect(await run(asked)).toEqual({ data: { __typename: 'Query' } });
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});

describe('the text of an answer', () => {
  it('is what JSON.stringify makes of it', () => {
    const odd = fc.constantFrom(
      undefined,
      new Date(5),
      { toJSON: () => 'x' },
      Number.NaN,
      new Map([[1, 2]]),
      () => 1,
    );
    const value = fc.letrec(tie => ({
      any: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue(),
        odd,
        fc.array(tie('any')),
        fc.dictionary(fc.string(), tie('any'), { noNullPrototype: true }),
      ),
    })).any;
    fc.assert(
      fc.property(value, fc.option(value, { nil: undefined }), (data, errors) => {
        const answer = { errors, data } as never;
        expect(textOfAnswer(answer as FormattedExecutionResult)).toBe(`${JSON.stringify(answer)}\n`);
      }),
    );
  });
});
