import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type DataDirLock, lockDataDir } from '../../src/store/data-dir.lock.ts';
import { DataDirInUse } from '../../src/store/store.errors.ts';

// The built program as people run it.

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly pid: number;
  /** Resolves with the first line, of either stream, that the test is true of; rejects if the program ends before. */
  line(test: (line: string) => boolean): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  ended(): Promise<Ended>;
}

export interface Programs {
  /** `node dist/main.js` with these arguments and this environment, and nothing of our own but PATH. */
  start(args: readonly string[], env: Readonly<Record<string, string>>): Program;
  /** Kills what still runs. */
  killAll(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TURNS = join(ROOT, 'node_modules/.cache/trialweave/build');

/** Brings `dist` up to date. Test files run at the same time, and two compilers would write into each other's work. */
export async function buildProgram(): Promise<void> {
  await mkdir(TURNS, { recursive: true });
  const turn = await takeTurn();
  try {
    await promisify(execFile)('npm', ['run', 'build', '--silent'], { cwd: ROOT });
  } catch (error) {
    const { stdout, stderr } = error as Ended;
    throw new Error(`the build failed:\n${stdout}${stderr}`);
  } finally {
    await turn.release();
  }
}

async function takeTurn(): Promise<DataDirLock> {
  for (;;) {
    try {
      return await lockDataDir(TURNS);
    } catch (error) {
      if (!(error instanceof DataDirInUse)) throw error;
      await sleep(100);
    }
  }
}

export function createPrograms(): Programs {
  const children: ChildProcess[] = [];
  return {
    start: (args, env) => {
      const child = spawn(process.execPath, ['dist/main.js', ...args], {
        cwd: ROOT,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      return programOf(child);
    },
    killAll: async () => {
      await Promise.all(children.map(killed));
    },
  };
}

function programOf(child: ChildProcess): Program {
  const told = { stdout: '', stderr: '' };
  const lines: string[] = [];
  const closed = once(child, 'close');
  for (const name of ['stdout', 'stderr'] as const) {
    // A chunk may end inside a character.
    child[name]!.setEncoding('utf8').on('data', (chunk: string) => {
      told[name] += chunk;
    });
    createInterface({ input: child[name]! }).on('line', line => lines.push(line));
  }
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid!,
    line: async test => {
      for (;;) {
        const ended = hasEnded();
        const found = lines.find(test);
        if (found !== undefined) return found;
        if (ended) throw new Error(`the program ended before: ${told.stderr}`);
        await sleep(20);
      }
    },
    signal: signal => void child.kill(signal),
    ended: async () => {
      await closed;
      return { code: child.exitCode, ...told };
    },
  };
}

const killed = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};
