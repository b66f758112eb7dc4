import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { EmbeddedOptions } from '../../src/store/embedded.driver.ts';
import type { PostgresOptions } from '../../src/store/postgres.driver.ts';
import type { SyncDeps } from '../../src/sync/sync.ts';

/** What a process is to do: one full run, or one at each time of a schedule until it is killed. */
export interface SyncWork {
  readonly database: EmbeddedOptions | PostgresOptions;
  readonly registryUrl: string;
  readonly settings: NonNullable<SyncDeps['settings']>;
  /** Milliseconds after which the lease of a process that was killed is free. */
  readonly ttlMs: number;
  readonly schedule?: { readonly cron: string; readonly watchMs: number };
}

/** What it tells: that it can begin, that its schedule stands, how far its run is, and how it ended. */
export type SyncTold =
  | { readonly ready: true }
  | { readonly scheduled: true }
  | { readonly run: number; readonly pages: number }
  | { readonly run: number; readonly state: string };

/** A process that synchronises. It is ready to: what it needs for that is loaded. */
export interface SyncProcess {
  readonly pid: number;
  begin(work: SyncWork): void;
  /** Resolves when its schedule stands. */
  scheduled(): Promise<void>;
  /** Resolves with null when so many pages of its run are committed, or with the state in which the run ended before. */
  reaches(pages: number): Promise<string | null>;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts processes that synchronise. */
export interface SyncProcesses {
  start(): Promise<SyncProcess>;
  killAll(): Promise<void>;
  /** Kills what still runs, and removes the program. */
  dispose(): Promise<void>;
}

/** The embedded database opens in two thirds of the time where its code is not made fast for a long life. */
const QUICK = ['--liftoff-only'];
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Makes one file of `sync-main.ts` and all that it needs, so that a process is ready in a third of a second, not in one
 * and a half: there are many to start.
 */
export async function openSyncProcesses(): Promise<SyncProcesses> {
  const folder = join(ROOT, `dist/sync-main-${randomUUID()}`);
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: { ssr: join(ROOT, 'test/sync/sync-main.ts'), outDir: folder },
    ssr: { noExternal: true },
  });
  // The thread of the embedded database is looked for beside the program.
  await copyFile(join(ROOT, 'src/store/pglite.worker.js'), join(folder, 'pglite.worker.js'));
  const children: ChildProcess[] = [];
  const killAll = async (): Promise<void> => void (await Promise.all(children.map(killed)));
  return {
    killAll,
    start: () => {
      const child = spawn(process.execPath, [...QUICK, join(folder, 'sync-main.js')], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      children.push(child);
      return processOf(child);
    },
    dispose: async () => {
      await killAll();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function processOf(child: ChildProcess): Promise<SyncProcess> {
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const next = async (): Promise<SyncTold> => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`process ${child.pid} has ended`);
    return JSON.parse(value) as SyncTold;
  };
  await next();
  return {
    pid: child.pid!,
    begin: work => void child.stdin!.write(`${JSON.stringify(work)}\n`),
    scheduled: async () => void (await next()),
    reaches: async pages => {
      for (;;) {
        const told = await next();
        if ('state' in told) return told.state;
        if ('pages' in told && told.pages >= pages) return null;
      }
    },
    signal: signal => void child.kill(signal),
    kill: () => killed(child),
  };
}

const killed = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};
