import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { writeRecordFile } from '../support/file-registry.ts';
import { createRecordGenerator } from '../support/record-generator.ts';
import type { SyncFigures, SyncOrder } from './sync-subject.ts';

/** The server that the benchmarks use; they make a schema each and drop it again. */
export const DATABASE_URL = process.env['BENCH_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';

/** Of all generated records. */
export const SEED = 20_261_124;
const children: ChildProcess[] = [];

/** The compiler leaves behind what is no code; the client and the registry double read these where they lie. */
export async function copyWhatIsNoCode(): Promise<void> {
  for (const file of ['package.json', 'test/support/registry-double-fields.txt'])
    await copyFile(file, new URL(`../../${file}`, import.meta.url));
}

/**
 * A file of generated records of the registry's own mean size, kept between runs.
 * @param changed so many of them come once more with a later update date and another status, in a second file
 */
export async function recordFile(count: number, changed = 0): Promise<string> {
  const folder = join(tmpdir(), 'trialweave-bench');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${SEED}-${count}-${changed}.ndjson`);
  if (existsSync(`${path}.index`)) return path;
  const generator = createRecordGenerator({ seed: SEED, count });
  const first = count - changed;
  const record = (i: number) => {
    const given = generator.record(i);
    return i < first ? given : updated(given);
  };
  console.log(`writing ${count} records to ${path}`);
  await writeRecordFile(path, { record }, count);
  return path;
}

type Json = Record<string, Record<string, Record<string, unknown>>>;

/** As if its status had been changed on the day of the second edition. */
function updated(record: object): never {
  const { protocolSection, ...rest } = record as Json;
  const { statusModule, ...modules } = protocolSection!;
  const changes = {
    overallStatus: 'SUSPENDED',
    whyStopped: 'The supply of the test product ended.',
    lastUpdatePostDateStruct: { date: SECOND_DAY, type: 'ACTUAL' },
  };
  return { protocolSection: { ...modules, statusModule: { ...statusModule, ...changes } }, ...rest } as never;
}

export const FIRST_EDITION = '2026-10-07T09:00:06';
const SECOND_DAY = '2026-10-08';
export const SECOND_EDITION = `${SECOND_DAY}T09:00:05`;

/** A registry in a process of its own. @returns its URL */
export async function startRegistry(path: string, dataTimestamp: string): Promise<string> {
  const child = fork(new URL('file-registry-main.js', import.meta.url), [path, dataTimestamp], {
    silent: true,
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await once(lines, 'line')) as [string];
  return (JSON.parse(line) as { url: string }).url;
}

export interface Subject {
  /** Where its GraphQL is. */
  readonly url: string;
  sync(): Promise<SyncFigures>;
  stop(): Promise<void>;
}

/** As `npm start` has it. */
export const AS_STARTED = ['--max-semi-space-size=32'];

/** A gateway in a process of its own. */
export async function startSubject(order: SyncOrder): Promise<Subject> {
  const child = fork(new URL('sync-subject.js', import.meta.url), { execArgv: AS_STARTED });
  children.push(child);
  child.send(order);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the gateway ended by itself with ${code}`);
  });
  ended.catch(() => {});
  const told = async <T>(): Promise<T> => ((await Promise.race([once(child, 'message'), ended])) as [T])[0];
  const { url } = await told<{ url: string }>();
  return {
    url,
    sync: () => {
      child.send('sync');
      return told<SyncFigures>();
    },
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}

export function stopEverything(): void {
  for (const child of children) child.kill();
}

const run = promisify(execFile);
export const psql = async (...commands: readonly string[]): Promise<string> => {
  const parameters = commands.flatMap(command => ['-c', command]);
  return (await run('psql', [DATABASE_URL, '-qAt', '-v', 'ON_ERROR_STOP=1', ...parameters])).stdout.trim();
};

/** The physical floor: the same JSON copied into one column by psql. @returns seconds */
export async function copyFloor(path: string): Promise<number> {
  await psql('drop table if exists copy_floor', 'create table copy_floor (record jsonb)', 'checkpoint');
  const startedAt = performance.now();
  await psql(`\\copy copy_floor from '${path}' with (format csv, quote e'\\x01', delimiter e'\\x02')`);
  const seconds = (performance.now() - startedAt) / 1_000;
  await psql('drop table copy_floor');
  return seconds;
}

/** The value below which this part of the sorted values lies. */
export const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN;
