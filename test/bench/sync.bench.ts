import { strictEqual } from 'node:assert';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRecordGenerator } from '../support/record-generator.ts';
import { STUDY_PAGE } from './study-page.query.ts';
import {
  copyFloor,
  copyWhatIsNoCode,
  DATABASE_URL,
  FIRST_EDITION,
  psql,
  quantile,
  recordFile,
  SECOND_EDITION,
  SEED,
  startRegistry,
  startSubject,
  stopEverything,
} from './sync-parts.ts';
import type { SyncFigures, SyncOrder } from './sync-subject.ts';

/** Studies of the first copy, and of one weekday. */
const STUDIES = Number(process.env['BENCH_STUDIES'] ?? 20_000);
const WEEKDAY = Math.min(1_150, STUDIES);
/** Milliseconds between two requests while a run goes on. */
const ASK_EVERY = 50;
const FILE = 'test/bench/sync.md';
const SCHEMA = 'bench_sync';

const SEARCH = `{ studies(filter: { overallStatus: [RECRUITING], phase: [PHASE2] }, first: 20) {
  totalCount nodes { nctId briefTitle overallStatus } } }`;

interface Measured {
  readonly name: string;
  /** With nobody asking meanwhile. */
  readonly first: SyncFigures;
  readonly weekday: SyncFigures;
  /** A first copy again, while requests are answered. */
  readonly asked: SyncFigures;
  /** Milliseconds each request took meanwhile. */
  readonly latencies: readonly number[];
}

const load = loadavg()[0]!;
await copyWhatIsNoCode();
const before = await recordFile(STUDIES);
const after = await recordFile(STUDIES, WEEKDAY);
try {
  const [firstEdition, secondEdition] = [
    await startRegistry(before, FIRST_EDITION),
    await startRegistry(after, SECOND_EDITION),
  ];
  const floors = [await copyFloor(before)];
  const postgres = await measure('PostgreSQL', { databaseUrl: DATABASE_URL, schema: SCHEMA });
  floors.push(await copyFloor(before));
  const embedded = await measure('embedded', { dataDir: await mkdtemp(join(tmpdir(), 'trialweave-bench-')) });
  await report([postgres, embedded], Math.min(...floors));

  /** A first copy, a weekday at one request a second, and a first copy under load; each in a process of its own. */
  async function measure(name: string, store: SyncOrder['store']): Promise<Measured> {
    const forget = async () => {
      if ('dataDir' in store) await rm(store.dataDir, { recursive: true, force: true });
      else await psql(`drop schema if exists ${SCHEMA} cascade`);
    };
    const once = async <T>(
      order: Omit<SyncOrder, 'store'>,
      work: (url: string, run: Promise<SyncFigures>) => T,
    ) => {
      const subject = await startSubject({ ...order, store });
      const run = subject.sync();
      const result = await work(subject.url, run);
      const figures = await run;
      await subject.stop();
      strictEqual(figures.run.state, 'COMPLETE', `${name}: ${figures.run.message}`);
      console.log(name, JSON.stringify(figures));
      return [figures, result] as const;
    };
    await forget();
    const [first] = await once({ registryUrl: firstEdition, rate: 1_000 }, () => {});
    const [weekday] = await once({ registryUrl: secondEdition, rate: 1 }, () => {});
    await forget();
    const [asked, latencies] = await once({ registryUrl: firstEdition, rate: 1_000 }, askWhile);
    await forget();
    return { name, first, weekday, asked, latencies };
  }
} finally {
  stopEverything();
}

/** Asks for study pages and for a search in turn, one request at a time, until the run is over. */
async function askWhile(url: string, run: Promise<SyncFigures>): Promise<readonly number[]> {
  const generator = createRecordGenerator({ seed: SEED, count: STUDIES });
  const latencies: number[] = [];
  let isOver = false;
  const over = run.then(() => {
    isOver = true;
  });
  for (let i = 0; !isOver; i++) {
    const startedAt = performance.now();
    await ask(url, i % 5 === 4 ? SEARCH : STUDY_PAGE, { nctId: generator.nctId((i * 37) % 1_000) });
    latencies.push(performance.now() - startedAt);
    await sleep(ASK_EVERY);
  }
  await over;
  return latencies;
}

async function ask(url: string, query: string, variables: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, ...(query === STUDY_PAGE && { variables }) }),
  });
  const { errors } = (await response.json()) as { errors?: unknown };
  strictEqual(errors, undefined);
}

async function report(measured: readonly Measured[], floor: number): Promise<void> {
  const floorRate = STUDIES / floor;
  const rate = ({ run, seconds }: SyncFigures): number => run.seen / seconds;
  const megabytes = (bytes: number): string => whole(bytes / 1e6);
  const rows = measured.map(({ name, first, weekday, asked, latencies }) => [
    name,
    whole(rate(first)),
    (rate(first) / floorRate).toFixed(2),
    first.cpuSeconds.toFixed(1),
    first.memory.map(megabytes).join(' · '),
    `${weekday.seconds.toFixed(1)} s, ${weekday.run.pages} pages, ${weekday.run.changed} changed`,
    whole(rate(asked)),
    `${whole(quantile(latencies, 0.5))} / ${whole(quantile(latencies, 0.99))} (${latencies.length})`,
  ]);
  const [postgres, embedded] = measured as [Measured, Measured];
  const bytes = postgres.first.run.bytes / STUDIES;
  const text = [
    '# The synchronisation, in studies per second',
    '',
    'Written by `npm run bench:sync`; do not edit.',
    '',
    `- ${new Date().toISOString().slice(0, 10)}; ${cpus().length} cores (${cpus()[0]?.model}); Node ${process.versions.node}; load average ${load.toFixed(2)} before the run`,
    `- ${whole(STUDIES)} generated records of ${whole(bytes)} bytes on average, served over loopback from a file by a process of its own, in pages of up to 1,000; the gateway is another process, PostgreSQL (Debian's, as it comes) a third`,
    `- the floor: the same JSON copied into one jsonb column by psql on the same server, the better of two: ${floor.toFixed(1)} s, ${whole(floorRate)}/s`,
    '- memory: the largest resident memory of the gateway in each quarter of the run; requests: study pages and a search in turn, one at a time, while a first copy is made',
    '',
    '| store | studies/s | against the floor | processor, s | memory, MB | a weekday at one request a second | studies/s while asked | p50 / p99 of requests, ms |',
    '|---|--:|--:|--:|---|---|--:|---|',
    ...rows.map(row => `| ${row.join(' | ')} |`),
    '',
    '| aim | wanted | reached |',
    '|---|--:|--:|',
    `| PostgreSQL against the floor | 0.33 | ${(rate(postgres.first) / floorRate).toFixed(2)} |`,
    `| embedded, studies/s | 250 | ${whole(rate(embedded.first))} |`,
    `| a weekday's ${whole(WEEKDAY)} studies, seconds | < 60 | ${Math.max(postgres.weekday.seconds, embedded.weekday.seconds).toFixed(1)} |`,
    `| p99 of requests meanwhile, ms | < 250 | ${whole(Math.max(...measured.map(({ latencies }) => quantile(latencies, 0.99))))} |`,
    '',
  ].join('\n');
  await writeFile(FILE, text);
  console.log(text);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}
