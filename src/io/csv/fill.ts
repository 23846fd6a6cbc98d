import { LEAST_INTEGER, MISSING } from "./row-parser.js";

// One function a storage, so that each compiles to a loop over one kind of array. They copy cells[offset + row] to
// data[at + row] from row `from` on, and return the first row whose cell does not fit, or `count`.

export function fillInt8(
  cells: Int32Array,
  offset: number,
  from: number,
  count: number,
  data: Int8Array,
  at: number,
): number {
  for (let row = from; row < count; row++) {
    const cell = cells[offset + row]!;
    if (cell < -127 || cell > 127) {
      if (cell !== MISSING) return row;
      data[at + row] = -128;
    } else data[at + row] = cell;
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
    if (cell < -32767 || cell > 32767) {
      if (cell !== MISSING) return row;
      data[at + row] = -32768;
    } else data[at + row] = cell;
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
    if (cell < LEAST_INTEGER && cell !== MISSING) return row;
    data[at + row] = cell;
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
    if (cell < LEAST_INTEGER) {
      if (cell !== MISSING) return row;
      data[at + row] = Number.NaN;
    } else data[at + row] = cell;
    forms[at + row] = 0;
  }
  return count;
}
