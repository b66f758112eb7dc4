import { rm } from 'node:fs/promises';
import { afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { StudyRecord } from '../../src/registry/study-record.ts';
import { buildProgram, createPrograms, type Ended, type Program } from '../support/built-program.ts';
import { createTestDataDir } from '../support/database.ts';
import { records } from '../support/record-builder.ts';
import { type RegistryDouble, startRegistryDouble } from '../support/registry-double.ts';
import { ask } from '../support/test-gateway.ts';

export interface Serving {
  readonly program: Program;
  readonly url: string;
}

/** A run as the server tells of it. */
export interface RunTold {
  readonly number: number;
  readonly kind: string;
  readonly trigger: string;
  readonly state: string;
  readonly message: string | null;
  readonly continues: { readonly number: number } | null;
  readonly added: number;
  readonly pages: number;
}

const RUNS = '{ syncRuns { nodes { number kind trigger state message continues { number } added pages } } }';

/** The built program, with a registry double and a fresh data folder for each test. */
export function programSuite(given: readonly StudyRecord[] = records(30)) {
  const programs = createPrograms();
  let double: RegistryDouble;
  let dataDir: string;
  beforeAll(() => buildProgram(), 240_000);
  beforeEach(async () => {
    double = await startRegistryDouble(given);
    dataDir = await createTestDataDir();
  });
  afterEach(async () => {
    await programs.killAll();
    await double.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Program =>
    programs.start(args, {
      PORT: '0',
      DATA_DIR: dataDir,
      REGISTRY_URL: double.url,
      REGISTRY_MODE: 'mirror',
      SYNC_RATE: '1000',
      ...env,
    });
  return {
    start,
    double: () => double,
    dataDir: () => dataDir,
    sync: (...args: string[]): Promise<Ended> => start(['sync', ...args]).ended(),
    async serve(env: Readonly<Record<string, string>> = {}): Promise<Serving> {
      const program = start(['serve'], env);
      const line = await program.line(each => each.includes('"graphql":'));
      return { program, url: JSON.parse(line).graphql.replace(/\/graphql$/, '') };
    },
    /** The runs, the latest first. */
    async runsAt(url: string): Promise<readonly RunTold[]> {
      const { data, errors } = await ask(url, RUNS);
      expect(errors).toBeUndefined();
      return data.syncRuns.nodes;
    },
    /** A run that is under way and never gets on. */
    async endlessSync(): Promise<Program> {
      double.fail('hang', { path: '/studies', times: 1_000 });
      const running = start(['sync']);
      await running.line(line => line.startsWith('{"progress"'));
      return running;
    },
  };
}

/** The one line of JSON a command prints. */
export const rowOf = (stdout: string): Record<string, unknown> => {
  expect(stdout.trim().split('\n')).toHaveLength(1);
  return JSON.parse(stdout);
};

export const progressOf = (stderr: string): Record<string, unknown>[] =>
  stderr
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).progress);
