import { log } from "../math/index.js";
import { hashed } from "./hash.js";

/** Numbers drawn from a seed: xoshiro128** (D. Blackman, S. Vigna, 2018), the same on every engine. */
export class Random {
  readonly #state: Uint32Array;
  #spare: number | undefined;

  /**
   * @param seed - A whole number from 0.
   * @param names - Names of a stream: streams of other names are independent.
   */
  constructor(seed: number, ...names: readonly (string | number)[]) {
    this.#state = Uint32Array.from({ length: 4 }, (_, i) => hashed(seed, i, ...names) || 1);
  }

  /** 32 random bits. */
  next(): number {
    const s = this.#state;
    const product = Math.imul(s[1]!, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result;
  }

  /** A number in [0, 1), of 53 random bits. */
  uniform(): number {
    const high = this.next() >>> 5;
    const low = this.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** A whole number in [0, n), each as likely. */
  below(n: number): number {
    if (n > 4294967296) return Math.floor(this.uniform() * n);
    const limit = 4294967296 - (4294967296 % n);
    for (;;) {
      const value = this.next();
      if (value < limit) return value % n;
    }
  }

  /** A draw from the standard normal distribution (G. Marsaglia's polar method). */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * log(s)) / s);
      this.#spare = v * factor;
      return u * factor;
    }
  }

  /** The list in another order, each order as likely. Changes it. */
  shuffle<T extends { length: number; [index: number]: unknown }>(list: T): T {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const held = list[i];
      list[i] = list[j];
      list[j] = held;
    }
    return list;
  }

  /** The positions 0 to n - 1 in another order. */
  permutation(n: number): Int32Array {
    return this.shuffle(Int32Array.from({ length: n }, (_, i) => i));
  }

  /** Different positions of [0, n), in order. */
  sample(n: number, count: number): Int32Array {
    const chosen = new Int32Array(Math.min(n, count));
    let taken = 0;
    for (let i = 0; i < n && taken < chosen.length; i++)
      if (this.uniform() * (n - i) < chosen.length - taken) chosen[taken++] = i;
    return chosen;
  }
}
