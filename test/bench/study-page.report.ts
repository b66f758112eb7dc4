import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';

export interface Figures {
  /** Requests. */
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}
export interface Row {
  readonly key: 'cache' | 'store' | 'bytes' | 'plain' | 'typename';
  readonly name: string;
  readonly rounds: readonly Figures[];
}
export interface Conditions {
  readonly connections: number;
  /** Of each round. */
  readonly seconds: number;
  readonly answerBytes: number;
  /** The load average when the run began. */
  readonly load: number;
}

/** The file of committed figures, from the folder of the project. */
const FILE = 'test/bench/study-page.md';

/** The machine's load average of the last minute. */
export const loadNow = (): number => loadavg()[0]!;

/** Writes the committed table anew and prints it. */
export async function writeReport(rows: readonly Row[], conditions: Conditions): Promise<void> {
  const medians = rows.map(row => ({ ...row, ...medianOf(row.rounds) }));
  const rate = (key: Row['key']): number => medians.find(row => row.key === key)!.perSecond;
  const table = medians.map(({ key, name, perSecond, p50, p99, rounds }) =>
    [
      '',
      name,
      whole(perSecond),
      rounds.map(round => whole(round.perSecond)).join(' · '),
      p50,
      p99,
      key === 'bytes' ? '1' : (perSecond / rate('bytes')).toFixed(3),
      key === 'plain' ? '1' : (perSecond / rate('plain')).toFixed(2),
      '',
    ].join(' | '),
  );
  const text = [
    '# The study page, in requests per second',
    '',
    'Written by `npm run bench`; do not edit. What is compared and why: docs/decisions/0002-compiled-executor.md.',
    '',
    ...(await settingOf(rows, conditions)),
    '',
    '| server | requests/s | its rounds | p50, ms | p99, ms | against (a) | against (b) |',
    '|---|--:|---|--:|--:|--:|--:|',
    ...table.map(line => line.trim()),
    '',
    '| aim | wanted | reached |',
    '|---|--:|--:|',
    `| from cache against (b) | 1.5 | ${(rate('cache') / rate('plain')).toFixed(2)} |`,
    `| from cache against \`{ __typename }\` | 0.5 | ${(rate('cache') / rate('typename')).toFixed(2)} |`,
    '',
  ].join('\n');
  await writeFile(FILE, text);
  console.log(text);
}

async function settingOf(rows: readonly Row[], conditions: Conditions): Promise<readonly string[]> {
  const { connections, seconds, answerBytes, load } = conditions;
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const versions = ['@apollo/server', 'fastify', 'graphql'].map(name => `${name} ${dependencies[name]}`);
  const [cpu] = cpus();
  return [
    `- ${new Date().toISOString().slice(0, 10)}; ${cpus().length} cores (${cpu?.model}); Node ${process.versions.node}; ${versions.join(', ')}; load average ${load.toFixed(2)} before the run`,
    `- autocannon in one process, the server in another, over loopback: ${connections} connections, ${rows[0]!.rounds.length} rounds of ${seconds} s after a warm-up, one server at a time in turn; the median round counts`,
    `- the page: every section of a study with 20 locations, ${whole(answerBytes)} bytes of answer; the same bytes from the cache, (a) and (b), the same \`data\` but for \`source\` from the store: checked before each run`,
    '- p50 and p99 are whole milliseconds; request logs are off everywhere; (b) runs without the cache control plugin, as we do',
  ];
}

const medianOf = (rounds: readonly Figures[]): Figures =>
  [...rounds].sort((one, other) => one.perSecond - other.perSecond)[Math.floor(rounds.length / 2)]!;

const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');
