import type { FileHandle } from 'node:fs/promises';
import { fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';

/** A file read through the last few blocks of it. */
export interface BlockFile {
  readonly size: number;
  read(position: number, length: number): Promise<Buffer>;
}

const BLOCK = 1024 * 1024;
/** Blocks kept: one in the directory, one among the studies, and the neighbours of both. */
const BLOCKS = 4;

export const createBlockFile = (handle: FileHandle, size: number): BlockFile => {
  // A Map keeps its order: the block not used for longest comes first.
  const blocks = new Map<number, Promise<Buffer>>();
  const load = (start: number): Promise<Buffer> => {
    const block = readFully(handle, start, Math.min(BLOCK, size - start));
    block.catch(() => blocks.delete(start)); // the next one tries again
    return block;
  };
  const blockAt = (start: number): Promise<Buffer> => {
    const block = blocks.get(start) ?? load(start);
    blocks.delete(start);
    blocks.set(start, block);
    const [oldest] = blocks.keys();
    if (blocks.size > BLOCKS) blocks.delete(oldest!);
    return block;
  };
  return {
    size,
    read: async (position, length) => {
      if (position + length > size) throw new Error('the file ends before it');
      const start = position - (position % BLOCK);
      const offset = position - start;
      if (offset + length <= BLOCK) return (await blockAt(start)).subarray(offset, offset + length);
      if (length > BLOCK) return readFully(handle, position, length);
      const both = await Promise.all([blockAt(start), blockAt(start + BLOCK)]);
      return Buffer.concat(both).subarray(offset, offset + length);
    },
  };
};

const readFully = async (handle: FileHandle, position: number, length: number): Promise<Buffer> => {
  const buffer = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new Error('the file has become shorter');
    filled += bytesRead;
  }
  return buffer;
};

/** Opens the zip that the file is. */
export const openZip = (source: BlockFile): Promise<ZipFile> =>
  fromRandomAccessReaderPromise(new BlockReader(source), source.size, {
    autoClose: false,
    decodeStrings: false,
    validateEntrySizes: false, // by us, for each study alone
  });

/** Lets the package read through our blocks. */
class BlockReader extends RandomAccessReader {
  private readonly source: BlockFile;

  constructor(source: BlockFile) {
    super();
    this.source = source;
  }

  override read(
    target: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    this.source.read(position, length).then(bytes => {
      bytes.copy(target, offset);
      done(null);
    }, done);
  }
}
