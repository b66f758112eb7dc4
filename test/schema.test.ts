import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createSchema, printSdl } from '../src/server/schema.ts';

it('the committed SDL is the schema that is served: run `npm run schema` after a change', async () => {
  const committed = await readFile(new URL('../schema/schema.graphql', import.meta.url), 'utf8');
  expect(printSdl(await createSchema())).toBe(committed);
});
