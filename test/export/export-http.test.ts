import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSample, readSample } from '../../src/mirror/sample.ts';
import { createStudyRepository } from '../../src/mirror/study.repository.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import { STUDY_COLUMNS } from '../../src/registry/study-columns.ts';
import { createLogger } from '../../src/shared/log.ts';
import type { Data } from '../support/ask-registry.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { aRecord } from '../support/record-builder.ts';
import { openTestGateway, store, type TestGateway } from '../support/test-gateway.ts';
import { readCsv } from './csv-reader.ts';
import { createExportClient, linesOf, NOWHERE, type Params } from './export-client.ts';
import { USUAL_VALUES } from './usual-values.ts';

const sample = await readSample();
const byId = new Map(sample.map(record => [nctIdOf(record)!, record]));

/** What a cell must have for a value of the record. */
const cellOf = (value: unknown): string => {
  const text = Array.isArray(value) ? value.join(' | ') : value === null ? '' : String(value);
  return typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
};

describe.each(databases)('the export of the sample data set on $kind', ({ open }) => {
  let stored: TestDatabase;
  let gateway: TestGateway;
  const { request, text, table, idsIn } = createExportClient(() => gateway.url);

  beforeAll(async () => {
    stored = await open();
    await loadSample(createStudyRepository(stored.database), createLogger('silent'));
    gateway = await openTestGateway({ registryUrl: NOWHERE, database: stored.database, mode: 'mirror' });
  });
  afterAll(async () => {
    await gateway.close();
    await stored.dispose();
  });

  it('is the sample data set as CSV, every usual column of every study', async () => {
    const response = await request({});
    const [names, ...rows] = readCsv(await response.text());
    expect(names).toEqual(Object.keys(USUAL_VALUES));
    expect(rows.map(row => row[0])).toEqual([...byId.keys()].sort());
    for (const row of rows) {
      const record = byId.get(row[0]!)!;
      expect(Object.fromEntries(row.map((cell, i) => [names![i]!, cell]))).toEqual(
        Object.fromEntries(
          Object.entries(USUAL_VALUES).map(([name, value]) => [name, cellOf(value(record))]),
        ),
      );
    }
  });

  it('says what it is and where it comes from', async () => {
    const date = new Date().toISOString().slice(0, 10);
    const { headers } = await request({ limit: '2' });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="studies-${date}.csv"`,
      'x-total-count': '65',
      'x-origin': 'SAMPLE',
      'x-complete': 'false',
    });
    expect(headers.has('x-data-timestamp')).toBe(false);
    const lines = await request({ format: 'ndjson' });
    expect(Object.fromEntries(lines.headers)).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-disposition': `attachment; filename="studies-${date}.ndjson"`,
    });
    const head = await request({ format: 'ndjson' }, { method: 'HEAD' });
    expect([head.status, head.headers.get('x-total-count'), await head.text()]).toEqual([200, '65', '']);
  });

  it('does not pass the sample off as a copy where something was copied as well', async () => {
    const nctId = 'NCT00000001';
    await store(stored.database, [aRecord({ nctId })]);
    const originOf = async (params: Params) => (await request(params)).headers.get('x-origin');
    expect(await originOf({})).toBe('SAMPLE');
    expect((await table({ columns: 'nctId,origin', limit: '2' })).map(row => row['origin'])).toEqual([
      'MIRROR',
      'SAMPLE',
    ]);
    expect(await originOf({ filter: { ids: [nctId] } })).toBe('MIRROR');
    for (const name of ['study', 'study_search', 'study_location'])
      await stored.database.query(`delete from ${name} where nct_id = '${nctId}'`);
  });

  it('gives the stored records as they are, one JSON object a line', async () => {
    const lines = linesOf(await text({ format: 'ndjson' }));
    expect(lines).toEqual([...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record));
  });

  it('gives the columns that are named, in their order, as a table or as objects', async () => {
    const columns =
      'enrollment, hasResults,phases ,LeadSponsorName,protocolSection.contactsLocationsModule.locations.city';
    const names = columns.split(',').map(name => name.trim());
    const csv = readCsv(await text({ columns, filter: { ids: ['NCT04137562'] } }));
    expect(csv).toEqual([
      names,
      ['118', 'false', 'PHASE2', 'EHL Bio Co., Ltd.', 'Daejeon | Ansan-si | Seoul | Seoul | Seoul | Incheon'],
    ]);
    const [line] = linesOf(await text({ columns, format: 'ndjson', filter: { ids: ['NCT04137562'] } }));
    expect(Object.entries(line)).toEqual([
      ['enrollment', 118],
      ['hasResults', false],
      ['phases', ['PHASE2']],
      ['LeadSponsorName', 'EHL Bio Co., Ltd.'],
      [names[4], ['Daejeon', 'Ansan-si', 'Seoul', 'Seoul', 'Seoul', 'Incheon']],
    ]);
    const all = STUDY_COLUMNS.map(({ name }) => name).join(',');
    const whole = linesOf(await text({ columns: all, format: 'ndjson' }));
    expect(whole).toHaveLength(65);
    for (const study of whole)
      expect(study).toMatchObject({
        origin: 'SAMPLE',
        enrollment: USUAL_VALUES['enrollment']!(byId.get(study.nctId)),
      });
  });

  it('finds, sorts and cuts short as a question to GraphQL does', async () => {
    const QUERY = `query ($filter: StudyFilter, $sort: [StudySort!], $first: Int) {
      studies(filter: $filter, sort: $sort, first: $first) { totalCount nodes { nctId } } }`;
    for (const { limit, ...search } of [
      { filter: { condition: 'asthma' } },
      { filter: { phase: ['PHASE3'], overallStatus: ['COMPLETED'] } },
      { filter: { essie: 'AREA[LeadSponsorClass]NIH OR AREA[Phase]PHASE1' }, limit: 3 },
      { sort: [{ field: 'START_DATE', direction: 'ASC' }] },
      { sort: [{ field: 'ENROLLMENT' }, { field: 'START_DATE', direction: 'ASC' }], limit: 40 },
      { filter: { term: 'cell' }, sort: [{ field: 'RELEVANCE' }], limit: 5 },
      { filter: { ids: ['NCT77777777'] } },
      { limit: 65 },
      { limit: 66 },
    ] as { filter?: object; sort?: object[]; limit?: number }[]) {
      const { data } = await gateway.ask(QUERY, { ...search, first: limit ?? 1_000 });
      const params = { ...search, ...(limit && { limit }) };
      expect(await idsIn(params)).toEqual(data.studies.nodes.map(({ nctId }: Data) => nctId));
      expect((await request(params)).headers.get('x-total-count')).toBe(String(data.studies.totalCount));
      expect(linesOf(await text({ ...params, format: 'ndjson' }))).toHaveLength(data.studies.nodes.length);
    }
  });

  it.each<[Params, string, (string | RegExp)?]>([
    [{ filter: 'asthma' }, 'filter', /no JSON/],
    [{ filter: { colour: 'red' } }, 'filter', /colour/],
    [{ filter: { phase: ['PHASE9'] } }, 'filter.phase.0', /PHASE9/],
    [{ filter: { phase: [] } }, 'filter.phase', /empty/],
    [{ filter: [] }, 'filter'],
    [{ filter: { essie: 'AREA[Nowhere]x' } }, 'filter.essie', /Nowhere/],
    [{ sort: 'START_DATE' }, 'sort', /no JSON/],
    [{ sort: [{ field: 'COLOUR' }] }, 'sort.0.field', /COLOUR/],
    [{ sort: [{ field: 'DISTANCE' }] }, 'sort'],
    [{ format: 'xlsx' }, 'format', /csv or ndjson/],
    [{ columns: 'nctId,briefTitel' }, 'columns', /`briefTitel`.*`briefTitle`/],
    [{ columns: '' }, 'columns'],
    [{ columns: 'nctId,,sex' }, 'columns'],
    [{ limit: '0' }, 'limit'],
    [{ limit: '-1' }, 'limit'],
    [{ limit: 'ten' }, 'limit'],
    [{ limit: '1e3' }, 'limit'],
    [{ colums: 'nctId' }, 'colums', /no parameter/],
  ])('refuses %j', async (params, argument, message = /./) => {
    for (const method of ['GET', 'HEAD']) {
      const response = await request(params, { method });
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toMatch(/^application\/json/);
      expect(response.headers.has('content-disposition')).toBe(false);
      if (method === 'HEAD') continue;
      expect(await response.json()).toMatchObject({
        errors: [
          { message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT', argument } },
        ],
      });
    }
  });

  it('refuses what is given twice, and what is longer than an address can be', async () => {
    const twice = await fetch(`${gateway.url}/export/studies?limit=1&limit=2`);
    expect([twice.status, await twice.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { argument: 'limit' } }] },
    ]);
    const long = await request({ filter: { ids: Array.from({ length: 2_000 }, () => 'NCT02888704') } });
    expect([long.status, await long.json()]).toMatchObject([
      431,
      { errors: [{ message: expect.stringContaining('16 kB'), extensions: { code: 'QUERY_TOO_LARGE' } }] },
    ]);
    const fits = await request({ filter: { ids: Array.from({ length: 500 }, () => 'NCT02888704') } });
    expect([fits.status, fits.headers.get('x-total-count')]).toEqual([200, '1']);
    expect((await request({}, { method: 'POST' })).status).toBe(404);
  });
});
