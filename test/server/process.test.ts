import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../support/built-program.ts';
import { createTestDataDir } from '../support/database.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { ask } from '../support/test-gateway.ts';

/** The built program as people run it. */
interface Running {
  readonly url: string;
  readonly pid: number;
  readonly log: readonly Record<string, unknown>[];
  stop(signal: NodeJS.Signals): Promise<number | null>;
}
interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

let double: RegistryDouble;
let dataDir: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  double = await startRegistryDouble(records(3));
  dataDir = await createTestDataDir();
  await buildProgram();
}, 120_000);
afterEach(() => {
  double.heal();
  double.forget();
});
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await double.close();
  await rm(dataDir, { recursive: true, force: true });
});

const spawnProgram = (env: Record<string, string>): ChildProcess => {
  const child = spawn(process.execPath, ['dist/main.js', 'serve'], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir, REGISTRY_URL: double.url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
};

const exitOf = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
};

async function start(env: Record<string, string> = {}): Promise<Running> {
  const child = spawnProgram(env);
  const log: Record<string, unknown>[] = [];
  let stderr = '';
  child.stderr!.on('data', text => {
    stderr += String(text);
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the program ended: ${stderr}`)));
    createInterface({ input: child.stdout! }).on('line', line => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      log.push(entry);
      if (typeof entry['graphql'] === 'string') resolve(entry['graphql'].replace(/\/graphql$/, ''));
    });
  });
  return {
    url,
    pid: child.pid!,
    log,
    stop: signal => {
      child.kill(signal);
      return exitOf(child);
    },
  };
}

async function fail(env: Record<string, string>): Promise<Ended> {
  const child = spawnProgram(env);
  let stderr = '';
  child.stderr!.on('data', text => {
    stderr += String(text);
  });
  child.stdout!.resume();
  const code = await exitOf(child);
  return { code, stderr };
}

const STUDY = '{ study(nctId: "NCT10000001") { nctId source { origin } } }';
const SEED =
  '{ study(nctId: "NCT02888704") { participantSummary source { origin stale } } registry { reachable } }';

describe('the program', () => {
  let program: Running;
  beforeAll(async () => {
    program = await start();
  });

  it('keeps its data folder to itself: a second one is turned away and told by whom', async () => {
    const { code, stderr } = await fail({});
    expect(code).toBe(1);
    expect(stderr).toContain(dataDir);
    expect(stderr).toContain(String(program.pid));
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('stays up whatever the registry does, and serves what is stored', async () => {
    for (const fault of ['html', 'half-body', { status: 429, retryAfter: 60 }] as const) {
      double.fail(fault, { path: '/studies' });
      const { data, errors } = await ask(program.url, SEED);
      double.heal(); // what the registry did not know a moment ago is not asked again
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({ study: { source: { origin: 'SAMPLE' } }, registry: { reachable: true } });
    }
    expect((await ask(program.url, STUDY)).data.study.source.origin).toBe('REGISTRY');
    expect((await fetch(`${program.url}/readyz`)).status).toBe(200);
  });

  it('answers what it was asked before SIGTERM, then ends well and soon', async () => {
    double.fail({ slowMs: 700 }, { path: '/studies' });
    const slow = ask(program.url, '{ study(nctId: "NCT10000002") { nctId } }');
    await expect.poll(() => double.requests.some(({ url }) => url.pathname.endsWith('/studies'))).toBe(true);
    const startedAt = performance.now();
    const code = program.stop('SIGTERM');
    const { data, errors } = await slow;
    expect(errors).toBeUndefined();
    expect(data).toEqual({ study: { nctId: 'NCT10000002' } });
    expect(await code).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000); // well before connections are cut by force
    await expect(fetch(`${program.url}/healthz`)).rejects.toThrow();
    expect(program.log.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });
});

describe('a program that cannot start', () => {
  const told = async (env: Record<string, string>): Promise<string[]> => {
    const { code, stderr } = await fail(env);
    expect(code).toBe(1);
    return stderr.trim().split('\n');
  };

  it('names every fault of its configuration at once', async () => {
    expect(await told({ PORT: 'http', REGISTRY_MODE: 'offline', LOG_LEVEL: 'loud' })).toEqual([
      'The configuration has 3 faults:',
      expect.stringMatching(/^ {2}- PORT is "http": /),
      expect.stringMatching(/^ {2}- REGISTRY_MODE is "offline": /),
      expect.stringMatching(/^ {2}- LOG_LEVEL is "loud": /),
    ]);
  });

  it('says which address is taken', async () => {
    const { port } = new URL(double.url);
    expect(await told({ PORT: port })).toEqual([
      `Cannot listen on 127.0.0.1:${port} (HOST, PORT): something else listens there.`,
    ]);
  });

  it('says that its database does not answer, and not the password', async () => {
    const lines = await told({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:9/studies' });
    expect(lines).toEqual([expect.stringMatching(/database/i)]);
    expect(lines[0]).not.toContain('secret');
  });

  it('says that its data folder cannot be one', async () => {
    const folder = join(dataDir, 'a-file');
    await writeFile(folder, '');
    expect(await told({ DATA_DIR: folder })).toEqual([expect.stringContaining(folder)]);
  });
});

it('where there is no registry at all the sample data set is served, from the folder others left', async () => {
  const program = await start({ REGISTRY_URL: 'http://127.0.0.1:9/api/v2' });
  const { data, errors } = await ask(program.url, SEED);
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    study: {
      participantSummary: '13 participants in 1 patient group',
      source: { origin: 'SAMPLE', stale: true },
    },
    registry: { reachable: false },
  });
  expect(await program.stop('SIGINT')).toBe(0);
});
