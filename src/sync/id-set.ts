/** Numbers run to eight digits. */
const MOST = 100_000_000;

/** Study numbers, a bit each: 12.5 MB for as many as there can be. */
export class IdSet {
  readonly #bits = new Uint8Array(MOST / 8);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns whether it is new */
  add(nctId: string): boolean {
    const n = numberOf(nctId);
    if (this.#has(n)) return false;
    this.#bits[n >> 3]! |= 1 << (n & 7);
    this.#size++;
    return true;
  }

  /** @returns whether it was there */
  delete(nctId: string): boolean {
    const n = numberOf(nctId);
    if (!this.#has(n)) return false;
    this.#bits[n >> 3]! &= ~(1 << (n & 7));
    this.#size--;
    return true;
  }

  *[Symbol.iterator](): Generator<string> {
    for (const [byte, bits] of this.#bits.entries()) {
      if (bits === 0) continue;
      for (let bit = 0; bit < 8; bit++)
        if (bits & (1 << bit)) yield `NCT${String(byte * 8 + bit).padStart(8, '0')}`;
    }
  }

  #has(n: number): boolean {
    return (this.#bits[n >> 3]! & (1 << (n & 7))) !== 0;
  }
}

const numberOf = (nctId: string): number => Number(nctId.slice(3));
