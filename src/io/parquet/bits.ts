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

/** An array that is written over by every page: most of the time would go into making them otherwise. */
export class Scratch {
  #array: Int32Array = new Int32Array(0);

  /** The first `length` numbers, whatever they are. */
  of(length: number): Int32Array {
    if (length > this.#array.length) this.#array = new Int32Array(length + (length >> 1));
    return this.#array.subarray(0, length);
  }
}

/** Reads runs of equal numbers and packed ones, of `width` bits each (RLE/bit-packed hybrid), until there are `count`. */
export function readHybrid(cursor: ByteCursor, width: number, count: number, scratch: Scratch): Int32Array {
  if (width > 32) throw new RangeError(`numbers of ${width} bits`);
  const out = scratch.of(count);
  const valueBytes = (width + 7) >> 3;
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let done = 0;
  while (done < count) {
    const header = cursor.varint();
    const packed = header % 2 === 1;
    const run = Math.floor(header / 2);
    const length = Math.min(packed ? run * 8 : run, count - done);
    if (packed) {
      const bytes = Math.ceil((length * width) / 8);
      unpackBits(cursor.bytes, cursor.skip(bytes), width, out, done, length);
      // The last group may be cut off, as it holds nothing that is wanted.
      cursor.at = Math.min(cursor.end, cursor.at + run * width - bytes);
    } else {
      let value = 0;
      for (let k = 0, at = cursor.skip(valueBytes); k < valueBytes; k++) value |= cursor.bytes[at + k]! << (8 * k);
      out.fill(value & mask, done, done + length);
    }
    done += length;
  }
  return out;
}

/** Numbers of `width` bits, the lowest first, without room between them. */
export function unpackBits(
  bytes: Uint8Array,
  from: number,
  width: number,
  out: Int32Array,
  at: number,
  count: number,
): void {
  if (width === 0) {
    out.fill(0, at, at + count);
    return;
  }
  let next = from;
  let held = 0;
  let bits = 0;
  let i = 0;
  if (width === 1) {
    for (; i + 8 <= count; i += 8) {
      const byte = bytes[next++]!;
      const to = at + i;
      out[to] = byte & 1;
      out[to + 1] = (byte >> 1) & 1;
      out[to + 2] = (byte >> 2) & 1;
      out[to + 3] = (byte >> 3) & 1;
      out[to + 4] = (byte >> 4) & 1;
      out[to + 5] = (byte >> 5) & 1;
      out[to + 6] = (byte >> 6) & 1;
      out[to + 7] = byte >> 7;
    }
  } else if (width === 4) {
    for (; i + 2 <= count; i += 2) {
      const byte = bytes[next++]!;
      out[at + i] = byte & 15;
      out[at + i + 1] = byte >> 4;
    }
  } else if (width === 8) for (; i < count; i++) out[at + i] = bytes[next++]!;
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
