// Pages of Parquet whose values are codes of a dictionary of small integers: runs of equal numbers and packed ones become a byte a row.

/** For each byte of eight bits: at bit i, which of the bytes that come next lies there, or NOWHERE. */
const PLACES: usize = (__heap_base + 63) & ~63;
const PLACES_BYTES: usize = 8 * 256;
/** For widths 1 to 8: the bytes that number i of eight lies in, two by two, and what moves it to the top of sixteen bits. */
const WIDTHS: usize = PLACES + PLACES_BYTES;
const WIDTHS_BYTES: usize = 32 * 9;
/** Out of reach of a swizzle, which gives 0 there, and the code of missing values among bytes. */
const NOWHERE: u8 = 0x80;
/** The longest number of seven bits a byte that is read. */
const MOST_SHIFT: u64 = 49;

/** Where memory begins that is the caller's. */
export function heapBase(): usize {
  return WIDTHS + WIDTHS_BYTES;
}

/** Fills the tables. To be called once, before anything else. */
export function prepare(): void {
  for (let byte: usize = 0; byte < 256; byte++) {
    let next: u8 = 0;
    for (let bit: usize = 0; bit < 8; bit++)
      store<u8>(PLACES + byte * 8 + bit, ((byte >> bit) & 1) != 0 ? next++ : NOWHERE);
  }
  for (let width: usize = 1; width <= 8; width++) {
    const at = WIDTHS + width * 32;
    for (let i: usize = 0; i < 8; i++) {
      const bit = i * width;
      store<u8>(at + 2 * i, <u8>(bit >> 3));
      store<u8>(at + 2 * i + 1, <u8>((bit >> 3) + 1));
      store<u16>(at + 16 + 2 * i, <u16>(<usize>1 << (16 - width - (bit & 7))));
    }
  }
}

let next: usize = 0;
let runFrom: usize = 0;
let runLength: i32 = 0;
let isPacked: bool = false;

/** Reads what stands before a run of up to `left` numbers, and steps over it; false where it is cut off before `end`. */
function readRun(end: usize, width: i32, left: i32): bool {
  let header: u64 = 0;
  for (let shift: u64 = 0; ; shift += 7) {
    if (next >= end || shift > MOST_SHIFT) return false;
    const byte = load<u8>(next++);
    header |= (<u64>(byte & 127)) << shift;
    if (byte < 128) break;
  }
  isPacked = (header & 1) != 0;
  const run = header >> 1;
  const length = isPacked ? run * 8 : run;
  runLength = length < <u64>left ? <i32>length : left;
  const bytes = isPacked ? (<u64>runLength * <u64>width + 7) >> 3 : <u64>((width + 7) >> 3);
  if (bytes > <u64>(end - next)) return false;
  runFrom = next;
  // The last group may be cut off, as it holds nothing that is wanted.
  const all = isPacked ? run * <u64>width : bytes;
  next = all < <u64>(end - next) ? next + <usize>all : end;
  return true;
}

/** How many of `rows` rows have a value, by flags of a bit at [from, end); -1 where they are cut off. */
export function countPresent(from: usize, end: usize, rows: i32): i32 {
  next = from;
  let count = 0;
  for (let done = 0; done < rows; done += runLength) {
    if (!readRun(end, 1, rows - done)) return -1;
    if (!isPacked) {
      if ((load<u8>(runFrom) & 1) != 0) count += runLength;
      continue;
    }
    const bytes = runLength >> 3;
    let i = 0;
    for (; i + 8 <= bytes; i += 8) count += <i32>popcnt<u64>(load<u64>(runFrom + <usize>i));
    for (; i < bytes; i++) count += <i32>popcnt<u32>(load<u8>(runFrom + <usize>i));
    const rest = runLength & 7;
    if (rest > 0) count += <i32>popcnt<u32>(load<u8>(runFrom + <usize>i) & ((1 << rest) - 1));
  }
  return count;
}

/**
 * Writes `count` numbers of `width` bits (up to 8), at [from, end), as bytes to `out`. May read 8 bytes behind `end`, and write 16 behind the last.
 * Returns the largest number; -1 where they are cut off.
 */
export function unpackBytes(from: usize, end: usize, width: i32, count: i32, out: usize): i32 {
  next = from;
  const bytesOf = v128.load(WIDTHS + <usize>width * 32);
  const factors = v128.load(WIDTHS + <usize>width * 32 + 16);
  const shift = 16 - width;
  const mask = (1 << width) - 1;
  for (let done = 0; done < count; done += runLength) {
    if (!readRun(end, width, count - done)) return -1;
    const to = out + <usize>done;
    if (width == 0) memory.fill(to, 0, runLength);
    else if (!isPacked) memory.fill(to, <u8>(<i32>load<u8>(runFrom) & mask), runLength);
    else {
      let at = runFrom;
      for (let i = 0; i < runLength; i += 8, at += <usize>width) {
        const pairs = i8x16.swizzle(v128.load64_zero(at), bytesOf);
        const numbers = i16x8.shr_u(i16x8.mul(pairs, factors), shift);
        v128.store64_lane(to + <usize>i, i8x16.narrow_i16x8_u(numbers, numbers), 0);
      }
    }
  }
  return largest(out, count);
}

function largest(bytes: usize, count: i32): i32 {
  let most = i8x16.splat(0);
  let i = 0;
  for (; i + 16 <= count; i += 16) most = i8x16.max_u(most, v128.load(bytes + <usize>i));
  let found = 0;
  for (; i < count; i++) found = max(found, <i32>load<u8>(bytes + <usize>i));
  most = i8x16.max_u(most, v128.shuffle<i8>(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  for (let lane: usize = 0; lane < 8; lane++) {
    found = max(found, <i32>i8x16.extract_lane_u(most, 0));
    most = v128.shuffle<i8>(most, most, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0);
  }
  return found;
}

/** Dictionaries up to this size are looked up sixteen codes at a time. */
const SWIZZLED: i32 = 128;

/**
 * Makes `count` codes the bytes that a dictionary of `size` has for them; it has room for 256, and the codes are below `size`. The last sixteen may
 * be written in part behind the last code.
 */
export function lookUp(dictionary: usize, size: i32, codes: usize, count: i32): void {
  if (size > SWIZZLED) {
    for (let i = 0; i < count; i++) {
      const at = codes + <usize>i;
      store<u8>(at, load<u8>(dictionary + <usize>load<u8>(at)));
    }
    return;
  }
  const first = v128.load(dictionary);
  for (let i = 0; i < count; i += 16) {
    const at = codes + <usize>i;
    const sixteen = v128.load(at);
    // A code below or above those of a part wraps around to 16 or more, and gives 0.
    let found = i8x16.swizzle(first, sixteen);
    for (let k = 16; k < size; k += 16)
      found = v128.or(found, i8x16.swizzle(v128.load(dictionary + <usize>k), i8x16.sub(sixteen, i8x16.splat(<i8>k))));
    v128.store(at, found);
  }
}

/**
 * Spreads values of a byte over `rows` rows by flags of a bit at [from, end), as `countPresent` has counted them: the next value where a row has one, -128
 * elsewhere. May read and write 8 bytes behind the last.
 */
export function spread(from: usize, end: usize, rows: i32, values: usize, out: usize): void {
  next = from;
  const missing = i8x16.splat(<i8>NOWHERE);
  let value = values;
  for (let done = 0; done < rows; done += runLength) {
    if (!readRun(end, 1, rows - done)) return;
    const to = out + <usize>done;
    if (!isPacked) {
      if ((load<u8>(runFrom) & 1) != 0) {
        memory.copy(to, value, runLength);
        value += runLength;
      } else memory.fill(to, NOWHERE, runLength);
      continue;
    }
    for (let i = 0; i < runLength; i += 8) {
      let flags = <usize>load<u8>(runFrom + <usize>(i >> 3));
      if (i + 8 > runLength) flags &= <usize>((1 << (runLength & 7)) - 1);
      const places = v128.load64_zero(PLACES + flags * 8);
      const found = v128.or(i8x16.swizzle(v128.load64_zero(value), places), v128.and(places, missing));
      v128.store64_lane(to + <usize>i, found, 0);
      value += popcnt<usize>(flags);
    }
  }
}
