/** What is wrong with an expression of the registry's search language, and where. */
export class EssieFault extends Error {
  /** The character the fault is at, counted from 1. */
  readonly position: number;
  /** What would have been right. */
  readonly expected?: string;

  /** @param offset where the fault is, counted from 0 */
  constructor(message: string, offset: number, expected?: string) {
    super(message);
    this.name = 'EssieFault';
    this.position = offset + 1;
    if (expected !== undefined) this.expected = expected;
  }
}

const LONGEST_SHOWN = 40;

/** A piece of an expression as a message shows it. */
export const shown = (text: string): string =>
  `\`${text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text}\``;

/** A question after the known name that is closest to an unknown one, or nothing where none is close. */
export function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestTo(name, known);
  return nearest === undefined ? '' : ` Did you mean \`${nearest}\`?`;
}

function nearestTo(name: string, known: readonly string[]): string | undefined {
  const wanted = name.trim().toLowerCase();
  let [nearest, least] = [undefined as string | undefined, Math.max(1, Math.floor(wanted.length / 4)) + 1];
  for (const each of known) {
    // Names of another length are as far apart as the lengths, and need not be compared.
    if (Math.abs(each.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, each.toLowerCase());
    if (distance < least) [nearest, least] = [each, distance];
  }
  return nearest;
}

/** How many letters must be put in, taken out, replaced or swapped with the next to make one word of another. */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const [before, above, row] = [rows[i - 2], rows[i - 1]!, [i]];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = before && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? before[j - 2]! + 1 : replaced;
      row.push(Math.min(replaced, swapped, above[j]! + 1, row[j - 1]! + 1));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
