#!/usr/bin/env node
import 'reflect-metadata';
import { Command } from 'commander';
import { InvalidConfiguration, loadConfig } from './config.ts';
import { AddressUnavailable, startGateway } from './gateway.ts';
import { createSchema, printSdl } from './server/schema.ts';
import { GatewayError } from './shared/errors.ts';
import { createLogger } from './shared/log.ts';

const program = new Command('trialweave').description(
  'The public record of clinical studies, woven with what you hold yourself.',
);

program
  .command('serve', { isDefault: true })
  .description('serve the GraphQL API and GraphiQL until told to stop')
  .action(serve);

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
