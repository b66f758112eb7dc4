import type { StudyRecord } from '../../src/registry/study-record.ts';
import type { Bend } from './registry-double.ts';

// What a pager may do wrong. Each is a new one, for what it has seen belongs to one test.

/** The first page again and again, each time with the token of the next. */
export const repeatsPages = (): Bend => {
  let first: readonly StudyRecord[] | undefined;
  return (page, params) => {
    if (!params.has('pageToken')) first = page.studies;
    return { ...page, studies: first ?? page.studies };
  };
};

/** From the second page on there is nothing, and always a token for more of it. */
export const neverEnds = (): Bend => (page, params) => {
  const given = params.get('pageToken');
  return given === null ? page : { ...page, studies: [], token: given };
};

/** The first page says that it is the last one. */
export const stopsEarly = (): Bend => page => ({ ...page, token: null });
