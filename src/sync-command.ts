import { resolve } from 'node:path';
import type { Config } from './config.ts';
import { runCommand } from './owner-commands.ts';
import type { Logger } from './shared/log.ts';
import type { Told } from './store/owner-wire.ts';
import { createProgressDisplay } from './sync/progress-display.ts';
import type { SyncOptions } from './sync/sync-options.ts';
import type { SyncProgress } from './sync/sync-progress.ts';
import type { SyncRun } from './sync/sync-run.repository.ts';

/** What `trialweave sync` was told on the command line. */
export type SyncFlags = Omit<SyncOptions, 'trigger'>;

/** What shells give for a program that was stopped by Ctrl-C. */
const STOPPED = 130;

/**
 * Runs the synchronisation here, or has the process do it that holds the embedded database. Progress goes to standard
 * error, the row of the run to standard output.
 * @returns the exit code: 0 if the copy is complete, 130 if it was stopped, else 1
 */
export async function runSyncCommand(
  config: Config,
  flags: SyncFlags,
  logger: Logger,
  signal: AbortSignal,
): Promise<number> {
  const scope = flags.scope ?? config.syncScope;
  const options: SyncOptions = {
    ...flags,
    // Whoever runs it may stand in another folder.
    ...(flags.archive !== undefined && { archive: resolve(flags.archive) }),
    ...(scope !== null && !flags.ids && { scope }),
  };
  const display = createProgressDisplay(process.stderr);
  try {
    const show = (told: Told) => display.show(told['progress'] as SyncProgress);
    const run = (await runCommand(config, logger, 'sync', { ...options }, show, signal)) as SyncRun;
    display.stop();
    process.stdout.write(process.stdout.isTTY ? `${sentenceOf(run)}\n` : `${JSON.stringify(run)}\n`);
    return run.state === 'COMPLETE' ? 0 : run.state === 'INTERRUPTED' ? STOPPED : 1;
  } catch (error) {
    // The process that runs it for us ends it too, and puts that down in its row.
    if (signal.aborted) return STOPPED;
    throw error;
  } finally {
    display.stop();
  }
}

const counted = (n: number, what: string): string => `${n.toLocaleString('en')} ${what}`;

function sentenceOf(run: SyncRun): string {
  const { state, kind, seen, added, changed, removed, rejected, registryCount, mirrorCount, message } = run;
  const parts = [
    `${counted(seen, 'read')}: ${counted(added, 'new')}, ${counted(changed, 'changed')}, ${counted(removed, 'removed')}`,
    ...(rejected > 0 ? [counted(rejected, 'set aside')] : []),
    ...(registryCount !== null && mirrorCount !== null
      ? [`${counted(registryCount, 'at the registry')}, ${counted(mirrorCount, 'here')}`]
      : []),
  ];
  return [`${state} (${kind.toLowerCase()}, run ${run.id}). ${parts.join('; ')}.`, message]
    .filter(Boolean)
    .join('\n');
}
