import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InvalidConfiguration, loadConfig } from '../src/config.ts';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.faults;
    throw error;
  }
};

describe('the configuration', () => {
  it('has defaults that need no environment, and cannot be changed', () => {
    const config = loadConfig({});
    expect(config).toEqual({
      host: '127.0.0.1',
      port: 4000,
      dataDir: resolve('.trialweave'),
      databaseUrl: null,
      registryUrl: 'https://clinicaltrials.gov/api/v2',
      registryMode: 'auto',
      registryContact: null,
      syncCron: null,
      syncScope: null,
      syncRate: 1,
      syncMaxShrink: 0.05,
      mirrorMaxAge: 26,
      logLevel: 'info',
    });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('is read from the environment, blanks around values and a last slash aside', () => {
    expect(
      loadConfig({
        HOST: ' 0.0.0.0 ',
        PORT: '0',
        DATA_DIR: '/var/lib/trialweave',
        DATABASE_URL: 'postgresql://me:secret@db:5432/studies',
        REGISTRY_URL: 'http://127.0.0.1:8080/api/v2/',
        REGISTRY_MODE: 'mirror',
        REGISTRY_CONTACT: 'mailto:me@example.org',
        SYNC_CRON: '0 15 * * 1-5',
        SYNC_SCOPE: '{"condition":"asthma"}',
        SYNC_RATE: '0.5',
        SYNC_MAX_SHRINK: '2.5',
        MIRROR_MAX_AGE: '48',
        LOG_LEVEL: 'debug',
      }),
    ).toEqual({
      host: '0.0.0.0',
      port: 0,
      dataDir: '/var/lib/trialweave',
      databaseUrl: 'postgresql://me:secret@db:5432/studies',
      registryUrl: 'http://127.0.0.1:8080/api/v2',
      registryMode: 'mirror',
      registryContact: 'mailto:me@example.org',
      syncCron: '0 15 * * 1-5',
      syncScope: '{"condition":"asthma"}',
      syncRate: 0.5,
      syncMaxShrink: 0.025,
      mirrorMaxAge: 48,
      logLevel: 'debug',
    });
  });

  it('takes an empty value for none', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(loadConfig({}));
  });
});

describe('faults of the configuration', () => {
  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['DATABASE_URL', 'mysql://db/studies'],
    ['DATABASE_URL', 'studies'],
    ['REGISTRY_URL', 'ftp://clinicaltrials.gov'],
    ['REGISTRY_URL', 'clinicaltrials.gov'],
    ['REGISTRY_MODE', 'offline'],
    ['REGISTRY_CONTACT', 'me@example.org'],
    ['SYNC_CRON', 'every night'],
    ['SYNC_CRON', '0 25 * * *'],
    ['SYNC_CRON', '0 0 31 2 *'],
    ['SYNC_RATE', '0'],
    ['SYNC_RATE', 'fast'],
    ['SYNC_MAX_SHRINK', '101'],
    ['MIRROR_MAX_AGE', '-1'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is named with what would do', (name, value) => {
    const [fault, ...others] = faultsOf({ [name]: value });
    expect(fault).toMatch(new RegExp(`^${name} is ".*": it must be .+\\.$`));
    expect(others).toEqual([]);
  });

  it('are told all at once, each on a line of its own', () => {
    const env = { PORT: 'x', REGISTRY_MODE: 'y', LOG_LEVEL: 'z' };
    expect(faultsOf(env)).toHaveLength(3);
    expect(() => loadConfig(env)).toThrow(
      /^The configuration has 3 faults:\n {2}- PORT .*\n {2}- REGISTRY_MODE .*\n {2}- LOG_LEVEL /,
    );
    expect(() => loadConfig({ PORT: 'x' })).toThrow(/^The configuration has a fault:\n {2}- PORT /);
  });

  it.each([
    'mysql://me:secret@db/studies',
    'mysql://me:sec/secret@db/studies',
    'mysql://me:p@secret@db/studies',
    'me:secret@db/studies',
  ])('never show a password: %s', value => {
    const [fault] = faultsOf({ DATABASE_URL: value });
    expect(fault).not.toContain('secret');
    expect(fault).toContain('@db/studies');
  });
});
