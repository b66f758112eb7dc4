import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom. A folder may always import itself; what is not listed is forbidden. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  store: ['shared'],
  registry: ['shared'],
  access: ['store', 'shared'],
  imports: ['store', 'shared'],
  mirror: ['access', 'registry', 'store', 'shared'],
  sync: ['mirror', 'access', 'registry', 'store', 'shared'],
  sites: ['mirror', 'access', 'imports', 'registry', 'store', 'shared'],
  labs: ['sites', 'mirror', 'access', 'imports', 'registry', 'store', 'shared'],
  server: ['registry', 'mirror', 'sync', 'sites', 'labs', 'access', 'imports', 'store', 'shared'],
  web: [],
};
/** Files at the top of src/ put the contexts together and may import all of them. */
const COMPOSES = /^[a-z-]+\.ts$/;
/** Packages that only one place may use. */
const KEPT_TO: readonly (readonly [pattern: RegExp, place: RegExp])[] = [
  [/^axios$/, /^registry\/client[a-z-]*\.ts$/],
  [/^@electric-sql\/pglite$|^pg$/, /^store\//],
  [/^fastify$|^@apollo\/server|^@as-integrations\//, /^server\//],
  [/^graphql-ws|^ws$/, /^server\//],
  [/^croner$|^yauzl$|^cli-progress$/, /^sync\//],
  [/^commander$/, /^main\.ts$/],
];

interface Source {
  readonly file: string;
  readonly text: string;
}
interface Import {
  readonly file: string;
  readonly target: string;
}

const sources: readonly Source[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(file => /\.(ts|tsx|js)$/.test(file) && !file.startsWith('web/'))
  .map(file => ({ file, text: readFileSync(join('src', file), 'utf8') }));

const importsOf = ({ file, text }: Source): Import[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => ({ file, target: match[1]! }));

const folderOf = (file: string): string => (COMPOSES.test(file) ? '' : file.split('/')[0]!);

const pointsAstray = ({ file, target }: Import): boolean => {
  if (!target.startsWith('.')) return false;
  const from = folderOf(file);
  const to = folderOf(relative('src', join('src', dirname(file), target)));
  return from !== '' && from !== to && !MAY_IMPORT[from]?.includes(to);
};

const usesKeptPackage = ({ file, target }: Import): boolean =>
  KEPT_TO.some(([pattern, place]) => pattern.test(target) && !place.test(file));

describe('architecture', () => {
  const imports = sources.flatMap(importsOf);

  it('imports point only where they may', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter(pointsAstray)).toEqual([]);
  });

  it('packages stay where they belong', () => {
    expect(imports.filter(usesKeptPackage)).toEqual([]);
  });

  it('only the configuration, the command line and the build read the environment', () => {
    const readers = sources.filter(({ text }) => text.includes('process.env')).map(({ file }) => file);
    expect(readers.sort()).toEqual(['build.ts', 'main.ts']);
  });

  it('no barrels, no default exports, no files for odds and ends', () => {
    const odd = sources.filter(
      ({ file, text }) =>
        /(^|\/)(index|utils?|helpers?|common)\.ts$/.test(file) || /^export default/m.test(text),
    );
    expect(odd.map(({ file }) => file)).toEqual([]);
  });

  it.each([
    [{ file: 'registry/study.loader.ts', target: '../store/database.ts' }, true],
    [{ file: 'shared/page.ts', target: '../registry/mapping.ts' }, true],
    [{ file: 'mirror/mirror.source.ts', target: '../registry/study.source.ts' }, false],
    [{ file: 'registry/record/study.ts', target: '../mapping.ts' }, false],
    [{ file: 'store/database.ts', target: '../gateway.ts' }, true],
    [{ file: 'gateway.ts', target: './store/database.ts' }, false],
  ])('holds: %o is a violation: %s', (each, expected) => {
    expect(pointsAstray(each)).toBe(expected);
  });

  it('holds: axios outside the client is a violation', () => {
    for (const file of ['mirror/sample.ts', 'registry/registry-failure.ts', 'registry/live.source.ts'])
      expect(usesKeptPackage({ file, target: 'axios' })).toBe(true);
  });
});
