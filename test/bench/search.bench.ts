import { strictEqual } from 'node:assert';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import pg from 'pg';
import { DATABASE_URL, quantile, startSubject, stopEverything } from './sync-parts.ts';

/*
 * A filtered search with its total and facets, asked of the gateway, beside the same question in SQL written by hand
 * and asked of PostgreSQL directly. It needs what `npm run bench:scale -- load 100000` has loaded.
 */

const STUDIES = Number(process.env['BENCH_STUDIES'] ?? 100_000);
const SCHEMA = `bench_scale_${STUDIES}`;
const FILE = 'test/bench/search.md';
const ROUNDS = 5;

/** A question as a filter, and as somebody who knows the tables would write its condition. */
interface Question {
  readonly name: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly by: readonly (keyof typeof FACETS)[];
  readonly where: string;
}

const FACETS = {
  OVERALL_STATUS: 'overall_status',
  STUDY_TYPE: 'study_type',
  PHASE: 'unnest(phases)',
  COUNTRY: 'unnest(countries)',
  SPONSOR_CLASS: 'sponsor_class',
  START_YEAR: 'left(start_date, 4)',
} as const;

const QUESTIONS: readonly Question[] = [
  {
    name: 'recruiting studies of phase 2',
    filter: { overallStatus: ['RECRUITING'], phase: ['PHASE2'] },
    by: ['COUNTRY', 'SPONSOR_CLASS'],
    where: `overall_status = 'RECRUITING' and 'PHASE2' = any(phases)`,
  },
  {
    name: 'a condition by its words',
    filter: { condition: 'cerebral', overallStatus: ['COMPLETED'] },
    by: ['PHASE', 'START_YEAR'],
    where: `words @@ '(''ccerebr'' | ''bcerebr'' | ''tcerebr'' | ''mcerebr'' | ''ncerebr'' | ''kcerebr'' | ''Icerebr'') & ''0scompleted'''`,
  },
  {
    name: 'a country, with results',
    filter: { country: 'Germany', hasResults: true },
    by: ['OVERALL_STATUS', 'PHASE', 'STUDY_TYPE'],
    where: `'Germany' = any(countries) and has_results`,
  },
  {
    name: 'started in a span of years',
    filter: { start: { from: '2020', to: '2021' }, studyType: ['INTERVENTIONAL'] },
    by: ['COUNTRY', 'PHASE', 'SPONSOR_CLASS'],
    where: `start_date >= '2020-01-01' and start_date <= '2021-12-31' and study_type = 'INTERVENTIONAL'`,
  },
  {
    name: 'words anywhere',
    filter: { term: 'stroke lung' },
    by: ['OVERALL_STATUS', 'COUNTRY'],
    where: `words @@ '(${anywhere('stroke')}) & (${anywhere('lung')})'`,
  },
];

/** The letters of the classes that the main search area looks into. */
function anywhere(stem: string): string {
  const letters = 'I a b t c i j p k B g s d e l O D A F S K C V R T Q W H N L m u n v w o r q P'.split(' ');
  return letters.map(letter => `''${letter}${stem}''`).join(' | ');
}

const QUERY = `query ($filter: StudyFilter!, $by: [FacetBy!]!) {
  studies(filter: $filter, first: 20, sort: [{ field: LAST_UPDATE_POST_DATE, direction: DESC }]) {
    totalCount nodes { nctId briefTitle } facets(by: $by, first: 10) { by values { value count } missing } } }`;

const load = loadavg()[0]!;
/** As the server comes, and as our own connections are set: by hand, the better of the two counts. */
const clients = [new pg.Client(DATABASE_URL), new pg.Client(DATABASE_URL)];
const SETTINGS = ['', 'set jit to off; set enable_seqscan to off; set random_page_cost to 1.1;'];
for (const [i, client] of clients.entries()) {
  await client.connect();
  await client.query(`set search_path to ${SCHEMA}, public; ${SETTINGS[i]}`);
}
await clients[0]!.query(`analyze ${SCHEMA}.study_search`);
const subject = await startSubject({
  store: { databaseUrl: DATABASE_URL, schema: SCHEMA },
  registryUrl: 'http://127.0.0.1:9/api/v2',
  rate: 1,
});
try {
  const rows: string[] = [];
  for (const question of QUESTIONS) {
    const ours: number[] = [];
    const written: number[][] = clients.map(() => []);
    const found = await writtenBy(clients[0]!, question);
    strictEqual(await asked(question), found, question.name);
    for (let i = 0; i < ROUNDS * 4; i++) {
      // One after the other, so that all see the same machine.
      for (const [which, client] of clients.entries())
        written[which]!.push(await timed(() => writtenBy(client, question)));
      ours.push(await timed(() => asked(question)));
    }
    const [byHand] = [...written].sort((a, b) => quantile(a, 0.5) - quantile(b, 0.5)) as [number[]];
    const ratio = quantile(ours, 0.5) / quantile(byHand, 0.5);
    rows.push(
      `| ${question.name} | ${whole(found)} | ${question.by.length} | ${spread(byHand)} | ${spread(ours)} | ${ratio.toFixed(2)} |`,
    );
    console.log(rows.at(-1));
  }
  await writeFile(FILE, report(rows));
} finally {
  await subject.stop();
  for (const client of clients) await client.end();
  stopEverything();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** @returns how many studies there are */
async function asked({ filter, by }: Question): Promise<number> {
  const response = await fetch(subject.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables: { filter, by } }),
  });
  const { data, errors } = (await response.json()) as {
    data: { studies: { totalCount: number } };
    errors?: unknown;
  };
  strictEqual(errors, undefined);
  return data.studies.totalCount;
}

async function writtenBy(client: pg.Client, { where, by }: Question): Promise<number> {
  const { rows } = await client.query(
    `select found.nct_id, study.identification_module ->> 'briefTitle', (select count(*) from study_search where ${where}) as total
       from study_search as found join study using (nct_id) where ${where}
       order by coalesce(last_update_date, '') collate "C" desc, nct_id desc limit 20`,
  );
  for (const each of by) {
    await client.query(
      `select ${FACETS[each]} as value, count(*) from study_search where ${where} group by 1 order by 2 desc limit 10`,
    );
  }
  return Number(rows[0].total);
}

function spread(times: readonly number[]): string {
  return `${whole(quantile(times, 0.5))} / ${whole(quantile(times, 0.99))}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-GB');
}

function report(rows: readonly string[]): string {
  return [
    '# Search with total and facets, beside SQL by hand',
    '',
    'Written by `npm run bench:search`; do not edit.',
    '',
    `- ${new Date().toISOString().slice(0, 10)}; ${cpus().length} cores (${cpus()[0]?.model}); Node ${process.versions.node}; load average ${load.toFixed(2)} before the run`,
    `- ${whole(STUDIES)} generated studies in PostgreSQL; the first 20 by latest update, the total and each facet's first ten values; ${ROUNDS * 4} times each, in turn`,
    '- by hand: one statement for the page and the total and one for each facet, over the same tables and indexes, without GraphQL and HTTP, on a connection as the server has it and on one set as ours are, the better of the two; times are p50 / p99 in milliseconds',
    '',
    '| question | studies found | facets | by hand, ms | gateway, ms | ratio of the medians |',
    '|---|--:|--:|--:|--:|--:|',
    ...rows,
    '',
    'Aim: at most 1.5.',
    '',
  ].join('\n');
}
