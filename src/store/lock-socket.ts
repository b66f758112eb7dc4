import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

// A socket that listens is the one sign of life that ends with its process, however that ends, and that works
// between containers, where process numbers mean nothing.

/** Listens on a Unix socket that does not keep the process alive. */
export const listenOn = (path: string): Promise<Server> =>
  withShortPath(
    path,
    short =>
      new Promise((resolve, reject) => {
        const server = createServer(socket => socket.on('error', () => undefined).end());
        server.once('error', reject);
        server.listen(short, () => {
          server.off('error', reject).on('error', () => undefined);
          resolve(server.unref());
        });
      }),
  );

// What a refusal to connect says about the other side.
const ANSWERS = new Map<string | undefined, (path: string) => boolean | Promise<boolean>>([
  ['ENOENT', () => false],
  ['ECONNREFUSED', () => false],
  ['EAGAIN', () => true], // its queue is full: somebody holds it
  ['ECONNRESET', path => isListening(path)], // it stopped in this very moment
]);

/** Whether a process listens there. A failure that leaves this open (no permission, say) is thrown. */
export const isListening = (path: string): Promise<boolean> =>
  withShortPath(
    path,
    short =>
      new Promise((resolve, reject) => {
        const socket = connect(short);
        socket.once('connect', () => resolve(true));
        socket.once('connect', () => socket.destroy());
        socket.on('error', (error: NodeJS.ErrnoException) => {
          const answer = ANSWERS.get(error.code);
          return answer === undefined ? reject(error) : resolve(answer(path));
        });
      }),
  );

// 103 bytes is what macOS takes, Linux takes 107.
const LONGEST = 103;

// The system refuses long paths here and nowhere else: such a folder is reached by a link for the moment.
export const withShortPath = async <T>(path: string, use: (short: string) => Promise<T>): Promise<T> => {
  if (Buffer.byteLength(path) <= LONGEST) return use(path);
  const link = await mkdtemp(join(tmpdir(), 'tw-'));
  try {
    await symlink(dirname(path), join(link, 'd'));
    return await use(join(link, 'd', basename(path)));
  } finally {
    await rm(link, { recursive: true, force: true });
  }
};
