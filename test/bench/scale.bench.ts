import { strictEqual } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import autocannon from 'autocannon';
import { createRecordGenerator } from '../support/record-generator.ts';
import { createFigures } from './figures.ts';
import { STUDY_PAGE } from './study-page.query.ts';
import {
  copyWhatIsNoCode,
  DATABASE_URL,
  FIRST_EDITION,
  psql,
  recordFile,
  SEED,
  startRegistry,
  startSubject,
  stopEverything,
} from './sync-parts.ts';

/*
 * How the copy bears the size of the whole registry; by hand, as it takes an hour and 60 GB:
 *   npm run bench:scale -- load 10000 100000 600000
 *   npm run bench:scale -- measure 10000 100000 600000
 * What was loaded stays, in a schema for each size, until `npm run bench:scale -- drop 10000 100000 600000`.
 */

const FILE = 'test/bench/scale.md';
const figures = createFigures<SizeFigures>('scale', ({ studies }) => studies);
const CONNECTIONS = 4;
const SECONDS = 20;
const ASKED = 2_000;

interface SizeFigures {
  readonly studies: number;
  readonly seconds: number;
  readonly memory: number;
  readonly requests: number;
  readonly disk: number;
  readonly record: number;
  readonly page?: Latency;
  readonly search?: Latency;
}
interface Latency {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const [command = '', ...sizes] = process.argv.slice(2);
const commands: Readonly<Record<string, (studies: number) => Promise<unknown>>> = { load, measure, drop };
await copyWhatIsNoCode();
try {
  for (const size of sizes.map(Number)) await commands[command]!(size);
  if (command === 'measure') await report();
} finally {
  stopEverything();
}

function schemaOf(studies: number): string {
  return `bench_scale_${studies}`;
}

async function load(studies: number): Promise<void> {
  const registryUrl = await startRegistry(await recordFile(studies), FIRST_EDITION);
  await drop(studies);
  const store = { databaseUrl: DATABASE_URL, schema: schemaOf(studies) };
  const subject = await startSubject({ store, registryUrl, rate: 1_000 });
  const { run, seconds, memory } = await subject.sync();
  await subject.stop();
  strictEqual(run.state, 'COMPLETE', run.message ?? '');
  const disk = Number(
    await psql(`select sum(pg_total_relation_size(oid)) from pg_class
      where relkind = 'r' and relnamespace = '${schemaOf(studies)}'::regnamespace`),
  );
  await figures.note({
    studies,
    seconds,
    memory: Math.max(...memory),
    requests: run.pages,
    disk,
    record: run.bytes / studies,
  });
}

async function measure(studies: number): Promise<void> {
  const store = { databaseUrl: DATABASE_URL, schema: schemaOf(studies) };
  const { url, stop } = await startSubject({ store, registryUrl: 'http://127.0.0.1:9/api/v2', rate: 1 });
  const generator = createRecordGenerator({ seed: SEED, count: studies });
  const pages = Array.from({ length: ASKED }, (_, i) => {
    const nctId = generator.nctId((i * 7_919) % studies);
    return { query: STUDY_PAGE, variables: { nctId } };
  });
  const statuses = ['RECRUITING', 'COMPLETED', 'TERMINATED', 'NOT_YET_RECRUITING'];
  const phases = ['PHASE1', 'PHASE2', 'PHASE3', 'PHASE4'];
  const countries = ['Germany', 'France', 'Japan', 'Canada', 'Brazil'];
  const searches = statuses.flatMap(status =>
    phases.flatMap(phase =>
      countries.map(country => ({
        query: `query Search($filter: StudyFilter!) { studies(filter: $filter, first: 20,
          sort: [{ field: LAST_UPDATE_POST_DATE, direction: DESC }]) {
          totalCount nodes { nctId briefTitle overallStatus conditions { name } } } }`,
        variables: { filter: { overallStatus: [status], phase: [phase], country } },
      })),
    ),
  );
  for (const body of [...pages.slice(0, 50), ...searches.slice(0, 10)]) await ask(url, body);
  const page = await underLoad(url, pages);
  const search = await underLoad(url, searches);
  await stop();
  await figures.note({ ...(await figures.all()).find(each => each.studies === studies)!, page, search });
}

async function ask(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  strictEqual(((await response.json()) as { errors?: unknown }).errors, undefined);
}

async function underLoad(url: string, bodies: readonly object[]): Promise<Latency> {
  const headers = { 'content-type': 'application/json' };
  const requests = bodies.map(body => ({ method: 'POST' as const, headers, body: JSON.stringify(body) }));
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, requests });
  strictEqual(result.errors + result.non2xx, 0);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}

async function drop(studies: number): Promise<void> {
  await psql(`drop schema if exists ${schemaOf(studies)} cascade`);
}

async function report(): Promise<void> {
  const sorted = [...(await figures.all())].sort((a, b) => a.studies - b.studies);
  const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');
  const latency = (each?: Latency): string => (each ? `${each.p50} / ${each.p99}` : '');
  const text = [
    '# The copy at the size of the registry',
    '',
    'Written by `npm run bench:scale`; do not edit. Generated records in PostgreSQL, as it comes from Debian.',
    '',
    `- ${new Date().toISOString().slice(0, 10)}; ${cpus().length} cores (${cpus()[0]?.model}); Node ${process.versions.node}; gateway, registry stand-in and PostgreSQL on one machine`,
    `- queries: ${CONNECTIONS} connections, ${SECONDS} s each, after the load had ended; the study page of ${whole(ASKED)} different studies; a search by status, phase and country with its total count, 20 studies by latest update, ${4 * 4 * 5} different ones`,
    '',
    '| studies | bytes each | first copy, s | studies/s | pages | memory, MB | disk, GB | study page p50 / p99, ms | search p50 / p99, ms |',
    '|--:|--:|--:|--:|--:|--:|--:|---|---|',
    ...sorted.map(
      ({ studies, record, seconds, requests, memory, disk, page, search }) =>
        `| ${whole(studies)} | ${whole(record)} | ${whole(seconds)} | ${whole(studies / seconds)} | ${whole(requests)} | ${whole(memory / 1e6)} | ${(disk / 1e9).toFixed(1)} | ${latency(page)} | ${latency(search)} |`,
    ),
    '',
  ].join('\n');
  await writeFile(FILE, text);
  console.log(text);
}
