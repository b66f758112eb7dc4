import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { AnswerTooLarge, BadUserInput, StoreUnavailable } from '../shared/errors.ts';
import { withShortPath } from './lock-socket.ts';
import {
  type CommandArgs,
  createLineSplitter,
  encodeLine,
  failureOf,
  isObject,
  LONGEST_LINE,
  parseObject,
  socketOf,
  type Tell,
  type Told,
} from './owner-wire.ts';

/**
 * Work the owner does for others. Resolves with a JSON result; rejects with what went wrong. The signal ends when
 * whoever asked has gone, or the owner stops. Who tells without waiting for it must tell little beside what is read.
 */
export type Command = (args: CommandArgs, tell: Tell, signal: AbortSignal) => Promise<unknown>;

export interface OwnerSocket {
  /** Ends what runs and takes nothing new; resolves within a few seconds. Call it before the folder is let go. */
  close(): Promise<void>;
}

/** One connection, as the owner sees it. */
interface Visit {
  readonly closed: Promise<unknown>;
  /** Tells the command to end; who has asked nothing yet is hung up on. */
  stop(reason: Error): void;
  destroy(): void;
}

/** Bytes told and not read, after which whoever asked is given up. */
const MOST_UNREAD = 4 * LONGEST_LINE;
/** Milliseconds a command has to end once the owner stops. */
const PATIENCE_MS = 3_000;
/** Milliseconds after the answer in which the other side should hang up. */
const FAREWELL_MS = 1_000;

/**
 * Does these commands for other processes of this user until closed. The caller has locked the folder. It does not
 * keep the process alive. @throws StoreUnavailable
 */
export async function listenAsOwner(
  dataDir: string,
  commands: Readonly<Record<string, Command>>,
): Promise<OwnerSocket> {
  const visits = new Set<Visit>();
  const server = createServer({ allowHalfOpen: true }, socket => {
    const visit = receive(socket, commands);
    visits.add(visit);
    void visit.closed.then(() => visits.delete(visit));
  });
  await publish(server, dataDir).catch((error: NodeJS.ErrnoException) => {
    server.close();
    throw new StoreUnavailable(
      `Other processes cannot be let in at ${socketOf(dataDir)} (${error.code ?? error.message}). The folder must be writable and on a file system with Unix sockets, such as a local disk.`,
      { cause: error },
    );
  });
  let closed: Promise<void> | undefined;
  return { close: () => (closed ??= close(server, visits, socketOf(dataDir))) };
}

// A socket gets its permissions after it exists. So it comes into being in a folder nobody else can enter, and is
// moved into sight when only its owner may connect. The move also replaces what a killed process left.
const publish = async (server: Server, dataDir: string): Promise<void> => {
  const cradle = join(resolve(dataDir), 'owner.new');
  const socket = join(cradle, 's');
  await rm(cradle, { recursive: true, force: true });
  await mkdir(cradle, { mode: 0o700 });
  try {
    await withShortPath(socket, short => listen(server, short));
    await chmod(socket, 0o600);
    await rename(socket, socketOf(dataDir));
  } finally {
    await rm(cradle, { recursive: true, force: true });
  }
};

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((done, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject).on('error', () => undefined);
      server.unref();
      done();
    });
  });

const close = async (server: Server, visits: ReadonlySet<Visit>, path: string): Promise<void> => {
  server.close();
  await rm(path, { force: true });
  for (const visit of visits)
    visit.stop(new StoreUnavailable('The process that has the data folder is stopping.'));
  const patience = new AbortController();
  await Promise.race([
    Promise.all([...visits].map(each => each.closed)),
    after(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined),
  ]);
  patience.abort();
  for (const visit of visits) visit.destroy();
};

/** Takes the one request of a connection and answers it. */
const receive = (socket: Socket, commands: Readonly<Record<string, Command>>): Visit => {
  const gone = new AbortController();
  const split = createLineSplitter();
  const tell = tellOver(socket);
  let state: 'waiting' | 'running' | 'done' = 'waiting';

  const answer = (line: Buffer): void => {
    state = 'done';
    hangUp(socket, line);
  };
  const fail = (error: unknown): void => answer(encodeLine({ failure: failureOf(error) }));
  const leave = (reason: Error): void => {
    if (state === 'running') gone.abort(reason);
  };

  socket.on('data', (chunk: Buffer) => {
    if (state !== 'waiting') return; // and read on all the same: that is how the end is noticed
    try {
      for (const line of split(chunk)) {
        state = 'running';
        run(commands, line, tell, gone.signal).then(answer).catch(fail);
        return;
      }
    } catch (error) {
      fail(error);
    }
  });
  const abandon = (): void => leave(new Error('Whoever asked has gone.'));
  socket.on('end', () => {
    abandon();
    if (state === 'waiting') fail(new BadUserInput('The request ended before its line did.'));
  });
  socket.on('error', () => undefined);
  const closed = new Promise(done => socket.once('close', done));
  void closed.then(abandon);

  return {
    closed,
    stop: reason => {
      leave(reason);
      if (state === 'waiting') socket.destroy();
    },
    destroy: () => socket.destroy(),
  };
};

/** Does what a request asks for. Gives the line that answers it. */
const run = async (
  commands: Readonly<Record<string, Command>>,
  line: string,
  tell: Tell,
  signal: AbortSignal,
): Promise<Buffer> => {
  const { command, args = {} } = parseObject(line) ?? {};
  if (typeof command !== 'string' || !isObject(args))
    throw new BadUserInput('A request is a line with a JSON object: {"command":"...","args":{...}}.');
  const work = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (work === undefined) throw unknownCommand(command, Object.keys(commands));
  const answer = encodeLine({ result: (await work(args, tell, signal)) ?? null });
  if (answer.length > LONGEST_LINE)
    throw new AnswerTooLarge(`The result of "${command}" is longer than 16 MB.`);
  return answer;
};

/** Tells over a socket; waits while what was told before is not yet on its way. */
const tellOver = (socket: Socket): Tell => {
  let room: Promise<void> | undefined;
  const waitForRoom = (): Promise<void> =>
    new Promise(done => {
      const stop = (): void => {
        socket.off('drain', stop).off('close', stop);
        room = undefined;
        done();
      };
      socket.on('drain', stop).on('close', stop);
    });
  return (told: Told) => {
    if (socket.destroyed || socket.writableEnded) return;
    const line = encodeLine({ told });
    if (line.length > LONGEST_LINE) throw new AnswerTooLarge('What the command tells is longer than 16 MB.');
    if (!socket.write(line)) room ??= waitForRoom();
    if (socket.writableLength > MOST_UNREAD) socket.destroy();
    return room;
  };
};

const hangUp = (socket: Socket, line: Buffer): void => {
  socket.end(line, () => setTimeout(() => socket.destroy(), FAREWELL_MS).unref());
};

const unknownCommand = (command: string, known: readonly string[]): BadUserInput => {
  const expected = known.join(', ');
  return new BadUserInput(
    `The running process does not know the command "${command}"; it knows: ${expected}. It may be an older or a newer version than this one: start it again.`,
    { argument: 'command', expected },
  );
};
