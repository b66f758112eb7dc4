import pg from 'pg';

// Both drivers send and receive text, and both go through this file: what one stores the other reads alike.

type Decode = (text: string) => unknown;

const asIs: Decode = text => text;
const ofSafeInteger: Decode = text => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
const arrayOf =
  (decode: Decode): Decode =>
  text =>
    textArray(text).map(item => (item === null ? null : decode(item)));

const TEXT_ARRAY: number = 1009;
const textArray: (text: string) => (string | null)[] = pg.types.getTypeParser(TEXT_ARRAY, 'text');

const DECODERS = new Map<number, Decode>([
  [20, ofSafeInteger], // int8
  [1016, arrayOf(ofSafeInteger)],
  [1082, asIs], // date
  [1182, arrayOf(asIs)],
  [1083, asIs], // time
  [1114, asIs], // timestamp without time zone: no zone, so no Date
  [1115, arrayOf(asIs)],
  [1186, asIs], // interval
  [1700, asIs], // numeric
  [1231, arrayOf(asIs)],
]);

/**
 * How a column of this PostgreSQL type is read: int8 as number (as string past 2^53), numeric, date, timestamp
 * and interval as string, timestamptz as Date, json parsed, arrays as arrays; unknown types as their text.
 */
export const decoderOf = (typeId: number): Decode =>
  DECODERS.get(typeId) ?? pg.types.getTypeParser(typeId, 'text');

/**
 * A parameter as the text PostgreSQL reads, null for null and undefined. An array is a PostgreSQL array; for a
 * JSON array pass `JSON.stringify(list)`. Any other object is JSON.
 */
export const encodeValue = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return `{${value.map(arrayItem).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const arrayItem = (item: unknown): string => {
  if (Array.isArray(item)) return encodeValue(item) as string;
  const text = encodeValue(item);
  return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`;
};
