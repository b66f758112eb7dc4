import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, realpathSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What the compiler leaves undone: data files beside the code, and the pages of the browser. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGES = join(ROOT, 'src/web');
const QUERIES = join(ROOT, 'docs/queries');
const BUNDLE = join(ROOT, 'dist/web/graphiql');
const STAMP = join(ROOT, 'dist/web/.stamp');
const run = promisify(execFile);

const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
};

/** Changes when a page, its configuration or any installed package does. */
const fingerprint = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of [
    join(ROOT, 'package-lock.json'),
    ...(await filesIn(QUERIES)).sort(),
    ...(await filesIn(PAGES)).sort(),
  ]) {
    hash.update(`${file.slice(ROOT.length)}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
};

const isBuilt = async (stamp: string): Promise<boolean> =>
  existsSync(join(BUNDLE, 'index.html')) && existsSync(STAMP) && (await readFile(STAMP, 'utf8')) === stamp;

const viteProgram = (): string => {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  } catch (cause) {
    throw new Error('The pages must be built and Vite is not installed: run `npm ci`.', { cause });
  }
};

/** Vite runs in a process of its own, as the caller's NODE_ENV would decide which React goes in. */
const bundleInto = async (folder: string): Promise<void> => {
  const parameters = [
    'build',
    '--config',
    join(PAGES, 'vite.config.ts'),
    '--outDir',
    folder,
    '--logLevel',
    'warn',
  ];
  const env = { ...process.env, NODE_ENV: 'production' };
  await run(process.execPath, [viteProgram(), ...parameters], { cwd: ROOT, env });
};

/** The old bundle gives way in one step, so that a running server never hands out half of one. */
const putInPlace = async (draft: string): Promise<void> => {
  await rm(BUNDLE, { recursive: true, force: true });
  await rename(draft, BUNDLE).catch(fault => {
    // Another build of the same sources was quicker by a moment.
    if (!existsSync(join(BUNDLE, 'index.html'))) throw fault;
  });
};

/**
 * Bundles the pages into `dist/web` unless they are there already, from the same sources and packages.
 * @returns whether anything was built
 */
export const buildPages = async (): Promise<boolean> => {
  const stamp = await fingerprint();
  if (await isBuilt(stamp)) return false;
  const draft = `${BUNDLE}.${randomUUID()}`;
  try {
    await bundleInto(draft);
    await putInPlace(draft);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await writeFile(STAMP, stamp);
  return true;
};

const jsonIn = async (folder: string): Promise<string[]> =>
  existsSync(folder) ? (await readdir(folder)).filter(name => name.endsWith('.json')) : [];

/** Copies the sample records to where the compiled code looks for them, and removes those that are gone. */
export const copySample = async (): Promise<void> => {
  const [from, to] = [join(ROOT, 'src/mirror/sample'), join(ROOT, 'dist/mirror/sample')];
  const names = await jsonIn(from);
  const gone = (await jsonIn(to)).filter(name => !names.includes(name));
  await mkdir(to, { recursive: true });
  await Promise.all([
    ...names.map(name => copyFile(join(from, name), join(to, name))),
    ...gone.map(name => rm(join(to, name))),
  ]);
};

const isProgram =
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isProgram) {
  const start = performance.now();
  await copySample();
  if (await buildPages()) console.log(`Pages built in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
}
