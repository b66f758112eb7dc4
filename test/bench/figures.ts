import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What was measured, kept between runs: one row for each key, the last of them. */
export function createFigures<F>(name: string, keyOf: (figures: F) => string | number) {
  const file = join('node_modules/.cache/trialweave', `${name}.json`);
  const all = async (): Promise<readonly F[]> =>
    JSON.parse(await readFile(file, 'utf8').catch(() => '[]')) as F[];
  return {
    all,
    async note(more: F): Promise<void> {
      const others = (await all()).filter(each => keyOf(each) !== keyOf(more));
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify([...others, more]));
    },
  };
}
