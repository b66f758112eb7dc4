import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegistryMode } from '../../src/registry/registry-status.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { aRecord, type JsonObject } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, store, type TestGateway } from '../support/test-gateway.ts';

const term = (id: string, name: string) => ({ id, term: name });
const COUGH = term('D003371', 'Cough');
const SIGNS = term('D012818', 'Signs and Symptoms, Respiratory');
const LUNG = term('D008171', 'Lung Diseases');
const TRACT = term('D012140', 'Respiratory Tract Diseases');
const HONEY = term('D006722', 'Honey');
const FOODS = term('D005502', 'Food');

const browse = (module: string, meshes: JsonObject[], ancestors: JsonObject[]): JsonObject => ({
  derivedSection: { [module]: { meshes, ancestors } },
});
const RECORDS = [
  aRecord({
    nctId: 'NCT10000001',
    conditions: ['COVID 19'],
    raw: browse('conditionBrowseModule', [COUGH, LUNG], [SIGNS, TRACT]),
  }),
  aRecord({
    nctId: 'NCT10000002',
    conditions: ['Chronic Cough', 'COVID-19'],
    sponsor: 'Institute of Slow Breathing, Ltd.',
    raw: browse('conditionBrowseModule', [COUGH], [SIGNS]),
  }),
  aRecord({
    nctId: 'NCT10000003',
    sponsor: 'Society of Beekeepers',
    collaborators: [{ name: 'Institute of Slow Breathing, Ltd.', class: 'OTHER' }],
    interventions: [{ type: 'DRUG', name: 'Honey drops ' }],
    raw: browse('interventionBrowseModule', [HONEY], [FOODS]),
  }),
];

const MODES: readonly RegistryMode[] = ['live', 'mirror', 'auto'];

let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase();
  await store(test.database, RECORDS);
});
afterAll(() => test.dispose());

describe.each(MODES)('terms in %s mode', mode => {
  let double: RegistryDouble;
  let gateway: TestGateway;
  beforeAll(async () => {
    double = await startRegistryDouble(mode === 'mirror' ? [] : RECORDS);
    gateway = await openTestGateway({ registryUrl: double.url, mode, database: test.database });
  });
  afterAll(async () => {
    await gateway.close();
    await double.close();
  });

  const data = async (query: string) => {
    const answer = await gateway.ask(query);
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };
  const STUDIES = 'studies { nodes { nctId } }';
  const nodes = (...ids: string[]) => ({ nodes: ids.map(id => ({ nctId: `NCT1000000${id}` })) });

  it('finds a condition by its name, written in its own way before others', async () => {
    expect(await data(`{ condition(name: "covid-19") { name ${STUDIES} } }`)).toMatchObject({
      condition: { name: 'COVID-19', studies: { nodes: expect.arrayContaining(nodes('2').nodes) } },
    });
    expect(await data('{ condition(name: "Chronic Cough") { name meshTerms { id } } }')).toEqual({
      condition: { name: 'Chronic Cough', meshTerms: [] },
    });
  });

  it('finds an intervention, whatever blanks the record has around it', async () => {
    expect(await data(`{ intervention(name: "honey drops") { name ${STUDIES} } }`)).toEqual({
      intervention: { name: 'Honey drops', studies: nodes('1', '2', '3') },
    });
  });

  it('finds a sponsor, who may also collaborate', async () => {
    const found = await data(`{ sponsor(name: "institute of slow breathing, ltd.") { name ${STUDIES} } }`);
    expect(found).toEqual({
      sponsor: { name: 'Institute of Slow Breathing, Ltd.', studies: nodes('2', '3') },
    });
  });

  it('narrows the studies of a term by a filter, which cannot replace the term', async () => {
    const filter = 'filter: { sponsor: "beekeepers" }';
    expect(
      await data(
        `{ intervention(name: "honey drops") { studies(${filter}) { nodes { nctId } totalCount } } }`,
      ),
    ).toEqual({ intervention: { studies: { ...nodes('3'), totalCount: 1 } } });
  });

  it('finds a MeSH heading, what is above it, and the studies at or below it', async () => {
    const query = (id: string) => `{ meshTerm(id: "${id}") { id term ancestors { term } ${STUDIES} } }`;
    expect(await data(query('D003371'))).toEqual({
      meshTerm: { ...COUGH, ancestors: [{ term: SIGNS.term }], studies: nodes('1', '2') },
    });
    // Nothing is indexed under it itself, so no study tells what is above it.
    expect(await data(query('D012818'))).toEqual({
      meshTerm: { ...SIGNS, ancestors: null, studies: nodes('1', '2') },
    });
    expect(await data(query('D006722'))).toEqual({
      meshTerm: { ...HONEY, ancestors: [{ term: FOODS.term }], studies: nodes('3') },
    });
  });

  it('tells what was understood by the names a caller knows', async () => {
    const list = 'studies(filter: { phase: [PHASE2] }) { appliedFilters { part meaning } }';
    const found = await data(
      `{ condition(name: "Chronic Cough") { ${list} } intervention(name: "Honey drops") { ${list} } sponsor(name: "Society of Beekeepers") { ${list} } meshTerm(id: "D003371") { ${list} } }`,
    );
    const meanings = {
      condition: 'Condition is Chronic Cough',
      intervention: 'InterventionName is Honey drops',
      sponsor: 'LeadSponsorName or CollaboratorName is Society of Beekeepers',
      meshTerm: 'a condition or intervention is MeSH D003371 or lies below it',
    };
    for (const [part, meaning] of Object.entries(meanings)) {
      expect(found[part].studies.appliedFilters).toEqual([
        { part: 'phase', meaning: 'Phase is one of PHASE2' },
        { part, meaning },
      ]);
    }
  });

  it('answers null for what no study names', async () => {
    expect(
      await data(
        '{ condition(name: "Hiccups") { name } intervention(name: "Vinegar") { name } sponsor(name: "Nobody") { name } meshTerm(id: "D999999") { term } }',
      ),
    ).toEqual({ condition: null, intervention: null, sponsor: null, meshTerm: null });
  });

  it('refuses what cannot be a name or an id, and answers the rest', async () => {
    const { data, errors } = await gateway.ask(
      '{ condition(name: " ") { name } meshTerm(id: "cough") { term } study(nctId: "NCT10000001") { nctId } }',
    );
    expect(data).toEqual({ condition: null, meshTerm: null, study: { nctId: 'NCT10000001' } });
    expect(errors?.[0]?.message).toBe('`name` has no letter or digit: a name is needed.');
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
      [['condition'], { code: 'BAD_USER_INPUT', argument: 'name' }],
      [['meshTerm'], expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'id' })],
    ]);
  });

  it('tells how the registry and the store stand', async () => {
    const { registry } = await data(
      '{ registry { mode reachable apiVersion dataTimestamp studyCount retryAfter mirror { studyCount newestFetchedAt } } }',
    );
    expect(registry).toEqual({
      mode: mode.toUpperCase(),
      retryAfter: null,
      ...(mode === 'mirror'
        ? { reachable: false, apiVersion: null, dataTimestamp: null, studyCount: null }
        : { reachable: true, apiVersion: '2.0.5', dataTimestamp: '2026-10-07T09:00:06', studyCount: 3 }),
      mirror: { studyCount: 3, newestFetchedAt: '2026-10-06T10:00:00.000Z' },
    });
  });
});

describe('what is above a MeSH heading', () => {
  const MUCUS = term('D009093', 'Mucus');
  const [COUGH_AND_LUNG, COUGH_AND_MUCUS] = [
    [COUGH, LUNG],
    [COUGH, MUCUS],
  ];
  type Index = readonly [meshes: JsonObject[], ancestors: JsonObject[]];

  it.each<readonly [string, readonly Index[], JsonObject[] | null]>([
    [
      'exactly, from a study of this heading alone',
      [
        [COUGH_AND_LUNG, [SIGNS, TRACT]],
        [[COUGH], [SIGNS]],
      ],
      [SIGNS],
    ],
    ['nothing, for a heading at the top', [[[COUGH], []]], []],
    ['nothing, where there is nothing above any of them', [[COUGH_AND_LUNG, []]], []],
    [
      'what several studies share',
      [
        [COUGH_AND_LUNG, [SIGNS, TRACT]],
        [COUGH_AND_MUCUS, [FOODS, SIGNS]],
      ],
      [SIGNS],
    ],
    ['null where one study has more headings', [[COUGH_AND_LUNG, [SIGNS, TRACT]]], null],
    [
      'null where the same other heading is always beside it',
      [
        [COUGH_AND_LUNG, [SIGNS, TRACT]],
        [
          [...COUGH_AND_LUNG, MUCUS],
          [FOODS, SIGNS, TRACT],
        ],
      ],
      null,
    ],
    ["null where it is nobody's heading", [[[LUNG], [COUGH, SIGNS]]], null],
  ])('is told %s', async (_, indexes, ancestors) => {
    const found = indexes.map(([meshes, above], i) =>
      aRecord({ nctId: `NCT1000000${i + 1}`, raw: browse('conditionBrowseModule', meshes, above) }),
    );
    await using double = await startRegistryDouble(found);
    await using gateway = await openTestGateway({ registryUrl: double.url });
    const { data, errors } = await gateway.ask('{ meshTerm(id: "D003371") { term ancestors { id term } } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ meshTerm: { term: 'Cough', ancestors } });
  });

  it('is null when the registry fails, and the study that mentions the heading stays', async () => {
    await using double = await startRegistryDouble(RECORDS);
    await using gateway = await openTestGateway({ registryUrl: double.url, editionFreshMs: 60_000 });
    const ofStudy = (field: string) =>
      `{ study(nctId: "NCT10000002") { briefTitle conditionBrowse { meshes { term ${field} } } } }`;
    await gateway.ask(ofStudy('id')); // from here on the study itself is known
    double.fail({ status: 500 }, { times: 100 });
    const { data, errors } = await gateway.ask(ofStudy('ancestors { term }'));
    expect(data.study.conditionBrowse.meshes).toEqual([{ term: 'Cough', ancestors: null }]);
    expect(errors?.map(({ path }) => path)).toEqual([['study', 'conditionBrowse', 'meshes', 0, 'ancestors']]);
  });
});

describe('asking the registry about terms', () => {
  it('looks for a MeSH heading once, however often a request mentions it', async () => {
    await using double = await startRegistryDouble(RECORDS);
    await using gateway = await openTestGateway({ registryUrl: double.url, editionFreshMs: 60_000 });
    const { errors } = await gateway.ask(
      '{ a: meshTerm(id: "D003371") { term ancestors { term } } b: meshTerm(id: "D003371") { ancestors { term } } }',
    );
    expect(errors).toBeUndefined();
    expect(double.requests.filter(({ url }) => url.pathname.endsWith('/studies'))).toHaveLength(1);
  });

  it('tells of an unreachable registry without an error', async () => {
    await using double = await startRegistryDouble([]);
    double.fail({ status: 503, retryAfter: 60 }, { times: 100 });
    await using gateway = await openTestGateway({
      registryUrl: double.url,
      client: { circuit: { failures: 1 } },
    });
    const { data, errors } = await gateway.ask('{ registry { reachable retryAfter apiVersion studyCount } }');
    expect(data.registry).toEqual({
      reachable: false,
      retryAfter: expect.any(Number),
      apiVersion: null,
      studyCount: null,
    });
    expect(errors).toBeUndefined();
  });

  it.each([
    ['what is no answer', 'not-json', 'UPSTREAM_MALFORMED'],
    ['an outage of this alone', { status: 503 }, 'UPSTREAM_UNAVAILABLE'],
  ] as const)('tells of %s as of any failure', async (_, fault, code) => {
    await using double = await startRegistryDouble([]);
    double.fail(fault, { times: 100, path: '/stats' });
    await using gateway = await openTestGateway({ registryUrl: double.url });
    const { data, errors } = await gateway.ask('{ registry { reachable studyCount } }');
    expect(data.registry).toEqual({ reachable: true, studyCount: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.['code']])).toEqual([
      [['registry', 'studyCount'], code],
    ]);
  });
});
