import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Spreads the bits of a number over 32. */
const mixed = (value: number): number => {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
};

/** Draws that follow from two numbers. */
export class Dice {
  readonly #random: RandomGenerator;

  constructor(seed: number, i: number) {
    const a = mixed(seed + 0x9e3779b9);
    const b = mixed(a ^ mixed(i + 0x7f4a7c15));
    const c = mixed(b + i);
    this.#random = xoroshiro128plusFromState([a, b, c, mixed(c ^ seed) | 1]);
    this.#random.next();
  }

  /** From 0 to 2^32 - 1. */
  next(): number {
    return this.#random.next() >>> 0;
  }

  /** From 0 to 1, the latter excluded. */
  share(): number {
    return this.next() / 2 ** 32;
  }

  chance(share: number): boolean {
    return this.share() < share;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.share() * (high - low + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.share() * list.length)]!;
  }
}

/** Draws for `mutate` that follow from a seed. */
export const createRandom = (seed: number): (() => number) => {
  const dice = new Dice(seed, 0);
  return () => dice.share();
};
