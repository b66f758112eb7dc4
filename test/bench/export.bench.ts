import { strictEqual } from 'node:assert';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import type { ExportMemory, ExportOrder } from './export-subject.ts';
import { createFigures } from './figures.ts';
import {
  AS_STARTED,
  copyWhatIsNoCode,
  DATABASE_URL,
  FIRST_EDITION,
  psql,
  recordFile,
  startRegistry,
  startSubject,
  stopEverything,
} from './sync-parts.ts';

/*
 * How fast stored studies are exported, and in how much memory:
 *   npm run bench:export -- 10000 100000
 * What was loaded for it stays, in a schema for each size, until `npm run bench:export -- drop 10000 100000`.
 */

const FILE = 'test/bench/export.md';
const figures = createFigures<SizeFigures>('export', ({ studies }) => studies);

/** Each is a process of its own, so that its memory is its own. */
const EXPORTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'CSV, the usual columns': {},
  'NDJSON, whole records': { format: 'ndjson' },
  'NDJSON, three columns': { format: 'ndjson', columns: 'nctId,briefTitle,overallStatus' },
  'CSV by an indexed date': { sort: '[{"field":"LAST_UPDATE_POST_DATE"}]' },
  'CSV by the number of participants': { sort: '[{"field":"ENROLLMENT"}]' },
  'CSV of a search by words': { filter: '{"condition":"carcinoma"}' },
};

interface Measured {
  readonly studies: number;
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Resident memory in bytes before the first row, and the largest met. */
  readonly before: number;
  readonly largest: number;
}
interface SizeFigures {
  readonly studies: number;
  /** Seconds psql takes to write the same records to nowhere. */
  readonly floor: number;
  readonly measured: readonly Measured[];
}

const [first = '', ...others] = process.argv.slice(2);
const isDrop = first === 'drop';
const sizes = (isDrop ? others : [first, ...others]).map(Number).filter(size => size > 0);
await copyWhatIsNoCode();
try {
  for (const studies of sizes) await (isDrop ? drop(studies) : measureAll(studies));
  if (!isDrop) await report();
} finally {
  stopEverything();
}

function schemaOf(studies: number): string {
  return `bench_export_${studies}`;
}

async function drop(studies: number): Promise<void> {
  await psql(`drop schema if exists ${schemaOf(studies)} cascade`);
}

/** Copies generated records as a synchronisation does, unless they are there from before. */
async function load(studies: number): Promise<void> {
  const schema = schemaOf(studies);
  const found = await psql(`select to_regclass('${schema}.study') is not null`);
  if (found === 't' && Number(await psql(`select count(*) from ${schema}.study`)) === studies) return;
  await drop(studies);
  const registryUrl = await startRegistry(await recordFile(studies), FIRST_EDITION);
  const subject = await startSubject({
    store: { databaseUrl: DATABASE_URL, schema },
    registryUrl,
    rate: 1_000,
  });
  const { run } = await subject.sync();
  await subject.stop();
  strictEqual(run.state, 'COMPLETE', run.message ?? '');
  await psql(`vacuum analyze ${schema}.study`, `vacuum analyze ${schema}.study_search`);
}

async function measureAll(studies: number): Promise<void> {
  await load(studies);
  const startedAt = performance.now();
  await psql(`\\copy (select * from ${schemaOf(studies)}.study order by nct_id) to '/dev/null'`);
  const floor = (performance.now() - startedAt) / 1_000;
  const measured: Measured[] = [];
  for (const [name, params] of Object.entries(EXPORTS)) {
    const one = await measure(studies, name, params);
    console.log(JSON.stringify(one));
    measured.push(one);
  }
  await figures.note({ studies, floor, measured });
}

async function measure(
  studies: number,
  name: string,
  params: Readonly<Record<string, string>>,
): Promise<Measured> {
  const subject = fork(new URL('export-subject.js', import.meta.url), { execArgv: AS_STARTED });
  try {
    const { url } = await ask<{ url: string }>(subject, {
      databaseUrl: DATABASE_URL,
      schema: schemaOf(studies),
    });
    await take(url, { limit: '500' }); // what is made once
    const { now: before } = await ask<ExportMemory>(subject, 'memory');
    const startedAt = performance.now();
    const { rows, bytes } = await take(url, params);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { largest } = await ask<ExportMemory>(subject, 'memory');
    return { studies, name, rows, bytes, seconds, before, largest };
  } finally {
    subject.kill();
  }
}

async function ask<T>(subject: ChildProcess, message: ExportOrder | 'memory'): Promise<T> {
  subject.send(message);
  return ((await once(subject, 'message')) as [T])[0];
}

/** Takes a whole export as fast as it comes. */
async function take(url: string, params: Readonly<Record<string, string>>) {
  const response = await fetch(`${url}?${new URLSearchParams(params)}`);
  strictEqual(response.status, 200);
  let bytes = 0;
  for await (const chunk of response.body!) bytes += (chunk as Uint8Array).byteLength;
  return { rows: Number(response.headers.get('x-total-count')), bytes };
}

async function report(): Promise<void> {
  const sorted = [...(await figures.all())].sort((a, b) => a.studies - b.studies);
  const whole = (value: number): string => Math.round(value).toLocaleString('en-GB');
  const megabytes = (bytes: number): string => whole(bytes / 1e6);
  const rows = sorted.flatMap(({ studies, floor, measured }) =>
    measured.map(
      ({ name, rows, bytes, seconds, before, largest }) =>
        `| ${whole(studies)} | ${name} | ${whole(rows)} | ${seconds.toFixed(1)} | ${whole(rows / seconds)} | ${(rows / seconds / (studies / floor)).toFixed(2)} | ${megabytes(bytes)} | ${(bytes / 1e6 / seconds).toFixed(1)} | ${megabytes(before)} / ${megabytes(largest)} |`,
    ),
  );
  const floors = sorted.map(({ studies, floor }) => `${whole(studies / floor)}/s of ${whole(studies)}`);
  const text = [
    '# Exports, in studies per second',
    '',
    'Written by `npm run bench:export`; do not edit. Generated records in PostgreSQL, as it comes from Debian.',
    '',
    `- ${new Date().toISOString().slice(0, 10)}; ${cpus().length} cores (${cpus()[0]?.model}); Node ${process.versions.node}; load average ${loadavg()[0]!.toFixed(2)} at the end; gateway, client and PostgreSQL on one machine`,
    '- over HTTP, by a client that takes everything as fast as it comes; each export by a process of its own',
    `- the floor: psql copies the same whole records to nowhere: ${floors.join(', ')}`,
    '- memory: resident, before the first row and the largest met',
    '',
    '| studies stored | export | rows | seconds | rows/s | against the floor | MB | MB/s | memory, MB |',
    '|--:|---|--:|--:|--:|--:|--:|--:|--:|',
    ...rows,
    '',
  ].join('\n');
  await writeFile(FILE, text);
  console.log(text);
}
