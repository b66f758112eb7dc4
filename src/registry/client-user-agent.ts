import { readFileSync } from 'node:fs';

interface PackageFacts {
  readonly version: string;
  readonly homepage?: string;
}

/** `Trialweave/<version> (+<contact URL>)`: who asks, and where to complain. */
export const defaultUserAgent = (contact?: string): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version, homepage } = JSON.parse(text) as PackageFacts;
  const url = contact ?? homepage;
  return url ? `Trialweave/${version} (+${url})` : `Trialweave/${version}`;
};
