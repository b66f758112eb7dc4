#!/usr/bin/env -S node --max-semi-space-size=32
import 'reflect-metadata';
import { Command } from 'commander';
import { type Config, InvalidConfiguration, loadConfig } from './config.ts';
import { type ExportFlags, runExportCommand } from './export-command.ts';
import { AddressUnavailable, startGateway } from './gateway.ts';
import { createSchema, printSdl } from './server/schema.ts';
import { GatewayError } from './shared/errors.ts';
import { createLogger, type Logger } from './shared/log.ts';
import { runSyncCommand, type SyncFlags } from './sync-command.ts';

const program = new Command('trialweave').description(
  'The public record of clinical studies, woven with what you hold yourself.',
);

program
  .command('serve', { isDefault: true })
  .description('serve the GraphQL API and GraphiQL until told to stop')
  .action(serve);

program
  .command('sync')
  .description('bring the local copy of the registry up to date')
  .option('--full', 'read everything anew and compare every study number')
  .option('--ids <numbers...>', 'only these studies')
  .option(
    '--scope <filter>',
    'what to copy from now on: a study filter as JSON, an expression of the registry, or all',
  )
  .option('--archive <file>', "read the registry's archive file ctg-studies.json.zip")
  .option('--dry-run', 'tell what would change, and change nothing')
  .option('--accept-shrink', 'believe the registry even if it lists far fewer studies than before')
  .action(sync);

program
  .command('export')
  .description('write what is stored to a file')
  .command('studies')
  .description('write the stored studies, as CSV or one JSON object a line')
  .option('--filter <filter>', 'which: a study filter as JSON, or an expression of the registry')
  .option('--sort <order>', 'by what: such as START_DATE:asc,ENROLLMENT, or as JSON')
  .option('--format <format>', 'csv or ndjson', 'csv')
  .option('--columns <names>', 'with commas between them: columns, paths or pieces of the record')
  .option('--limit <number>', 'at most so many studies')
  .option('--output <file>', 'where to write; standard output if left out')
  .action(exportStudies);

program
  .command('schema')
  .description('print the GraphQL schema in its definition language')
  .action(async () => {
    process.stdout.write(printSdl(await createSchema()));
  });

try {
  await program.parseAsync();
} catch (error) {
  // What the person at the terminal can mend is told in a sentence; anything else keeps its stack.
  const told =
    error instanceof InvalidConfiguration ||
    error instanceof AddressUnavailable ||
    error instanceof GatewayError;
  process.stderr.write(`${told ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

async function sync(flags: SyncFlags): Promise<void> {
  const { config, logger, signal } = commandSetting();
  const ids = flags.ids?.flatMap(each => each.split(/[\s,]+/).filter(id => id !== ''));
  process.exitCode = await runSyncCommand(config, { ...flags, ...(ids && { ids }) }, logger, signal);
}

async function exportStudies(flags: ExportFlags): Promise<void> {
  const { config, logger, signal } = commandSetting();
  process.exitCode = await runExportCommand(config, flags, logger, signal);
}

/** What commands that work until they are done or stopped have in common. */
function commandSetting(): { config: Config; logger: Logger; signal: AbortSignal } {
  const config = loadConfig(process.env);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stopping.abort(new Error(`stopped by ${signal}`)));
  // The log of a command would stand between its lines: it tells of faults alone.
  const logger = createLogger(process.env['LOG_LEVEL'] ? config.logLevel : 'error', process.stderr);
  return { config, logger, signal: stopping.signal };
}

async function serve(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger(config.logLevel);
  const gateway = await startGateway(config, logger);
  logger.info(
    { graphql: `${gateway.url}/graphql`, graphiql: `${gateway.url}/graphiql` },
    `Trialweave is ready: ${gateway.url}/graphiql`,
  );
  const stop = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'shutting down');
    gateway.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'the shutdown failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}
