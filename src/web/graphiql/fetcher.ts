import type { GraphiQLProps } from 'graphiql';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { createClient, type ExecutionResult, type FormattedExecutionResult } from 'graphql-ws';
import { readApiKey } from './key.store.ts';

type Fetcher = GraphiQLProps['fetcher'];
type Params = Parameters<Fetcher>[0];

/** The key kept in this tab goes along; a header typed into the header editor wins over it. */
const headersFor = (typed: Record<string, unknown> = {}): Headers => {
  const headers = new Headers();
  const key = readApiKey();
  if (key) headers.set('authorization', `Bearer ${key}`);
  for (const [name, value] of Object.entries(typed)) headers.set(name, String(value));
  return headers;
};

const parseAnswer = (text: string, response: Response) => {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy or a crashed server answers in HTML: say so instead of "unexpected token <".
    throw new Error(`The server answered ${response.status} with no JSON: ${text.slice(0, 300)}`);
  }
};

/** One answer to a GraphQL-over-HTTP POST. */
const post = async (url: string, params: Params, headers: Headers) => {
  const sent = new Headers({
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
  });
  for (const [name, value] of headers) sent.set(name, value);
  const response = await fetch(url, { method: 'POST', headers: sent, body: JSON.stringify(params) });
  return parseAnswer(await response.text(), response);
};

/** A text that cannot be read is left to the server, which says what is wrong with it. */
const isSubscription = ({ query, operationName }: Params): boolean => {
  try {
    return getOperationAST(parse(query), operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false;
  }
};

/** What ended a subscription: errors of GraphQL are an answer, and events of the browser have to be put into words. */
const lastAnswer = (fault: unknown): IteratorResult<FormattedExecutionResult> => {
  if (Array.isArray(fault)) return { done: false, value: { errors: fault } };
  if (fault instanceof CloseEvent) {
    throw new Error(`The server closed the connection: ${fault.code} ${fault.reason}`.trim());
  }
  if (fault instanceof Event) throw new Error('The server cannot be reached over WebSocket.');
  throw fault;
};

/** Answers as they come, over a connection of its own. A browser sends no headers with one: they go inside. */
const subscribe = (url: string, { query, variables, operationName }: Params, headers: Headers) => {
  const target = new URL(url, window.location.href);
  target.protocol = target.protocol.replace('http', 'ws');
  const client = createClient({ url: target.href, connectionParams: Object.fromEntries(headers) });
  const answers = client.iterate({ query, variables, operationName });
  const next = answers.next.bind(answers);
  answers.next = () => next().catch(lastAnswer);
  // The toolkit's type has errors as graphql-js makes them; over the wire they are plain objects.
  return answers as AsyncIterableIterator<ExecutionResult>;
};

/** Sends one operation to `url`: a subscription over WebSocket, anything else as a GraphQL-over-HTTP POST. */
export const createFetcher =
  (url: string): Fetcher =>
  async (params, options) => {
    const headers = headersFor(options?.headers);
    return isSubscription(params) ? subscribe(url, params, headers) : post(url, params, headers);
  };
