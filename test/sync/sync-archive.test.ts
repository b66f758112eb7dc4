import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { databases } from '../support/database.ts';
import { numbered, studies, study, useSyncSuite, without, withThese } from '../support/sync-suite.ts';

const TODAY = { lastUpdatePostDate: '2026-10-07' };
const versioned = (n: number, versionHolder: string, enrollment = 120): StudyRecord =>
  study(n, { enrollment, raw: { derivedSection: { miscInfoModule: { versionHolder } } } });

describe.each(databases)('an archive read into the $kind database', ({ open }) => {
  const suite = useSyncSuite(open);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trialweave-archive-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const archiveOf = async (
    records: readonly StudyRecord[],
    others: Readonly<Record<string, string>> = {},
  ) => {
    const zip = new ZipFile();
    const files = records.map(record => [nctIdOf(record)!, JSON.stringify(record)] as const);
    for (const [name, text] of [...files, ...Object.entries(others)])
      zip.addBuffer(Buffer.from(text), `${name.slice(8)}/${name}.json`);
    zip.end();
    const file = join(folder, `${records.length}-${Object.keys(others).length}.zip`);
    await pipeline(zip.outputStream, createWriteStream(file));
    return file;
  };
  const all = studies(30);

  it('is a first copy, which the next run brings up to date', async () => {
    const archive = await archiveOf(all);
    const now = [...without(withThese(all, study(3, { ...TODAY, enrollment: 7 })), 9), study(77, TODAY)];
    const { sync, double } = await suite.openLab(now);
    const first = await sync.run({ archive });
    expect(first).toMatchObject({
      kind: 'ARCHIVE',
      state: 'COMPLETE',
      added: 30,
      expected: 30,
      mirrorCount: 30,
      registryCount: null,
      dataTimestamp: null,
      watermark: '2025-07-25',
    });
    expect(double.requests).toEqual([]);
    await suite.expectHeld(all);
    expect(await sync.run()).toMatchObject({
      kind: 'INCREMENTAL',
      state: 'COMPLETE',
      added: 1,
      changed: 1,
      removed: 1,
      mirrorCount: 30,
    });
    await suite.expectHeld(now);
  });

  it('what cannot be read of it is asked of the registry', async () => {
    const archive = await archiveOf(all.slice(3), {
      [numbered(1)]: 'no JSON \u0000',
      [numbered(2)]: '{"protocolSection":',
      [numbered(3)]: '[]',
    });
    const { sync } = await suite.openLab(all);
    expect(await sync.run({ archive })).toMatchObject({
      state: 'COMPLETE',
      added: 27,
      rejected: 3,
      mirrorCount: 30,
    });
    const aside = await suite.database.query<{ reason: string }>(
      'select reason from sync_rejected order by reason',
    );
    expect(aside.map(({ reason }) => reason)).toEqual([
      `001/${numbered(1)}.json is no JSON.`,
      `002/${numbered(2)}.json is no JSON.`,
      `003/${numbered(3)}.json does not hold that study.`,
    ]);
    expect(await sync.run({ full: true })).toMatchObject({
      state: 'COMPLETE',
      added: 3,
      rejected: 0,
      mirrorCount: 30,
    });
    await suite.expectHeld(all);
    expect(await suite.database.query('select * from sync_rejected')).toEqual([]);
  });

  it('what cannot be read of it is asked for by an incremental run, too', async () => {
    const archive = await archiveOf(all.slice(3), {
      [numbered(1)]: 'no JSON',
      [numbered(2)]: '{',
      [numbered(3)]: '{}',
    });
    const { sync } = await suite.openLab(without(all, 2));
    await sync.run({ archive });
    expect(await sync.run()).toMatchObject({
      kind: 'INCREMENTAL',
      state: 'COMPLETE',
      added: 2,
      mirrorCount: 29,
    });
    await suite.expectHeld(without(all, 2));
  });

  it('an old one does not undo what came later', async () => {
    const newer = [versioned(1, '2026-10-07', 7), versioned(2, '2026-10-07')];
    const { sync, fingerprint } = await suite.openLab(newer);
    await sync.run();
    const before = await fingerprint();
    const archive = await archiveOf([versioned(1, '2026-09-01'), versioned(2, '2026-09-01')]);
    expect(await sync.run({ archive })).toMatchObject({ state: 'COMPLETE', changed: 0, unchanged: 2 });
    expect(await fingerprint()).toBe(before);
  });

  it('goes on where it was cut short, with the same file alone', async () => {
    const many = studies(3_000).map((_, i) => study(i + 1, { locations: null, eligibilityCriteria: 'None' }));
    const archive = await archiveOf(many);
    const stop = new AbortController();
    let commits = 0;
    const onTransaction = () => {
      // A batch is done, and not all of them: the embedded database takes it in smaller pieces.
      if (++commits === (suite.database.kind === 'embedded' ? 30 : 8)) stop.abort();
    };
    const { sync } = await suite.openLab(many, { onTransaction });
    const stopped = await sync.run({ archive }, undefined, stop.signal);
    expect(stopped).toMatchObject({ kind: 'ARCHIVE', state: 'INTERRUPTED' });
    expect(stopped.seen).toBeGreaterThan(0);
    const another = await archiveOf(many.slice(0, 20));
    expect(await sync.run({ archive: another, dryRun: true })).toMatchObject({ seen: 20 });
    const run = await sync.run({ archive });
    expect(run).toMatchObject({ state: 'COMPLETE', continues: stopped.id, mirrorCount: 3_000 });
    expect(run.seen + stopped.seen).toBe(3_000);
    // And a plain run does not take an archive's place for its own.
    expect(await sync.run()).toMatchObject({ kind: 'INCREMENTAL', state: 'COMPLETE', mirrorCount: 3_000 });
  });

  it('another file is read from its beginning', async () => {
    const { sync } = await suite.openLab(all);
    const archive = await archiveOf(all.slice(0, 25));
    const stopped = await sync.run({ archive }, undefined, AbortSignal.abort());
    expect(stopped).toMatchObject({ state: 'INTERRUPTED' });
    const place = { window: { from: null, to: null }, pageToken: null, stored: 0, total: null, etag: null };
    const checkpoint = { ...place, spanDays: 1, done: false, entries: 10, archive: 'another' };
    await suite.database.query('update sync_run set checkpoint = $1::jsonb', [checkpoint]);
    expect(await sync.run({ archive })).toMatchObject({
      state: 'COMPLETE',
      continues: stopped.id,
      added: 25,
    });
  });

  it('that is none fails the run, and says what was expected', async () => {
    const { sync } = await suite.openLab(all);
    expect(await sync.run({ archive: join(folder, 'missing.zip') })).toMatchObject({
      state: 'FAILED',
      message: expect.stringMatching(/missing\.zip does not exist\. Expected is ctg-studies\.json\.zip/),
    });
  });
});
