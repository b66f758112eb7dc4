import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSample } from '../../src/mirror/sample.ts';
import { createStudyRepository } from '../../src/mirror/study.repository.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import { createLogger } from '../../src/shared/log.ts';
import { createSyncRunRepository } from '../../src/sync/sync-run.repository.ts';
import type { Data } from '../support/ask-registry.ts';
import { databases, type TestDatabase } from '../support/database.ts';
import { aRecord, records } from '../support/record-builder.ts';
import { openTestGateway, store, type TestGateway } from '../support/test-gateway.ts';
import { createExportClient, linesOf, NOWHERE } from './export-client.ts';

describe.each(databases)('the export of a copy on $kind', ({ open }) => {
  let stored: TestDatabase;
  let gateway: TestGateway;
  const { request, table, idsIn } = createExportClient(() => gateway.url);

  const HOSTILE = [
    'plain',
    'a "quoted" title, with a comma',
    'two\nlines\r\nand a third',
    '=HYPERLINK("http://example.org","click")',
    '+1 and -1',
    '-5',
    '@home',
    '\t=1+1',
    '\r=1+1',
    'Zürich – 北京 🧬 e\u0301',
    'a | b',
    ' ',
  ];
  const small = records(1_200);
  const hostile = HOSTILE.map((title, i) =>
    aRecord({
      nctId: `NCT${20_000_001 + i}`,
      briefTitle: title,
      keywords: [title, title],
      enrollment: -5,
      raw: { protocolSection: { designModule: { nPtrsToThisExpAccNctId: -1.5 } } },
    }),
  );
  const large = Array.from({ length: 9 }, (_, i) =>
    aRecord({
      nctId: `NCT${30_000_001 + i}`,
      detailedDescription: randomBytes(600_000).toString('base64'),
    }),
  );
  const copied = [...small, ...hostile, ...large];
  beforeAll(async () => {
    stored = await open();
    await loadSample(createStudyRepository(stored.database), createLogger('silent'));
    await store(stored.database, copied);
    const runs = createSyncRunRepository(stored.database);
    const run = { kind: 'FULL', trigger: 'test', scope: '{}', continues: null, checkpoint: null } as const;
    await stored.database.transaction(async tx => {
      const { id } = await runs.start(tx, run);
      await runs.note(tx, id, {}, { dataTimestamp: '2026-10-07T09:00:06' });
      await runs.end(tx, id, 'COMPLETE', null);
    });
    gateway = await openTestGateway({ registryUrl: NOWHERE, database: stored.database, mode: 'live' });
  }, 120_000);
  afterAll(async () => {
    await gateway.close();
    await stored.dispose();
  });

  it('has every copied study once, none of the sample, and says how far it can be relied on', async () => {
    const response = await request({ format: 'ndjson' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-total-count': '1221',
      'x-origin': 'MIRROR',
      'x-complete': 'true',
      'x-data-timestamp': '2026-10-07T09:00:06',
    });
    const lines = linesOf(await response.text());
    expect(lines).toEqual(copied);
    const words = await request({ filter: { term: 'honey' }, limit: '1' });
    expect(words.headers.get('x-complete')).toBe('false');
  });

  it('is the same list over many pages whatever it is sorted by', async () => {
    const all = new Set(await idsIn({}));
    expect(all.size).toBe(1_221);
    for (const direction of ['ASC', 'DESC']) {
      const ids = await idsIn({ sort: [{ field: 'ENROLLMENT', direction }] });
      expect([ids.length, new Set(ids)]).toEqual([1_221, all]);
    }
    expect(await idsIn({ limit: '501' })).toEqual([...all].slice(0, 501));
  });

  it('keeps hostile text together, and from being run', async () => {
    const rows = await table({
      columns: 'briefTitle,keywords,enrollment,NPtrsToThisExpAccNCTId',
      filter: { ids: hostile.map(record => nctIdOf(record)!) },
    });
    const harmless = (value: string) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
    expect(rows).toEqual(
      hostile.map((record: Data) => {
        const title: string = record.protocolSection.identificationModule.briefTitle;
        return {
          briefTitle: harmless(title),
          keywords: harmless(`${title} | ${title}`),
          enrollment: '-5',
          NPtrsToThisExpAccNCTId: '-1.5',
        };
      }),
    );
  });
});
