import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { absorb } from '../src/mirror/absorb.ts';
import { loadSample, readSample } from '../src/mirror/sample.ts';
import { createStudyRepository } from '../src/mirror/study.repository.ts';
import { rowOf } from '../src/mirror/study-write.ts';
import { nctIdOf } from '../src/registry/record-paths.ts';
import { createLogger } from '../src/shared/log.ts';
import type { Database } from '../src/store/database.ts';
import { openTestDatabase, type TestDatabase } from './support/database.ts';
import { type RegistryDouble, startRegistryDouble } from './support/registry-double.ts';
import { openTestGateway, type TestGateway } from './support/test-gateway.ts';

const blocks = [...readFileSync('README.md', 'utf8').matchAll(/```graphql\n([\s\S]*?)```/g)].map(
  match => match[1]!,
);
const files = readdirSync('docs/queries').map(file => readFileSync(`docs/queries/${file}`, 'utf8'));
const nameOf = (query: string): string => /query (\w+)/.exec(query)![1]!;
const queries = [...blocks, ...files].map(query => [nameOf(query), query] as const);

/** Says something: an example whose answer is nothing but nulls and empty lists is none. */
const isTelling = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(isTelling)
    : typeof value === 'object' && value !== null
      ? Object.values(value).some(isTelling)
      : value !== null;

/** Two states of the first example, so that there is a history to tell. */
async function changeOneStudy(database: Database): Promise<void> {
  const record = (await readSample()).find(each => nctIdOf(each) === 'NCT02888704')!;
  for (const hasResults of [true, false]) {
    const taken = { origin: 'MIRROR', fetchedAt: new Date(), registryDataTimestamp: null } as const;
    const row = rowOf({ nctId: 'NCT02888704', record: { ...record, hasResults }, ...taken });
    await database.transaction(tx => absorb(tx, [row], { runId: null, inScope: true }));
  }
}

it('the README shows six queries', () => {
  expect(blocks).toHaveLength(6);
});

describe('queries that the documentation shows', () => {
  let registry: RegistryDouble;
  let stored: TestDatabase;
  const gateways: Partial<Record<'live' | 'mirror', TestGateway>> = {};
  beforeAll(async () => {
    registry = await startRegistryDouble(await readSample());
    stored = await openTestDatabase();
    await loadSample(createStudyRepository(stored.database), createLogger('silent'));
    await changeOneStudy(stored.database);
    gateways.live = await openTestGateway({ registryUrl: registry.url, database: stored.database });
    gateways.mirror = await openTestGateway({
      registryUrl: registry.url,
      database: stored.database,
      mode: 'mirror',
    });
  });
  afterAll(async () => {
    await gateways.live?.close();
    await gateways.mirror?.close();
    await registry.close();
    await stored.dispose();
  });

  describe.each(['live', 'mirror'] as const)('run in mode %s', mode => {
    it.each(queries)('%s', async (_name, query) => {
      const { data, errors } = await gateways[mode]!.ask(query);
      if (mode === 'live' && query.includes('facets(')) {
        // The README says that counting needs a copy.
        expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'facets' } }]);
        return;
      }
      expect(errors).toBeUndefined();
      for (const [field, value] of Object.entries(data))
        expect(isTelling(value), `${field} tells nothing`).toBe(true);
      expect(JSON.stringify(data)).not.toContain('"nodes":[]');
    });
  });
});
