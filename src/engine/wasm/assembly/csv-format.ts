// What cells look like in a file, and what they become.

/** A missing cell. */
export const MISSING: i32 = -128;
/** Side cell k is written as FIRST_SIDE + k. */
export const FIRST_SIDE: i32 = -2147483647;
export const LF: i32 = 10;
export const CR: i32 = 13;
export const MINUS: i32 = 45;
export const ZERO: i32 = 48;
/** What a minus is once zeros are taken off digits bit by bit. */
export const MINUS_AS_DIGIT: i8 = 0x1d;

/**
 * What eight bytes with separators at the bits of a number hold, for each of the 256: up to four cells of up to four characters. Sixteen bytes that bring
 * the cells' characters, aligned to the right, to four lanes; sixteen that mark a lane's first character where there are more; four numbers, MISSING where a
 * cell is empty; how many cells there are; where the next cell starts.
 */
export const SHAPES: usize = (__heap_base + 63) & ~63;
const SHAPES_BYTES: usize = 64 * 256;
export const FIRSTS: usize = 16;
export const EMPTIES: usize = 32;
export const COUNT: usize = 48;
export const NEXT: usize = 52;

export let separator: i32 = 0;
export let quote: i32 = 0;
export let point: i32 = 0;
export let emptyIsMissing: bool = false;

/** Where memory begins that is the caller's. */
export function heapBase(): usize {
  return SHAPES + SHAPES_BYTES;
}

/** Sets what a file looks like; `quoteByte` is above 255 where there is none. */
export function dialect(separatorByte: i32, quoteByte: i32, pointByte: i32, canonicalNumbers: bool, emptyMissing: bool): void {
  separator = separatorByte;
  quote = quoteByte;
  point = canonicalNumbers ? pointByte : 256;
  emptyIsMissing = emptyMissing;
  for (let shape = 0; shape < 256; shape++) describeShape(shape);
}

function describeShape(shape: i32): void {
  const at = SHAPES + (<usize>shape << 6);
  for (let b: usize = 0; b < 16; b++) store<u8>(at + b, 0x80);
  memory.fill(at + FIRSTS, 0, 48);
  let start = 0;
  let count = 0;
  for (let end = 0; end < 8 && count < 4; end++) {
    if (((shape >> end) & 1) == 0) continue;
    const length = end - start;
    if (length > 4 || (length == 0 && !emptyIsMissing)) break;
    for (let k = 1; k <= length; k++) store<u8>(at + <usize>(4 * count + 4 - k), <u8>(end - k));
    if (length > 1) store<u8>(at + FIRSTS + <usize>(4 * count + 4 - length), 0xff);
    if (length == 0) store<i32>(at + EMPTIES + <usize>(4 * count), MISSING);
    start = end + 1;
    count++;
  }
  store<i32>(at + COUNT, count);
  store<i32>(at + NEXT, start);
}
