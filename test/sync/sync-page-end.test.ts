import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openEmbeddedTestDatabase } from '../support/database.ts';
import { records } from '../support/record-builder.ts';
import { useSyncSuite } from '../support/sync-suite.ts';

// On a server a whole page goes in at once, in less time than it takes to stop.
describe('a run into the embedded database', () => {
  const suite = useSyncSuite(openEmbeddedTestDatabase);
  const all = records(1_000);

  it('that is stopped while it writes a page leaves the rest of it to the next', async () => {
    const { sync } = await suite.openLab(all);
    const stop = new AbortController();
    const running = sync.run({}, undefined, stop.signal);
    while (((await sync.runs.latest())?.added ?? 0) === 0) await sleep(1);
    stop.abort(new Error('enough'));
    const stopped = await running;
    expect(stopped).toMatchObject({ state: 'INTERRUPTED' });
    expect(stopped.added).toBeGreaterThan(0);
    expect(stopped.added).toBeLessThan(all.length);
    expect(await sync.run()).toMatchObject({
      state: 'COMPLETE',
      continues: stopped.id,
      added: all.length - stopped.added,
      unchanged: stopped.added,
    });
    await suite.expectHeld(all);
  });
});
