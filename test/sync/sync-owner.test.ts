import { describe, expect, it } from 'vitest';
import { ask } from '../support/test-gateway.ts';
import { programSuite, progressOf, rowOf } from './sync-programs.ts';

const IN_PROGRESS = /^A synchronisation is under way: process \d+ on /;
/** A process that starts and opens the embedded database takes seconds where the machine has other things to do. */
const PATIENT = { timeout: 120_000 };

const { sync, serve, runsAt, endlessSync, double } = programSuite();

describe('trialweave sync, where nobody has the data folder', PATIENT, () => {
  it('opens it, tells how far it is, and prints the row of its run', async () => {
    const { code, stdout, stderr } = await sync();
    expect(code).toBe(0);
    expect(rowOf(stdout)).toMatchObject({ kind: 'FULL', trigger: 'command', state: 'COMPLETE', added: 30 });
    expect(progressOf(stderr).at(-1)).toMatchObject({ phase: 'PUBLISH', seen: 30, added: 30 });
    // And leaves it: the next one finds what it stored.
    const again = await sync('--full');
    expect(again.code).toBe(0);
    expect(rowOf(again.stdout)).toMatchObject({ kind: 'FULL', state: 'COMPLETE', added: 0, unchanged: 30 });
  });

  it('refuses a scope that is none, in one line', async () => {
    for (const [scope, message] of [
      ['{"condition":', /^The scope is no JSON: /],
      ['{"phase":["PHASE9"]}', /^`filter\.phase/],
    ] as const) {
      const { code, stdout, stderr } = await sync('--scope', scope);
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(message)]);
    }
    expect(double().requests).toEqual([]);
  });

  it('told to try only, changes nothing', async () => {
    const { code, stdout } = await sync('--dry-run');
    expect(code).toBe(0);
    expect(rowOf(stdout)).toMatchObject({ id: 0, state: 'COMPLETE', added: 30 });
    expect(rowOf((await sync()).stdout)).toMatchObject({ id: 1, added: 30 });
  });

  it('fetches a few studies by number', async () => {
    const { code, stdout } = await sync('--ids', 'NCT10000003,NCT10000007', 'NCT99999999');
    expect(code).toBe(0);
    expect(rowOf(stdout)).toMatchObject({
      kind: 'IDS',
      added: 2,
      message: 'The registry does not know NCT99999999.',
    });
    expect(await sync('--ids', 'number 7')).toMatchObject({ code: 1, stdout: '' });
  });

  it('is alone with the folder: a second one is turned away', async () => {
    const first = await endlessSync();
    const { code, stderr } = await sync();
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(String(first.pid))]);
    first.signal('SIGINT');
    const { code: stopped, stdout } = await first.ended();
    expect(stopped).toBe(130);
    expect(rowOf(stdout)).toMatchObject({ state: 'INTERRUPTED' });
  });
});

describe('trialweave sync, where a server has the data folder', PATIENT, () => {
  it('is carried out by the server', async () => {
    const { url } = await serve();
    const { code, stdout, stderr } = await sync();
    expect(code).toBe(0);
    const row = rowOf(stdout);
    expect(row).toMatchObject({ kind: 'FULL', state: 'COMPLETE', added: 30 });
    expect(progressOf(stderr).at(-1)).toMatchObject({ phase: 'PUBLISH', seen: 30 });
    expect(await runsAt(url)).toMatchObject([
      { number: row['id'], kind: 'FULL', trigger: 'command', state: 'COMPLETE', added: 30 },
    ]);
    const { data } = await ask(url, '{ study(nctId: "NCT10000007") { briefTitle source { origin } } }');
    expect(data.study).toMatchObject({
      briefTitle: 'Honey Drops for Long-lasting Cough, Part 7',
      source: { origin: 'MIRROR' },
    });
    // What the server refuses is told as if it had been refused here.
    expect(await sync('--scope', '{"condition":')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^The scope is no JSON: .*\n$/),
    });
    expect(rowOf((await sync('--ids', 'NCT10000003')).stdout)).toMatchObject({ kind: 'IDS', unchanged: 1 });
    expect(rowOf((await sync('--full', '--dry-run')).stdout)).toMatchObject({
      id: 0,
      added: 0,
      unchanged: 30,
    });
    expect(await runsAt(url)).toHaveLength(2);
  });

  it('waits for nobody: while one runs, a second is told so; Ctrl-C stops the run, not the server', async () => {
    const { program, url } = await serve();
    const first = await endlessSync();
    const { code, stdout, stderr } = await sync();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([expect.stringMatching(IN_PROGRESS)]);
    expect(stderr).toContain(`process ${program.pid} `);

    first.signal('SIGINT');
    expect(await first.ended()).toMatchObject({ code: 130 });
    await expect
      .poll(() => runsAt(url), { timeout: 10_000 })
      .toMatchObject([{ state: 'INTERRUPTED', message: expect.stringContaining('It was stopped') }]);
    double().heal();
    expect(rowOf((await sync()).stdout)).toMatchObject({ state: 'COMPLETE', added: 30 });
  });

  it('ends with the server, which ends the run first', async () => {
    const { program } = await serve();
    const asking = await endlessSync();
    program.signal('SIGTERM');
    expect(await program.ended()).toMatchObject({ code: 0 });
    const { code, stdout } = await asking.ended();
    expect(code).toBe(130);
    const row = rowOf(stdout);
    expect(row).toMatchObject({ state: 'INTERRUPTED', message: expect.stringContaining('It was stopped') });
    double().heal();
    const { url } = await serve();
    expect(await runsAt(url)).toMatchObject([{ number: row['id'], state: 'INTERRUPTED' }]);
  });
});
