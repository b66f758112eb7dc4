import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/open-database.ts';
import { createSyncRunRepository, type SyncRun } from '../../src/sync/sync-run.repository.ts';
import type { Ended } from '../support/built-program.ts';
import { records } from '../support/record-builder.ts';
import { programSuite, type RunTold, type Serving } from './sync-programs.ts';

const PATIENT = { timeout: 120_000 };
const SOON = { timeout: 60_000, interval: 100 };
/** Milliseconds; an answer that is awaited, a page that is written, would take longer. */
const A_FEW_SECONDS = 8_000;
const EACH_SECOND = { SYNC_CRON: '* * * * * *' };
const ALL = records(2_500);

/** Lines of the log that tell of a fault. */
const faultsIn = ({ stdout }: Ended): readonly string[] =>
  stdout
    .trim()
    .split('\n')
    .filter(line => JSON.parse(line).level >= 40);

describe('a server that is told to stop while its scheduled run goes on', PATIENT, () => {
  const { serve, runsAt, double, dataDir } = programSuite(ALL);

  const once = async (url: string, test: (latest: RunTold) => boolean): Promise<void> =>
    expect
      .poll(async () => {
        const [latest] = await runsAt(url);
        return latest !== undefined && test(latest);
      }, SOON)
      .toBe(true);

  async function stop({ program }: Serving): Promise<SyncRun> {
    const startedAt = performance.now();
    program.signal('SIGTERM');
    const ended = await program.ended();
    expect(ended.code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(A_FEW_SECONDS);
    expect(faultsIn(ended)).toEqual([]);
    const database = await openDatabase({ dataDir: dataDir() });
    const latest = await createSyncRunRepository(database).latest();
    await database.close();
    expect(latest).toMatchObject({ kind: 'FULL', trigger: 'schedule', state: 'INTERRUPTED' });
    return latest!;
  }

  async function goesOn({ id, added }: SyncRun): Promise<void> {
    double().heal();
    const { url } = await serve(EACH_SECOND);
    await once(url, ({ state, number }) => number > id && state === 'COMPLETE');
    const next = (await runsAt(url)).find(({ number }) => number === id + 1);
    expect(next).toMatchObject({
      kind: 'FULL',
      state: 'COMPLETE',
      continues: { number: id },
      added: ALL.length - added,
    });
  }

  it('stops waiting for the registry; the next start goes on', async () => {
    let pages = 0;
    double().watch(({ url }) => {
      if (url.searchParams.get('pageSize') !== '1000' || url.searchParams.has('fields')) return;
      // Two decades without a study, and the first thousand.
      if (++pages > 3) double().fail('hang', { path: '/studies' });
    });
    const serving = await serve(EACH_SECOND);
    await once(serving.url, ({ added }) => added === 1_000);
    const stopped = await stop(serving);
    expect(stopped).toMatchObject({ added: 1_000, message: expect.stringContaining('It was stopped') });
    await goesOn(stopped);
  });

  it('ends in the middle of a page; the next start goes on', async () => {
    const serving = await serve(EACH_SECOND);
    await once(serving.url, ({ added }) => added > 0);
    const stopped = await stop(serving);
    expect(stopped.added).toBeLessThan(ALL.length);
    await goesOn(stopped);
  });
});
