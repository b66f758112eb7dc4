import { type Logger, pino } from 'pino';

export type { Logger };

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON object a line, on standard output unless told otherwise. */
export const createLogger = (level: LogLevel, to: NodeJS.WritableStream = process.stdout): Logger =>
  pino({ level, base: { service: 'trialweave' } }, to);
