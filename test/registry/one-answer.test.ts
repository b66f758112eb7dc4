import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { foundAtRegistry } from '../../src/registry/live.source.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import { createSchema } from '../../src/server/schema.ts';
import { globalId } from '../../src/shared/node.ts';
import { createRegistryAsker, type Data } from '../support/ask-registry.ts';
import { compareRecord } from '../support/compare-record.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { everyFieldOfStudy, publishedLeaves } from '../support/schema-fields.ts';

type Asker = Awaited<ReturnType<typeof createRegistryAsker>>;

const records = await readSample();
const leaves = publishedLeaves(await createSchema());
const ids = records.map(record => globalId('Study', nctIdOf(record)!));

/** What is selected of a leaf that is an object: a text in its verbatim form. */
const FORMS: readonly string[] = ['', '{ source }', '{ text }', '{ name }', '{ lat lon }'];

describe('one answer, whatever else is selected', () => {
  let registry: RegistryDouble;
  let projected: Asker;
  let whole: Asker;
  beforeAll(async () => {
    registry = await startRegistryDouble(records);
    projected = await createRegistryAsker(registry.url);
    const byId = new Map(records.map(record => [nctIdOf(record)!, foundAtRegistry(record)]));
    const everything = async (asked: readonly string[]) => new Map(asked.map(id => [id, byId.get(id)!]));
    whole = await createRegistryAsker(registry.url, { wrap: live => ({ ...live, byIds: everything }) });
  });
  afterAll(async () => {
    projected.close();
    whole.close();
    await registry.close();
  });

  const answerOf = async (asker: Asker, selection: string): Promise<Data> => {
    const query = `query Leaf($ids: [ID!]!) { nodes(ids: $ids) { ... on Study ${selection} } }`;
    const { data, errors } = await asker.ask(query, { ids });
    expect(errors, selection).toBeUndefined();
    return data.nodes;
  };

  const selectionOf = (field: string, form: string): string =>
    field
      .split('.')
      .slice(1)
      .reduceRight(
        (inner, name) => `{ ${name}${name === 'locations' ? '(first: 1000)' : ''} ${inner} }`,
        form,
      );

  it.each(leaves.map(({ field }) => field))('%s', async field => {
    const form = FORMS.find(each => isValid(projected, selectionOf(field, each)))!;
    const selection = selectionOf(field, form);
    expect(await answerOf(projected, selection)).toEqual(await answerOf(whole, selection));
  });

  it('the whole record, every field selected, is the sample as it lies on disk', async () => {
    const selection = everyFieldOfStudy(projected.schema);
    const query = `query All($ids: [ID!]!, $after: String) { nodes(ids: $ids) { ... on Study ${selection} } }`;
    const { data, errors } = await projected.ask(query, { ids, after: null });
    expect(errors).toBeUndefined();
    for (const [i, record] of records.entries())
      expect(compareRecord(projected.schema, record, data.nodes[i])).toEqual([]);
  });

  it('the comparison notices a lost, a changed and an added value', async () => {
    const [record] = records;
    const selection = everyFieldOfStudy(projected.schema);
    const { data } = await projected.ask(
      `query All($id: NctId!, $after: String) { study(nctId: $id) ${selection} }`,
      {
        id: nctIdOf(record!),
        after: null,
      },
    );
    const { briefTitle, overallStatus } = data.study;
    const changes = [
      { briefTitle: null },
      { briefTitle: `${briefTitle} ` },
      { arms: data.study.arms.slice(1) },
      { acronym: 'MADE UP' },
      { overallStatus: overallStatus === 'UNKNOWN' ? 'COMPLETED' : 'UNKNOWN' },
      { overallStatus: 'UNRECOGNISED' },
      { hasResults: !data.study.hasResults },
    ];
    for (const change of changes) {
      expect(
        compareRecord(projected.schema, record!, { ...data.study, ...change }),
        JSON.stringify(change),
      ).not.toEqual([]);
    }
    const more = { ...record, laterSection: { added: 'by the registry' } };
    expect(compareRecord(projected.schema, more, data.study).map(({ path }) => path)).toEqual([
      'laterSection.added',
    ]);
  });
});

function isValid({ schema }: Asker, selection: string): boolean {
  return validate(schema, parse(`{ study(nctId: "NCT02888704") ${selection} }`)).length === 0;
}
