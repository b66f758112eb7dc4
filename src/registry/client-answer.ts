import { isUtf8 } from 'node:buffer';
import { RegistryMalformed } from '../shared/errors.ts';
import type { WireAnswer } from './client-http.ts';
import { parseAnswer } from './client-page.ts';
import { failureOfStatus, isHtml, LONGEST_QUOTE } from './registry-failure.ts';
import type { StudyRecord } from './study-record.ts';

/** One page of the registry's answer. A page may be empty and still not be the last. */
export interface RegistryPage {
  readonly studies: readonly StudyRecord[];
  /** Absent on the last page. */
  readonly nextPageToken?: string;
  /** With the first page only, where it was asked for. */
  readonly totalCount?: number;
  /** The tag of the data edition the page belongs to, where the registry sent one. */
  readonly etag: string | null;
  /** Bytes of the answer after decompression. */
  readonly bytes: number;
}

/** Which edition of its data the registry serves. */
export interface RegistryVersion {
  readonly apiVersion: string;
  /** An opaque stamp: it looks like a date and time, but its zone is not dependable. */
  readonly dataTimestamp: string | null;
  readonly etag: string | null;
}

/** How much the registry holds. */
export interface RegistrySize {
  readonly totalStudies: number;
  readonly averageSizeBytes?: number;
}

type Json = Readonly<Record<string, unknown>>;

const malformed = (cause?: unknown): RegistryMalformed =>
  new RegistryMalformed('The registry answered with something that is not study data.', { cause });

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON object of a 200 answer; anything else is thrown as the failure it is. */
export const jsonOf = async ({ status, contentType, retryAfter, body }: WireAnswer): Promise<Json> => {
  const text = body.toString('utf8', 0, LONGEST_QUOTE);
  if (status !== 200) throw failureOfStatus({ status, contentType, retryAfter, text });
  if (isHtml(contentType, text)) throw malformed(new Error('an HTML page'));
  if (!isUtf8(body)) throw malformed(new Error('not UTF-8'));
  const json = await parseAnswer(body).catch((error: unknown) => {
    throw malformed(error);
  });
  if (!isObject(json)) throw malformed(new Error('not an object'));
  return json;
};

const optional = <T>(value: unknown, isRight: (value: unknown) => value is T): T | undefined => {
  if (value === undefined) return undefined;
  if (!isRight(value)) throw malformed(new Error('a value of the wrong type'));
  return value;
};

const isString = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0;

export const pageOf = async ({ etag, ...answer }: WireAnswer): Promise<RegistryPage> => {
  const json = await jsonOf({ etag, ...answer });
  const { studies } = json;
  if (!Array.isArray(studies) || !studies.every(isObject)) throw malformed(new Error('no list of studies'));
  const nextPageToken = optional(json['nextPageToken'], isString);
  const totalCount = optional(json['totalCount'], isCount);
  return {
    studies,
    etag,
    bytes: answer.body.length,
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
    ...(totalCount === undefined ? {} : { totalCount }),
  };
};

export const versionOf = (json: Json, etag: string | null): RegistryVersion => {
  const { apiVersion } = json;
  if (!isString(apiVersion)) throw malformed(new Error('no version'));
  return {
    apiVersion,
    dataTimestamp: optional(json['dataTimestamp'], isString) ?? null,
    etag,
  };
};

export const sizeOf = ({ totalStudies, ...json }: Json): RegistrySize => {
  if (!isCount(totalStudies)) throw malformed(new Error('no size'));
  const averageSizeBytes = optional(json['averageSizeBytes'], isCount);
  return { totalStudies, ...(averageSizeBytes === undefined ? {} : { averageSizeBytes }) };
};
