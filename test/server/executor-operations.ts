/** A question to be put to two executors. */
export interface Operation {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

const ID = 'NCT02888704';
const STUDY = `study(nctId: "${ID}")`;
const of = (selection: string, name = selection): Operation => ({
  name,
  query: `{ ${STUDY} { ${selection} } }`,
});

const data: readonly Operation[] = [
  of('nctId briefTitle overallStatus phases hasResults'),
  of('__typename id nctId'),
  of('arms { label type interventions { name arms { label } } }'),
  of('conditions { name meshTerms { id term } } keywords'),
  of('eligibility { text { source html text } groups { heading kind criteria { text children { text } } } }'),
  of('ages { minimum { value unit days text } maximum { value } text standardAges } sex'),
  of('identifiers { kind value domain url } registryUrl treatments participantSummary funderTypes'),
  of('outcomes { type measure timeFrame description { html } results { title } }'),
  of('outcomes(type: [PRIMARY]) { type measure }', 'an argument that is a list of one'),
  of('outcomes(type: PRIMARY) { type }', 'a list argument given as one value'),
  of('outcomes(type: []) { type }', 'an empty list as an argument'),
  of('outcomes(type: null) { type }', 'null as an argument'),
  of('locations { totalCount edges { cursor node { city } } nodes { id country } pageInfo { endCursor } }'),
  of(
    'locations(first: 1) { nodes { distance(from: { lat: 47.5, lon: 7.5 }) } }',
    'an input object, a default value',
  ),
  of(
    'locations { nodes { km: distance(from: { lat: 1, lon: 2 }, unit: KM) mi: distance(from: { lat: 1, lon: 2 }, unit: MI) } }',
    'aliases',
  ),
  of('source { origin fetchedAt stale versionDate }', 'an asynchronous field'),
  of('a: briefTitle b: briefTitle briefTitle', 'one field under three names'),
  of('arms { label } arms { type } arms { label type }', 'fields that are merged'),
  of(
    'arms { label } ...on Study { arms { typeText } } ...F } } fragment F on Study { arms { interventions { name } ',
    'fields merged over fragments',
  ),
  of('__proto__: briefTitle constructor: nctId toString: acronym', 'names of the language as aliases'),
  of(
    'then: briefTitle toJSON: nctId arms { then: label toJSON: type }',
    'aliases that a promise or JSON might take for its own',
  ),
  {
    name: 'aliases that run together',
    query: `{ a_b: ${STUDY} { c: source { origin } } b: ${STUDY} { c_a: source { stale } } a: ${STUDY} { b_c: id } }`,
  },
  {
    name: 'several studies at once',
    query: `{ a: ${STUDY} { nctId } b: study(nctId: "NCT99000003") { briefTitle results { __typename } } c: ${STUDY} { nctId acronym } }`,
  },
  { name: 'a study that does not exist', query: '{ study(nctId: "NCT00000001") { nctId } }' },
  { name: 'a lower-case number', query: '{ study(nctId: "nct2888704") { nctId } }' },
  {
    name: 'a search',
    query:
      '{ studies(first: 3) { totalCount nodes { nctId arms { label } } edges { node { briefTitle } } source { origin } } }',
  },
  {
    name: 'a search for nothing',
    query: '{ studies(first: 0) { nodes { nctId } pageInfo { hasNextPage } } }',
  },
  {
    name: 'studies of a condition of studies',
    query: '{ studies(first: 2) { nodes { conditions { name studies(first: 1) { nodes { nctId } } } } } }',
  },
  {
    name: 'a node',
    query: `{ node(id: "${btoa(`Study:${ID}`)}") { id __typename ... on Study { nctId } ...L } } fragment L on Location { city }`,
  },
  {
    name: 'nodes, some of them missing',
    query: `{ nodes(ids: ["${btoa(`Study:${ID}`)}", "bm9uZQ", "${btoa('Study:NCT00000001')}"]) { __typename id ... on Study { arms { label } } } }`,
  },
  {
    name: 'an interface in an interface',
    query: `{ node(id: "${btoa(`Study:${ID}`)}") { ... on Node { ... on Node { id } ... on Study { id briefTitle } } } }`,
  },
  { name: 'nothing but the type', query: '{ __typename }' },
  {
    name: 'text that might be taken for code',
    query: String.raw`{ condition(name: "\"); process.exit(3); //\u2028 \\ </script> \uD83D\uDE00") { name } }`,
  },
  { name: 'a block of text', query: '{ condition(name: """\n  two\n  lines "quoted"\n""") { name } }' },
];

const introspection: readonly Operation[] = [
  {
    name: 'the schema',
    query:
      '{ __schema { queryType { name } types { name kind fields(includeDeprecated: true) { name args { name defaultValue type { name ofType { name } } } } enumValues { name } possibleTypes { name } } directives { name locations } } }',
  },
  {
    name: 'a type',
    query:
      '{ __type(name: "Study") { name interfaces { name } fields { name type { kind ofType { name kind } } } } none: __type(name: "Nothing") { name } }',
  },
  { name: 'the schema beside data', query: `{ ${STUDY} { nctId } __schema { queryType { __typename } } }` },
];

const withId = (name: string, query: string, variables: Record<string, unknown> = {}): Operation => ({
  name,
  query,
  variables: { id: ID, ...variables },
});
const FILTER = 'query ($c: String, $n: Boolean, $p: [Phase!]) { studies(first: 2, filter:';

const variables: readonly Operation[] = [
  withId('a variable', 'query ($id: NctId!) { study(nctId: $id) { nctId } }'),
  withId('a variable written otherwise', 'query ($id: NctId!) { study(nctId: $id) { nctId } }', {
    id: ' nct02888704 ',
  }),
  withId('a variable that is missing', 'query ($other: NctId!) { study(nctId: $other) { nctId } }'),
  withId('a variable that is null', 'query ($id: NctId!) { study(nctId: $id) { nctId } }', { id: null }),
  withId('a variable the scalar refuses', 'query ($id: NctId!) { study(nctId: $id) { nctId } }', {
    id: 'ISRCTN1',
  }),
  withId('a variable of another type', 'query ($id: NctId!) { study(nctId: $id) { nctId } }', {
    id: { a: [1] },
  }),
  withId('a default that is taken', 'query ($first: Int = 2) { studies(first: $first) { nodes { nctId } } }'),
  withId(
    'a default that is not taken',
    'query ($first: Int = 2) { studies(first: $first) { nodes { nctId } } }',
    { first: 1 },
  ),
  withId(
    'null in place of a default',
    'query ($first: Int = 2) { studies(first: $first) { nodes { nctId } } }',
    { first: null },
  ),
  withId(
    'a default of an argument kept',
    `query ($unit: DistanceUnit! = MI) { ${STUDY} { locations { nodes { distance(from: { lat: 1, lon: 1 }, unit: $unit) } } } }`,
  ),
  withId(
    'a variable left out where the argument has a default',
    `query ($unit: DistanceUnit) { ${STUDY} { locations { nodes { distance(from: { lat: 1, lon: 1 }, unit: $unit) } } } }`,
  ),
  withId(
    'null where the argument has a default and takes none',
    `query ($unit: DistanceUnit = KM) { ${STUDY} { locations { nodes { distance(from: { lat: 1, lon: 1 }, unit: $unit) } } } }`,
    { unit: null },
  ),
  withId('a number too large', 'query ($first: Int) { studies(first: $first) { nodes { nctId } } }', {
    first: 3_000_000_000,
  }),
  withId('a number that is none', 'query ($first: Int) { studies(first: $first) { nodes { nctId } } }', {
    first: '2',
  }),
  withId(
    'one value for a list',
    'query ($t: [OutcomeType!], $id: NctId!) { study(nctId: $id) { outcomes(type: $t) { type } } }',
    { t: 'PRIMARY' },
  ),
  withId(
    'an enum value that does not exist',
    'query ($t: [OutcomeType!], $id: NctId!) { study(nctId: $id) { outcomes(type: $t) { type } } }',
    { t: ['PRIMARY', 'BEST'] },
  ),
  withId(
    'null in a list that holds none',
    'query ($t: [OutcomeType!], $id: NctId!) { study(nctId: $id) { outcomes(type: $t) { type } } }',
    { t: [null] },
  ),
  withId(
    'a list with a variable in it',
    'query ($t: OutcomeType!, $id: NctId!) { study(nctId: $id) { outcomes(type: [$t, PRIMARY]) { type } } }',
    { t: 'SECONDARY' },
  ),
  withId(
    'a whole filter',
    'query ($f: StudyFilter) { studies(filter: $f, first: 2) { appliedFilters { part } } }',
    { f: { condition: 'eczema', hasResults: false } },
  ),
  withId(
    'a filter with an unknown part',
    'query ($f: StudyFilter) { studies(filter: $f, first: 2) { appliedFilters { part } } }',
    { f: { colour: 'red' } },
  ),
  withId(
    'a filter that is no object',
    'query ($f: StudyFilter) { studies(filter: $f, first: 2) { appliedFilters { part } } }',
    { f: 'eczema' },
  ),
  withId(
    'a filter that is a list',
    'query ($f: StudyFilter) { studies(filter: $f, first: 2) { appliedFilters { part } } }',
    { f: [] },
  ),
  {
    name: 'a variable in an input object',
    query: `${FILTER} { condition: $c, hasResults: $n, phase: $p }) { appliedFilters { part } } }`,
    variables: { c: 'eczema', n: true, p: ['PHASE1'] },
  },
  {
    name: 'an absent variable in an input object',
    query: `${FILTER} { condition: $c, hasResults: $n, phase: $p }) { appliedFilters { part } } }`,
    variables: { n: true },
  },
  {
    name: 'null in an input object',
    query: `${FILTER} { condition: $c, hasResults: $n, phase: $p }) { appliedFilters { part } } }`,
    variables: { c: null, n: null, p: null },
  },
  {
    name: 'a required part that is absent',
    query: `query ($lat: Float) { ${STUDY} { locations { nodes { distance(from: { lat: $lat, lon: 1 }) } } } }`,
  },
  {
    name: 'many faults at once',
    query:
      'query ($a: Int!, $b: [Phase!], $c: NctId!, $d: Boolean) { studies(first: $a) { nodes { nctId } } study(nctId: $c) { nctId @skip(if: true) briefTitle } x: studies(filter: { hasResults: $d, phase: $b }) { totalCount } }',
    variables: { a: 'x', b: [1, 'Q'], c: 5, d: 'yes' },
  },
  withId('variables nobody declared', 'query ($id: NctId!) { study(nctId: $id) { nctId } }', { surplus: 1 }),
];

const SWITCHED = 'query ($yes: Boolean!, $no: Boolean! = false)';
const switches = (
  name: string,
  selection: string,
  values: Record<string, unknown> = { yes: true },
): Operation => ({
  name,
  query: `${SWITCHED} { ${STUDY} { ${selection} } } fragment F on Study { acronym arms { label @include(if: $yes) type } } fragment G on Study { ...F @skip(if: $no) }`,
  variables: values,
});

const directives: readonly Operation[] = [
  switches(
    'fields switched on and off',
    'nctId @include(if: $yes) acronym @skip(if: $yes) briefTitle @include(if: $no) ...G',
  ),
  switches(
    'the same with the other value',
    'nctId @include(if: $yes) acronym @skip(if: $yes) briefTitle @include(if: $no) ...G',
    { yes: false },
  ),
  switches(
    'both directives',
    'a: nctId @skip(if: $no) @include(if: $yes) b: nctId @skip(if: $yes) @include(if: $yes) ...G',
    { yes: true, no: true },
  ),
  switches('a fragment twice, switched off first', '...F @include(if: $no) nctId ...F ...G'),
  switches(
    'a fragment switched off twice',
    '...F @include(if: $no) nctId ...F @skip(if: $yes) ...G @skip(if: $yes)',
  ),
  switches(
    'a field twice, once switched off',
    'acronym @include(if: $no) nctId acronym ...G @include(if: $no) ...F',
  ),
  switches('a merged object, half of it switched off', 'arms @include(if: $no) { label } arms { type } ...G'),
  switches(
    'an inline fragment',
    '... @include(if: $yes) { nctId ... on Study @skip(if: $yes) { briefTitle } } ...G',
  ),
  switches('everything switched off', 'nctId @skip(if: $yes) ...G @skip(if: $yes)'),
  switches(
    'literals',
    'nctId @skip(if: true) briefTitle @include(if: false) acronym @include(if: true) ...G',
  ),
  switches('a condition deep in a list', 'arms { interventions { name @skip(if: $yes) type } } ...G'),
];

const errors: readonly Operation[] = [
  switches('null for a condition', 'nctId @include(if: $no) ...G', { yes: true, no: null }),
  switches('a condition that is missing', 'nctId @include(if: $yes) ...G', {}),
  { name: 'the registry is out of reach', query: '{ study(nctId: "NCT90000001") { nctId } }' },
  { name: 'something unforeseen', query: '{ study(nctId: "NCT90000002") { nctId } }' },
  {
    name: 'one of three fails',
    query: `{ a: ${STUDY} { nctId } b: study(nctId: "NCT90000001") { nctId } c: study(nctId: "NCT00000001") { nctId } }`,
  },
  {
    name: 'one node of a list fails',
    query: `{ nodes(ids: ["${btoa(`Study:${ID}`)}", "${btoa('Study:NCT90000001')}"]) { id } }`,
  },
  { name: 'a node of a list is no number', query: '{ nodes(ids: ["U3R1ZHk6Tm9uZQ"]) { id } }' },
  {
    name: 'a record without what every record has',
    query: '{ study(nctId: "NCT90000003") { nctId briefTitle } }',
  },
  {
    name: 'a record without it, further down',
    query:
      '{ ok: study(nctId: "NCT90000003") { briefTitle } study(nctId: "NCT90000003") { briefTitle conditions { name } id } }',
  },
  {
    name: 'a value of the wrong kind',
    query: '{ study(nctId: "NCT90000003") { briefTitle enrollment { count type } arms { label } keywords } }',
  },
  {
    name: 'a getter that throws',
    query: '{ study(nctId: "NCT90000003") { briefTitle locations { nodes { geoPoint { lat lon } city } } } }',
  },
  {
    name: 'an argument that is refused in a list',
    query: `{ ${STUDY} { locations { nodes { city distance(from: { lat: 100, lon: 2 }) } } } }`,
  },
  { name: 'a page too large', query: `{ ${STUDY} { nctId locations(first: 5000) { totalCount } } }` },
  { name: 'a cursor made up', query: `{ ${STUDY} { locations(first: 1, after: "abc") { totalCount } } }` },
  { name: 'an unknown interface object', query: `{ node(id: "${btoa('Study:NCT90000002')}") { id } }` },
  { name: 'a literal that the scalar refuses', query: '{ study(nctId: "x") { nctId } }' },
];

const BOTH = `query A { a: ${STUDY} { nctId } } query B { ${STUDY} { ...F } } fragment F on Study { briefTitle }`;

const requests: readonly Operation[] = [
  { name: 'the first of two operations', query: BOTH, operationName: 'A' },
  { name: 'the second of two operations', query: BOTH, operationName: 'B' },
  { name: 'no operation named', query: BOTH },
  { name: 'an unknown operation', query: BOTH, operationName: 'C' },
  { name: 'an operation named by nothing', query: BOTH, operationName: '' },
  { name: 'a syntax error', query: '{ study(' },
  { name: 'an unknown field', query: `{ ${STUDY} { colour } }` },
  { name: 'no mutations', query: 'mutation { x }' },
  { name: 'no subscriptions', query: 'subscription { x }' },
  { name: 'fragments in a circle', query: `{ ${STUDY} { ...F } } fragment F on Study { ...F }` },
  { name: 'an empty question', query: ' ' },
];

/** What people ask and what they get wrong, over the sample data set and the records of executor.test.ts. */
export const OPERATIONS: Readonly<Record<string, readonly Operation[]>> = {
  data,
  introspection,
  variables,
  directives,
  errors,
  requests,
};
