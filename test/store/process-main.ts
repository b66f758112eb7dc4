import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type DataDirLock, lockDataDir } from '../../src/store/data-dir.lock.ts';
import type { Database } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/open-database.ts';
import { DataDirInUse } from '../../src/store/store.errors.ts';

// The program of `process.ts`: a JSON array a line in, a JSON object a line out.

let held: DataDirLock | undefined;
let database: Database | undefined;

/** Takes and leaves the lock as often as it can; whoever has it must be alone with the witness file. */
const churn = async (dataDir: string, milliseconds: number): Promise<{ wins: number; clashes: number }> => {
  const witness = join(dataDir, 'witness');
  const end = Date.now() + milliseconds;
  let [wins, clashes] = [0, 0];
  while (Date.now() < end) {
    const lock = await lockDataDir(dataDir).catch((error: unknown) => {
      if (!(error instanceof DataDirInUse)) throw error;
    });
    if (lock === undefined) continue;
    wins += 1;
    const file = await open(witness, 'wx').catch(() => undefined);
    if (file === undefined) clashes += 1;
    await file?.close();
    await rm(witness, { force: true });
    await lock.release();
  }
  return { wins, clashes };
};

const COMMANDS: Record<string, (...parameters: never[]) => Promise<unknown>> = {
  lock: async (dataDir: string) => {
    held = await lockDataDir(dataDir);
  },
  release: async () => held?.release(),
  churn,
  open: async (dataDir: string) => {
    database = await openDatabase({ dataDir });
  },
  query: async (text: string) => database?.query(text),
};

// The lock keeps no process alive, this line reader does; it ends with its standard input.
const lines = createInterface({ input: process.stdin });
lines.on('line', async line => {
  const [command, ...parameters] = JSON.parse(line) as [string, ...never[]];
  try {
    answer({ value: (await COMMANDS[command]!(...parameters)) ?? null });
  } catch (error) {
    const { name, message } = error as Error;
    answer({ name, message });
  }
});
const answer = (content: unknown): void => console.log(JSON.stringify(content));
lines.on('close', () => process.exit());
answer('ready');
