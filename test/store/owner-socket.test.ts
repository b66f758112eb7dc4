import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BadUserInput, StoreUnavailable } from '../../src/shared/errors.ts';
import { askOwner, NoOwner } from '../../src/store/owner-client.ts';
import { type Command, listenAsOwner, type OwnerSocket } from '../../src/store/owner-socket.ts';
import { OwnerFailure, type Told } from '../../src/store/owner-wire.ts';

let root: string;
let owners: OwnerSocket[];
let children: ChildProcess[];

const own = async (commands: Record<string, Command>, dataDir = root): Promise<OwnerSocket> => {
  const owner = await listenAsOwner(dataDir, commands);
  owners.push(owner);
  return owner;
};
const ask = (
  command: string,
  args = {},
  tell: (told: Told) => void = () => undefined,
  signal?: AbortSignal,
) => askOwner(root, command, args, tell, signal);
const failureOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    value => expect.fail(`it answered ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );

/** A command that runs until its signal ends; `reason` is what the signal said. */
const untilAborted = () => {
  let started: () => void;
  let ended: (reason: unknown) => void;
  const running = new Promise<void>(done => {
    started = done;
  });
  const reason = new Promise<unknown>(done => {
    ended = done;
  });
  const command: Command = async (_args, _tell, signal) => {
    started();
    await once(signal, 'abort');
    ended(signal.reason);
    throw signal.reason;
  };
  return { command, running, reason };
};

/** Speaks to the owner without any manners. Gives all that comes back. */
const sendRaw = async (chunks: readonly (string | Buffer)[], end: boolean): Promise<string> => {
  const socket = connect({ path: join(root, 'owner.sock'), allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let answer = '';
  socket.setEncoding('utf8').on('data', text => {
    answer += text;
  });
  const ended = once(socket, 'end');
  for (const chunk of chunks) {
    socket.write(chunk);
    await sleep(5);
  }
  if (end) socket.end();
  await ended;
  socket.destroy();
  return answer;
};

describe('the socket of the owner', () => {
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'trialweave-owner-'));
    owners = [];
    children = [];
  });
  afterEach(async () => {
    await Promise.all(owners.map(each => each.close()));
    for (const child of children) child.kill('SIGKILL');
    await rm(root, { recursive: true, force: true });
  });

  it('gives the result of a command and what it told meanwhile, in order', async () => {
    await own({
      double: async ({ number }, tell) => {
        for (const step of [1, 2, 3]) tell({ step });
        return { number: Number(number) * 2 };
      },
      nothing: async () => undefined,
    });
    const told: Told[] = [];
    expect(await ask('double', { number: 21 }, each => told.push(each))).toEqual({ number: 42 });
    expect(told).toEqual([{ step: 1 }, { step: 2 }, { step: 3 }]);
    expect(await ask('nothing')).toBeNull();
  });

  it('serves several at a time', async () => {
    let together = 0;
    await own({
      meet: async ({ name }) => {
        together += 1;
        while (together < 20) await sleep(1);
        return name;
      },
    });
    const names = Array.from({ length: 20 }, (_, index) => `asker ${index}`);
    expect(await Promise.all(names.map(name => ask('meet', { name })))).toEqual(names);
  });

  it('tells a failure of ours with its name, code, message and details', async () => {
    await own({
      fail: async () => {
        throw new BadUserInput('Not like this.', {
          argument: 'since',
          expected: 'a date',
          cause: 'kept inside',
        });
      },
    });
    const failure = await failureOf(ask('fail'));
    expect(failure).toBeInstanceOf(OwnerFailure);
    expect(failure).toMatchObject({
      name: 'BadUserInput',
      code: 'BAD_USER_INPUT',
      message: 'Not like this.',
      details: { argument: 'since', expected: 'a date' },
    });
    expect((failure as Error).cause).toBeUndefined();
  });

  it.each<[what: string, command: Command, message: string | RegExp]>([
    [
      'an error',
      () => Promise.reject(Object.assign(new Error('disk full'), { code: 'ENOSPC' })),
      'disk full',
    ],
    ['what is no error', () => Promise.reject('odd'), 'odd'],
    ['a result that is no JSON', async () => 1n, /BigInt/],
    [
      'an error that is thrown at once',
      () => {
        throw new Error('at once');
      },
      'at once',
    ],
  ])('tells %s as a plain error', async (_what, command, message) => {
    await own({ fail: command });
    const failure = await failureOf(ask('fail'));
    expect(failure).toMatchObject({ name: 'Error', message: expect.stringMatching(message) });
    expect(failure).not.toHaveProperty('code');
  });

  it('names the commands it knows to whoever asks for another', async () => {
    await own({ sync: async () => 1, export: async () => 2 });
    for (const command of ['import', 'toString', '__proto__']) {
      const failure = await failureOf(ask(command));
      expect(failure).toMatchObject({ code: 'BAD_USER_INPUT', details: { expected: 'sync, export' } });
      for (const part of [`"${command}"`, 'sync, export', 'older or a newer version'])
        expect((failure as Error).message).toContain(part);
    }
  });

  it('says that nobody listens: no folder, no socket, a dead socket, a closed owner', async () => {
    expect(await failureOf(askOwner(join(root, 'nowhere'), 'x', {}, () => undefined))).toBeInstanceOf(
      NoOwner,
    );
    expect(await failureOf(ask('x'))).toBeInstanceOf(NoOwner);
    await (await own({})).close();
    expect(await readdir(root)).toEqual([]);
    expect(await failureOf(ask('x'))).toBeInstanceOf(NoOwner);
    await writeFile(join(root, 'owner.sock'), '');
    expect(await failureOf(ask('x'))).toBeInstanceOf(NoOwner);
  });

  it('lets in nobody but its user, from the first moment', async () => {
    await mkdir(join(root, 'owner.new'), { mode: 0o777 }); // left by a process that was killed
    const modes = new Set<number>();
    let done = false;
    const watch = (async () => {
      while (!done) {
        const found = await stat(join(root, 'owner.sock')).catch(() => undefined);
        if (found !== undefined) modes.add(found.mode & 0o777);
      }
    })();
    for (let round = 0; round < 20; round++) await (await own({})).close();
    await own({});
    await sleep(10);
    done = true;
    await watch;
    expect([...modes]).toEqual([0o600]);
    expect(await readdir(root)).toEqual(['owner.sock']);
  });

  it('replaces what a dead owner left', async () => {
    await writeFile(join(root, 'owner.sock'), '');
    await own({ one: async () => 1 });
    expect(await ask('one')).toBe(1);
  });

  it('says when it cannot listen', async () => {
    await writeFile(join(root, 'file'), '');
    const failure = await failureOf(listenAsOwner(join(root, 'file'), {}));
    expect(failure).toBeInstanceOf(StoreUnavailable);
    expect((failure as Error).message).toContain(join(root, 'file', 'owner.sock'));
  });

  it('tells what hinders from asking apart from having nobody to ask', async () => {
    await writeFile(join(root, 'file'), '');
    const failure = await failureOf(askOwner(join(root, 'file'), 'x', {}, () => undefined));
    expect(failure).not.toBeInstanceOf(NoOwner);
    expect(failure).toMatchObject({ name: 'StoreUnavailable', message: expect.stringContaining('ENOTDIR') });
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const deep = join(root, 'd'.repeat(120), 'e'.repeat(60));
    await mkdir(deep, { recursive: true });
    const owner = await own({ one: async () => 1 }, deep);
    expect(await readdir(deep)).toEqual(['owner.sock']);
    expect(await askOwner(deep, 'one', {}, () => undefined)).toBe(1);
    await owner.close();
    expect(await readdir(deep)).toEqual([]);
  });

  it('carries lines of many megabytes both ways', async () => {
    const long = 'é🧬'.repeat(2_000_000); // 12 MB
    await own({
      echo: async ({ text }, tell) => {
        tell({ text });
        return text;
      },
    });
    let told: unknown;
    const answer = await ask('echo', { text: long }, each => {
      told = each['text'];
    });
    expect(answer === long && told === long).toBe(true);
  });

  it('refuses what is longer, whoever sends it', async () => {
    const long = 'x'.repeat(16 * 1024 * 1024);
    await own({
      tell: async (_args, tell) => tell({ long }),
      result: async () => long,
    });
    expect(await failureOf(ask('result', { long }))).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await failureOf(ask('tell'))).toMatchObject({ code: 'QUERY_TOO_LARGE' });
    expect(await failureOf(ask('result'))).toMatchObject({ code: 'QUERY_TOO_LARGE' });
    const { failure } = JSON.parse(await sendRaw([Buffer.alloc(17 * 1024 * 1024, 'x')], false));
    expect(failure).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining('16 MB') });
  });

  it('reads a request that comes byte by byte, cut inside its characters', async () => {
    await own({ echo: async ({ text }) => text });
    const bytes = [...Buffer.from('{"command":"echo","args":{"text":"é🧬"}}\n')].map(byte => Buffer.of(byte));
    expect(await sendRaw(bytes, false)).toBe('{"result":"é🧬"}\n');
  });

  it.each([
    ['no JSON', 'hello\n', false],
    ['no object', '[1]\n', false],
    ['no command', '{"args":{}}\n', false],
    ['arguments that are no object', '{"command":"one","args":[1]}\n', false],
    ['an empty line', '\n', false],
    ['half a line', '{"command":"on', true],
    ['nothing', '', true],
  ])('answers %s with a failure and hangs up', async (_what, text, end) => {
    await own({ one: async () => 1 });
    const { failure } = JSON.parse(await sendRaw([text], end));
    expect(failure).toMatchObject({ name: 'BadUserInput', code: 'BAD_USER_INPUT' });
    expect(await ask('one')).toBe(1);
  });

  it('takes arguments as optional and one request a connection', async () => {
    let asked = 0;
    await own({ count: async () => ++asked });
    expect(
      await sendRaw(['{"command":"count"}\n{"command":"count"}\n', '{"command":"count"}\n'], false),
    ).toBe('{"result":1}\n');
    expect(asked).toBe(1);
  });

  it('ends a command whose asker gives up', async () => {
    const { command, running, reason } = untilAborted();
    await own({ wait: command });
    const interrupt = new AbortController();
    const failure = failureOf(ask('wait', {}, undefined, interrupt.signal));
    await running;
    interrupt.abort(new Error('Ctrl-C'));
    expect(await failure).toMatchObject({ message: 'Ctrl-C' });
    expect(await reason).toMatchObject({ message: 'Whoever asked has gone.' });
    const late = await failureOf(ask('wait', {}, undefined, AbortSignal.abort(new Error('before'))));
    expect(late).toMatchObject({ message: 'before' });
  });

  it('does not end the signal of a command that is done', async () => {
    let kept: AbortSignal | undefined;
    await own({
      keep: async (_args, _tell, signal) => {
        kept = signal;
      },
    });
    await ask('keep');
    await sleep(20);
    expect(kept?.aborted).toBe(false);
  });

  it('hands on what the listener throws, and ends the command', async () => {
    const { command, reason } = untilAborted();
    await own({
      wait: (args, tell, signal) => {
        tell({ x: 1 });
        return command(args, tell, signal);
      },
    });
    const failure = await failureOf(
      ask('wait', {}, () => {
        throw new Error('cannot show it');
      }),
    );
    expect(failure).toMatchObject({ message: 'cannot show it' });
    await reason;
  });

  it('gives up an asker who does not read', async () => {
    const { command, reason } = untilAborted();
    await own({
      flood: async (args, tell, signal) => {
        const text = 'x'.repeat(8 * 1024 * 1024);
        for (let round = 0; round < 20; round++) tell({ text });
        return command(args, tell, signal);
      },
    });
    const socket = connect(join(root, 'owner.sock')).on('error', () => undefined);
    socket.pause();
    socket.write('{"command":"flood"}\n');
    await reason;
    socket.destroy();
  });

  it('tells much as fast as it is taken, where the command waits', async () => {
    const text = 'x'.repeat(1024 * 1024);
    const [count, taken]: [number, number[]] = [100, []];
    let [sent, farthest] = [0, 0];
    await own({
      flood: async (_args, tell) => {
        for (let number = 1; number <= count; number++) {
          sent = number;
          await tell({ number, text });
        }
        return 'done';
      },
    });
    const take = async ({ number }: Told): Promise<void> => {
      await sleep(1);
      taken.push(Number(number));
      farthest = Math.max(farthest, sent - taken.length);
    };
    expect(await askOwner(root, 'flood', {}, take)).toBe('done');
    expect(taken).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    expect(farthest).toBeLessThan(10);
  });

  it('is heard to the end by who takes its time', async () => {
    await own({
      count: async (_args, tell) => {
        for (const step of [1, 2, 3]) void tell({ step });
        return 'done';
      },
    });
    const taken: unknown[] = [];
    const take = async ({ step }: Told): Promise<void> => {
      await sleep(600); // together longer than the owner waits for the other side to hang up
      taken.push(step);
    };
    expect(await askOwner(root, 'count', {}, take)).toBe('done');
    expect(taken).toEqual([1, 2, 3]);
  });

  it('is given up at once by who is still busy with what was told', async () => {
    const { command, reason } = untilAborted();
    await own({
      wait: (args, tell, signal) => {
        void tell({ step: 1 });
        return command(args, tell, signal);
      },
    });
    const interrupt = new AbortController();
    const take = (): Promise<void> => {
      setTimeout(() => interrupt.abort(new Error('Ctrl-C')), 10);
      return new Promise(() => undefined);
    };
    const failure = await failureOf(askOwner(root, 'wait', {}, take, interrupt.signal));
    expect(failure).toMatchObject({ message: 'Ctrl-C' });
    await reason;
  });

  it('ends what runs when it closes, and tells why', async () => {
    const { command, running, reason } = untilAborted();
    const owner = await own({ wait: command });
    const failure = failureOf(ask('wait'));
    const idle = connect(join(root, 'owner.sock')).resume();
    await running;
    const closing = performance.now();
    await owner.close();
    expect(performance.now() - closing).toBeLessThan(2_000);
    expect(await failure).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('stopping'),
    });
    expect(await reason).toBeInstanceOf(StoreUnavailable);
    if (!idle.closed) await once(idle, 'close');
  });

  it('lets a command finish what it must when it closes', async () => {
    const owner = await own({
      tidy: async (_args, tell, signal) => {
        tell({ ready: true });
        await once(signal, 'abort');
        await sleep(200);
        return 'tidied';
      },
    });
    const answer = await new Promise<unknown>((resolve, reject) => {
      ask('tidy', {}, () => void owner.close().catch(reject)).then(resolve, reject);
    });
    expect(answer).toBe('tidied');
  });

  it('closes in spite of a command that does not end', async () => {
    const owner = await own({ stay: () => new Promise(() => undefined) });
    const failure = failureOf(ask('stay'));
    await sleep(50);
    const closing = performance.now();
    await Promise.all([owner.close(), owner.close()]);
    expect(performance.now() - closing).toBeLessThan(4_000);
    expect(await failure).toMatchObject({
      name: 'StoreUnavailable',
      message: expect.stringContaining('stopped'),
    });
  });

  it.each([
    ['no JSON', 'what?\n'],
    ['an answer of another kind', '{"later":true}\n'],
  ])('does not understand an owner that answers %s', async (_what, text) => {
    const server = createServer((socket: Socket) => socket.on('data', () => void socket.write(text)));
    server.listen(join(root, 'owner.sock'));
    await once(server, 'listening');
    expect(await failureOf(ask('x'))).toMatchObject({ message: expect.stringContaining('another version') });
    server.close();
  });

  describe('in another process', () => {
    const MAIN = fileURLToPath(new URL('./owner-main.ts', import.meta.url));
    // Vite compiles the program on the way in, as in `process.ts`.
    const RUN = `import { runnerImport } from 'vite'; await runnerImport(process.argv[1], { configFile: false, logLevel: 'error' });`;

    const start = async () => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', RUN, MAIN, root], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      children.push(child);
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const hears = async (word: string): Promise<void> => expect((await lines.next()).value).toBe(word);
      await hears('ready');
      return { child, hears };
    };

    it('does what is asked, tells failures, and notices who leaves', async () => {
      const { child, hears } = await start();
      let told = 0;
      expect(await ask('count', { to: 1_000 }, () => (told += 1))).toEqual({ pid: child.pid });
      expect(told).toBe(1_000);
      expect(await failureOf(ask('refuse'))).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: 'Not like this.',
      });
      const interrupt = new AbortController();
      await failureOf(ask('wait', {}, () => interrupt.abort(), interrupt.signal));
      await hears('aborted');
    });

    it('is missed when it is killed in the middle, and its place is taken', async () => {
      const { child } = await start();
      const exited = once(child, 'exit');
      const failure = await failureOf(ask('wait', {}, () => void child.kill('SIGKILL')));
      expect(failure).toMatchObject({
        name: 'StoreUnavailable',
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining('stopped before it had answered'),
      });
      expect(await readdir(root)).toEqual(['owner.sock']);
      await exited; // its connections end before it stops to listen
      expect(await failureOf(ask('wait'))).toBeInstanceOf(NoOwner);
      await own({ one: async () => 1 });
      expect(await ask('one')).toBe(1);
    });
  });
});
