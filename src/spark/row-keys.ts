import type { Vector } from "apache-arrow";

/** What names rows, as it travels: whole numbers of 64 bits, low half first, or texts in UTF-8 and where each ends. */
export type PackedKeys = { readonly ints: Int32Array } | { readonly bytes: Uint8Array; readonly ends: Int32Array };

/**
 * What names rows, in an order that Spark's `ORDER BY` has too: numbers by size, texts by their bytes. The first 48 bits of each are a number to compare by;
 * where these agree, the rest decides.
 */
export class RowKeys {
  readonly packed: PackedKeys;
  readonly length: number;
  readonly #heads: Float64Array;

  constructor(packed: PackedKeys) {
    this.packed = packed;
    if ("ints" in packed) {
      const { ints } = packed;
      this.length = ints.length / 2;
      this.#heads = Float64Array.from(
        { length: this.length },
        (_, i) => ints[2 * i + 1]! * 2 ** 16 + (ints[2 * i]! >>> 16),
      );
    } else {
      const { bytes, ends } = packed;
      this.length = ends.length;
      this.#heads = new Float64Array(this.length);
      for (let i = 0, from = 0; i < this.length; from = ends[i++]!) {
        let head = 0;
        for (let at = from; at < from + HEAD_BYTES; at++) head = head * 256 + (at < ends[i]! ? bytes[at]! : 0);
        this.#heads[i] = head;
      }
    }
  }

  /** The keys in a column of a batch: 64-bit integers or texts, none of them missing. */
  static of(column: Vector): RowKeys {
    return RowKeys.join(
      column.data.map((data) => {
        const { length } = data;
        if (data.values instanceof BigInt64Array) {
          const { buffer, byteOffset } = data.values;
          return new RowKeys({ ints: new Int32Array(buffer, byteOffset, 2 * length) });
        }
        const offsets = data.valueOffsets as Int32Array;
        const from = offsets[0]!;
        const ends = Int32Array.from({ length }, (_, i) => offsets[i + 1]! - from);
        return new RowKeys({ bytes: (data.values as Uint8Array).subarray(from, offsets[length]!), ends });
      }),
    );
  }

  /** Keys that were written as texts. */
  static from(texts: readonly string[], areTexts: boolean): RowKeys {
    if (!areTexts) {
      const { buffer } = BigInt64Array.from(texts, BigInt);
      return new RowKeys({ ints: new Int32Array(buffer) });
    }
    const bytes = texts.map((text) => Buffer.from(text));
    let end = 0;
    const ends = Int32Array.from(bytes, (one) => (end += one.length));
    return new RowKeys({ bytes: Buffer.concat(bytes), ends });
  }

  /** The keys of one after the other. */
  static join(all: readonly RowKeys[]): RowKeys {
    if (all.length === 1) return all[0]!;
    const ints = all.flatMap(({ packed }) => ("ints" in packed ? [packed.ints] : []));
    if (ints.length === all.length) {
      const joined = new Int32Array(ints.reduce((sum, one) => sum + one.length, 0));
      let at = 0;
      for (const one of ints) {
        joined.set(one, at);
        at += one.length;
      }
      return new RowKeys({ ints: joined });
    }
    const texts = all.flatMap(({ packed }) => ("ints" in packed ? [] : [packed]));
    const ends = new Int32Array(texts.reduce((sum, one) => sum + one.ends.length, 0));
    let [at, before] = [0, 0];
    for (const one of texts) {
      for (const end of one.ends) ends[at++] = before + end;
      before += one.bytes.length;
    }
    return new RowKeys({ bytes: Buffer.concat(texts.map(({ bytes }) => bytes)), ends });
  }

  /** Chosen keys, in the order given. */
  take(chosen: Int32Array): PackedKeys {
    if ("ints" in this.packed) {
      const { ints } = this.packed;
      const taken = new Int32Array(2 * chosen.length);
      for (let k = 0; k < chosen.length; k++) {
        taken[2 * k] = ints[2 * chosen[k]!]!;
        taken[2 * k + 1] = ints[2 * chosen[k]! + 1]!;
      }
      return { ints: taken };
    }
    const texts = Array.from(chosen, (i) => this.#text(i));
    let end = 0;
    return { bytes: Buffer.concat(texts), ends: Int32Array.from(texts, ({ length }) => (end += length)) };
  }

  /** Below zero where key `i` comes before key `j` of others, zero where both are the same. */
  compare(i: number, other: RowKeys, j: number): number {
    const heads = this.#heads[i]! - other.#heads[j]!;
    if (heads !== 0) return heads;
    if ("ints" in this.packed && "ints" in other.packed)
      return (this.packed.ints[2 * i]! & TAIL) - (other.packed.ints[2 * j]! & TAIL);
    return Buffer.compare(this.#text(i), other.#text(j));
  }

  /** How many of these keys, which rise, come before key `i` of others or are the same. */
  countUpTo(other: RowKeys, i: number): number {
    let [from, to] = [0, this.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.compare(middle, other, i) <= 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The positions of the keys as they rise. */
  order(): Int32Array {
    const order = Int32Array.from({ length: this.length }, (_, i) => i);
    for (let i = 1; i < this.length; i++)
      if (this.compare(i - 1, this, i) > 0) return order.sort((a, b) => this.compare(a, this, b));
    return order;
  }

  #text(i: number): Uint8Array {
    const { bytes, ends } = this.packed as Extract<PackedKeys, { bytes: Uint8Array }>;
    return bytes.subarray(i === 0 ? 0 : ends[i - 1]!, ends[i]!);
  }
}

const HEAD_BYTES = 6;
const TAIL = 0xffff;
