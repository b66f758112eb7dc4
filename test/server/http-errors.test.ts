import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const JSON_BODY = { 'content-type': 'application/json' };
const send = async (path: string, init: RequestInit) => {
  const response = await fetch(server.url + path, init);
  return { status: response.status, ...((await response.json()) as { errors?: { extensions: unknown }[] }) };
};

it.each([
  [
    'a body over 1 MB',
    { headers: JSON_BODY, body: JSON.stringify({ query: `{ a${'b'.repeat(1_100_000)} }` }) },
    413,
    'QUERY_TOO_LARGE',
  ],
  ['a body of another kind', { headers: { 'content-type': 'text/csv' }, body: 'a,b' }, 415, 'BAD_REQUEST'],
  ['a body that is no JSON', { headers: JSON_BODY, body: '{"query":' }, 400, 'BAD_REQUEST'],
  [
    'a subscription, which takes a WebSocket',
    { headers: JSON_BODY, body: JSON.stringify({ query: 'subscription { syncProgress { state } }' }) },
    400,
    'BAD_USER_INPUT',
  ],
  [
    'a mutation, where there is none',
    { headers: JSON_BODY, body: JSON.stringify({ query: 'mutation { x }' }) },
    200,
    'OPERATION_RESOLUTION_FAILURE',
  ],
])('%s is refused in the shape of GraphQL', async (_what, init, status, code) => {
  const answer = await send('/graphql', { method: 'POST', ...init });
  expect(answer.errors).toHaveLength(1);
  expect(JSON.stringify(answer.errors)).toMatch(new RegExp(`"code":"(${code})"`));
  expect(answer.status).toBe(status);
});

it('an address that does not exist answers in the same shape', async () => {
  expect(await send('/nowhere', {})).toMatchObject({
    status: 404,
    errors: [{ extensions: { code: 'NOT_FOUND' } }],
  });
});
