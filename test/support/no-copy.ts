import { NOT_SYNCED } from '../../src/registry/study.source.ts';
import type { Services } from '../../src/server/context.ts';

const refused = (): never => {
  throw new Error('this test keeps no copy of the registry');
};
async function* nothing(): AsyncGenerator<never, void, void> {}

/** Services for a gateway that only asks the registry. */
export const noCopy: Pick<Services, 'history' | 'suggestions' | 'sync'> = {
  history: {
    changes: async () => ({ changes: [], cursors: [], hasNextPage: false, hasPreviousPage: false }),
    count: async () => 0,
    change: async () => null,
    asOf: async () => null,
    before: async () => null,
  },
  suggestions: { find: async () => [] },
  sync: {
    runs: {
      start: refused,
      note: refused,
      end: refused,
      interruptOrphans: refused,
      byId: async () => null,
      latest: async () => null,
      page: async () => ({ runs: [], cursors: [], hasNextPage: false, hasPreviousPage: false }),
      count: async () => 0,
    },
    facts: { setAsideCount: async () => 0, setAside: async () => [], removedCount: async () => 0 },
    feed: { changes: nothing, progress: nothing, close: () => {} },
    standing: async () => NOT_SYNCED,
  },
};
