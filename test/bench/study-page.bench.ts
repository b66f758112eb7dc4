import { deepStrictEqual, strictEqual } from 'node:assert';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { STUDY_PAGE, STUDY_PAGE_VARIABLES, TYPENAME } from './study-page.query.ts';
import { type Figures, loadNow, writeReport } from './study-page.report.ts';
import type { SubjectOrder, SubjectReady } from './subject.ts';

const CONNECTIONS = 16;
const ROUNDS = 3;
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 8);
const WARM_UP_SECONDS = Math.min(4, SECONDS);

const page = JSON.stringify({ query: STUDY_PAGE, variables: STUDY_PAGE_VARIABLES });
const typename = JSON.stringify({ query: TYPENAME });
const headers = { 'content-type': 'application/json' };

const load = loadNow();
// The compiler leaves behind what is no code; the client and the registry double read these where they lie.
for (const file of ['package.json', 'test/support/registry-double-fields.txt'])
  await copyFile(file, new URL(`../../${file}`, import.meta.url));
const dataDir = await mkdtemp(join(tmpdir(), 'trialweave-bench-'));
const children: ChildProcess[] = [];
try {
  const cache = await start('cache', '');
  const answer = await ask(cache);
  const plain = await start('plain', answer);
  const bytes = await start('bytes', answer);
  const store = await start('store', answer);
  assertSameAnswers(answer, await ask(plain), await ask(bytes), await ask(store));

  const rows = (
    [
      { key: 'cache', name: 'the gateway, study page from cache', url: cache, body: page },
      { key: 'store', name: 'the gateway, study page from the embedded store', url: store, body: page },
      { key: 'bytes', name: '(a) node:http, the same bytes ready-made', url: bytes, body: page },
      { key: 'plain', name: '(b) Apollo Server, default executor, plain objects', url: plain, body: page },
      { key: 'typename', name: 'the gateway, `{ __typename }`', url: cache, body: typename },
    ] as const
  ).map(each => ({ ...each, rounds: [] as Figures[] }));

  for (const row of rows) await measure(row, WARM_UP_SECONDS);
  for (let round = 0; round < ROUNDS; round++)
    for (const row of rows) row.rounds.push(await measure(row, SECONDS));

  await writeReport(rows, {
    connections: CONNECTIONS,
    seconds: SECONDS,
    load,
    answerBytes: Buffer.byteLength(answer),
  });
} finally {
  for (const child of children) child.kill();
  await rm(dataDir, { recursive: true, force: true });
}

/** Starts a server in a process of its own. */
async function start(subject: SubjectOrder['subject'], answer: string): Promise<string> {
  const child = fork(new URL('subject.js', import.meta.url));
  children.push(child);
  child.send({ subject, dataDir, answer } satisfies SubjectOrder);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the server "${subject}" ended by itself`);
  });
  ended.catch(() => {}); // it does so once it has served
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [SubjectReady];
  return ready.url;
}

async function ask(url: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers, body: page });
  strictEqual(response.status, 200);
  return response.text();
}

/** All answer the same; the store alone says another source. */
function assertSameAnswers(ours: string, plain: string, bytes: string, store: string): void {
  strictEqual(JSON.parse(ours).errors, undefined);
  strictEqual(plain, ours);
  strictEqual(bytes, ours);
  const withoutSource = (text: string) => ({ ...JSON.parse(text).data.study, source: null });
  deepStrictEqual(withoutSource(store), withoutSource(ours));
}

async function measure({ url, body }: { url: string; body: string }, duration: number): Promise<Figures> {
  const result = await autocannon({ url, method: 'POST', headers, body, connections: CONNECTIONS, duration });
  strictEqual(result.errors + result.non2xx, 0, `${url} failed under load`);
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
