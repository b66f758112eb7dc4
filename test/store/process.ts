import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A real process that does what `process-main.ts` understands. */
export interface OtherProcess {
  readonly pid: number;
  /** What it answers; an error there is thrown here with the same name and message. */
  ask<T>(command: string, ...parameters: unknown[]): Promise<T>;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('./process-main.ts', import.meta.url));
// Vite compiles the program on the way in, as Vitest does with the tests.
const RUN = `import { runnerImport } from 'vite'; await runnerImport(process.argv[1], { configFile: false, logLevel: 'error' });`;

export const startProcess = async (): Promise<OtherProcess> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, MAIN], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () =>
    JSON.parse((await lines.next()).value ?? '{"name":"Ended","message":"it has ended"}');
  await next();
  return {
    pid: child.pid!,
    ask: async (command, ...parameters) => {
      child.stdin.write(`${JSON.stringify([command, ...parameters])}\n`);
      const answer = await next();
      if ('name' in answer) throw Object.assign(new Error(answer.message), { name: answer.name });
      return answer.value;
    },
    signal: signal => void child.kill(signal),
    kill: () => killed(child),
  };
};

const killed = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};
