import { randomBytes } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BadUserInput } from './shared/errors.ts';

/** Where an export is written. */
export interface ExportTarget {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void>;
  /** The file is whole. */
  finish(): Promise<void>;
  /** It never will be. */
  discard(): Promise<void>;
}

/** A stream that others read, such as standard output. */
export function streamTarget(stream: NodeJS.WritableStream): ExportTarget {
  stream.on('error', () => undefined); // told by the write that met it
  return {
    write: text =>
      new Promise((done, reject) => {
        stream.write(text, error => (error ? reject(error) : done()));
      }),
    finish: async () => {},
    discard: async () => {},
  };
}

/**
 * A file that has its name only when it is whole: until then it is beside it under another. Takes the place of a file
 * that is there already.
 * @throws BadUserInput where it cannot be written
 */
export async function openFileTarget(path: string): Promise<ExportTarget> {
  const cannotWrite = (cause: unknown): never => {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new BadUserInput(`The file ${path} cannot be written: ${code ?? message}.`, {
      argument: 'output',
      cause,
    });
  };
  const place = await placeOf(path);
  const draft = `${place}.${randomBytes(4).toString('hex')}.part`;
  const file: FileHandle = await open(draft, 'wx').catch(cannotWrite);
  return {
    write: text => file.writeFile(text).catch(cannotWrite),
    async finish() {
      await file.sync().catch(cannotWrite);
      await file.close();
      await rename(draft, place).catch(cannotWrite);
    },
    async discard() {
      await file.close().catch(() => undefined);
      await rm(draft, { force: true });
    },
  };
}

/** Where a link leads, the file itself is replaced. @throws BadUserInput for what is there and no file */
async function placeOf(path: string): Promise<string> {
  const place = await realpath(path).catch(() => resolve(path));
  const found = await stat(place).catch(() => undefined);
  if (found === undefined || found.isFile()) return place;
  throw new BadUserInput(`${path} is no file: leave --output out and send standard output there.`, {
    argument: 'output',
  });
}
