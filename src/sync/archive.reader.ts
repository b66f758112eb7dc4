import { isUtf8 } from 'node:buffer';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { BadUserInput } from '../shared/errors.ts';
import { type BlockFile, createBlockFile, openZip } from './block-file.ts';

// The registry's archive holds some 600,000 small files. A zip's directory stands at its end and tells where each
// file is, so both are read in order, at two places of the same file, a block at a time.

/** One study of the archive. */
export interface ArchiveEntry {
  /** Its place among the studies of the archive, from 0. */
  readonly index: number;
  /** As the archive has it, `35/NCT02252835.json`. */
  readonly name: string;
  /** Null where it could not be read. */
  readonly text: string | null;
  /** Why it could not be read. */
  readonly fault?: string;
  readonly compressedBytes: number;
}

export interface Archive {
  /** Studies in it; other files do not count. */
  readonly entryCount: number;
  /** Size of the file. */
  readonly bytes: number;
  /**
   * Studies from the given index on, in the archive's order. The signal's end closes the archive, a loop left early
   * does not.
   */
  entries(from?: number, signal?: AbortSignal): AsyncIterable<ArchiveEntry>;
  close(): Promise<void>;
}

/** A study where the directory names it. */
interface Place {
  readonly index: number;
  readonly entry: Entry;
}

const STUDY = /(?:^|[\\/])NCT\d{8}\.json$/;
/** Bytes of a study, packed or not: far above the largest there is. */
const LARGEST = 64 * 1024 * 1024;
/** Studies unpacked ahead of whoever reads, and their bytes, unless it is one alone. */
const AHEAD = 16;
const AHEAD_BYTES = LARGEST;
const EXPECTED =
  'ctg-studies.json.zip as the registry offers it: a zip with a file NCT01234567.json for each study';

const inflate = promisify(inflateRaw);

/**
 * Opens an archive and reads its directory to the end, so that one that is cut short or damaged there is refused
 * before anything is taken from it. @throws BadUserInput
 */
export async function openArchive(file: string): Promise<Archive> {
  const bytes = await sizeOf(file);
  const handle = await open(file).catch(cannotRead(file));
  try {
    const source = createBlockFile(handle, bytes);
    return createArchive(handle, source, await countStudies(file, source));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const createArchive = (handle: FileHandle, source: BlockFile, entryCount: number): Archive => {
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= handle.close());
  const check = (signal: AbortSignal | undefined): void => {
    signal?.throwIfAborted();
    if (closed !== undefined) throw new Error('The archive is closed.');
  };
  return {
    entryCount,
    bytes: source.size,
    async *entries(from = 0, signal) {
      try {
        check(signal);
        for await (const study of readAhead(source, from)) {
          check(signal); // what was read meanwhile may have failed for that alone
          yield study;
          check(signal);
        }
      } finally {
        if (signal?.aborted) await close();
      }
    },
    close,
  };
};

/** Studies from an index on. Some are read and unpacked while whoever asked is busy with the one before. */
async function* readAhead(source: BlockFile, from: number): AsyncGenerator<ArchiveEntry> {
  const zip = await openZip(source);
  const ahead: { readonly study: Promise<ArchiveEntry>; readonly bytes: number }[] = [];
  let bytes = 0;
  const next = (): Promise<ArchiveEntry> => {
    const first = ahead.shift()!;
    bytes -= first.bytes;
    return first.study;
  };
  try {
    for await (const place of studiesIn(zip)) {
      if (place.index < from) continue;
      const size = place.entry.uncompressedSize;
      while (ahead.length >= AHEAD || (ahead.length > 0 && bytes + size > AHEAD_BYTES)) yield next();
      ahead.push({ study: readStudy(zip, source, place), bytes: size });
      bytes += size;
    }
    while (ahead.length > 0) yield next();
  } finally {
    await Promise.all(ahead.map(each => each.study));
  }
}

async function* studiesIn(zip: ZipFile): AsyncGenerator<Place> {
  let index = 0;
  for await (const entry of zip.eachEntry()) if (isStudy(entry)) yield { index: index++, entry };
}

// Names are taken as bytes: the package would give up the whole archive for one it finds unsafe to write to a disk.
const nameOf = (entry: Entry): string => entry.fileNameRaw.toString();
const isStudy = (entry: Entry): boolean => STUDY.test(nameOf(entry));

/** Never rejects: one study that cannot be read is no reason to miss the rest. */
const readStudy = async (zip: ZipFile, source: BlockFile, { index, entry }: Place): Promise<ArchiveEntry> => {
  const name = nameOf(entry);
  const known = { index, name, compressedBytes: entry.compressedSize };
  try {
    return { ...known, text: await textOf(zip, source, entry) };
  } catch (error) {
    return { ...known, text: null, fault: `${name} cannot be read: ${(error as Error).message}.` };
  }
};

const textOf = async (zip: ZipFile, source: BlockFile, entry: Entry): Promise<string> => {
  const { compressedSize, uncompressedSize } = entry;
  if (compressedSize > LARGEST || uncompressedSize > LARGEST) throw new Error('it is larger than 64 MB');
  if (!entry.canDecodeFileData())
    throw new Error(
      `it is ${entry.isEncrypted() ? 'encrypted' : `packed in way ${entry.compressionMethod}`}`,
    );
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = await source.read(fileDataStart, compressedSize);
  const bytes = entry.isCompressed() ? await unpack(packed, uncompressedSize) : packed;
  if (bytes.length !== uncompressedSize)
    throw new Error(`it has ${bytes.length} bytes, where ${uncompressedSize} are told`);
  if (crc32(bytes) !== entry.crc32) throw new Error('its checksum does not fit');
  if (!isUtf8(bytes)) throw new Error('it is not UTF-8');
  return bytes.toString();
};

// With room for one byte more than is told, it is unpacked at one go; what has more still is ended there.
const unpack = (packed: Buffer, size: number): Promise<Buffer> =>
  inflate(packed, { chunkSize: Math.max(64, size + 1), maxOutputLength: Math.max(1, size) }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new Error(`it cannot be unpacked (${error.code})`);
    },
  );

const sizeOf = async (file: string): Promise<number> => {
  const found = await stat(file).catch(cannotRead(file));
  if (!found.isFile()) throw refusal(file, found.isDirectory() ? 'is a folder' : 'is no ordinary file');
  if (found.size === 0) throw refusal(file, 'is empty');
  return found.size;
};

const countStudies = async (file: string, source: BlockFile): Promise<number> => {
  let studies = 0;
  let other: string | undefined;
  try {
    for await (const entry of (await openZip(source)).eachEntry()) {
      if (isStudy(entry)) studies += 1;
      else other ??= nameOf(entry);
    }
  } catch (error) {
    throw refusal(file, await damageOf(source), error);
  }
  if (studies > 0) return studies;
  throw refusal(file, other === undefined ? 'is a zip without files' : `holds no studies, but ${other}`);
};

const damageOf = async (source: BlockFile): Promise<string> => {
  const start = await source.read(0, Math.min(2, source.size));
  return start.toString() === 'PK' ? 'is a zip that was cut short or damaged; fetch it again' : 'is no zip';
};

const cannotRead =
  (file: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw refusal(file, error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`, error);
  };

const refusal = (file: string, what: string, cause?: unknown): BadUserInput =>
  new BadUserInput(`The archive ${file} ${what}. Expected is ${EXPECTED}.`, { expected: EXPECTED, cause });
