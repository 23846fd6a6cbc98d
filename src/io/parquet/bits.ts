/** A place in some bytes, which never leaves them. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at = 0, end: number = bytes.length) {
    if (at < 0 || end > bytes.length || at > end) throw new RangeError("a part lies outside of its page");
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Moves on; returns where it was. */
  skip(length: number): number {
    const at = this.at;
    if (!(length >= 0) || at + length > this.end) throw new RangeError("a page is cut off");
    this.at = at + length;
    return at;
  }

  byte(): number {
    return this.bytes[this.skip(1)]!;
  }

  uint32(): number {
    const at = this.skip(4);
    const { bytes } = this;
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }

  /** An unsigned number of seven bits a byte. */
  varint(): number {
    let value = 0;
    for (let weight = 1; weight <= 2 ** 49; weight *= 128) {
      const byte = this.byte();
      value += (byte & 127) * weight;
      if (byte < 128) return value;
    }
    throw new RangeError("a number is too long");
  }

  /** A signed number of seven bits a byte, up to 64 bits. */
  zigzag(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new RangeError("a number is too long");
  }
}

/** Arrays that are written over by every page: most of the time would go into making them otherwise. */
export class Scratch {
  #wide: Int32Array = new Int32Array(0);
  #narrow: Uint8Array = new Uint8Array(0);

  /** The first `length` numbers, whatever they are. */
  wide(length: number): Int32Array {
    if (length > this.#wide.length) this.#wide = new Int32Array(length + (length >> 1));
    return this.#wide.subarray(0, length);
  }

  /** The same of bytes. */
  narrow(length: number): Uint8Array {
    if (length > this.#narrow.length) this.#narrow = new Uint8Array(length + (length >> 1));
    return this.#narrow.subarray(0, length);
  }
}

/** Numbers of up to 8 bits, or of more. */
export type Unpacked = Uint8Array | Int32Array;

/** The widest numbers that bytes hold. */
const NARROW_BITS = 8;

/** Which rows have a value: a byte each, 1 or 0. */
export interface Flags {
  readonly flags: Uint8Array;
  /** How many are 1. */
  readonly count: number;
}

/** Reads flags of a bit each. */
export function readFlags(cursor: ByteCursor, rows: number, scratch: Scratch): Flags {
  const flags = scratch.narrow(rows);
  let count = 0;
  const run = new Run(cursor, 1);
  for (let done = 0; done < rows; done += run.length) {
    run.read(rows - done);
    if (run.packed) count += unpackFlags(cursor.bytes, run.from, flags, done, run.length);
    else {
      const value = cursor.bytes[run.from]! & 1;
      flags.fill(value, done, done + run.length);
      count += value * run.length;
    }
  }
  return { flags, count };
}

/** Numbers of a page, each less than `below`. @throws RangeError where one is not. */
export function readCodes(cursor: ByteCursor, width: number, count: number, below: number, scratch: Scratch): Unpacked {
  if (width > 32) throw new RangeError(`numbers of ${width} bits`);
  const out = width <= NARROW_BITS ? scratch.narrow(count) : scratch.wide(count);
  const mask = width === 32 ? -1 : (1 << width) - 1;
  const run = new Run(cursor, width);
  for (let done = 0; done < count; done += run.length) {
    run.read(count - done);
    const { from, length } = run;
    if (!run.packed) {
      let value = 0;
      for (let k = 0; k < (width + 7) >> 3; k++) value |= cursor.bytes[from + k]! << (8 * k);
      out.fill(value & mask, done, done + length);
    } else if (out instanceof Uint8Array) unpackBytes(cursor.bytes, from, width, out, done, length);
    else unpackBits(cursor.bytes, from, width, out, done, length);
  }
  if (2 ** width > below) checkBelow(out, below);
  return out;
}

function checkBelow(codes: Unpacked, below: number): void {
  let most = 0;
  for (let i = 0; i < codes.length; i++) if (codes[i]! >>> 0 > most) most = codes[i]! >>> 0;
  if (most >= below) throw new RangeError(`code ${most} of a dictionary of ${below}`);
}

/** A run of equal numbers, whose bytes lie at `from`, or of packed ones: one after the other of `width` bits each (RLE/bit-packed hybrid). */
class Run {
  packed = false;
  from = 0;
  length = 0;
  readonly #cursor: ByteCursor;
  readonly #width: number;

  constructor(cursor: ByteCursor, width: number) {
    this.#cursor = cursor;
    this.#width = width;
  }

  /** Reads the next, of which up to `left` numbers are wanted. */
  read(left: number): void {
    const cursor = this.#cursor;
    const width = this.#width;
    // Damaged headers may be larger than numbers are exact: the lowest bit lies in the first byte.
    const packed = (cursor.bytes[cursor.at]! & 1) === 1;
    const run = Math.floor(cursor.varint() / 2);
    const length = Math.min(packed ? run * 8 : run, left);
    const bytes = packed ? Math.ceil((length * width) / 8) : (width + 7) >> 3;
    this.packed = packed;
    this.length = length;
    this.from = cursor.skip(bytes);
    // The last group may be cut off, as it holds nothing that is wanted.
    if (packed) cursor.at = Math.min(cursor.end, cursor.at + run * width - bytes);
  }
}

/** How many bits of a byte are 1. */
const ONES: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let left = byte; left > 0; left >>= 1) ones += left & 1;
  return ones;
});

/** Bits as bytes; returns how many are 1. */
function unpackFlags(bytes: Uint8Array, from: number, out: Uint8Array, at: number, count: number): number {
  let ones = 0;
  let next = from;
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const byte = bytes[next++]!;
    const to = at + i;
    ones += ONES[byte]!;
    out[to] = byte & 1;
    out[to + 1] = (byte >> 1) & 1;
    out[to + 2] = (byte >> 2) & 1;
    out[to + 3] = (byte >> 3) & 1;
    out[to + 4] = (byte >> 4) & 1;
    out[to + 5] = (byte >> 5) & 1;
    out[to + 6] = (byte >> 6) & 1;
    out[to + 7] = byte >> 7;
  }
  for (let bit = 0; i < count; i++, bit++) {
    const flag = (bytes[next]! >> bit) & 1;
    out[at + i] = flag;
    ones += flag;
  }
  return ones;
}

/** Numbers of up to 8 bits, the lowest first, without room between them. */
function unpackBytes(bytes: Uint8Array, from: number, width: number, out: Uint8Array, at: number, count: number): void {
  const mask = (1 << width) - 1;
  let i = 0;
  if (width < 8) {
    // Four numbers of up to seven bits, and half a byte before them, lie in four bytes.
    const most = width === 0 ? 0 : Math.min(count - 3, Math.floor(((bytes.length - from - 4) * 8) / width) + 1);
    for (let bit = 0; i < most; i += 4, bit += 4 * width) {
      const byte = from + (bit >> 3);
      const to = at + i;
      let held =
        (bytes[byte]! | (bytes[byte + 1]! << 8) | (bytes[byte + 2]! << 16) | (bytes[byte + 3]! << 24)) >>> (bit & 7);
      out[to] = held & mask;
      held >>>= width;
      out[to + 1] = held & mask;
      held >>>= width;
      out[to + 2] = held & mask;
      out[to + 3] = (held >>> width) & mask;
    }
  }
  for (let bit = i * width; i < count; i++, bit += width) {
    const byte = from + (bit >> 3);
    out[at + i] = ((bytes[byte]! | ((bytes[byte + 1] ?? 0) << 8)) >> (bit & 7)) & mask;
  }
}

/** Numbers of `width` bits, the lowest first, without room between them. */
function unpackBits(bytes: Uint8Array, from: number, width: number, out: Int32Array, at: number, count: number): void {
  let next = from;
  let held = 0;
  let bits = 0;
  let i = 0;
  if (width <= 24) {
    const mask = (1 << width) - 1;
    for (; i < count; i++) {
      while (bits < width) {
        held |= bytes[next++]! << bits;
        bits += 8;
      }
      out[at + i] = held & mask;
      held >>>= width;
      bits -= width;
    }
    return;
  }
  // More than fits beside another byte: bit by bit.
  for (; i < count; i++) {
    let value = 0;
    for (let k = 0; k < width; k++, bits++) value |= ((bytes[from + Math.floor(bits / 8)]! >> (bits & 7)) & 1) << k;
    out[at + i] = value;
  }
}

/** Numbers as differences from one another (DELTA_BINARY_PACKED), `count` of them at most. */
export function readDeltas(cursor: ByteCursor, count: number): BigInt64Array {
  const blockSize = cursor.varint();
  const blocks = cursor.varint();
  const total = cursor.varint();
  if (total > count) throw new RangeError(`${total} numbers where there should be ${count}`);
  const perBlock = blockSize / blocks;
  if (!Number.isInteger(perBlock) || perBlock % 8 !== 0 || blockSize > 1 << 24)
    throw new RangeError("blocks of differences that cannot be");
  const out = new BigInt64Array(total);
  let value = cursor.zigzag();
  if (total > 0) out[0] = value;
  for (let done = 1; done < total; ) {
    const least = cursor.zigzag();
    const widths = cursor.skip(blocks);
    for (let block = 0; block < blocks && done < total; block++) {
      const width = cursor.bytes[widths + block]!;
      if (width > 64) throw new RangeError(`numbers of ${width} bits`);
      const start = cursor.skip((perBlock * width) / 8);
      for (let i = 0; i < perBlock && done < total; i++) {
        value = BigInt.asIntN(64, value + least + bitsAt(cursor.bytes, start, i * width, width));
        out[done++] = value;
      }
    }
  }
  return out;
}

function bitsAt(bytes: Uint8Array, start: number, bit: number, width: number): bigint {
  let value = 0n;
  const first = bit >> 3;
  const last = (bit + width + 7) >> 3;
  for (let k = last - 1; k >= first; k--) value = (value << 8n) | BigInt(bytes[start + k]!);
  return BigInt.asUintN(width, value >> BigInt(bit & 7));
}
