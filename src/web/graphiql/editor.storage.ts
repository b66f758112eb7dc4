import type { GraphiQLProps } from 'graphiql';

type EditorStorage = NonNullable<GraphiQLProps['storage']>;

const PREFIX = 'graphiql:';

/** What GraphiQL remembers of requests already sent. */
const HISTORY = new Set([`${PREFIX}queries`, `${PREFIX}favorites`]);

const withoutHeaders = (json: string): string =>
  JSON.stringify(JSON.parse(json), (key, value) => (key === 'headers' ? null : value));

const ownKeys = (): string[] => Object.keys(localStorage).filter(key => key.startsWith(PREFIX));

/**
 * Where GraphiQL keeps tabs, layout and history between visits.
 * The history would keep what was typed into the header editor, which may be a key: headers are emptied.
 */
export const editorStorage: EditorStorage = {
  getItem: key => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, HISTORY.has(key) ? withoutHeaders(value) : value),
  removeItem: key => localStorage.removeItem(key),
  clear: () => {
    for (const key of ownKeys()) localStorage.removeItem(key);
  },
  get length() {
    return ownKeys().length;
  },
};

/** Nobody has worked in this browser yet. */
export const isFirstVisit = (): boolean => ownKeys().length === 0;
