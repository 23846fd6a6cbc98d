import { LEAST_INTEGER, MISSING } from "./row-parser.js";

// One function a storage, so that each compiles to a loop over one kind of array. They copy cells[offset + row] to
// data[at + row] from row `from` on, and return the first row whose cell does not fit, or `count`.

export function fillInt8(
  cells: Int32Array,
  offset: number,
  from: number,
  count: number,
  data: Int8Array,
  fours: Int32Array,
  at: number,
): number {
  // Up to the next multiple of four, then four values in one store, which is twice as fast, then the rest.
  let row = Math.min(count, from + (-(at + from) & 3));
  const head = fillSingly(cells, offset, from, row, data, at);
  if (head < row) return head;
  for (; row + 4 <= count; row += 4) {
    const i = offset + row;
    const a = cells[i]!;
    const b = cells[i + 1]!;
    const c = cells[i + 2]!;
    const d = cells[i + 3]!;
    // All four lie in [-128, 127], where -128 is the missing cell.
    if (((a + 128) | (b + 128) | (c + 128) | (d + 128)) >>> 8 !== 0) break;
    fours[(at + row) >> 2] = (a & 255) | ((b & 255) << 8) | ((c & 255) << 16) | (d << 24);
  }
  return fillSingly(cells, offset, row, count, data, at);
}

function fillSingly(
  cells: Int32Array,
  offset: number,
  from: number,
  count: number,
  data: Int8Array,
  at: number,
): number {
  for (let row = from; row < count; row++) {
    const cell = cells[offset + row]!;
    if (cell < -128 || cell > 127) return row;
    data[at + row] = cell;
  }
  return count;
}

export function fillInt16(
  cells: Int32Array,
  offset: number,
  from: number,
  count: number,
  data: Int16Array,
  at: number,
): number {
  for (let row = from; row < count; row++) {
    const cell = cells[offset + row]!;
    if (cell < -32767 || cell > 32767) return row;
    data[at + row] = cell === MISSING ? -32768 : cell;
  }
  return count;
}

export function fillInt32(
  cells: Int32Array,
  offset: number,
  from: number,
  count: number,
  data: Int32Array,
  at: number,
): number {
  for (let row = from; row < count; row++) {
    const cell = cells[offset + row]!;
    if (cell < LEAST_INTEGER) return row;
    data[at + row] = cell === MISSING ? -2147483648 : cell;
  }
  return count;
}

export function fillFloat64(
  cells: Int32Array,
  offset: number,
  from: number,
  count: number,
  data: Float64Array,
  forms: Uint8Array,
  at: number,
): number {
  for (let row = from; row < count; row++) {
    const cell = cells[offset + row]!;
    if (cell < LEAST_INTEGER) return row;
    data[at + row] = cell === MISSING ? Number.NaN : cell;
    forms[at + row] = 0;
  }
  return count;
}
