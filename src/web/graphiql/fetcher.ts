import type { GraphiQLProps } from 'graphiql';
import { readApiKey } from './key.store.ts';

type Fetcher = GraphiQLProps['fetcher'];

/** The key kept in this tab goes along; a header typed into the header editor wins over it. */
const headersFor = (typed: Record<string, unknown> = {}): Headers => {
  const headers = new Headers({
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
  });
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

/** Sends one operation as a GraphQL-over-HTTP POST to `url` and gives back the parsed answer. */
export const createFetcher =
  (url: string): Fetcher =>
  async (params, options) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: headersFor(options?.headers),
      body: JSON.stringify(params),
    });
    return parseAnswer(await response.text(), response);
  };
