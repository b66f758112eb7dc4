import { expect } from 'vitest';
import type { Data } from '../support/ask-registry.ts';
import { readTable } from './csv-reader.ts';

/** Parameters of an export; what is no text is sent as JSON. */
export type Params = Readonly<Record<string, unknown>>;

/** A registry nobody answers for. */
export const NOWHERE = 'http://127.0.0.1:9/api/v2';

const query = (params: Params): string =>
  new URLSearchParams(
    Object.entries(params).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();

export const linesOf = (text: string): Data[] => {
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line));
};

/** Asks a gateway for exports. @param url where it is by then */
export function createExportClient(url: () => string) {
  const request = (params: Params, init?: RequestInit): Promise<Response> =>
    fetch(`${url()}/export/studies?${query(params)}`, init);
  const text = async (params: Params): Promise<string> => {
    const response = await request(params);
    expect(response.status).toBe(200);
    return response.text();
  };
  const table = async (params: Params) => readTable(await text(params));
  const idsIn = async (params: Params) =>
    (await table({ ...params, columns: 'nctId' })).map(row => row['nctId']);
  return { request, text, table, idsIn };
}
