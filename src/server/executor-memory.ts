import type { FormattedExecutionResult } from 'graphql';
import type { FieldPlan, SelectionPlan } from './executor-plan.ts';

export type Answer = Record<string, unknown>;

/** What an object answered to a selection. */
export interface Remembered {
  /** Complete and never to be changed where `rest` is empty; otherwise the fields of `rest` are null. */
  readonly answer: Answer;
  /** The fields that did more than read: they have to run every time. */
  readonly rest: readonly FieldPlan[];
}

/**
 * What views answered, for as long as the records behind them live. A view reads its study's record and nothing else,
 * so the same node of the same record answers the same selection alike. Only records that come again are remembered:
 * those of a cache do, those read for a search do not.
 */
export class AnswerMemory {
  #young = new WeakMap<object, Map<SelectionPlan, Remembered>>();
  #old = this.#young;
  #weight = 0;
  readonly #met = new WeakSet<object>();

  /** @param maxWeight fields, about 120 bytes each, after which the older half is given up: twice as many at most */
  constructor(private readonly maxWeight = 250_000) {}

  /** Whether a record was met before; from now on it was. */
  meets(record: object): boolean {
    if (this.#met.has(record)) return true;
    this.#met.add(record);
    return false;
  }

  get(node: object, selection: SelectionPlan): Remembered | undefined {
    const recent = this.#young.get(node)?.get(selection);
    if (recent !== undefined) return recent;
    const older = this.#old.get(node)?.get(selection);
    if (older !== undefined) this.set(node, selection, older, selection.fields.length);
    return older;
  }

  /** @param weight how many fields it took to find the answer */
  set(node: object, selection: SelectionPlan, remembered: Remembered, weight: number): void {
    this.#weight += weight;
    if (this.#weight > this.maxWeight) {
      this.#old = this.#young;
      this.#young = new WeakMap();
      this.#weight = weight;
    }
    const answers = this.#young.get(node) ?? new Map<SelectionPlan, Remembered>();
    this.#young.set(node, answers.set(selection, remembered));
    if (remembered.rest.length === 0 && !texts.has(remembered.answer)) texts.set(remembered.answer, null);
  }
}

/** Answers that stay as they are, with their JSON once it was needed. */
const texts = new WeakMap<object, string | null>();

/** Answers of which all but `rest` was remembered, and the JSON of what was, cut where the rest belongs. */
const partly = new WeakMap<object, Remembered>();
const pieces = new WeakMap<Remembered, readonly string[]>();

/** A copy of what is remembered, for the rest to be filled in. */
export function copyOf(remembered: Remembered): Answer {
  const answer = { ...remembered.answer };
  partly.set(answer, remembered);
  return answer;
}

/** The body of an answer, as `JSON.stringify` would have it: parts that were said before are not spelled out again. */
export const textOfAnswer = (answer: FormattedExecutionResult): string => `${jsonOf(answer)}\n`;

/** Strings are put together by the piece: lists of pieces to be joined would cost as much as is saved. */
function jsonOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = texts.get(value);
  if (known) return known;
  if (known === null || !isWalked(value)) {
    const text = JSON.stringify(value);
    if (known === null) texts.set(value, text);
    return text;
  }
  const remembered = partly.get(value);
  if (remembered) return filledIn(value as Answer, remembered);
  let text = '';
  if (Array.isArray(value)) {
    for (const each of value) text += `${text && ','}${jsonOf(each) ?? 'null'}`;
    return `[${text}]`;
  }
  for (const key of Object.keys(value)) {
    const member = jsonOf((value as Answer)[key]);
    if (member !== undefined) text += `${text && ','}${JSON.stringify(key)}:${member}`;
  }
  return `{${text}}`;
}

function filledIn(answer: Answer, remembered: Remembered): string {
  const known = pieces.get(remembered) ?? piecesOf(remembered);
  pieces.set(remembered, known);
  let text = known[0]!;
  for (const [i, { key }] of remembered.rest.entries()) text += jsonOf(answer[key]) + known[i + 1];
  return text;
}

function piecesOf({ answer, rest }: Remembered): readonly string[] {
  const open = new Set(rest.map(({ key }) => key));
  const found: string[] = [];
  let piece = '';
  for (const [i, [key, value]] of Object.entries(answer).entries()) {
    piece += `${i === 0 ? '{' : ','}${JSON.stringify(key)}:`;
    if (!open.has(key)) piece += jsonOf(value);
    else {
      found.push(piece);
      piece = '';
    }
  }
  return [...found, `${piece}}`];
}

/** Lists and plain objects; a scalar's own object may have ideas of its own about its JSON. */
const isWalked = (value: object): boolean =>
  Array.isArray(value) ||
  (Object.getPrototypeOf(value) === Object.prototype && typeof (value as Answer)['toJSON'] !== 'function');
