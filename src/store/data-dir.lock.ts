import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../shared/errors.ts';
import { isListening, listenOn } from './lock-socket.ts';
import { DataDirInUse } from './store.errors.ts';

// How it works. `lock/` holds numbered records, `1.json`, `2.json`, ...; the highest number is the owner, alive for
// as long as the socket it names is listened on. To take over from a dead owner, a process that listens already
// puts its own complete record under the next number, which succeeds for one process alone. Nothing that may be
// alive is ever removed, and the highest number never falls, so whoever was slow to notice finds a higher one.

/** Who has the folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
  /** Name of its socket in the same folder. */
  readonly socket: string;
  /** The running kernel: sockets tell nothing about a process on another one. */
  readonly machine: string;
  /** It let go in good order. */
  readonly released?: boolean;
}

export interface DataDirLock {
  /** Lets the next process in. Call it last, when nothing writes to the folder any more. */
  release(): Promise<void>;
}

const BEAT = 2_000;
const SILENCE = 3 * BEAT;
const LITTER_AGE = 60_000;

/** Makes this process the only one to use the folder. @throws DataDirInUse at once, naming the owner */
export const lockDataDir = async (dataDir: string): Promise<DataDirLock> => {
  const folder = join(dataDir, 'lock');
  const name = randomUUID().slice(0, 8);
  const socket = join(folder, `${name}.sock`);
  const draft = join(folder, `${name}.draft`);
  try {
    await mkdir(folder, { recursive: true });
    const server = await listenOn(socket);
    const leave = async (): Promise<void> => {
      await new Promise(resolve => server.close(resolve));
      await rm(socket, { force: true });
    };
    try {
      const holder = await self(`${name}.sock`);
      await writeFile(draft, JSON.stringify(holder));
      const record = join(folder, `${await claim(dataDir, folder, draft)}.json`);
      await tidy(folder, record).catch(() => undefined);
      const beat = startBeat(record);
      return {
        release: async () => {
          clearInterval(beat);
          // Spares the next owner a wait if it is on another machine; the closed socket is what counts.
          await writeFile(draft, JSON.stringify({ ...holder, released: true }))
            .then(() => rename(draft, record))
            .catch(() => undefined);
          await leave();
        },
      };
    } catch (error) {
      await leave();
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  } catch (error) {
    throw error instanceof DataDirInUse ? error : cannotLock(dataDir, error as NodeJS.ErrnoException);
  }
};

/** Puts the draft under the number after the last owner's, once that one is dead. Gives the number. */
const claim = async (dataDir: string, folder: string, draft: string): Promise<number> => {
  for (;;) {
    const last = await lastNumber(folder);
    const holder = await readHolder(folder, last);
    if (holder !== undefined && (await isAlive(folder, last, holder))) throw inUse(dataDir, holder);
    const mine = last + 1;
    const placed = await placeAs(draft, join(folder, `${mine}.json`));
    if (placed && (await lastNumber(folder)) === mine) return mine;
    if (placed) await rm(join(folder, `${mine}.json`), { force: true });
  }
};

// Unlike a rename, a link fails where the name is taken.
const placeAs = (draft: string, path: string): Promise<boolean> =>
  link(draft, path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );

const isAlive = async (folder: string, number: number, holder: Holder): Promise<boolean> => {
  if (holder.released) return false;
  if (await isListening(join(folder, holder.socket))) return true;
  if (holder.machine === (await thisMachine())) return false;
  // The machine was started anew, or another one shares the folder: that one would touch its record meanwhile.
  const before = await lastBeat(folder, number);
  await sleep(SILENCE);
  const now = await lastBeat(folder, number);
  return now !== undefined && now !== before;
};

const startBeat = (record: string): NodeJS.Timeout =>
  setInterval(() => {
    const now = new Date();
    utimes(record, now, now).catch(() => undefined);
  }, BEAT).unref();

const lastBeat = async (folder: string, number: number): Promise<number | undefined> =>
  (await stat(join(folder, `${number}.json`)).catch(() => undefined))?.mtimeMs;

const lastNumber = async (folder: string): Promise<number> =>
  Math.max(0, ...numbersOf(await readdir(folder)));

const numbersOf = (names: readonly string[]): number[] =>
  names.flatMap(name => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []));

// Records appear whole, so one that is no JSON was cut short by a power failure: nobody holds it.
const readHolder = async (folder: string, number: number): Promise<Holder | undefined> => {
  try {
    return JSON.parse(await readFile(join(folder, `${number}.json`), 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Removes the records before ours, and what processes killed in the middle of a claim have left. */
const tidy = async (folder: string, ours: string): Promise<void> => {
  const names = await readdir(folder);
  for (const number of numbersOf(names).filter(each => each < Number.parseInt(basename(ours), 10))) {
    const holder = await readHolder(folder, number);
    if (holder !== undefined) await rm(join(folder, holder.socket), { force: true });
    await rm(join(folder, `${number}.json`), { force: true });
  }
  for (const name of names.filter(each => /\.(sock|draft)$/.test(each))) {
    const path = join(folder, name);
    if (await isLitter(path)) await rm(path, { force: true });
  }
};

const isLitter = async (path: string): Promise<boolean> => {
  const modified = (await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now();
  if (Date.now() - modified < LITTER_AGE) return false;
  return !path.endsWith('.sock') || !(await isListening(path));
};

const self = async (socket: string): Promise<Holder> => ({
  pid: process.pid,
  host: hostname(),
  since: new Date().toISOString(),
  socket,
  machine: await thisMachine(),
});

const thisMachine = (): Promise<string> =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    text => text.trim(),
    () => hostname(),
  );

const inUse = (dataDir: string, { pid, host, since }: Holder): DataDirInUse =>
  new DataDirInUse(
    `The data folder ${dataDir} is in use by process ${pid} on ${host} since ${since}. Stop that process, choose another DATA_DIR, or set DATABASE_URL: a PostgreSQL server can be shared.`,
  );

const cannotLock = (dataDir: string, cause: NodeJS.ErrnoException): StoreUnavailable =>
  new StoreUnavailable(
    `The data folder ${dataDir} cannot be locked for this process alone (${cause.code ?? cause.message}). It must be writable and on a file system with Unix sockets, such as a local disk.`,
    { cause },
  );
