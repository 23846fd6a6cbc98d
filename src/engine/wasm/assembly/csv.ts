// The entry of the module that cuts CSV into cells. Its memory holds the bytes and what is made of them.

/** A missing cell. */
const MISSING: i32 = -128;
/** Side cell k is written as FIRST_SIDE + k. */
const FIRST_SIDE: i32 = -2147483647;
const LF: i32 = 10;
const CR: i32 = 13;
const MINUS: i32 = 45;
const ZERO: i32 = 48;
/** What a minus is once zeros are taken off digits bit by bit. */
const MINUS_AS_DIGIT: i8 = 0x1d;

/**
 * What eight bytes with separators at the bits of a number hold, for each of the 256: up to four cells of up to four characters. Sixteen bytes that bring
 * the cells' characters, aligned to the right, to four lanes; sixteen that mark a lane's first character where there are more; four numbers, MISSING where a
 * cell is empty; how many cells there are; where the next cell starts.
 */
const SHAPES: usize = (__heap_base + 63) & ~63;
const SHAPES_BYTES: usize = 64 * 256;
const FIRSTS: usize = 16;
const EMPTIES: usize = 32;
const COUNT: usize = 48;
const NEXT: usize = 52;

let separator: i32 = 0;
let quote: i32 = 0;
let point: i32 = 0;
let emptyIsMissing: bool = false;
let bytes: usize = 0;
let sides: usize = 0;
let sideCount: i32 = 0;
let line: f64 = 0;
let done: i32 = 0;

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

/** How many rows the last call has made. */
export function rowsDone(): i32 {
  return done;
}

/** How many side cells there are. */
export function sideCells(): i32 {
  return sideCount;
}

/** The line that comes next. */
export function nextLine(): f64 {
  return line;
}

/**
 * Cuts bytes [from, to), which end with a line feed, into up to `limit` rows of cells, one row after the other from `out` on; 80 cells behind them are
 * written over too. Small integers are numbers; other cells are noted by their place, counted from `start`: start, end, 1 if quotes are doubled inside. Stops
 * before a row that has something wrong with it or a quote that is not closed. Returns where the next row starts.
 */
export function cutRows(
  start: usize,
  from: usize,
  to: usize,
  limit: i32,
  columns: i32,
  out: usize,
  lines: usize,
  sideCellsAt: usize,
  firstLine: f64,
): usize {
  bytes = start;
  sides = sideCellsAt;
  sideCount = 0;
  line = firstLine;
  const sep = separator;
  const seps = i8x16.splat(<i8>sep);
  const width = <usize>columns << 2;
  const skipBlank = columns > 1;
  let p = from;
  let o = out;
  let row = 0;
  while (row < limit && p < to) {
    if (skipBlank) {
      const c = <i32>load<u8>(p);
      if (c == LF || (c == CR && <i32>load<u8>(p, 1) == LF)) {
        p += c == LF ? 1 : 2;
        line += 1;
        continue;
      }
    }
    const rowLine = line;
    const rowSides = sideCount;
    store<f64>(lines + (<usize>row << 3), line);
    const last = o + width - 4;
    let s = p;
    let whole = false;
    for (;;) {
      if (o < last) {
        s = plainCells(s, o, last, seps);
        o = cellsEnd;
        if (o > last) break;
      }
      const e = oddCell(s, to, o);
      if (e == 0) break;
      s = e + 1;
      if (<i32>load<u8>(e) == sep) {
        if (o == last) break;
        o += 4;
      } else {
        whole = o == last;
        break;
      }
    }
    if (!whole) {
      line = rowLine;
      sideCount = rowSides;
      break;
    }
    o = last + 4;
    p = s;
    line += 1;
    row++;
  }
  done = row;
  return p;
}

/** Where the cells end that `plainCells` wrote. */
let cellsEnd: usize = 0;

/**
 * Reads cells of up to four characters that are integers, missing or not, each with a separator behind it, until there is another or `last` is passed. Returns where
 * that other starts. No branch depends on what a cell holds: codes are noise, and a branch guessed wrong costs more than reading four of them.
 */
// @ts-ignore: decorator
@inline
function plainCells(from: usize, out: usize, last: usize, seps: v128): usize {
  const zeros = i8x16.splat(<i8>ZERO);
  const minus = i8x16.splat(MINUS_AS_DIGIT);
  const nine = i8x16.splat(9);
  const none = i8x16.splat(0);
  const low = i16x8.splat(255);
  const weights = i16x8(100, 1, 100, 1, 100, 1, 100, 1);
  const missing = i32x4.splat(MISSING);
  let s = from;
  let o = out;
  while (o <= last) {
    let ends = separators(s, seps);
    // Windows of eight bytes, as long as they lie in the 64.
    const stop = s + 56;
    let bad: i32 = 0;
    do {
      const shape = SHAPES + ((<usize>ends & 255) << 6);
      const characters = v128.xor(v128.load64_zero(s), zeros);
      const cells = v128.swizzle(characters, v128.load(shape));
      const first = v128.load(shape, FIRSTS);
      const minuses = i8x16.eq(cells, minus);
      const digits = v128.andnot(cells, minuses);
      // Not a digit; a minus that is not first, or alone; a needless zero in front.
      const wrong = v128.or(
        v128.or(i8x16.gt_u(digits, nine), v128.andnot(minuses, first)),
        v128.and(i8x16.eq(cells, none), v128.or(first, i32x4.shl(minuses, 8))),
      );
      const pairs = v128.and(i16x8.add(i16x8.mul(digits, i16x8.splat(10)), i16x8.shr_u(digits, 8)), low);
      const size = i32x4.dot_i16x8_s(pairs, weights);
      const negative = i32x4.ne(minuses, none);
      const value = i32x4.sub(v128.xor(size, negative), negative);
      v128.store(o, v128.or(value, v128.load(shape, EMPTIES)));
      const count = load<i32>(shape, COUNT);
      bad = i32x4.bitmask(v128.or(i32x4.ne(wrong, none), i32x4.eq(value, missing)));
      // Of lanes without a cell nothing is wrong: they are zeros.
      if (bad != 0 || count == 0) {
        bad |= 1 << count;
        break;
      }
      const next = load<i32>(shape, NEXT);
      s += <usize>next;
      o += <usize>count << 2;
      ends >>= <u64>next;
    } while (s <= stop);
    if (bad != 0) {
      for (let good = ctz(bad); good > 0; good--) {
        while (<i32>load<u8>(s) != separator) s++;
        s++;
        o += 4;
      }
      break;
    }
  }
  cellsEnd = o;
  return s;
}

/** Where in 64 bytes separators are: one bit a byte. */
// @ts-ignore: decorator
@inline
function separators(at: usize, seps: v128): u64 {
  return (
    <u64>i8x16.bitmask(i8x16.eq(v128.load(at), seps)) |
    (<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 16), seps)) << 16) |
    (<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 32), seps)) << 32) |
    (<u64>i8x16.bitmask(i8x16.eq(v128.load(at, 48), seps)) << 48)
  );
}

/** Reads any cell. Returns where it ends, 0 where something is wrong with it. */
function oddCell(s: usize, to: usize, o: usize): usize {
  if (<i32>load<u8>(s) == quote) return quotedCell(s, to, o);
  const first = <i32>load<u8>(s) == MINUS ? s + 1 : s;
  let q = first;
  let size = 0;
  for (let digit = <i32>load<u8>(q) - ZERO; <u32>digit < 10; digit = <i32>load<u8>(q) - ZERO) {
    size = size * 10 + digit;
    q++;
  }
  const count = <i32>(q - first);
  let plain = false;
  if (count > 0 && count < 10 && (count == 1 || <i32>load<u8>(first) != ZERO)) {
    if (<i32>load<u8>(q) == point) {
      let zero = q + 1;
      while (<i32>load<u8>(zero) == ZERO) zero++;
      if (zero > q + 1) q = zero;
    }
    if (first > s) size = -size;
    plain = size != MISSING;
  } else if (q == s && emptyIsMissing) {
    size = MISSING;
    plain = true;
  }
  if (plain) {
    const c = <i32>load<u8>(q);
    if (c == separator || c == LF || (c == CR && <i32>load<u8>(q, 1) == LF)) {
      store<i32>(o, size);
      return c == CR ? q + 1 : q;
    }
  }
  let end = s;
  while (true) {
    const c = <i32>load<u8>(end);
    if (c == separator || c == LF) {
      note(o, s, end, 0);
      return end;
    }
    if (c == quote) return 0;
    if (c == CR) {
      if (<i32>load<u8>(end, 1) != LF) return 0;
      note(o, s, end, 0);
      return end + 1;
    }
    end++;
  }
}

function quotedCell(s: usize, to: usize, o: usize): usize {
  let doubled = 0;
  let q = s + 1;
  for (; ; q++) {
    if (q >= to) return 0;
    const c = <i32>load<u8>(q);
    if (c == LF) line += 1;
    else if (c == quote) {
      if (<i32>load<u8>(q, 1) != quote) break;
      doubled = 1;
      q++;
    }
  }
  note(o, s + 1, q, doubled);
  const after = <i32>load<u8>(q, 1);
  if (after == separator || after == LF) return q + 1;
  return after == CR && <i32>load<u8>(q, 2) == LF ? q + 2 : 0;
}

function note(o: usize, start: usize, end: usize, doubled: i32): void {
  const side = sides + <usize>sideCount * 12;
  store<i32>(side, <i32>(start - bytes));
  store<i32>(side, <i32>(end - bytes), 4);
  store<i32>(side, doubled, 8);
  store<i32>(o, FIRST_SIDE + sideCount);
  sideCount++;
}

/**
 * The cells of `count` rows column by column, as bytes: cell (i, j) goes to out[j * stride + i], cut to a byte, and the least and the largest of column j to
 * lows[j] and highs[j], which tell whether that was right. Up to 15 rows behind the last are written over; stride is a multiple of 16 that holds them.
 */
export function narrowColumns(
  rows: usize,
  count: i32,
  columns: i32,
  out: usize,
  stride: i32,
  lows: usize,
  highs: usize,
): void {
  const width = <usize>columns << 2;
  const padded = (count + 15) & ~15;
  for (let row = count; row < padded; row++) memory.copy(rows + <usize>row * width, rows + <usize>(count - 1) * width, width);
  for (let j = 0; j < columns; j += 4) {
    let low = i32x4.splat(i32.MAX_VALUE);
    let high = i32x4.splat(i32.MIN_VALUE);
    let from = rows + (<usize>j << 2);
    let to = out + <usize>j * <usize>stride;
    for (let row = 0; row < padded; row += 16) {
      let a = none16();
      let b = none16();
      let c = none16();
      let d = none16();
      for (let quarter = 0; quarter < 4; quarter++) {
        const r0 = v128.load(from);
        const r1 = v128.load(from + width);
        const r2 = v128.load(from + 2 * width);
        const r3 = v128.load(from + 3 * width);
        from += 4 * width;
        low = i32x4.min_s(i32x4.min_s(low, i32x4.min_s(r0, r1)), i32x4.min_s(r2, r3));
        high = i32x4.max_s(i32x4.max_s(high, i32x4.max_s(r0, r1)), i32x4.max_s(r2, r3));
        const four = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(r0, r1), i16x8.narrow_i32x4_s(r2, r3));
        // By column instead of by row.
        const turned = i8x16.shuffle(four, four, 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        a = b;
        b = c;
        c = d;
        d = turned;
      }
      const ab0 = i32x4.shuffle(a, b, 0, 4, 1, 5);
      const ab1 = i32x4.shuffle(a, b, 2, 6, 3, 7);
      const cd0 = i32x4.shuffle(c, d, 0, 4, 1, 5);
      const cd1 = i32x4.shuffle(c, d, 2, 6, 3, 7);
      v128.store(to, i64x2.shuffle(ab0, cd0, 0, 2));
      v128.store(to + <usize>stride, i64x2.shuffle(ab0, cd0, 1, 3));
      v128.store(to + 2 * <usize>stride, i64x2.shuffle(ab1, cd1, 0, 2));
      v128.store(to + 3 * <usize>stride, i64x2.shuffle(ab1, cd1, 1, 3));
      to += 16;
    }
    v128.store(lows + (<usize>j << 2), low);
    v128.store(highs + (<usize>j << 2), high);
  }
}

// @ts-ignore: decorator
@inline
function none16(): v128 {
  return i8x16.splat(0);
}

/** The cells of one column, one after the other. */
export function columnCells(rows: usize, count: i32, columns: i32, column: i32, out: usize): void {
  const width = <usize>columns << 2;
  let at = rows + (<usize>column << 2);
  for (let row = 0; row < count; row++, at += width, out += 4) store<i32>(out, load<i32>(at));
}
