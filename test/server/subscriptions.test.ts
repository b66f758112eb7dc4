import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { buildSchema, GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type Client, createClient, type FormattedExecutionResult } from 'graphql-ws';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Context } from '../../src/server/context.ts';
import { createErrorFormatter } from '../../src/server/errors.ts';
import { registerSubscriptions, type SubscriptionOptions } from '../../src/server/subscriptions.ts';
import { RegistryUnavailable } from '../../src/shared/errors.ts';

const SECRET = 'p4ssw0rd';

const schema = buildSchema(`
  type Query { hello: String }
  type Mutation { change: Boolean }
  type Subscription {
    count(to: Int!): Int
    forever: Int
    deaf: Int
    slowToOpen: Int
    event(fault: Fault!): Event
    sourceFails(fault: Fault!): Int
    cannotOpen(fault: Fault!): Int
    large: String
  }
  type Event { fine: Int broken: Int }
  enum Fault { UNEXPECTED NAMED GRAPHQL PLAYS_KNOWN }
`);

type Fault = 'UNEXPECTED' | 'NAMED' | 'GRAPHQL' | 'PLAYS_KNOWN';
const fail = (fault: Fault): never => {
  if (fault === 'NAMED') throw new RegistryUnavailable('The registry cannot be reached.', { retryAfter: 3 });
  if (fault === 'GRAPHQL') throw new GraphQLError(SECRET);
  throw Object.assign(
    new Error(SECRET),
    fault === 'PLAYS_KNOWN' && { extensions: { code: 'BAD_USER_INPUT' } },
  );
};

/** What the sources of a test saw. */
let seen: { opened: number; returned: number; contexts: AbortSignal[] };
let openSlowly: () => void;

interface Args {
  readonly to: number;
  readonly fault: Fault;
}
type Source = (root: unknown, args: Args, context: Context) => unknown;
const until = (signal: AbortSignal) => new Promise(resolve => signal.addEventListener('abort', resolve));

const SOURCES: Readonly<Record<string, Source>> = {
  count: async function* (_, { to }) {
    for (let n = 1; n <= to; n += 1) yield { count: n };
  },
  forever: async function* (_, _args, { signal }) {
    seen.opened += 1;
    try {
      yield { forever: 1 };
      await until(signal!);
    } finally {
      seen.returned += 1;
    }
  },
  // Hears of no signal: only `return` tells it that nobody listens.
  deaf: () => ({
    [Symbol.asyncIterator]() {
      seen.opened += 1;
      return this;
    },
    next: () => new Promise(() => {}),
    return: async () => {
      seen.returned += 1;
      throw new Error(SECRET);
    },
  }),
  slowToOpen: async (_, args, context) => {
    await new Promise<void>(resolve => {
      openSlowly = resolve;
    });
    return SOURCES['forever']!(_, args, context);
  },
  event: async function* (_, { fault }) {
    for (const n of [1, 2]) yield { event: { fine: n, broken: () => fail(fault) } };
  },
  sourceFails: async function* (_, { fault }) {
    yield { sourceFails: 1 };
    fail(fault);
  },
  cannotOpen: async (_, { fault }) => fail(fault),
  large: async function* () {
    seen.opened += 1;
    try {
      for (;;) yield { large: 'x'.repeat(50_000) };
    } finally {
      seen.returned += 1;
    }
  },
};
for (const [name, field] of Object.entries(schema.getSubscriptionType()!.getFields()))
  field.subscribe = SOURCES[name]!;

let logged: Record<string, unknown>[] = [];
const logger = pino(
  new Writable({
    write(chunk, _, done) {
      logged.push(JSON.parse(String(chunk)));
      done();
    },
  }),
);
const faults = () => logged.filter(({ level }) => Number(level) >= 50);

let app: FastifyInstance;
let url: string;
const clients: Client[] = [];
const sockets: { terminate(): void }[] = [];

const open = async (options: Partial<SubscriptionOptions> = {}): Promise<void> => {
  app = Fastify({ forceCloseConnections: 'idle' });
  app.post('/graphql', async ({ body }) => ({ body }));
  registerSubscriptions(app, {
    schema,
    createContext: signal => {
      seen.contexts.push(signal);
      return { signal } as unknown as Context;
    },
    formatError: createErrorFormatter(logger),
    logger,
    ...options,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `${app.listeningOrigin.replace('http', 'ws')}/graphql`;
};
const reopen = async (options: Partial<SubscriptionOptions>): Promise<void> => {
  await app.close();
  await open(options);
};

beforeEach(async () => {
  seen = { opened: 0, returned: 0, contexts: [] };
  logged = [];
  await open();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.terminate();
  for (const socket of sockets.splice(0)) socket.terminate();
  await app.close();
});

const connectClient = (): Client => {
  const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
  clients.push(client);
  return client;
};

interface Outcome {
  readonly answers: FormattedExecutionResult<Record<string, unknown>, unknown>[];
  /** Errors that came as a message of their own, or how the socket was closed. */
  readonly fault: unknown;
}

const runAll = async (
  query: string,
  rest: { variables?: Record<string, unknown>; operationName?: string } = {},
  client = connectClient(),
): Promise<Outcome> => {
  const answers: Outcome['answers'] = [];
  try {
    for await (const answer of client.iterate({ query, ...rest })) answers.push(answer);
    return { answers, fault: null };
  } catch (fault) {
    return { answers, fault };
  }
};

/** A client that sends what it likes. */
const rawClient = async (protocols = ['graphql-transport-ws'], headers = {}, target = url) => {
  const socket = new WebSocket(target, protocols, { headers });
  sockets.push(socket);
  const messages: Record<string, unknown>[] = [];
  socket.on('message', data => messages.push(JSON.parse(String(data))));
  const closed = new Promise<readonly [number, string]>(resolve =>
    socket.once('close', (code, reason) => resolve([code, String(reason)])),
  );
  await once(socket, 'open');
  const send = (...given: object[]) => {
    for (const each of given) socket.send(JSON.stringify(each));
  };
  return { socket, messages, closed, send };
};
const initialised = async () => {
  const client = await rawClient();
  client.send({ type: 'connection_init' });
  await expect.poll(() => client.messages).toEqual([{ type: 'connection_ack' }]);
  client.messages.length = 0;
  return client;
};
const subscribeTo = (id: string, query: string) => ({ id, type: 'subscribe', payload: { query } });

/** How many the server has open. */
const connections = () => new Promise<number>(resolve => app.server.getConnections((_, n) => resolve(n)));

/** What a request to become a WebSocket is answered with. */
const statusOf = (target: string, headers: Record<string, string> = {}) =>
  new Promise<number>((resolve, reject) => {
    const socket = new WebSocket(target, 'graphql-transport-ws', { headers });
    sockets.push(socket);
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      response.socket.once('close', () => resolve(response.statusCode!));
    });
    socket.once('error', reject);
  });

describe('a subscription', () => {
  it('answers with its values in order, and then is complete', async () => {
    const { answers, fault } = await runAll('subscription { count(to: 100) }');
    expect(answers).toEqual(Array.from({ length: 100 }, (_, i) => ({ data: { count: i + 1 } })));
    expect(fault).toBeNull();
    await expect.poll(() => logged).toMatchObject([{ msg: 'subscription', path: '/graphql', events: 100 }]);
  });

  it('takes variables and the name of an operation among others', async () => {
    const query = 'query A { hello } subscription B($to: Int!) { n: count(to: $to) }';
    const { answers } = await runAll(query, { variables: { to: 2 }, operationName: 'B' });
    expect(answers).toEqual([{ data: { n: 1 } }, { data: { n: 2 } }]);
  });

  it('has a context of its own for each event, as what a context remembers would be old at the next', async () => {
    await runAll('subscription { count(to: 3) }');
    expect(new Set(seen.contexts).size).toBe(4);
  });

  it('shares its connection with others', async () => {
    const client = connectClient();
    const both = await Promise.all([3, 5].map(to => runAll(`subscription { count(to: ${to}) }`, {}, client)));
    expect(both.map(({ answers }) => answers.length)).toEqual([3, 5]);
  });

  it.each(['forever', 'deaf'])('ends its source when the client unsubscribes: %s', async field => {
    const client = await initialised();
    client.send(subscribeTo('1', `subscription { ${field} }`));
    await expect.poll(() => seen.opened).toBe(1);
    expect(seen.contexts[0]!.aborted).toBe(false);
    client.send({ id: '1', type: 'complete' });
    await expect.poll(() => seen.returned).toBe(1);
    expect(seen.contexts.every(({ aborted }) => aborted)).toBe(true);
    expect(client.socket.readyState).toBe(WebSocket.OPEN);
  });

  it.each(['forever', 'deaf'])('ends its source when the client is gone: %s', async field => {
    const client = await initialised();
    client.send(subscribeTo('1', `subscription { ${field} }`));
    await expect.poll(() => seen.opened).toBe(1);
    client.socket.terminate();
    await expect.poll(() => seen.returned).toBe(1);
    expect(seen.contexts.every(({ aborted }) => aborted)).toBe(true);
  });

  it('that was given up before its source was there ends the source when it comes', async () => {
    const client = await initialised();
    client.send(subscribeTo('1', 'subscription { slowToOpen }'));
    await expect.poll(() => openSlowly).toBeDefined();
    client.send({ id: '1', type: 'complete' });
    await expect.poll(() => seen.contexts[0]!.aborted).toBe(true);
    openSlowly();
    await sleep(20);
    expect([seen.opened, seen.returned]).toEqual([0, 0]); // a generator that never ran
    expect(client.messages).toEqual([]);
  });

  it('may use the id of one that was ended just before', async () => {
    const client = await initialised();
    client.send(
      subscribeTo('1', 'subscription { forever }'),
      { id: '1', type: 'complete' },
      subscribeTo('1', 'subscription { count(to: 2) }'),
    );
    await expect.poll(() => client.messages.at(-1)).toEqual({ id: '1', type: 'complete' });
    expect(client.messages.slice(-3, -1).map(({ payload }) => payload)).toEqual([
      { data: { count: 1 } },
      { data: { count: 2 } },
    ]);
  });
});

describe('what fails', () => {
  const MASKED = { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  const NAMED = {
    message: 'The registry cannot be reached.',
    extensions: { code: 'UPSTREAM_UNAVAILABLE', retryAfter: 3 },
  };
  const cases: readonly (readonly [Fault, object])[] = [
    ['NAMED', NAMED],
    ['UNEXPECTED', MASKED],
    ['GRAPHQL', MASKED],
    ['PLAYS_KNOWN', MASKED],
  ];

  it.each(cases)('in a field is told at its place, and the next event comes: %s', async (kind, expected) => {
    const { answers, fault } = await runAll(`subscription { event(fault: ${kind}) { fine broken } }`);
    expect(fault).toBeNull();
    expect(answers).toEqual(
      [1, 2].map(fine => ({
        data: { event: { fine, broken: null } },
        errors: [{ ...expected, path: ['event', 'broken'], locations: [expect.anything()] }],
      })),
    );
    expect(faults()).toHaveLength(expected === MASKED ? 2 : 0);
  });

  it.each(cases)('in the source ends the subscription: %s', async (kind, expected) => {
    const { answers, fault } = await runAll(`subscription { sourceFails(fault: ${kind}) }`);
    expect(answers).toEqual([{ data: { sourceFails: 1 } }]);
    expect(fault).toEqual([expected]);
    expect(JSON.stringify(faults()).includes(SECRET)).toBe(expected === MASKED);
  });

  it.each(cases)('before there is a source is told as well: %s', async (kind, expected) => {
    const { answers } = await runAll(`subscription { cannotOpen(fault: ${kind}) }`);
    expect(answers).toEqual([
      { errors: [{ ...expected, path: ['cannotOpen'], locations: [expect.anything()] }] },
    ]);
  });

  it('while the context is made closes the connection and tells the log alone', async () => {
    await reopen({ createContext: () => fail('UNEXPECTED') });
    const { fault } = await runAll('subscription { count(to: 1) }');
    expect(fault).toMatchObject({ code: 4500, reason: 'Internal server error' });
    expect(JSON.stringify(faults())).toContain(SECRET);
  });
});

describe('a request that is refused keeps its connection and is told why', () => {
  const codeOf = async (query: string, rest = {}): Promise<unknown[]> => {
    const { answers, fault } = await runAll(query, rest);
    expect(answers).toEqual([]);
    return (fault as GraphQLFormattedError[]).map(({ extensions }) => extensions?.['code']);
  };

  it('as over HTTP', async () => {
    expect(await codeOf('subscription {')).toEqual(['GRAPHQL_PARSE_FAILED']);
    expect(await codeOf('subscription { a b }')).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(await codeOf('subscription ($n: Int!) { count(to: $n) }', { variables: { n: 'x' } })).toEqual([
      'BAD_USER_INPUT',
    ]);
    const two = 'subscription A { forever } subscription B { forever }';
    expect(await codeOf(two)).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect(await codeOf(two, { operationName: 'C' })).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect(faults()).toEqual([]);
  });

  it.each([
    ['query', '{ hello }'],
    ['mutation', 'mutation { change }'],
  ])('when it is a %s, which is for HTTP', async (kind, query) => {
    expect((await runAll(query)).fault).toEqual([
      { message: `A ${kind} must be sent by HTTP POST to /graphql.`, extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('when there are too many at a time', async () => {
    const client = await initialised();
    for (let i = 0; i < 20; i += 1) client.send(subscribeTo(`${i}`, 'subscription { deaf }'));
    client.send(subscribeTo('more', 'subscription { deaf }'));
    await expect
      .poll(() => client.messages)
      .toEqual([
        {
          id: 'more',
          type: 'error',
          payload: [
            {
              message: 'One connection may have 20 subscriptions at a time: end one of them first.',
              extensions: { code: 'RATE_LIMITED' },
            },
          ],
        },
      ]);
    client.send({ id: '0', type: 'complete' }, subscribeTo('more', 'subscription { count(to: 1) }'));
    await expect.poll(() => client.messages.at(-1)).toEqual({ id: 'more', type: 'complete' });
  });

  it('where the schema has no subscriptions', async () => {
    await reopen({ schema: buildSchema('type Query { hello: String }') });
    const { answers, fault } = await runAll('subscription { hello }');
    expect(fault).toBeNull();
    expect(answers[0]?.errors?.[0]?.extensions).toEqual({ code: 'OPERATION_RESOLUTION_FAILURE' });
  });
});

describe('who may connect', () => {
  it('pages of this origin and clients without one', async () => {
    const { host } = new URL(url);
    expect(await statusOf(url)).toBe(101);
    expect(await statusOf(`${url}?a=b`)).toBe(101);
    expect(await statusOf(url, { origin: `http://${host}` })).toBe(101);
    expect(await statusOf(url, { origin: 'https://studies.example', host: 'studies.example' })).toBe(101);
    expect(await statusOf(url, { origin: 'https://studies.example', host: 'Studies.example:443' })).toBe(101);
  });

  it.each([
    'https://elsewhere.example',
    'http://127.0.0.1:1',
    'null',
    'chrome-extension://abcdef',
    '',
    'http://127.0.0.1, http://127.0.0.1',
  ])('not pages of "%s"', async origin => {
    expect(await statusOf(url, { origin })).toBe(403);
  });

  it('at this path alone', async () => {
    for (const path of ['/', '/graphql/', '/graphiql', '/graphqlx'])
      expect(await statusOf(new URL(path, url).href)).toBe(404);
  });

  it('by this protocol alone', async () => {
    await expect(rawClient(['graphql-ws'])).rejects.toThrow('subprotocol');
    const { closed } = await rawClient([]);
    expect(await closed).toEqual([4406, 'Subprotocol not acceptable']);
  });

  it('no more than there is room for', async () => {
    await reopen({ limits: { connections: 2 } });
    const first = await initialised();
    await initialised();
    const third = await rawClient();
    expect(await third.closed).toEqual([1013, 'Too many connections: try again later.']);
    first.socket.close();
    await first.closed;
    await initialised();
  });

  it('plain HTTP stays as it was, also where a client offers another protocol', async () => {
    const body = JSON.stringify({ query: '{ hello }' });
    const post = (connection: string) =>
      new Promise((resolve, reject) => {
        const headers = {
          connection,
          upgrade: 'h2c',
          'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
          'content-type': 'application/json',
        };
        const sent = httpRequest(url.replace('ws', 'http'), { method: 'POST', headers }, response => {
          response.setEncoding('utf8').on('data', text => resolve([response.statusCode, JSON.parse(text)]));
        });
        sent.once('error', reject);
        sent.write(body.slice(0, 5));
        setTimeout(() => sent.end(body.slice(5)), 30);
      });
    for (const connection of ['Upgrade, HTTP2-Settings', 'Upgrade, HTTP2-Settings, close'])
      expect(await post(connection)).toEqual([200, { body: { query: '{ hello }' } }]);
  });
});

describe('a client that misbehaves is cut off', () => {
  it('with a message that is too large', async () => {
    const { socket, closed } = await initialised();
    socket.send(JSON.stringify(subscribeTo('1', `subscription { forever } #${'x'.repeat(100_000)}`)));
    expect((await closed)[0]).toBe(1009);
    expect(seen.opened).toBe(0);
  });

  it.each(['no JSON', '{"type":"odd"}', '[]'])('with a message that is none: %s', async text => {
    const { socket, closed } = await initialised();
    socket.send(text);
    expect(await closed).toEqual([4400, 'Invalid message received']);
  });

  it('when it does not introduce itself', async () => {
    await reopen({ limits: { initWithinMs: 50 } });
    const silent = await rawClient();
    expect(await silent.closed).toEqual([4408, 'Connection initialisation timeout']);
    const hasty = await rawClient();
    hasty.send(subscribeTo('1', 'subscription { forever }'));
    expect((await hasty.closed)[0]).toBe(4401);
  });

  it('when it asks for more than it reads', async () => {
    const { socket, send, closed } = await initialised();
    socket.pause();
    for (let i = 0; i < 20; i += 1) send(subscribeTo(`${i}`, 'subscription { large }'));
    await expect.poll(() => seen.opened).toBe(20);
    // An answer repeats what came with the ping.
    const ping = { type: 'ping', payload: { text: 'x'.repeat(60_000) } };
    const flood = setInterval(() => send(...Array.from({ length: 20 }, () => ping)), 5);
    await expect.poll(() => seen.returned, { timeout: 10_000 }).toBe(20);
    clearInterval(flood);
    socket.resume();
    expect(await closed).toEqual([1008, 'The client reads too slowly.']);
    await expect.poll(connections).toBe(0);
  });

  it('when it answers no ping, and not when it does', async () => {
    await reopen({ limits: { pingEveryMs: 100 } });
    const live = await initialised();
    const dead = await initialised();
    dead.send(subscribeTo('1', 'subscription { large }'));
    dead.socket.pause();
    await expect.poll(() => [seen.opened, seen.returned]).toEqual([1, 1]);
    expect(await connections()).toBe(1);
    expect(live.socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe('closing the server', () => {
  it('tells its clients, ends what they asked for and takes no one else', async () => {
    const client = connectClient();
    const outcome = runAll('subscription { forever }', {}, client);
    await expect.poll(() => seen.opened).toBe(1);
    const start = performance.now();
    await app.close();
    expect(performance.now() - start).toBeLessThan(2_000);
    expect((await outcome).fault).toMatchObject({ code: 1001, reason: 'The server closes.' });
    await expect.poll(() => seen.returned).toBe(1);
    await expect(rawClient()).rejects.toThrow();
  });

  it('waits only a moment for clients that do not answer', async () => {
    const silent = await Promise.all([initialised(), initialised()]);
    for (const { socket } of silent) socket.pause();
    const start = performance.now();
    await app.close();
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('without anybody is done at once', async () => {
    const start = performance.now();
    await app.close();
    expect(performance.now() - start).toBeLessThan(200);
  });
});

it('nothing is left of clients that came and went', async () => {
  const timers = () => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length;
  const before = timers();
  for (let round = 0; round < 10; round += 1) {
    const came = await Promise.all(Array.from({ length: 10 }, initialised));
    for (const client of came) client.send(subscribeTo('1', 'subscription { forever }'));
    await expect.poll(() => seen.opened).toBe((round + 1) * 10);
    for (const [i, { socket }] of came.entries()) i % 2 ? socket.close() : socket.terminate();
  }
  await expect.poll(() => seen.returned).toBe(100);
  await expect.poll(connections).toBe(0);
  expect(seen.contexts.every(({ aborted }) => aborted)).toBe(true);
  expect(timers()).toBeLessThanOrEqual(before + 1);
  expect(faults()).toEqual([]);
});
