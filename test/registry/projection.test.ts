import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { minimal } from '../../src/registry/projection.ts';
import { globalId } from '../../src/shared/node.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { openTestGateway, type TestGateway } from '../support/test-gateway.ts';

let double: RegistryDouble;
let gateway: TestGateway;
beforeAll(async () => {
  double = await startRegistryDouble(records(3));
  gateway = await openTestGateway({ registryUrl: double.url, cache: { ttlMs: 1 }, editionFreshMs: 60_000 });
  await gateway.ask('{ studies { nodes { nctId } } }');
});
beforeEach(() => double.forget());
afterAll(async () => {
  await gateway.close();
  await double.close();
});

const ID = 'protocolSection.identificationModule';
const ALWAYS = [`${ID}.nctId`, `${ID}.nctIdAliases`];
/** The fields that a question makes us ask the registry for, without those that are always asked for. */
async function fieldsOf(query: string, variables = {}): Promise<readonly (readonly string[])[]> {
  double.forget();
  const { errors } = await gateway.ask(query, variables);
  expect(errors).toBeUndefined();
  return double.requests
    .map(({ url }) => url.searchParams.get('fields')!.split('|'))
    .map(fields => {
      for (const each of ALWAYS) expect(fields).toContain(each);
      return fields.filter(each => !ALWAYS.includes(each));
    });
}
/** The same for what is selected of one study. */
async function ofStudy(selection: string, { fragments = '', declared = '', variables = {} } = {}) {
  const query = `query ${declared} { study(nctId: "NCT10000001") ${selection} } ${fragments}`;
  const [fields, ...others] = await fieldsOf(query, variables);
  expect(others).toEqual([]);
  return fields;
}

const ARMS = 'protocolSection.armsInterventionsModule.armGroups';
const INTERVENTIONS = 'protocolSection.armsInterventionsModule.interventions';

describe('the selection of a study becomes the fields of the request', () => {
  it.each<[string, string[]]>([
    ['{ nctId }', []],
    ['{ __typename }', []],
    ['{ id }', []],
    ['{ briefTitle title: officialTitle }', [`${ID}.briefTitle`, `${ID}.officialTitle`]],
    ['{ briefSummary { text } }', ['protocolSection.descriptionModule.briefSummary']],
    ['{ arms { label } }', [`${ARMS}.label`]],
    ['{ arms { __typename } }', [ARMS]],
    ['{ phases phasesText }', ['protocolSection.designModule.phases']],
    ['{ hasResults }', ['hasResults']],
  ])('%s', async (selection, fields) => {
    expect(await ofStudy(selection)).toEqual(fields);
  });

  it('through fragments, named or not, on the type or on an interface it has', async () => {
    const fields = [`${ID}.acronym`, `${ID}.briefTitle`, `${ARMS}.label`].sort();
    expect(
      await ofStudy('{ ...Titles ... { acronym } ... on Node { id } ... on Study { arms { ...Arm } } }', {
        fragments: 'fragment Titles on Study { briefTitle } fragment Arm on Arm { label }',
      }),
    ).toEqual(fields);
  });

  it('of several fields of one name, merged', async () => {
    expect(
      await ofStudy('{ arms { label } ...More }', { fragments: 'fragment More on Study { arms { type } }' }),
    ).toEqual([`${ARMS}.label`, `${ARMS}.type`]);
  });

  it('an ancestor swallows what lies below it', async () => {
    expect(await ofStudy('{ arms { label __typename } b: arms { __typename } }')).toEqual([ARMS]);
  });

  it('sideways too: what a link selects is fetched where it leads', async () => {
    const fields = await ofStudy('{ arms { interventions { description { source } } } }');
    expect(fields).toContain(`${INTERVENTIONS}.description`);
    expect(fields).not.toContain(INTERVENTIONS);
    expect(fields!.every(field => field.startsWith(ARMS) || field.startsWith(INTERVENTIONS))).toBe(true);
  });

  it('without what is skipped, judged anew for every request', async () => {
    const selection =
      '{ briefTitle @skip(if: $terse) officialTitle @include(if: $full) acronym @include(if: false) }';
    const declared = '($terse: Boolean!, $full: Boolean!)';
    for (const [terse, full] of [
      [false, true],
      [true, true],
      [false, false],
      [true, false],
    ])
      expect(await ofStudy(selection, { declared, variables: { terse, full } })).toEqual([
        ...(terse ? [] : [`${ID}.briefTitle`]),
        ...(full ? [`${ID}.officialTitle`] : []),
      ]);
  });

  it('the same when the question is asked again', async () => {
    const first = await ofStudy('{ briefTitle arms { label } }');
    expect(await ofStudy('{ briefTitle arms { label } }')).toEqual(first);
  });
});

describe('wherever studies are found', () => {
  const TITLE = [`${ID}.briefTitle`];

  it.each<[string, string]>([
    ['nodes of a list', '{ studies { nodes { briefTitle } } }'],
    ['edges of a list', '{ studies { edges { node { briefTitle } } } }'],
    ['both', '{ studies { edges { node { nctId } } nodes { briefTitle } } }'],
    [
      'fragments of a list',
      '{ studies { ...Page } } fragment Page on StudyConnection { nodes { ... on Study { briefTitle } } }',
    ],
    ['node', `{ node(id: "${globalId('Study', 'NCT10000001')}") { id ... on Study { briefTitle } } }`],
    ['nodes', `{ nodes(ids: ["${globalId('Study', 'NCT10000001')}"]) { ... on Study { briefTitle } } }`],
  ])('%s', async (_, query) => {
    expect(await fieldsOf(query)).toEqual([TITLE]);
  });

  it('a list asks for nothing but numbers where no study is selected', async () => {
    expect(await fieldsOf('{ studies { pageInfo { hasNextPage } } }')).toEqual([[]]);
  });

  it('the total is asked for where it is selected, by whatever way, and not where it is skipped', async () => {
    const counts = async (selection: string, variables = {}) => {
      double.forget();
      await gateway.ask(
        `query ($no: Boolean = false) { studies { nodes { nctId } ${selection} } } fragment Total on StudyConnection { totalCount @include(if: $no) }`,
        variables,
      );
      return double.requests.some(({ url }) => url.searchParams.has('countTotal'));
    };
    expect(await counts('...Total', { no: true })).toBe(true);
    expect(await counts('n: totalCount ...Total')).toBe(true);
    expect(await counts('... { totalCount } ...Total')).toBe(true);
    expect(await counts('...Total')).toBe(false);
    expect(await counts('totalCount @skip(if: true) ...Total')).toBe(false);
    expect(await counts('... @include(if: $no) { totalCount } ...Total')).toBe(false);
  });
});

it('paths are minimal: sorted, without descendants and without the study itself', () => {
  expect(minimal(new Set(['b.c.d', 'a', 'b.c', '', 'a.b', 'bb.c']))).toEqual(['a', 'b.c', 'bb.c']);
});
