/**
 * Measures the shape of real study records and writes it to `record-shapes.json`: numbers and closed-list codes, never
 * a word of a record. `REGISTRY_CORPUS` names the records. Node cannot run it as it is, Vite can:
 * `node --input-type=module -e "import { runnerImport } from 'vite'; await runnerImport('./test/support/measure-shapes.ts', { configFile: false })"`
 * and then `npm run format`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { corpusFile, corpusRecords } from './corpus.ts';

/** How one node of the field tree is filled. */
export interface Shape {
  readonly type: 'object' | 'string' | 'number' | 'boolean';
  /** Of a leaf: its type in the field tree, such as `markup`. */
  readonly kind?: string;
  /** The share of parent objects that have the key. */
  readonly present: number;
  /** Of a list: how many items, at `at`. */
  readonly items?: readonly number[];
  /** Of a text: UTF-16 units, at `at`. */
  readonly length?: readonly number[];
  /** Of a number: its value, at `at`. */
  readonly value?: readonly number[];
  /** Of a boolean: the share that is true. */
  readonly true?: number;
  /** Of a closed list: the share of each code. */
  readonly codes?: Readonly<Record<string, number>>;
  /** Of a date: the share of each format, and the first and last one seen. */
  readonly formats?: Readonly<Record<string, number>>;
  readonly range?: readonly [string, string];
}

export interface Shapes {
  readonly records: number;
  /** UTF-16 units of a record as JSON. */
  readonly size: { readonly mean: number; readonly median: number };
  /** The shares at which `items`, `length` and `value` are told; the last is not 1, so that no giant rules. */
  readonly at: readonly number[];
  readonly shapes: Readonly<Record<string, Shape>>;
}

interface Leaf {
  readonly path: string;
  readonly type: string;
  readonly enum?: string;
}

/** What was seen at one path. */
interface Seen {
  readonly parent: string;
  count: number;
  /** Objects seen, to which the keys below refer. */
  objects: number;
  readonly items: number[];
  readonly lengths: number[];
  readonly numbers: number[];
  truths: number;
  readonly texts: Map<string, number>;
}

const AT = [0, 0.1, 0.25, 0.4, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995];
const DATES = ['date', 'partialDate', 'dateTime'];

const tree = JSON.parse(await readFile(new URL('../registry/field-tree.json', import.meta.url), 'utf8')) as {
  readonly leaves: readonly Leaf[];
};
const leaves = new Map(tree.leaves.map(leaf => [leaf.path, leaf]));
const seen = new Map<string, Seen>();
const sizes: number[] = [];

const seenAt = (path: string): Seen => {
  const known = seen.get(path);
  if (known) return known;
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  const fresh: Seen = {
    parent,
    count: 0,
    objects: 0,
    items: [],
    lengths: [],
    numbers: [],
    truths: 0,
    texts: new Map(),
  };
  seen.set(path, fresh);
  return fresh;
};

/** Texts themselves are kept only where they are codes or dates. */
const isKept = (path: string): boolean => {
  const leaf = leaves.get(path);
  return leaf?.enum !== undefined || DATES.includes(leaf?.type ?? '');
};

const noteLeaf = (path: string, value: unknown, note: Seen): void => {
  if (typeof value === 'number') note.numbers.push(value);
  else if (typeof value === 'boolean') note.truths += Number(value);
  else if (typeof value === 'string') {
    note.lengths.push(value.length);
    if (isKept(path)) note.texts.set(value, (note.texts.get(value) ?? 0) + 1);
  }
};

const noteItem = (path: string, value: unknown): void => {
  const note = seenAt(path);
  if (typeof value !== 'object' || value === null) {
    noteLeaf(path, value, note);
    return;
  }
  note.objects++;
  for (const [key, inner] of Object.entries(value)) noteKey(path === '' ? key : `${path}.${key}`, inner);
};

const noteKey = (path: string, value: unknown): void => {
  const note = seenAt(path);
  note.count++;
  if (Array.isArray(value)) note.items.push(value.length);
  for (const item of Array.isArray(value) ? value : [value]) noteItem(path, item);
};

/** Three digits are enough for a share and for a length. */
const round = (value: number): number => Number(value.toPrecision(3));

const quantiles = (values: readonly number[]): readonly number[] => {
  const sorted = values.toSorted((a, b) => a - b);
  return AT.map(share => round(sorted[Math.floor(share * (sorted.length - 1))]!));
};

const shares = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> => {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(
    [...counts].sort((a, b) => b[1] - a[1]).map(([text, count]) => [text, round(count / total)]),
  );
};

/** `2024-05-06T12:30` is written `0000-00-00T00:00`. */
const formatsOf = (texts: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
  const formats = new Map<string, number>();
  for (const [text, count] of texts) {
    const format = text.replace(/\d/g, '0');
    formats.set(format, (formats.get(format) ?? 0) + count);
  }
  return formats;
};

const typeOf = ({ objects, lengths, numbers }: Seen): Shape['type'] => {
  if (objects > 0) return 'object';
  if (lengths.length > 0) return 'string';
  return numbers.length > 0 ? 'number' : 'boolean';
};

const textShape = (path: string, { lengths, texts }: Seen): Partial<Shape> => {
  const leaf = leaves.get(path);
  if (leaf?.enum !== undefined) return { codes: shares(texts) };
  if (!DATES.includes(leaf?.type ?? '')) return { length: quantiles(lengths) };
  const dates = [...texts.keys()].sort();
  return { formats: shares(formatsOf(texts)), range: [dates[0]!, dates.at(-1)!] };
};

const shapeOf = (path: string, note: Seen): Shape => {
  const type = typeOf(note);
  return {
    type,
    ...(leaves.has(path) && { kind: leaves.get(path)!.type }),
    present: round(note.count / seenAt(note.parent).objects),
    ...(note.items.length > 0 && { items: quantiles(note.items) }),
    ...(type === 'string' && textShape(path, note)),
    ...(type === 'number' && { value: quantiles(note.numbers) }),
    ...(type === 'boolean' && { true: round(note.truths / note.count) }),
  };
};

/** Nodes stand in the order of the field tree, a branch before what is in it. */
const rankOf = (path: string): number => {
  const first = tree.leaves.findIndex(leaf => leaf.path === path || leaf.path.startsWith(`${path}.`));
  return (first < 0 ? tree.leaves.length : first) + path.split('.').length / 100;
};

/** One node a line: short, and a change can be read. */
const written = ({ shapes, ...head }: Shapes): string => {
  const lines = Object.entries(shapes).map(
    ([path, shape]) => `    ${JSON.stringify(path)}: ${JSON.stringify(shape)}`,
  );
  return `{\n  ${JSON.stringify(head).slice(1, -1)},\n  "shapes": {\n${lines.join(',\n')}\n  }\n}\n`;
};

if (!corpusFile) throw new Error('REGISTRY_CORPUS must name a file of real records.');
for await (const record of corpusRecords(corpusFile)) {
  sizes.push(JSON.stringify(record).length);
  noteItem('', record);
}
sizes.sort((a, b) => a - b);
const paths = [...seen.keys()].filter(path => path !== '').sort((a, b) => rankOf(a) - rankOf(b));
const measured: Shapes = {
  records: sizes.length,
  size: {
    mean: Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length),
    median: sizes[sizes.length >> 1]!,
  },
  at: AT,
  shapes: Object.fromEntries(paths.map(path => [path, shapeOf(path, seenAt(path))])),
};
await writeFile(new URL('record-shapes.json', import.meta.url), written(measured));
