import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FoundRecord } from '../../src/registry/study.source.ts';
import { createStudyCache } from '../../src/registry/study-cache.ts';

const found = (record: Record<string, unknown>): FoundRecord => ({
  record,
  origin: 'REGISTRY',
  fetchedAt: new Date(),
  dataTimestamp: null,
  stale: false,
});

describe('the cache of records', () => {
  it('keeps a record by number and fields, and remembers that there is none', () => {
    const cache = createStudyCache();
    const study = found({ a: 1 });
    cache.set('NCT1', 'x|y', study);
    cache.set('NCT2', 'x|y', null);
    expect(cache.get('NCT1', 'x|y')).toBe(study);
    expect(cache.get('NCT1', 'x')).toBeUndefined();
    expect(cache.get('NCT2', 'x|y')).toBeNull();
    expect(cache.get('NCT3', 'x|y')).toBeUndefined();
  });

  it('forgets after its time', async () => {
    const cache = createStudyCache({ ttlMs: 30 });
    cache.set('NCT1', 'x', found({}));
    expect(cache.get('NCT1', 'x')).toBeDefined();
    await sleep(50);
    expect(cache.get('NCT1', 'x')).toBeUndefined();
  });

  it('drops what was read longest ago when its bytes are used up', () => {
    const cache = createStudyCache({ maxBytes: 3_500 });
    const thousand = () => found({ text: 'ü'.repeat(490) }); // two bytes each
    for (const id of ['NCT1', 'NCT2', 'NCT3']) cache.set(id, 'x', thousand());
    cache.get('NCT1', 'x');
    cache.set('NCT4', 'x', thousand());
    expect(['NCT1', 'NCT2', 'NCT3', 'NCT4'].map(id => cache.get(id, 'x') !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('takes nothing that is larger than itself', () => {
    const cache = createStudyCache({ maxBytes: 1_000 });
    cache.set('NCT1', 'x', found({ small: true }));
    cache.set('NCT2', 'x', found({ text: 'x'.repeat(2_000) }));
    expect(cache.get('NCT2', 'x')).toBeUndefined();
    expect(cache.get('NCT1', 'x')).toBeDefined();
  });

  it('stays bounded whatever is put in', () => {
    const cache = createStudyCache({ maxBytes: 10_000 });
    for (let i = 0; i < 5_000; i++)
      cache.set(`NCT${i}`, 'x', i % 3 === 0 ? null : found({ text: 'x'.repeat(i % 700) }));
    const kept = Array.from({ length: 5_000 }, (_, i) => cache.get(`NCT${i}`, 'x')).filter(each => each);
    expect(JSON.stringify(kept.map(each => each!.record)).length).toBeLessThan(10_000);
    expect(cache.get('NCT4999', 'x')).toBeDefined();
  });
});
