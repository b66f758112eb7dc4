import { setTimeout as sleep } from 'node:timers/promises';
import {
  buildSchema,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLScalarType,
  responsePathAsArray,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadUserInput } from '../../src/shared/errors.ts';
import { type Ask, startPair } from './executor-pair.ts';

const SDL = `
  interface Thing { name: String! }
  type Cat implements Thing { name: String! lives: Int }
  type Dog implements Thing { name: String! tricks: [String!]! }
  union Pet = Cat | Dog
  scalar Odd
  enum Colour { RED BLUE }
  type Box {
    ok: String none: String! nothing: String
    throws: String throwsHard: String! error: String errorHard: String!
    later: String laterHard: String! laterThrows: String laterThrowsHard: String! laterNull: String! slowThrows: String!
    list: [String!]! hole: [String!] holes: [String] set: [Int!] noList: [Int] text: [String]
    laterList: [String] laterHole: [String!] listOfThrows: [String] listOfThrowsHard: [String!]
    grid: [[Int!]]! colour: Colour noColour: Colour odd: Odd oddNull: Odd oddThrows: Odd oddObject: Odd number: Int
    method(x: Int = 3, y: Int!): Int hidden(x: Int!): Int
    box: Box must: Box! boxes: [Box!] maybes: [Box] laterBox: Box laterMust: Box!
    things: [Thing] thing(kind: String): Thing pet: Pet pets: [Pet!]
  }
  type Query { box: Box must: Box! later: Box slow: String count: Int }
  type Mutation { add(x: Int!): Int fail(x: Int!): Int! }
  type Subscription { tick: Int }
`;

/** Whatever a resolver may give back. */
class Box {
  readonly ok = 'ok';
  readonly nothing = undefined;
  readonly error = new BadUserInput('told', { argument: 'x' });
  readonly errorHard = new Error('secret');
  readonly list = ['a', 'b'];
  readonly hole = ['a', null];
  readonly holes = ['a', null, new Error('secret')];
  readonly set = new Set([1, 2]);
  readonly noList = { length: 1 };
  readonly text = 'abc';
  readonly grid = [[1, 2], null, [3, null], []];
  readonly colour = 'RED';
  readonly noColour = 'GREEN';
  readonly odd = 'odd';
  readonly oddNull = 'null';
  readonly oddThrows = 'throw';
  readonly oddObject = 'object';
  readonly number = 1.5;
  readonly hidden = 7;
  readonly things = [
    cat,
    dog,
    { kind: 'Cat later', name: 'c' },
    null,
    { kind: 'Fish' },
    { kind: 'throw' },
    3,
  ];
  readonly pets = [cat, dog, { __typename: 'Cat', name: 'named', lives: 1 }];
  get throws(): string {
    throw new BadUserInput('told', { argument: 'y' });
  }
  get throwsHard(): string {
    throw new Error('secret');
  }
  get later() {
    return Promise.resolve('later');
  }
  get laterHard() {
    return sleep(1, 'later');
  }
  get laterThrows() {
    return Promise.reject(new BadUserInput('told'));
  }
  get laterThrowsHard() {
    return Promise.reject(new Error('secret'));
  }
  get slowThrows() {
    return sleep(25).then(() => Promise.reject(new BadUserInput('told slowly')));
  }
  get laterNull() {
    return Promise.resolve(null);
  }
  get laterList() {
    return Promise.resolve(['a', Promise.resolve('b'), null]);
  }
  get laterHole() {
    return ['a', Promise.resolve(null), sleep(2, 'c')];
  }
  get listOfThrows() {
    return ['a', Promise.reject(new BadUserInput('told')), Promise.reject(new Error('secret'))];
  }
  get listOfThrowsHard() {
    return ['a', Promise.reject(new BadUserInput('told'))];
  }
  get box() {
    return new Box();
  }
  get must() {
    return new Box();
  }
  get boxes() {
    return [new Box(), new Box()];
  }
  get maybes() {
    return [new Box(), null, Promise.resolve(new Box())];
  }
  get laterBox() {
    return Promise.resolve(new Box());
  }
  get laterMust() {
    return sleep(1, new Box());
  }
  get pet() {
    return dog;
  }
  method({ x, y }: { x: number; y: number }) {
    return x * 10 + y;
  }
  thing({ kind }: { kind: string }) {
    return { kind, name: 'n' };
  }
}
const cat = { kind: 'Cat', name: 'Tom', lives: 9 };
const dog = { kind: 'Dog later', name: 'Rex', tricks: ['sit'] };

function oddSchema() {
  const schema = buildSchema(SDL);
  const query = schema.getQueryType()!.getFields();
  query['box']!.resolve = () => new Box();
  query['must']!.resolve = () => new Box();
  query['later']!.resolve = () => sleep(1, new Box());
  query['slow']!.resolve = () => sleep(60, 'slow');
  query['count']!.resolve = (_root, _args, { log }: { log: number[] }) => log.length;
  const mutation = schema.getMutationType()!.getFields();
  mutation['add']!.resolve = async (_root, { x }: { x: number }, { log }: { log: number[] }) => {
    await sleep(3 - x);
    return log.push(x) * 10 + x;
  };
  mutation['fail']!.resolve = () => Promise.reject(new BadUserInput('told'));
  (schema.getType('Thing') as GraphQLInterfaceType).resolveType = ({ kind }: { kind?: string }) => {
    if (kind === 'throw') throw new Error('secret');
    return kind?.endsWith('later') ? sleep(1, kind.split(' ')[0]) : kind;
  };
  (schema.getType('Cat') as GraphQLObjectType).isTypeOf = value => (value as typeof cat).kind === 'Cat';
  (schema.getType('Dog') as GraphQLObjectType).isTypeOf = value =>
    sleep(1, (value as typeof dog).kind.startsWith('Dog'));
  (schema.getType('Odd') as GraphQLScalarType).serialize = value => {
    if (value === 'throw') throw new Error('secret');
    if (value === 'object') return { toJSON: () => ({ b: 1, a: [undefined, 2] }), c: 3 };
    return value === 'null' ? null : value;
  };
  return schema;
}

/** Each is asked of a box that may be null, one that must be there, and one that comes later. */
const SELECTIONS: readonly string[] = [
  'ok nothing __typename',
  'ok none',
  'throws ok error',
  'ok throwsHard',
  'ok errorHard',
  'later laterHard laterThrows ok',
  'later laterThrowsHard slowThrows',
  'slowThrows none',
  'none slowThrows laterHard',
  'laterHard none',
  'laterNull ok',
  'list hole holes set noList text',
  'laterList laterHole listOfThrows',
  'listOfThrowsHard ok',
  'grid',
  'colour noColour odd oddNull oddThrows oddObject number',
  'method(y: 2) m: method(x: 1, y: 1) n: method(x: null, y: 4)',
  'hidden(x: 1)',
  'box { ok must { ok throws } }',
  'box { must { must { none } } ok }',
  'box { laterMust { laterThrowsHard } ok } later',
  'must { laterMust { ok must { slowThrows } } } ok',
  'boxes { ok none } ok',
  'maybes { ok none }',
  'maybes { laterHard boxes { ok later } }',
  'boxes { laterBox { none ok } laterMust { ok } }',
  'laterBox { ok slowThrows laterThrows } laterMust { none }',
  'pet { __typename ... on Dog { name tricks } } pets { __typename ... on Cat { lives } ... on Thing { name } }',
  'things { __typename name ... on Cat { lives } ... on Dog { tricks } }',
  'thing(kind: "Cat") { name ...C } dog: thing(kind: "Dog later") { ...C } none: thing(kind: "Box") { name }',
  'thing(kind: "Nothing") { name } other: thing { name }',
];
const FRAGMENT = 'fragment C on Thing { __typename name ... on Cat { lives } }';

const OTHERS: readonly string[] = [
  'mutation { a: add(x: 1) b: add(x: 2) c: add(x: 3) }',
  'mutation { a: add(x: 1) fail(x: 2) b: add(x: 2) }',
  'query ($x: Int, $y: Int = 5) { box { method(x: $x, y: $y) a: method(y: $y) } }',
  '{ box { ok } must { ok } later { ok } count }',
  '{ box { ok } must { none } later { laterHard } count }',
  // What fails below a place that is null already is not told any more.
  '{ box { laterBox { slowThrows } laterMust { none } } slow }',
  '{ box { must { slowThrows laterMust { none } } laterList } slow }',
];

describe('the executor on a schema where all goes wrong answers as graphql-js does', () => {
  let pair: { usual: Ask; ours: Ask; stop(): unknown };
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  beforeAll(async () => {
    process.on('unhandledRejection', note);
    pair = await startPair(oddSchema(), () => ({ log: [] }));
  });
  afterAll(async () => {
    await sleep(60);
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
    await pair.stop();
  });

  const wholes = SELECTIONS.flatMap(selection =>
    ['box', 'must', 'later'].map(
      root => `{ ${root} { ${selection} } } ${selection.includes('...C') ? FRAGMENT : ''}`,
    ),
  );
  it.each([...wholes, ...OTHERS])('%s', async query => {
    const expected = await pair.usual({ name: query, query });
    expect(
      expected.errors.filter(error => error.extensions?.['code'] === 'GRAPHQL_VALIDATION_FAILED'),
    ).toEqual([]);
    for (let time = 1; time < 3; time++) expect(await pair.ours({ name: query, query })).toEqual(expected);
  });
});

/** What a resolver is told about where it stands. */
const told = ({ fieldNodes, path, ...info }: GraphQLResolveInfo) => ({
  field: info.fieldName,
  nodes: fieldNodes.map(node => node.alias?.value ?? node.name.value),
  places: fieldNodes.map(node => node.loc?.start),
  path: responsePathAsArray(path),
  typename: path.typename,
  parent: info.parentType.name,
  returns: String(info.returnType),
  operation: info.operation.name?.value,
  fragments: Object.keys(info.fragments),
  variables: { ...info.variableValues },
  root: info.rootValue,
});

it('resolvers, types of and resolved types are told where they stand', async () => {
  const calls: unknown[] = [];
  const schema = buildSchema(
    'interface Thing { x: Int } type A implements Thing { x: Int self(n: Int): [Thing] } type Query { a: A, things: [[Thing]] }',
  );
  const note = (who: string, args: unknown, info: GraphQLResolveInfo) => calls.push([who, args, told(info)]);
  const thing = schema.getType('Thing') as GraphQLInterfaceType;
  const type = schema.getType('A') as GraphQLObjectType;
  const query = schema.getQueryType()!.getFields();
  thing.resolveType = (_value, _context, info) => {
    note('resolveType', null, info);
    return 'A';
  };
  type.isTypeOf = (_value, _context, info) => note('isTypeOf', null, info) > 0;
  query['things']!.resolve = (_root, args, _context, info) => {
    note('things', args, info);
    return [[{ x: 1 }], [{ x: 2 }]];
  };
  query['a']!.resolve = (_root, args, _context, info) => {
    note('a', args, info);
    return {
      x: (own: unknown, _: unknown, where: GraphQLResolveInfo) => note('x', own, where) && 3,
      self: (own: unknown, _: unknown, where: GraphQLResolveInfo) => note('self', own, where) && [{ x: 4 }],
    };
  };
  const pair = await startPair(schema, () => ({}));
  const question = {
    name: '',
    query: `query Q($n: Int = 2) { a { y: x self(n: $n) { x } ...F } things { ...G } }
      fragment F on A { self(n: $n) { ... on A { __typename } } } fragment G on Thing { x }`,
  };
  await pair.usual(question);
  const expected = calls.splice(0);
  expect(expected.length).toBeGreaterThan(8);
  for (let time = 0; time < 2; time++) {
    await pair.ours(question);
    expect(calls.splice(0)).toEqual(expected);
  }
  await pair.stop();
});
