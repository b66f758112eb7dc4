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
  type Told,
  tooLong,
} from './owner-wire.ts';

/** Nobody has the data folder, or whoever has it takes no commands. */
export class NoOwner extends StoreUnavailable {}

/** Refusals to connect that say that nobody listens. */
const NOBODY: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ECONNREFUSED']);

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

const ownerStopped = (): StoreUnavailable =>
  new StoreUnavailable('The process that has the data folder stopped before it had answered.');

const notUnderstood = (): StoreUnavailable =>
  new StoreUnavailable(
    'The process that has the data folder gave an answer that cannot be understood. It may be another version than this one: start it again.',
  );
