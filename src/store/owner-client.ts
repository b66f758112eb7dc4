import { connect, type Socket } from 'node:net';
import { StoreUnavailable } from '../shared/errors.ts';
import { withShortPath } from './lock-socket.ts';
import {
  type CommandArgs,
  createLineSplitter,
  encodeLine,
  errorOf,
  isObject,
  LONGEST_LINE,
  parseObject,
  socketOf,
  type Tell,
  tooLong,
} from './owner-wire.ts';

/** Nobody has the data folder, or whoever has it takes no commands. */
export class NoOwner extends StoreUnavailable {}

/** Refusals to connect that say that nobody listens. */
const NOBODY: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ECONNREFUSED']);

/**
 * Asks whoever has the folder to do something.
 * @param tell called with what the command tells meanwhile; it is told no more until what it promises has come
 * @param signal ends the command
 * @returns the command's result
 * @throws NoOwner where nobody listens, OwnerFailure as the command failed, BadUserInput, StoreUnavailable
 */
export async function askOwner(
  dataDir: string,
  command: string,
  args: CommandArgs,
  tell: Tell,
  signal?: AbortSignal,
): Promise<unknown> {
  signal?.throwIfAborted();
  const request = encodeLine({ command, args });
  if (request.length > LONGEST_LINE) throw tooLong();
  return converse(await connectTo(dataDir), request, tell, signal);
}

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
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<unknown> =>
  new Promise((done, reject) => {
    const split = createLineSplitter();
    let reading: Promise<void> = Promise.resolve();
    let isOver = false;

    const end = (): void => {
      isOver = true;
      signal?.removeEventListener('abort', giveUp);
      socket.destroy();
    };
    const fail = (error: unknown): void => {
      reject(error); // changes nothing after an answer
      end();
    };
    const giveUp = (): void => fail(signal?.reason);
    const stopped = (): void => fail(ownerStopped());
    const take = (line: string): void | Promise<void> => {
      const { told, failure, result } = parseObject(line) ?? {};
      if (isObject(told)) return tell(told);
      if (isObject(failure)) throw errorOf(failure);
      if (result === undefined) throw notUnderstood();
      done(result);
      end();
    };
    const read = async (chunk: Buffer): Promise<void> => {
      for (const line of split(chunk)) {
        if (isOver) return;
        await take(line);
      }
    };

    socket.on('data', (chunk: Buffer) => {
      socket.pause();
      reading = read(chunk).then(() => void socket.resume(), fail);
    });
    // The last that was told may still be read.
    socket.once('close', () => void reading.then(stopped));
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted) giveUp();
    else if (socket.destroyed) stopped();
    else socket.write(request);
  });

const ownerStopped = (): StoreUnavailable =>
  new StoreUnavailable('The process that has the data folder stopped before it had answered.');

const notUnderstood = (): StoreUnavailable =>
  new StoreUnavailable(
    'The process that has the data folder gave an answer that cannot be understood. It may be another version than this one: start it again.',
  );
