import { expect, it } from 'vitest';
import type { RegistryClient, RegistryPage, StudiesQuery } from '../../src/registry/client.ts';
import { createEdition } from '../../src/registry/edition.ts';
import { createLiveSource } from '../../src/registry/live.source.ts';
import { createStudyCache } from '../../src/registry/study-cache.ts';
import { aRecord } from '../support/record-builder.ts';

/** A registry whose pages are given one by one. */
function scripted(pages: readonly Omit<RegistryPage, 'etag' | 'bytes'>[]) {
  const asked: StudiesQuery[] = [];
  const client = {
    studies: async (query: StudiesQuery) => ({ etag: null, bytes: 0, ...pages[asked.push(query) - 1]! }),
    version: async () => ({
      apiVersion: '2.0.5',
      dataTimestamp: '2026-10-07T09:00:06',
      etag: null,
      bytes: 0,
    }),
  } as unknown as RegistryClient;
  return { asked, source: createLiveSource(client, createEdition(client), createStudyCache()) };
}

it('an empty page that promises another is not taken for "no such study"', async () => {
  const record = aRecord({ nctId: 'NCT10000001' });
  const { asked, source } = scripted([{ studies: [], nextPageToken: 'more' }, { studies: [record] }]);
  const found = await source.byIds(['NCT10000001'], ['protocolSection.identificationModule.briefTitle']);
  expect(found.get('NCT10000001')).toMatchObject({ record });
  expect(asked.map(({ pageToken }) => pageToken)).toEqual([undefined, 'more']);
});

it('a list that never ends is given up as nonsense', async () => {
  const { asked, source } = scripted(
    Array.from({ length: 50 }, () => ({ studies: [], nextPageToken: 'on and on' })),
  );
  const found = await source.byIds(['NCT10000001'], []);
  expect(found.get('NCT10000001')).toMatchObject({ code: 'UPSTREAM_MALFORMED' });
  expect(asked.length).toBeLessThan(50);
});
