import type { Config } from './config.ts';
import { type Core, openCore } from './core.ts';
import { readExportBy } from './mirror/export/export-plan.ts';
import { openExport } from './mirror/export/study-export.ts';
import { loadSample } from './mirror/sample.ts';
import { readFilterBy, readSortBy } from './server/filter-input.ts';
import type { Logger } from './shared/log.ts';
import { askOwner, NoOwner } from './store/owner-client.ts';
import type { Command } from './store/owner-socket.ts';
import type { CommandArgs, Tell } from './store/owner-wire.ts';
import { DataDirInUse } from './store/store.errors.ts';
import type { SyncOptions } from './sync/sync-options.ts';

type CommandName = 'sync' | 'export';

/** What a process that has the store open does, for itself or for others that ask it. */
export const ownerCommands = (core: Core, logger: Logger): Readonly<Record<CommandName, Command>> => ({
  sync: (args, tell, signal) =>
    core.sync.run(args as SyncOptions, progress => void tell({ progress }), signal),
  export: async (args, tell, signal) => {
    const { database, repository, schema, view } = core;
    const plan = readExportBy({ filter: readFilterBy(schema), sort: readSortBy(schema) })(args);
    if (database.kind === 'embedded') await loadSample(repository, logger);
    const { head, chunks } = await openExport(view, plan, signal);
    await tell({ head });
    for await (const chunk of chunks) await tell({ chunk });
    return null;
  },
});

/**
 * Carries out a command here, or has the process do it that holds the embedded database.
 * @param tell takes what the command tells meanwhile
 */
export async function runCommand(
  config: Config,
  logger: Logger,
  name: CommandName,
  args: CommandArgs,
  tell: Tell,
  signal: AbortSignal,
): Promise<unknown> {
  const core = await openCore(config, logger).catch((error: unknown) => {
    if (error instanceof DataDirInUse) return error;
    throw error;
  });
  if (core instanceof DataDirInUse)
    return askOwner(config.dataDir, name, args, tell, signal).catch((error: unknown) => {
      throw error instanceof NoOwner ? core : error; // who has the folder takes no commands
    });
  try {
    return await ownerCommands(core, logger)[name](args, tell, signal);
  } finally {
    await core.close();
  }
}
