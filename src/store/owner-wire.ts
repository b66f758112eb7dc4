import { join, resolve } from 'node:path';
import { BadUserInput, type ErrorCode, type ErrorDetails, GatewayError } from '../shared/errors.ts';

// One process has the embedded database. Others ask it over a Unix socket beside it, one command a connection, one
// JSON object a line: `{command,args}` there; `{told}`, any number of them, and `{result}` or `{failure}` back.

/** One JSON object a line, what a command tells while it runs. */
export type Told = Readonly<Record<string, unknown>>;

/** Takes what a command tells. The promise it gives resolves when there is room for more: who tells much waits for it. */
export type Tell = (told: Told) => void | Promise<void>;

/** What a command is given; it crosses as JSON. */
export type CommandArgs = Readonly<Record<string, unknown>>;

/** A failure the owner named, told here as it was there. `name` is the name it had. */
export class OwnerFailure extends GatewayError {
  readonly code: ErrorCode;

  constructor(name: string, code: ErrorCode, message: string, details: ErrorDetails) {
    super(message, details);
    this.name = name;
    this.code = code;
  }
}

/** How a failure crosses; the code is null where it is none of ours. */
interface Failure {
  readonly name: string;
  readonly code: ErrorCode | null;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** Bytes of a line. */
export const LONGEST_LINE = 16 * 1024 * 1024;
const NEWLINE = 0x0a;

export const socketOf = (dataDir: string): string => join(resolve(dataDir), 'owner.sock');

/**
 * Cuts what arrives into lines. Bytes are joined before they are read as text, as a chunk may end inside a character.
 * @throws BadUserInput at a line that is too long
 */
export const createLineSplitter = (): ((chunk: Buffer) => Generator<string>) => {
  let parts: Buffer[] = [];
  let bytes = 0;
  const keep = (part: Buffer): void => {
    parts.push(part);
    bytes += part.length;
    if (bytes > LONGEST_LINE) throw tooLong();
  };
  return function* (chunk) {
    let rest = chunk;
    for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE)) {
      keep(rest.subarray(0, end));
      const line = Buffer.concat(parts).toString();
      [parts, bytes] = [[], 0];
      rest = rest.subarray(end + 1);
      yield line;
    }
    keep(rest);
  };
};

export const encodeLine = (content: object): Buffer => Buffer.from(`${JSON.stringify(content)}\n`);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const parseObject = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

export const failureOf = (error: unknown): Failure => {
  if (error instanceof GatewayError)
    return { name: error.name, code: error.code, message: error.message, details: error.details };
  const message = error instanceof Error ? error.message : String(error);
  return { name: 'Error', code: null, message, details: {} };
};

export const errorOf = ({ name, code, message, details }: Partial<Failure>): Error =>
  typeof code === 'string'
    ? new OwnerFailure(String(name), code, String(message), details ?? {})
    : new Error(String(message));

export const tooLong = (): BadUserInput =>
  new BadUserInput('A line between two processes is at most 16 MB long.');
