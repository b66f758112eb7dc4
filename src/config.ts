import { resolve } from 'node:path';
import type { RegistryMode } from './registry/registry-status.ts';
import { LOG_LEVELS, type LogLevel } from './shared/log.ts';
import { cronFault } from './sync/sync-schedule.ts';

/** Everything the environment decides. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where the embedded database lives; unused with `databaseUrl`. */
  readonly dataDir: string;
  /** A PostgreSQL server; the embedded database if null. */
  readonly databaseUrl: string | null;
  readonly registryUrl: string;
  readonly registryMode: RegistryMode;
  /** Who the registry's operators can turn to: an address put into our User-Agent; ours if null. */
  readonly registryContact: string | null;
  /** When to synchronise, as cron in UTC; never by itself if null. */
  readonly syncCron: string | null;
  /** What to copy, see `scopeOf`; as before if null. */
  readonly syncScope: string | null;
  /** Requests a second of the synchronisation. */
  readonly syncRate: number;
  /** The part of the studies held that may be missing at the registry before a run is suspect. */
  readonly syncMaxShrink: number;
  /** How long after a complete run the copy is taken for the registry, in hours. */
  readonly mirrorMaxAge: number;
  readonly logLevel: LogLevel;
}

/** All that is wrong with the environment, at once. */
export class InvalidConfiguration extends Error {
  constructor(readonly faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map(fault => `  - ${fault}`).join('\n')}`,
    );
    this.name = new.target.name;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;
type Parse<T> = (text: string) => T | undefined;

/** Reads the environment, the only place that does. @throws InvalidConfiguration naming every fault */
export function loadConfig(env: Environment): Config {
  const faults: string[] = [];
  const read = <T>(name: string, fallback: T, parse: Parse<T>, expected: string): T => {
    const text = env[name]?.trim();
    if (text === undefined || text === '') return fallback;
    const value = parse(text);
    if (value === undefined) faults.push(`${name} is ${secretless(text)}: it must be ${expected}.`);
    return value ?? fallback;
  };
  const config: Config = {
    host: read('HOST', '127.0.0.1', text => text, 'an address to listen on, such as 127.0.0.1'),
    port: read('PORT', 4000, port, 'a port number, 0 to 65535 (0 takes any free one)'),
    dataDir: resolve(read('DATA_DIR', '.trialweave', text => text, 'a folder')),
    databaseUrl: read<string | null>(
      'DATABASE_URL',
      null,
      url('postgres:', 'postgresql:'),
      'a PostgreSQL address, such as postgres://user@host:5432/name',
    ),
    registryUrl: read(
      'REGISTRY_URL',
      'https://clinicaltrials.gov/api/v2',
      url('https:', 'http:'),
      'an http(s) address',
    ),
    registryMode: read<RegistryMode>(
      'REGISTRY_MODE',
      'auto',
      oneOf(['live', 'mirror', 'auto']),
      'live, mirror or auto',
    ),
    registryContact: read<string | null>(
      'REGISTRY_CONTACT',
      null,
      url('https:', 'http:', 'mailto:'),
      'an http(s) or mailto address',
    ),
    syncCron: read<string | null>(
      'SYNC_CRON',
      null,
      text => (cronFault(text) === null ? text : undefined),
      'a time as cron writes it, in UTC, such as 0 15 * * 1-5',
    ),
    syncScope: read<string | null>('SYNC_SCOPE', null, text => text, 'a filter, an expression or all'),
    syncRate: read('SYNC_RATE', 1, numberFrom(0.01, 1_000), 'requests a second, 0.01 to 1000'),
    syncMaxShrink: read('SYNC_MAX_SHRINK', 5, numberFrom(0, 100), 'a percentage, 0 to 100') / 100,
    mirrorMaxAge: read('MIRROR_MAX_AGE', 26, numberFrom(0, 100_000), 'a number of hours'),
    logLevel: read('LOG_LEVEL', 'info', oneOf(LOG_LEVELS), `one of ${LOG_LEVELS.join(', ')}`),
  };
  if (faults.length > 0) throw new InvalidConfiguration(faults);
  return Object.freeze(config);
}

const port: Parse<number> = text =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;

const numberFrom =
  (least: number, most: number): Parse<number> =>
  text =>
    /^\d+(\.\d+)?$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined;

const url =
  (...protocols: string[]): Parse<string> =>
  text =>
    URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text.replace(/\/+$/, '') : undefined;

const oneOf =
  <T extends string>(values: readonly T[]): Parse<T> =>
  text =>
    values.find(value => value === text);

/** A fault is printed; a password in an address, which may hold any sign, must not be. */
const secretless = (text: string): string => JSON.stringify(text.replace(/^.*@/s, '…@'));
