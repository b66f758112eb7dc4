import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyInstance } from 'fastify';
import { buildSchema, graphql } from 'graphql';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildPages } from '../../src/build.ts';
import type { Context } from '../../src/server/context.ts';
import { createErrorFormatter } from '../../src/server/errors.ts';
import { registerGraphiql } from '../../src/server/graphiql.ts';
import { registerSubscriptions } from '../../src/server/subscriptions.ts';
import { BadUserInput } from '../../src/shared/errors.ts';
import { createLogger } from '../../src/shared/log.ts';
import { EXAMPLES } from '../../src/web/graphiql/examples.ts';

const PROGRAM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(PROGRAM);
if (!hasBrowser)
  console.warn(`GraphiQL was NOT tried in a browser: no Chromium at ${PROGRAM} (set CHROMIUM_PATH).`);

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  // Whatever is not ours does not exist: the page must do without.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

const SCHEMA = buildSchema(`
  type Query { study(nctId: ID!): Study }
  type Subscription { count: Int refused: Int }
  type Study {
    briefTitle: String overallStatus: String phases: [String!] participantSummary: String
    conditions: [Condition!] arms: [Arm!] outcomes: [Outcome!] eligibility: Eligibility
  }
  type Condition { name: String }
  type Arm { label: String interventions: [Intervention!] }
  type Intervention { name: String }
  type Outcome { measure: String timeFrame: String }
  type Eligibility { inclusion: [Criterion!] exclusion: [Criterion!] }
  type Criterion { text: String }
`);

const SOURCES = {
  async *count() {
    for (let count = 1; ; count += 1) {
      yield { count };
      await sleep(20);
    }
  },
  refused: () => {
    throw new BadUserInput('Not this one.');
  },
};
for (const [name, field] of Object.entries(SCHEMA.getSubscriptionType()!.getFields()))
  field.subscribe = SOURCES[name as keyof typeof SOURCES];

interface GraphqlBody {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

/** What the page sent: the operation's name and the Authorization header that came with it. */
interface Asked {
  readonly operationName: string | undefined;
  readonly authorization: string | undefined;
}

const openApp = async (asked: Asked[]): Promise<FastifyInstance> => {
  const app = Fastify();
  app.post<{ Body: GraphqlBody }>('/graphql', async ({ body, headers }) => {
    asked.push({
      operationName: body.operationName,
      authorization: headers.authorization,
    });
    const rootValue = {
      study: ({ nctId }: { nctId: string }) => ({
        briefTitle: `The title of ${nctId}`,
      }),
    };
    return graphql({
      schema: SCHEMA,
      source: body.query,
      rootValue,
      variableValues: body.variables ?? {},
      operationName: body.operationName ?? null,
    });
  });
  const logger = createLogger('silent');
  registerSubscriptions(app, {
    schema: SCHEMA,
    createContext: signal => ({ signal }) as unknown as Context,
    formatError: createErrorFormatter(logger),
    logger,
  });
  await registerGraphiql(app, {
    root: fileURLToPath(new URL('../../dist/web/graphiql', import.meta.url)),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return app;
};

describe('the bundle', () => {
  it('is built once, and again only when a source has changed', async () => {
    await buildPages();
    const start = performance.now();
    expect(await buildPages()).toBe(false);
    expect(performance.now() - start).toBeLessThan(1_000);
  }, 120_000);
});

describe.skipIf(!hasBrowser)('GraphiQL in a browser', () => {
  let app: FastifyInstance;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let address: string;
  const asked: Asked[] = [];
  const complaints: string[] = [];
  const strangers: string[] = [];

  const watch = (watched: Page): void => {
    watched.on('console', message => {
      // A worker that could not start is a warning: the editor goes on without.
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    watched.on('pageerror', error => complaints.push(String(error)));
    watched.on('requestfailed', request => {
      const reason = request.failure()?.errorText;
      // A reload breaks off what is still on its way.
      if (reason !== 'net::ERR_ABORTED') complaints.push(`${reason}: ${request.url()}`);
    });
    watched.on('request', request => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.origin !== address) strangers.push(request.url());
    });
  };

  const openPage = async (): Promise<Page> => {
    const opened = await context.newPage();
    watch(opened);
    await opened.goto(`${address}/graphiql`);
    await opened.locator('.graphiql-query-editor .view-line').first().waitFor();
    return opened;
  };

  const tabTitles = (): Promise<string[]> => page.getByRole('tab').allInnerTexts();
  const runButton = () => page.getByRole('button', { name: /^Execute query/ });
  const answer = () => page.locator('.graphiql-response');
  const runText = async (text: string): Promise<void> => {
    await page.getByRole('button', { name: 'New tab' }).click();
    await page.locator('.graphiql-query-editor .monaco-editor').first().click();
    await page.keyboard.insertText(text);
    await page.locator('.graphiql-query-editor').getByText(text).waitFor();
    // What is run is what the page has taken note of, a moment after it was typed.
    await expect.poll(() => page.evaluate("localStorage['graphiql:query']")).toContain(text);
    await runButton().click();
  };

  beforeAll(async () => {
    await buildPages();
    app = await openApp(asked);
    address = app.listeningOrigin;
    browser = await chromium.launch({ executablePath: PROGRAM, args: FLAGS });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  beforeEach(async () => {
    for (const list of [asked, complaints, strangers]) list.length = 0;
    context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
    });
    page = await openPage();
  });

  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  });

  it('opens with the examples, each under its name, and the explorer of the schema', async () => {
    expect(await page.title()).toBe('Trialweave GraphiQL');
    expect(await tabTitles()).toEqual(EXAMPLES.map(({ name }) => name));
    await page.getByText('A GraphQL schema provides a root type').waitFor();
    await page.getByRole('button', { name: 'Headers' }).waitFor();
  });

  it('runs the example in front and shows the answer', async () => {
    await runButton().click();
    await answer().getByText('The title of NCT02888704').waitFor();
    expect(asked.map(({ operationName }) => operationName)).toContain('StudyPage');
  });

  it('sends a key kept in the tab, and keeps it nowhere else', async () => {
    await page.getByRole('button', { name: 'API key' }).click();
    await page.getByText('Authorization: Bearer').waitFor();
    await page.getByLabel('Key', { exact: true }).fill('tw_a-key-of-mine');
    await page.getByRole('button', { name: 'Use key' }).click();
    await page.getByRole('button', { name: 'API key (in use)' }).waitFor();
    await runButton().click();
    await answer().getByText('The title of NCT02888704').waitFor();

    const sent = asked.filter(({ operationName }) => operationName === 'StudyPage');
    expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer tw_a-key-of-mine']);
    expect(page.url()).not.toContain('tw_a-key');
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('tw_a-key');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain('tw_a-key');

    page = await openPage();
    await page.getByRole('button', { name: 'API key', exact: true }).waitFor();
    expect(asked.at(-1)).toEqual({
      operationName: 'IntrospectionQuery',
      authorization: undefined,
    });
  });

  it('sends what is typed as a header, and does not remember it', async () => {
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .graphiql-editor').nth(1).click();
    await page.keyboard.insertText('{ "Authorization": "Bearer typed-by-hand" }');
    await runButton().click();
    await answer().getByText('The title of NCT02888704').waitFor();

    expect(asked.at(-1)).toEqual({
      operationName: 'StudyPage',
      authorization: 'Bearer typed-by-hand',
    });
    const kept = await page.evaluate('JSON.stringify(localStorage)');
    expect(kept).toContain('graphiql:queries');
    expect(kept).not.toContain('typed-by-hand');
  });

  it("keeps a text of one's own, named or not, until the next visit", async () => {
    await page.getByRole('button', { name: 'New tab' }).click();
    await page.locator('.graphiql-query-editor .monaco-editor').first().click();
    await page.keyboard.insertText('{ study(nctId: "NCT01234567") { briefTitle } }');
    await expect.poll(() => page.evaluate("localStorage['graphiql:query']")).toContain('NCT01234567');
    await expect.poll(() => page.evaluate("localStorage['graphiql:tabState']")).toContain('NCT01234567');
    await page.reload();
    await page.locator('.graphiql-query-editor').getByText('NCT01234567').waitFor();
    expect(await tabTitles()).toEqual([...EXAMPLES.map(({ name }) => name), '<untitled>']);
  });

  it('runs a subscription over WebSocket until it is stopped, with the key inside', async () => {
    await page.evaluate("sessionStorage.setItem('trialweave:api-key', 'tw_a-key-of-mine')");
    const sent: string[] = [];
    page.on('websocket', socket => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
    const connected = page.waitForEvent('websocket');
    await runText('subscription { count }');
    const socket = await connected;
    expect(socket.url()).toBe(`${address.replace('http', 'ws')}/graphql`);
    const count = async () => Number(/"count":\s*(\d+)/.exec(await answer().innerText())?.[1]);
    await expect.poll(count, { timeout: 5_000 }).toBeGreaterThan(3);
    expect(sent[0]).toContain('"authorization":"Bearer tw_a-key-of-mine"');

    const closed = socket.waitForEvent('close');
    await page.getByRole('button', { name: /^Stop query/ }).click();
    await closed;
    expect(sent.at(-1)).toContain('"type":"complete"');
    await runButton().waitFor();
    expect(asked.every(({ operationName }) => operationName === 'IntrospectionQuery')).toBe(true);
  });

  it('shows why a subscription is refused', async () => {
    await runText('subscription { refused }');
    await answer().getByText('Not this one.').waitFor();
    await runText('subscription { refused: nothing }');
    await answer().getByText('Cannot query field').waitFor();
  });

  it('finds its tabs again after a reload', async () => {
    await page.getByRole('tab', { name: 'WhereFrom' }).click();
    // The editor saves half a second after the last change.
    const saved = () =>
      page.evaluate<[string, number]>(
        `[localStorage['graphiql:query'], JSON.parse(localStorage['graphiql:tabState']).activeTabIndex]`,
      );
    await expect
      .poll(saved)
      .toEqual([
        expect.stringContaining('query WhereFrom'),
        EXAMPLES.findIndex(({ name }) => name === 'WhereFrom'),
      ]);
    await page.reload();
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    expect(await tabTitles()).toEqual(EXAMPLES.map(({ name }) => name));
    expect(await page.getByRole('tab', { name: 'WhereFrom' }).getAttribute('aria-selected')).toBe('true');
  });

  it.each([
    { from: 'light', to: 'dark' },
    { from: 'dark', to: 'light' },
  ] as const)('follows a system that turns from $from to $to', async ({ from, to }) => {
    const colours = () =>
      page.evaluate<{ page: number; editor: number }>(`(() => {
        const lightness = selector => {
          const colour = getComputedStyle(document.querySelector(selector)).color;
          return colour.match(/[0-9.]+/g).slice(0, 3).map(Number).reduce((sum, part) => sum + part) / 3;
        };
        return { page: lightness('.graphiql-container'), editor: lightness('.monaco-editor') };
      })()`);
    for (const colorScheme of [from, to]) {
      await page.emulateMedia({ colorScheme });
      // Dark letters on light paper, light letters on dark.
      const isRight = (text: number) => (colorScheme === 'dark' ? text > 128 : text < 128);
      await expect.poll(async () => Object.values(await colours()).every(isRight)).toBe(true);
    }
  });
});
