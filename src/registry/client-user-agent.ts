import { readFileSync } from 'node:fs';

/** `Trialweave/<version> (+<contact URL>)`: who asks, and where to complain. */
export const defaultUserAgent = (contact?: string): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return contact ? `Trialweave/${version} (+${contact})` : `Trialweave/${version}`;
};
