import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, readlink, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Options, ZipFile } from 'yazl';
import { BadUserInput } from '../../src/shared/errors.ts';
import { type Archive, type ArchiveEntry, openArchive } from '../../src/sync/archive.reader.ts';

let root: string;
let archives: Archive[];

const openIt = async (file: string): Promise<Archive> => {
  const archive = await openArchive(file);
  archives.push(archive);
  return archive;
};
const refusalOf = (file: string): Promise<unknown> =>
  openIt(file).then(
    () => expect.fail('it was opened'),
    (error: unknown) => error,
  );

interface Content {
  readonly name: string;
  readonly text: string | Buffer;
  readonly options?: Partial<Options>;
}
const zip = async (contents: readonly Content[], forceZip64Format = false): Promise<string> => {
  const file = join(root, 'archive.zip');
  const made = new ZipFile();
  for (const { name, text, options } of contents)
    made.addBuffer(Buffer.from(text), name, { forceZip64Format, ...options });
  made.end({ forceZip64Format, comment: '' });
  await pipeline(made.outputStream, createWriteStream(file));
  return file;
};

const idOf = (number: number): string => `NCT${String(number).padStart(8, '0')}`;
const study = (number: number, compress = true): Content => ({
  name: `${String(number % 100).padStart(2, '0')}/${idOf(number)}.json`,
  text: JSON.stringify({
    id: idOf(number),
    title: 'Wirkung von Vitamin D bei Älteren 🧬 '.repeat(number % 20),
  }),
  options: { compress },
});
// One in five packed: yazl takes longer for that than all the rest.
const studies = (count: number): Content[] =>
  Array.from({ length: count }, (_, number) => study(number, number % 5 === 0));

const readAll = async (entries: AsyncIterable<ArchiveEntry>): Promise<ArchiveEntry[]> => {
  const all = [];
  for await (const entry of entries) all.push(entry);
  return all;
};
/** Changes the archive's bytes; `at` finds a place in them, such as the name of an entry. */
const damage = async (file: string, change: (bytes: Buffer, at: (text: string) => number) => void) => {
  const bytes = await readFile(file);
  change(bytes, text => bytes.indexOf(text));
  await writeFile(file, bytes);
};
/** How often this process has the file open, on Linux. */
const timesOpen = async (file: string): Promise<number> => {
  const links = (await readdir('/proc/self/fd')).map(each =>
    readlink(`/proc/self/fd/${each}`).catch(() => ''),
  );
  return (await Promise.all(links)).filter(each => each === file).length;
};

describe('the reader of the archive', () => {
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'trialweave-archive-'));
    archives = [];
  });
  afterEach(async () => {
    await Promise.all(archives.map(each => each.close()));
    await rm(root, { recursive: true, force: true });
  });

  it.each([false, true])('reads 5,000 studies in order (zip64: %s)', async zip64 => {
    const contents = studies(5_000);
    const file = await zip(contents, zip64);
    const archive = await openIt(file);
    expect(archive.entryCount).toBe(5_000);
    expect(archive.bytes).toBe((await readFile(file)).length);
    const entries = await readAll(archive.entries());
    expect(entries.map(({ name, text }) => [name, text])).toEqual(
      contents.map(({ name, text }) => [name, text]),
    );
    expect(entries.map(({ index }) => index)).toEqual(contents.map((_, index) => index));
    const packed = entries.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0);
    expect(packed).toBeGreaterThan(0);
    expect(packed).toBeLessThan(archive.bytes);
  });

  it('goes on from an index, any number of times', async () => {
    const archive = await openIt(await zip(studies(300)));
    for await (const { index } of archive.entries()) if (index === 99) break;
    const rest = await readAll(archive.entries(100));
    expect(rest).toHaveLength(200);
    expect(rest[0]).toMatchObject({ index: 100, name: `00/${idOf(100)}.json` });
    expect(await readAll(archive.entries(299))).toHaveLength(1);
    expect(await readAll(archive.entries(300))).toEqual([]);
  });

  it('takes studies from any folder, packed or not, and nothing else', async () => {
    const archive = await openIt(
      await zip([
        { name: 'README.txt', text: 'hello' },
        { name: 'NCT00000001.json', text: '1', options: { compress: false } },
        { name: 'a/b/NCT00000002.json', text: '2' },
        { name: 'NCT00000003.json.bak', text: '3' },
        { name: '__MACOSX/._NCT00000001.json', text: '4' },
        { name: 'NCT1.json', text: '5' },
        { name: 'NCT00000004.json/about', text: '6' },
        { name: 'NCT00000005.json', text: '' },
      ]),
    );
    expect(archive.entryCount).toBe(3);
    expect((await readAll(archive.entries())).map(({ index, text }) => [index, text])).toEqual([
      [0, '1'],
      [1, '2'],
      [2, ''],
    ]);
  });

  it('reads studies larger than a block, and around its end', async () => {
    const contents = Array.from({ length: 12 }, (_, number) => ({
      name: `${idOf(number)}.json`,
      text: String(number % 10).repeat(400_000 + number * 150_000),
      options: { compress: number % 2 === 0 },
    }));
    const entries = await readAll((await openIt(await zip(contents))).entries());
    expect(entries.map(({ text }, number) => text === contents[number]?.text)).not.toContain(false);
  });

  it('tells which studies cannot be read and goes on with the rest', async () => {
    const file = await zip(Array.from({ length: 40 }, (_, number) => study(number, number >= 20)));
    await damage(file, (bytes, at) => {
      bytes[at(`/${idOf(3)}.json`) + 24]! ^= 0xff; // a byte of the text
      bytes.fill(0xff, at(`/${idOf(25)}.json`) + 17, at(`/${idOf(25)}.json`) + 27); // the packed text
      bytes[at(`20/${idOf(20)}.json`) - 30]! ^= 0xff; // the signature before its name
    });
    const entries = await readAll((await openIt(file)).entries());
    expect(entries).toHaveLength(40);
    const faults = entries.filter(({ text }) => text === null);
    expect(faults.map(({ index }) => index)).toEqual([3, 20, 25]);
    expect(faults[0]?.fault).toBe(`03/${idOf(3)}.json cannot be read: its checksum does not fit.`);
    expect(faults[1]?.fault).toContain('invalid local file header signature');
    expect(faults[2]?.fault).toContain('cannot be unpacked (Z_');
    expect(entries.filter(({ fault }) => fault === undefined)).toHaveLength(37);
  });

  // Where the directory tells of an entry: its signature, then packed size at 20, size at 24, place at 42, name at 46.
  const inDirectory = (bytes: Buffer, name: string): number => bytes.lastIndexOf(name) - 46;
  it.each<[what: string, change: (bytes: Buffer, entry: number) => void, fault: string]>([
    [
      'larger than a study may be',
      (bytes, entry) => bytes.writeUInt32LE(65 * 2 ** 20, entry + 24),
      'larger than 64 MB',
    ],
    [
      'longer than is told',
      (bytes, entry) => bytes.writeUInt32LE(10, entry + 24),
      'cannot be unpacked (ERR_BUFFER_TOO_LARGE)',
    ],
    [
      'shorter than is told',
      (bytes, entry) => bytes.writeUInt32LE(100_000, entry + 24),
      'where 100000 are told',
    ],
    [
      'beyond the end',
      (bytes, entry) => bytes.writeUInt32LE(0xfffffff0, entry + 42),
      'the file ends before it',
    ],
    [
      'reaching beyond the end',
      (bytes, entry) => bytes.writeUInt32LE(50_000, entry + 20),
      'overflows file bounds',
    ],
    ['encrypted', (bytes, entry) => bytes.writeUInt16LE(1, entry + 8), 'it is encrypted'],
    ['packed in another way', (bytes, entry) => bytes.writeUInt16LE(12, entry + 10), 'packed in way 12'],
  ])('rejects a study that is %s', async (_what, change, fault) => {
    const file = await zip([study(1), study(2), study(3)]);
    await damage(file, bytes => change(bytes, inDirectory(bytes, `02/${idOf(2)}.json`)));
    const entries = await readAll((await openIt(file)).entries());
    expect(entries.map(({ text }) => text === null)).toEqual([false, true, false]);
    expect(entries[1]?.fault).toContain(fault);
  });

  it('rejects a study that is no UTF-8', async () => {
    const file = await zip([{ name: `${idOf(1)}.json`, text: Buffer.from([0x22, 0xe9, 0x22]) }]);
    const [entry] = await readAll((await openIt(file)).entries());
    expect(entry).toMatchObject({ text: null, fault: expect.stringContaining('not UTF-8') });
  });

  it.each<[what: string, make: () => Promise<string>, said: string]>([
    ['a missing file', async () => join(root, 'nowhere.zip'), 'does not exist'],
    ['a folder', async () => root, 'is a folder'],
    ['a device', async () => '/dev/null', 'is no ordinary file'],
    ['an empty file', () => written(''), 'is empty'],
    ['one byte', () => written('P'), 'is no zip'],
    ['another kind of file', () => written('{"studies":[]}'.repeat(10_000)), 'is no zip'],
    ['an empty zip', () => zip([]), 'is a zip without files'],
    [
      'a zip of other things',
      () => zip([{ name: 'ctg-studies.csv', text: 'a,b' }]),
      'holds no studies, but ctg-studies.csv',
    ],
    ['a zip that was cut short', () => cut(100), 'cut short or damaged'],
    ['half a zip', () => cut(20_000), 'cut short or damaged'],
    ['a damaged directory', damagedDirectory, 'cut short or damaged'],
  ])('refuses %s and says what is expected', async (_what, make, said) => {
    const file = await make();
    const refusal = await refusalOf(file);
    expect(refusal).toBeInstanceOf(BadUserInput);
    for (const part of [file, said, 'ctg-studies.json.zip', 'NCT01234567.json'])
      expect((refusal as Error).message).toContain(part);
  });
  const written = async (text: string): Promise<string> => {
    const file = join(root, 'archive.zip');
    await writeFile(file, text);
    return file;
  };
  const cut = async (bytes: number): Promise<string> => {
    const file = await zip(studies(200));
    await truncate(file, (await readFile(file)).length - bytes);
    return file;
  };
  async function damagedDirectory(): Promise<string> {
    const file = await zip(studies(200));
    await damage(file, bytes =>
      bytes.fill(0, inDirectory(bytes, `50/${idOf(150)}.json`), bytes.length - 1_000),
    );
    return file;
  }

  describe.runIf(process.platform === 'linux')('and its file', () => {
    it('is closed by an abort in the middle', async () => {
      const file = await zip(studies(200));
      const archive = await openIt(file);
      const interrupt = new AbortController();
      let seen = 0;
      const reading = (async () => {
        for await (const { index } of archive.entries(0, interrupt.signal)) {
          seen += 1;
          if (index === 50) interrupt.abort(new Error('Ctrl-C'));
        }
      })();
      await expect(reading).rejects.toThrow('Ctrl-C');
      expect(seen).toBe(51);
      expect(await timesOpen(file)).toBe(0);
      await expect(readAll(archive.entries())).rejects.toThrow('closed');
    });

    it('is not read at all for a signal that has ended', async () => {
      const archive = await openIt(await zip(studies(3)));
      await expect(readAll(archive.entries(0, AbortSignal.abort(new Error('no'))))).rejects.toThrow('no');
    });

    it('stays open when a loop is left, until it is closed', async () => {
      const file = await zip(studies(200));
      const archive = await openIt(file);
      for await (const _ of archive.entries()) break;
      expect(await timesOpen(file)).toBe(1);
      await Promise.all([archive.close(), archive.close()]);
      expect(await timesOpen(file)).toBe(0);
    });

    it('is closed where it is refused', async () => {
      const file = await written('{"studies":[]}');
      await refusalOf(file);
      expect(await timesOpen(file)).toBe(0);
    });

    it('may be closed while it is read', async () => {
      const archive = await openIt(await zip(studies(200)));
      const reading = (async () => {
        for await (const { index } of archive.entries()) if (index === 20) await archive.close();
      })();
      await expect(reading).rejects.toThrow('The archive is closed.');
    });
  });

  it('reads a little ahead of a slow reader, and no further', async () => {
    const text = 'x'.repeat(1_200_000); // more than a block, so that each is read alone
    const contents = Array.from({ length: 40 }, (_, number) => ({ name: `${idOf(number)}.json`, text }));
    const file = await zip(contents.map(each => ({ ...each, options: { compress: false } })));
    const entries: ArchiveEntry[] = [];
    for await (const entry of (await openIt(file)).entries()) {
      entries.push(entry);
      if (entry.index > 0) continue;
      await sleep(200);
      await truncate(file, 100_000);
    }
    const lost = entries.findIndex(each => each.text === null);
    expect(lost).toBeGreaterThan(1);
    expect(lost).toBeLessThan(20);
    expect(entries).toHaveLength(40);
  });
});
