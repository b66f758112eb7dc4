import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSample } from '../../src/mirror/sample.ts';
import { nctIdOf } from '../../src/registry/record-paths.ts';
import { type DataDirLock, lockDataDir } from '../../src/store/data-dir.lock.ts';
import { type Command, listenAsOwner, type OwnerSocket } from '../../src/store/owner-socket.ts';
import { testDatabaseUrl } from '../support/database.ts';
import { programSuite } from '../sync/sync-programs.ts';
import { readTable } from './csv-reader.ts';
import { USUAL_VALUES } from './usual-values.ts';

/** A process that starts and opens the embedded database takes seconds where the machine has other things to do. */
const PATIENT = { timeout: 120_000 };
const { start, sync, serve, dataDir } = programSuite();

const run = (...args: string[]) => start(['export', 'studies', ...args]).ended();
const sample = [...(await readSample())].sort((a, b) => (nctIdOf(a)! < nctIdOf(b)! ? -1 : 1));
const ids = sample.map(record => nctIdOf(record)!);
const idsIn = (csv: string) => readTable(csv).map(row => row['nctId']);
const linesOf = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
const reportOf = (stderr: string): Record<string, unknown> => {
  const [line, ...others] = linesOf(stderr) as { export: Record<string, unknown> }[];
  expect(others).toEqual([]);
  return line!.export;
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trialweave-export-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('trialweave export studies, where nobody has the data folder', PATIENT, () => {
  it('writes to standard output, and tells what it was on standard error', async () => {
    const { code, stdout, stderr } = await run();
    expect(code).toBe(0);
    expect(Object.keys(readTable(stdout)[0]!)).toEqual(Object.keys(USUAL_VALUES));
    expect(idsIn(stdout)).toEqual(ids);
    expect(reportOf(stderr)).toMatchObject({
      studies: 65,
      totalCount: 65,
      origin: 'SAMPLE',
      complete: false,
      bytes: Buffer.byteLength(stdout),
      output: null,
    });
  });

  it('writes to a file that has its name when it is whole', async () => {
    const output = join(folder, 'studies.ndjson');
    await writeFile(output, 'from before');
    const { code, stdout } = await run('--format', 'ndjson', '--output', output);
    expect([code, stdout]).toEqual([0, '']);
    expect(linesOf(await readFile(output, 'utf8'))).toEqual(sample);
    expect(await readdir(folder)).toEqual(['studies.ndjson']);

    const link = join(folder, 'link');
    await symlink(output, link);
    expect((await run('--columns', 'nctId', '--limit', '2', '--output', link)).code).toBe(0);
    expect(await readFile(output, 'utf8')).toBe(`nctId\r\n${ids[0]}\r\n${ids[1]}\r\n`);
  });

  it('takes a filter and an order as JSON and as they are typed', async () => {
    const asJson = await run(
      ...['--filter', '{"phase":["PHASE3"]}', '--sort', '[{"field":"START_DATE","direction":"ASC"}]'],
    );
    const typed = await run('--filter', 'AREA[Phase]PHASE3', '--sort', 'start_date:asc');
    expect(asJson.code).toBe(0);
    expect(typed.stdout).toBe(asJson.stdout);
    const dates = readTable(typed.stdout).map(row => row['startDate']!);
    expect(dates.length).toBeGreaterThan(5);
    expect(dates).toEqual([...dates].sort());
  });

  it('refuses what it cannot do, in one line, and leaves no file', async () => {
    const output = join(folder, 'x.csv');
    for (const [args, message] of [
      [['--columns', 'nctId,briefTitel'], /`briefTitel`.*`briefTitle`/],
      [['--filter', '{"phase":["PHASE9"]}'], /^`filter\.phase/],
    ] as const) {
      const { code, stdout, stderr } = await run(...args, '--output', output);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(message)]);
    }
    await mkdir(join(folder, 'taken'));
    for (const place of ['nowhere/x.csv', 'taken']) {
      const { code, stderr } = await run('--output', join(folder, place));
      expect(code).toBe(1);
      expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(place)]);
    }
    expect(await readdir(folder)).toEqual(['taken']);
  });
});

describe('trialweave export studies, where a server has the data folder', PATIENT, () => {
  it('is carried out by the server', async () => {
    const { url } = await serve();
    const output = join(folder, 'studies.ndjson');
    const { code, stderr } = await run('--format', 'ndjson', '--output', output);
    expect(code).toBe(0);
    expect(reportOf(stderr)).toMatchObject({ studies: 65, origin: 'SAMPLE', output });
    const lines = await fetch(`${url}/export/studies?format=ndjson`);
    expect(await readFile(output, 'utf8')).toBe(await lines.text());
    expect(await run('--columns', 'nope')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^`columns` names `nope`.*\n$/),
    });

    expect((await sync()).code).toBe(0);
    const copied = await run('--columns', 'nctId,origin', '--limit', '29');
    expect(reportOf(copied.stderr)).toMatchObject({
      studies: 29,
      totalCount: 30,
      origin: 'MIRROR',
      complete: true,
    });
    expect(readTable(copied.stdout)[0]).toEqual({ nctId: 'NCT10000001', origin: 'MIRROR' });
  });
});

describe.skipIf(!testDatabaseUrl)('trialweave export studies, from a PostgreSQL server', PATIENT, () => {
  it('asks it, whoever else does', async () => {
    const name = `trialweave_${randomUUID().replaceAll('-', '')}`;
    const client = new pg.Client(testDatabaseUrl);
    await client.connect();
    await client.query(`create database ${name} template template0`);
    const address = new URL(testDatabaseUrl!);
    address.pathname = name;
    const env = { DATABASE_URL: address.href };
    try {
      const none = await start(['export', 'studies', '--columns', 'nctId'], env).ended();
      expect([none.code, none.stdout]).toEqual([0, 'nctId\r\n']);
      expect((await start(['sync'], env).ended()).code).toBe(0);
      await serve(env);
      const { code, stdout, stderr } = await start(['export', 'studies'], env).ended();
      expect(code).toBe(0);
      expect(idsIn(stdout)).toHaveLength(30);
      expect(reportOf(stderr)).toMatchObject({
        studies: 30,
        totalCount: 30,
        origin: 'MIRROR',
        complete: true,
      });
    } finally {
      await client.query(`drop database ${name} with (force)`);
      await client.end();
    }
  });
});

describe('an export that ends in the middle', PATIENT, () => {
  const HEAD = { totalCount: 2, origin: 'MIRROR', dataTimestamp: null, complete: true, approximations: [] };
  let lock: DataDirLock;
  let owner: OwnerSocket;
  /** Whoever has the data folder and gives half a file. */
  const own = async (then: Command): Promise<void> => {
    lock = await lockDataDir(dataDir());
    owner = await listenAsOwner(dataDir(), {
      export: async (args, tell, signal) => {
        await tell({ head: HEAD });
        await tell({ chunk: { text: 'nctId\r\nNCT10000001\r\n', studies: 1 } });
        return then(args, tell, signal);
      },
    });
  };
  afterEach(async () => {
    await owner.close();
    await lock.release();
  });
  const forever: Command = (_args, _tell, signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const drafts = async (): Promise<number[]> =>
    Promise.all((await readdir(folder)).map(async name => (await stat(join(folder, name))).size));

  it('by a kill leaves nothing that looks whole', async () => {
    await own(forever);
    const output = join(folder, 'studies.csv');
    await writeFile(output, 'from before');
    const program = start(['export', 'studies', '--output', output]);
    await expect.poll(drafts, { timeout: 20_000 }).toContain(20);
    program.signal('SIGKILL');
    await program.ended();
    expect(await readFile(output, 'utf8')).toBe('from before');
    expect((await readdir(folder)).sort()).toEqual([
      'studies.csv',
      expect.stringMatching(/^studies\.csv\.[0-9a-f]{8}\.part$/),
    ]);
  });

  it('by Ctrl-C leaves nothing', async () => {
    await own(forever);
    const program = start(['export', 'studies', '--output', join(folder, 'studies.csv')]);
    await expect.poll(drafts, { timeout: 20_000 }).toContain(20);
    program.signal('SIGINT');
    expect(await program.ended()).toMatchObject({ code: 130, stdout: '', stderr: '' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('by a failure leaves nothing, and says why', async () => {
    await own(() => Promise.reject(new Error('the disk is gone')));
    const { code, stderr } = await run('--output', join(folder, 'studies.csv'));
    expect(code).toBe(1);
    expect(stderr).toContain('the disk is gone');
    expect(await readdir(folder)).toEqual([]);
  });
});
