import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import {
  AnswerTooLarge,
  BadUserInput,
  type ErrorCode,
  type ErrorDetails,
  GatewayError,
  StoreUnavailable,
} from '../shared/errors.ts';
import { withShortPath } from './lock-socket.ts';

// One process has the embedded database. Others ask it over a Unix socket beside it, one command a connection, one
// JSON object a line: `{command,args}` there; `{told}`, any number of them, and `{result}` or `{failure}` back.

/** One JSON object a line, what a command tells while it runs. */
export type Told = Readonly<Record<string, unknown>>;

/** What a command is given; it crosses as JSON. */
export type CommandArgs = Readonly<Record<string, unknown>>;

/**
 * Work the owner does for others. Resolves with a JSON result; rejects with what went wrong. The signal ends when
 * whoever asked has gone, or the owner stops. What it tells must be small beside what is read: nothing waits for it.
 */
export type Command = (
  args: CommandArgs,
  tell: (told: Told) => void,
  signal: AbortSignal,
) => Promise<unknown>;

/** Nobody has the data folder, or whoever has it takes no commands. */
export class NoOwner extends StoreUnavailable {}

/** A failure the owner named, told here as it was there. `name` is the name it had. */
export class OwnerFailure extends GatewayError {
  readonly code: ErrorCode;

  constructor(name: string, code: ErrorCode, message: string, details: ErrorDetails) {
    super(message, details);
    this.name = name;
    this.code = code;
  }
}

export interface OwnerSocket {
  /** Ends what runs and takes nothing new; resolves within a few seconds. Call it before the folder is let go. */
  close(): Promise<void>;
}

/** How a failure crosses; the code is null where it is none of ours. */
interface Failure {
  readonly name: string;
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** One connection, as the owner sees it. */
interface Visit {
  readonly closed: Promise<unknown>;
  /** Tells the command to end; who has asked nothing yet is hung up on. */
  stop(reason: Error): void;
  destroy(): void;
}

/** Bytes of a line. */
const LONGEST_LINE = 16 * 1024 * 1024;
/** Bytes told and not read, after which whoever asked is given up. */
const MOST_UNREAD = 4 * LONGEST_LINE;
/** Milliseconds a command has to end once the owner stops. */
const PATIENCE_MS = 3_000;
/** Milliseconds after the answer in which the other side should hang up. */
const FAREWELL_MS = 1_000;
/** Refusals to connect that say that nobody listens. */
const NOBODY: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ECONNREFUSED']);
const NEWLINE = 0x0a;

const socketOf = (dataDir: string): string => join(resolve(dataDir), 'owner.sock');

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

/**
 * Asks whoever has the folder to do something.
 * @param tell called with what the command tells meanwhile
 * @param signal ends the command
 * @returns the command's result
 * @throws NoOwner where nobody listens, OwnerFailure as the command failed, BadUserInput, StoreUnavailable
 */
export async function askOwner(
  dataDir: string,
  command: string,
  args: CommandArgs,
  tell: (told: Told) => void,
  signal?: AbortSignal,
): Promise<unknown> {
  signal?.throwIfAborted();
  const request = encodeLine({ command, args });
  if (request.length > LONGEST_LINE) throw tooLong();
  return converse(await connectTo(dataDir), request, tell, signal);
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
        run(commands, line, told => tellOver(socket, told), gone.signal)
          .then(answer)
          .catch(fail);
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
  tell: (told: Told) => void,
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

const tellOver = (socket: Socket, told: Told): void => {
  if (socket.destroyed || socket.writableEnded) return;
  const line = encodeLine({ told });
  if (line.length > LONGEST_LINE) throw new AnswerTooLarge('What the command tells is longer than 16 MB.');
  socket.write(line);
  if (socket.writableLength > MOST_UNREAD) socket.destroy();
};

const hangUp = (socket: Socket, line: Buffer): void => {
  socket.end(line, () => setTimeout(() => socket.destroy(), FAREWELL_MS).unref());
};

const connectTo = (dataDir: string): Promise<Socket> =>
  withShortPath(
    socketOf(dataDir),
    short =>
      new Promise<Socket>((done, reject) => {
        const socket = connect(short);
        // It stays: a failure between here and the conversation ends the process where nobody hears it.
        socket.on('error', reject);
        socket.once('connect', () => done(socket));
      }),
  ).catch((error: NodeJS.ErrnoException) => {
    if (NOBODY.has(error.code))
      throw new NoOwner(`No process that takes commands has the data folder ${dataDir}.`, { cause: error });
    throw new StoreUnavailable(
      `The process that has the data folder cannot be asked at ${socketOf(dataDir)} (${error.code ?? error.message}). It answers the user who started it.`,
      { cause: error },
    );
  });

const converse = (
  socket: Socket,
  request: Buffer,
  tell: (told: Told) => void,
  signal: AbortSignal | undefined,
): Promise<unknown> =>
  new Promise((done, reject) => {
    const split = createLineSplitter();
    const fail = (error: unknown): void => {
      reject(error);
      socket.destroy();
    };
    const giveUp = (): void => fail(signal?.reason);
    const stopped = (): void => {
      signal?.removeEventListener('abort', giveUp);
      reject(ownerStopped()); // changes nothing after an answer
    };
    const take = (line: string): void => {
      const { told, failure, result } = parseObject(line) ?? {};
      if (isObject(told)) tell(told);
      else if (isObject(failure)) fail(errorOf(failure));
      else if (result === undefined) fail(notUnderstood());
      else {
        done(result);
        socket.destroy();
      }
    };

    socket.on('data', (chunk: Buffer) => {
      try {
        for (const line of split(chunk)) if (!socket.destroyed) take(line);
      } catch (error) {
        fail(error);
      }
    });
    socket.once('close', stopped);
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted) giveUp();
    else if (socket.destroyed) stopped();
    else socket.write(request);
  });

/**
 * Cuts what arrives into lines. Bytes are joined before they are read as text, as a chunk may end inside a character.
 * @throws BadUserInput at a line that is too long
 */
const createLineSplitter = (): ((chunk: Buffer) => Generator<string>) => {
  let parts: Buffer[] = [];
  let bytes = 0;
  const keep = (part: Buffer): void => {
    parts.push(part);
    bytes += part.length;
    if (bytes > LONGEST_LINE) throw tooLong();
  };
  return function* (chunk) {
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      keep(rest.subarray(0, end));
      const line = Buffer.concat(parts).toString();
      [parts, bytes] = [[], 0];
      rest = rest.subarray(end + 1);
      yield line;
    }
    keep(rest);
  };
};

const encodeLine = (content: object): Buffer => Buffer.from(`${JSON.stringify(content)}\n`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseObject = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const failureOf = (error: unknown): Failure => {
  if (error instanceof GatewayError)
    return { name: error.name, code: error.code, message: error.message, details: error.details };
  const message = error instanceof Error ? error.message : String(error);
  return { name: 'Error', code: null, message, details: {} };
};

const errorOf = ({ name, code, message, details }: Partial<Failure>): Error =>
  typeof code === 'string'
    ? new OwnerFailure(String(name), code, String(message), details ?? {})
    : new Error(String(message));

const unknownCommand = (command: string, known: readonly string[]): BadUserInput => {
  const expected = known.join(', ');
  return new BadUserInput(
    `The running process does not know the command "${command}"; it knows: ${expected}. It may be an older or a newer version than this one: start it again.`,
    { argument: 'command', expected },
  );
};

const tooLong = (): BadUserInput => new BadUserInput('A line between two processes is at most 16 MB long.');

const ownerStopped = (): StoreUnavailable =>
  new StoreUnavailable('The process that has the data folder stopped before it had answered.');

const notUnderstood = (): StoreUnavailable =>
  new StoreUnavailable(
    'The process that has the data folder gave an answer that cannot be understood. It may be another version than this one: start it again.',
  );
