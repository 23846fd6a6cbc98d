import { CR, emptyIsMissing, FIRST_SIDE, LF, MINUS, MISSING, point, quote, separator, ZERO } from "./csv-format";
import { cellsEnd, plainCells } from "./csv-plain-cells";

let bytes: usize = 0;
let sides: usize = 0;
let sideCount: i32 = 0;
let line: f64 = 0;
let done: i32 = 0;

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
 * written over too. Small integers are numbers; other cells are noted by their place, counted from `start`: start, end, 1 if quotes are doubled inside, hash. Stops
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
      const e = anyCell(s, to, o);
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

/** Reads any cell. Returns where it ends, 0 where something is wrong with it. */
function anyCell(s: usize, to: usize, o: usize): usize {
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
  const side = sides + (<usize>sideCount << 4);
  store<i32>(side, <i32>(start - bytes));
  store<i32>(side, <i32>(end - bytes), 4);
  store<i32>(side, doubled, 8);
  store<i32>(side, hashOf(start, end), 12);
  store<i32>(o, FIRST_SIDE + sideCount);
  sideCount++;
}

/** The hash of bytes [from, to), as tables of words have it. */
// @ts-ignore: decorator
@inline
function hashOf(from: usize, to: usize): i32 {
  let hash = <i32>(to - from);
  if (hash < 4) {
    let word = 0;
    for (let i = from; i < to; i++) word = (word << 8) | <i32>load<u8>(i);
    return mixed(hash, word);
  }
  const last = to - 4;
  for (let i = from; i < last; i += 4) hash = mixed(hash, load<i32>(i));
  return mixed(hash, load<i32>(last));
}

// @ts-ignore: decorator
@inline
function mixed(hash: i32, word: i32): i32 {
  const product = (hash ^ word) * 0x5bd1e995;
  return product ^ (product >>> 15);
}
