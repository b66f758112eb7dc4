import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSample } from '../src/mirror/sample.ts';
import { openTestServer, type TestServer } from './support/test-server.ts';

const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```graphql\n([\s\S]*?)```/g)].map(
  match => match[1]!,
);
const files = readdirSync('docs/queries').map(file => readFileSync(`docs/queries/${file}`, 'utf8'));
const nameOf = (query: string): string => /query (\w+)/.exec(query)![1]!;

/** What an answer says, all nulls and empty lists left out: an example that shows nothing is none. */
const isTelling = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(isTelling)
    : typeof value === 'object' && value !== null
      ? Object.values(value).some(isTelling)
      : value !== null;

describe('queries that the documentation shows', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await openTestServer(await readSample());
  });
  afterAll(() => server.close());

  it('the README shows five', () => {
    expect(blocks).toHaveLength(5);
  });

  it.each([...blocks, ...files].map(query => [nameOf(query), query] as const))(
    '%s runs',
    async (_name, query) => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: unknown };
      expect(errors).toBeUndefined();
      for (const [field, value] of Object.entries(data))
        expect(isTelling(value), `${field} tells nothing`).toBe(true);
      const lists = JSON.stringify(data).match(/"nodes":\[\]/);
      expect(lists, 'an empty page').toBeNull();
    },
  );
});
