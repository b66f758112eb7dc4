import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { MAX_URL_BYTES, studiesPath } from '../../src/registry/client-url.ts';
import { requestFields } from '../../src/registry/live.source.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { createSchema } from '../../src/server/schema.ts';
import { globalId } from '../../src/shared/node.ts';
import { corpusBatches, corpusFile } from '../support/corpus.ts';
import { aRecord, records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { leafPaths } from '../support/registry-double-fields.ts';
import { everyFieldOfStudy } from '../support/schema-fields.ts';
import { openTestGateway, type TestGateway } from '../support/test-gateway.ts';

const ARMS_AND_OUTCOMES =
  '{ nctId arms { label type interventions { name type } } outcomes { type measure timeFrame } }';
/** One question about many studies, each under an alias of its own. */
const byAlias = (ids: readonly string[], selection: string) =>
  `{ ${ids.map((id, i) => `a${i}: study(nctId: "${id}") ${selection}`).join('\n')} }`;
const idsOf = (list: readonly StudyRecord[]) => list.map(record => nctIdOf(record)!);
interface Figures {
  readonly full: number;
  readonly received: number;
}
const percent = ({ full, received }: Figures) => `${((received / full) * 100).toFixed(2)} %`;

async function askForAll(list: readonly StudyRecord[]): Promise<Figures> {
  await using double = await startRegistryDouble(list);
  await using gateway = await openTestGateway({ registryUrl: double.url });
  const { data, errors } = await gateway.ask(byAlias(idsOf(list), ARMS_AND_OUTCOMES));
  expect(errors).toBeUndefined();
  expect(Object.values(data).map(study => (study as { nctId: string }).nctId)).toEqual(idsOf(list));
  expect(double.requests).toHaveLength(1);
  const full = list.reduce((sum, record) => sum + Buffer.byteLength(JSON.stringify(record)), 0);
  return { full, received: double.bytesSent };
}

describe('fifty studies by alias fields, with arms and outcome measures', () => {
  it('of the sample data set: one call, under 10 % of the bytes', async () => {
    const sizeOf = (record: StudyRecord) => JSON.stringify(record).length;
    const fullest = (await readSample()).toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, 50);
    const figures = await askForAll(fullest);
    console.log(
      `50 sample studies: 1 call, ${figures.received} of ${figures.full} bytes, ${percent(figures)}`,
    );
    expect(figures.received / figures.full).toBeLessThan(0.1);
  });

  if (!corpusFile) console.warn('REGISTRY_CORPUS is not set: bytes were not measured on real records.');
  it.skipIf(!corpusFile)(
    'of the registry: one call each, under 10 % of the bytes in all',
    async () => {
      const lists: Figures[] = [];
      for await (const list of corpusBatches(corpusFile!, 50)) lists.push(await askForAll(list));
      const sum = {
        full: lists.reduce((total, { full }) => total + full, 0),
        received: lists.reduce((total, { received }) => total + received, 0),
      };
      const sorted = lists.toSorted((a, b) => a.received / a.full - b.received / b.full);
      console.log(
        `${lists.length} lists of 50 real studies: 1 call each, ${sum.received} of ${sum.full} bytes, ${percent(sum)};`,
        `the best list ${percent(sorted[0]!)}, the median ${percent(sorted[Math.floor(sorted.length / 2)]!)}, the worst ${percent(sorted.at(-1)!)}`,
      );
      expect(sum.received / sum.full).toBeLessThan(0.1);
    },
    120_000,
  );
});

describe('questions about studies', () => {
  let double: RegistryDouble;
  let gateway: TestGateway;
  beforeEach(async () => {
    double = await startRegistryDouble([
      ...records(250),
      aRecord({ nctId: 'NCT02000002', aliases: ['NCT01000001'], briefTitle: 'The survivor' }),
    ]);
    gateway = await openTestGateway({ registryUrl: double.url });
  });
  afterEach(async () => {
    await gateway.close();
    await double.close();
  });
  const hundreds = (count: number) => idsOf(records(count));

  it('become one call for whatever each of them selects, and every one is answered in full', async () => {
    const { data, errors } = await gateway.ask(`{
      title: study(nctId: "NCT10000001") { briefTitle }
      again: study(nctId: "nct10000001") { overallStatus }
      other: study(nctId: "NCT10000002") { arms { label } }
      node(id: "${globalId('Study', 'NCT10000003')}") { ... on Study { conditions { name } } }
      nobody: study(nctId: "NCT77777777") { briefTitle }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      title: { briefTitle: 'Honey Drops for Long-lasting Cough, Part 1' },
      again: { overallStatus: 'COMPLETED' },
      other: { arms: [{ label: 'Honey drops' }, { label: 'Plain drops' }] },
      node: { conditions: [{ name: 'Chronic Cough' }] },
      nobody: null,
    });
    expect(double.requests).toHaveLength(1);
    expect(double.requests[0]!.url.searchParams.get('filter.ids')?.split('|')).toHaveLength(4);
  });

  it('find a study by an obsolete number, beside its current one', async () => {
    const { data } = await gateway.ask(
      byAlias(['NCT01000001', 'NCT02000002', 'NCT10000001'], '{ nctId briefTitle }'),
    );
    const survivor = { nctId: 'NCT02000002', briefTitle: 'The survivor' };
    expect(data).toMatchObject({ a0: survivor, a1: survivor, a2: { nctId: 'NCT10000001' } });
    expect(double.requests).toHaveLength(1);
  });

  it('are split at a hundred numbers a call', async () => {
    const { data, errors } = await gateway.ask(byAlias(hundreds(250), '{ nctId }'));
    expect(errors).toBeUndefined();
    expect(Object.values(data)).toEqual(hundreds(250).map(nctId => ({ nctId })));
    const sizes = double.requests.map(({ url }) => url.searchParams.get('filter.ids')!.split('|').length);
    expect(sizes).toEqual([100, 100, 50]);
  });

  it('ask once for the edition of the data, however many studies tell of their source', async () => {
    const { data, errors } = await gateway.ask(
      byAlias(hundreds(50), '{ source { origin stale registryDataTimestamp } }'),
    );
    expect(errors).toBeUndefined();
    const source = { origin: 'REGISTRY', stale: false, registryDataTimestamp: '2026-10-07T09:00:06' };
    expect(Object.values(data)).toEqual(hundreds(50).map(() => ({ source })));
    expect(double.requests.map(({ url }) => url.pathname)).toEqual(['/api/v2/studies', '/api/v2/version']);
  });

  it('do without the edition where it cannot be had', async () => {
    double.fail({ status: 500 }, { path: '/version', times: 10 });
    const { data, errors } = await gateway.ask(
      byAlias(['NCT10000001'], '{ nctId source { origin registryDataTimestamp } }'),
    );
    expect(errors).toBeUndefined();
    expect(data.a0).toEqual({
      nctId: 'NCT10000001',
      source: { origin: 'REGISTRY', registryDataTimestamp: null },
    });
  });

  it.each([
    ['a literal', '', '"NCT10000001|NCT10000002"'],
    ['a variable', '($bad: NctId!)', '$bad'],
  ])('are answered although one number is none, given as %s', async (_, variables, bad) => {
    const { status, data, errors } = await gateway.ask(
      `query ${variables} { good: study(nctId: "NCT10000001") { nctId } bad: study(nctId: ${bad}) { nctId arms { label } } }`,
      { bad: 'NCT00000000' },
    );
    expect(status).toBe(200);
    expect(data).toEqual({ good: { nctId: 'NCT10000001' }, bad: null });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['bad'],
        extensions: {
          code: 'BAD_USER_INPUT',
          argument: 'nctId',
          expected: 'NCT and up to eight digits, such as NCT02888704',
        },
      }),
    ]);
    expect(double.requests.map(({ url }) => url.searchParams.get('filter.ids'))).toEqual(['NCT10000001']);
    expect(double.requests[0]!.url.searchParams.get('fields')).not.toContain('armGroups');
  });

  it('with nothing but bad numbers do not reach the registry', async () => {
    const { data } = await gateway.ask(byAlias(['x', ''], '{ nctId }'));
    expect(data).toEqual({ a0: null, a1: null });
    expect(double.requests).toEqual([]);
  });
});

describe('what is asked again', () => {
  it('comes from the cache until its time is over, and a study that is not there likewise', async () => {
    await using double = await startRegistryDouble(records(2));
    await using gateway = await openTestGateway({ registryUrl: double.url, cache: { ttlMs: 200 } });
    const question = byAlias(['NCT10000001', 'NCT77777777'], '{ briefTitle }');
    const { data } = await gateway.ask(question);
    expect((await gateway.ask(question)).data).toEqual(data);
    expect(double.requests).toHaveLength(1);
    await gateway.ask(byAlias(['NCT10000001', 'NCT77777777'], '{ acronym }'));
    expect(double.requests).toHaveLength(2);
    await sleep(250);
    expect((await gateway.ask(question)).data).toEqual(data);
    expect(double.requests).toHaveLength(3);
  });

  it('is asked of the registry again where the cache has no room for it', async () => {
    const long = { detailedDescription: 'ä'.repeat(2_000) }; // 4,000 bytes
    await using double = await startRegistryDouble(records(3, long));
    await using gateway = await openTestGateway({ registryUrl: double.url, cache: { maxBytes: 10_000 } });
    const askFor = (id: string) => gateway.ask(byAlias([id], '{ nctId detailedDescription { source } }'));
    for (const id of ['NCT10000001', 'NCT10000002', 'NCT10000003']) await askFor(id);
    double.forget();
    for (const id of ['NCT10000003', 'NCT10000002']) await askFor(id);
    expect(double.requests).toHaveLength(0);
    await askFor('NCT10000001');
    expect(double.requests).toHaveLength(1);
  });

  it('meanwhile shares the call under way, also when one caller hangs up', async () => {
    await using double = await startRegistryDouble(records(1));
    double.fail({ slowMs: 400 });
    await using gateway = await openTestGateway({ registryUrl: double.url });
    const impatient = new AbortController();
    const question = byAlias(['NCT10000001'], '{ nctId }');
    const givenUp = gateway.ask(question, {}, impatient.signal);
    givenUp.catch(() => {});
    const others = [gateway.ask(question), gateway.ask(question)];
    await sleep(200);
    impatient.abort();
    await expect(givenUp).rejects.toThrow();
    for (const { data, errors } of await Promise.all(others)) {
      expect(errors).toBeUndefined();
      expect(data).toEqual({ a0: { nctId: 'NCT10000001' } });
    }
    expect(double.requests).toHaveLength(1);
  });

  it('is not asked for any longer once every caller has hung up', async () => {
    await using double = await startRegistryDouble(records(1));
    double.fail('hang');
    await using gateway = await openTestGateway({ registryUrl: double.url });
    const impatient = new AbortController();
    const givenUp = gateway.ask(byAlias(['NCT10000001'], '{ nctId }'), {}, impatient.signal);
    givenUp.catch(() => {});
    while (double.requests.length === 0) await sleep(5);
    impatient.abort();
    await expect.poll(() => double.connections).toBe(0);
    expect(double.requests).toHaveLength(1);
    const { data } = await gateway.ask(byAlias(['NCT10000001'], '{ nctId }'));
    expect(data).toEqual({ a0: { nctId: 'NCT10000001' } });
  });
});

describe('the URL of a request', () => {
  const query = (ids: readonly string[], fields: readonly string[]) =>
    studiesPath({ params: { 'filter.ids': ids.join('|') }, fields, pageSize: ids.length });
  const hundredIds = idsOf(records(100));

  it('stays below 8 kB with a hundred numbers and every one of the 342 leaves', () => {
    expect(leafPaths()).toHaveLength(342);
    const taken = encodeURIComponent(hundredIds.join('|')).length;
    const fields = requestFields(leafPaths(), taken);
    expect(query(hundredIds, fields).length).toBeLessThan(MAX_URL_BYTES - 300);
    const covered = (leaf: string) => fields.some(field => leaf === field || leaf.startsWith(`${field}.`));
    expect(leafPaths().filter(leaf => !covered(leaf))).toEqual([]);
  });

  it('stays below 8 kB whatever is selected, and nothing that was asked for is left out', () => {
    fc.assert(
      fc.property(fc.subarray([...leafPaths()]), fc.integer({ min: 0, max: 5_000 }), (leaves, taken) => {
        const fields = requestFields(leaves, taken);
        expect(encodeURIComponent(fields.join('|')).length + taken).toBeLessThan(MAX_URL_BYTES - 500);
        expect(
          leaves.filter(leaf => !fields.some(field => leaf === field || leaf.startsWith(`${field}.`))),
        ).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('stays below 8 kB through the schema: every field of a study, by number and by a long search', async () => {
    await using double = await startRegistryDouble(await readSample());
    await using gateway = await openTestGateway({ registryUrl: double.url });
    const selection = everyFieldOfStudy(await createSchema());
    const whole = await gateway.ask(`query ($after: String) { study(nctId: "NCT02888704") ${selection} }`);
    expect(whole.errors).toBeUndefined();
    const term = 'kühl '.repeat(199); // 2.3 kB once encoded
    const found = await gateway.ask(
      `query ($after: String, $term: String!) { studies(filter: { term: $term, condition: $term }) { totalCount nodes ${selection} } }`,
      { term },
    );
    expect(found.errors).toBeUndefined();
    const lengths = double.requests.map(({ url }) => url.href.length);
    expect(Math.max(...lengths)).toBeGreaterThan(5_000);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(MAX_URL_BYTES);
  });
});
