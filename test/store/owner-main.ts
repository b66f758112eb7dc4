import { setTimeout as sleep } from 'node:timers/promises';
import { BadUserInput } from '../../src/shared/errors.ts';
import { listenAsOwner } from '../../src/store/owner-socket.ts';

// An owner in a process of its own, for `owner-socket.test.ts`. Says `ready`, and what became of its commands.

const say = (word: string): void => void process.stdout.write(`${word}\n`);

await listenAsOwner(process.argv[2]!, {
  count: async ({ to }, tell) => {
    for (let number = 1; number <= Number(to); number++) tell({ number });
    return { pid: process.pid };
  },
  refuse: async () => {
    throw new BadUserInput('Not like this.', { argument: 'to', expected: 'a number' });
  },
  wait: async (_args, tell, signal) => {
    tell({ waiting: true });
    await sleep(60_000, undefined, { signal }).catch(() => say('aborted'));
  },
});
process.stdin.on('close', () => process.exit()).resume();
say('ready');
