import { LEAST_INTEGER, MISSING } from "./row-cutter.js";

// One function a storage, so that each compiles to a loop over one kind of array. They copy cells[row] to
// data[at + row] from row `from` on, and return the first row whose cell does not fit, or `count`.

export function fillInt8(cells: Int32Array, from: number, count: number, data: Int8Array, at: number): number {
  for (let row = from; row < count; row++) {
    const cell = cells[row]!;
    if (cell < -128 || cell > 127) return row;
    data[at + row] = cell;
  }
  return count;
}

export function fillInt16(cells: Int32Array, from: number, count: number, data: Int16Array, at: number): number {
  for (let row = from; row < count; row++) {
    const cell = cells[row]!;
    if (cell < -32767 || cell > 32767) return row;
    data[at + row] = cell === MISSING ? -32768 : cell;
  }
  return count;
}

export function fillInt32(cells: Int32Array, from: number, count: number, data: Int32Array, at: number): number {
  for (let row = from; row < count; row++) {
    const cell = cells[row]!;
    if (cell < LEAST_INTEGER) return row;
    data[at + row] = cell === MISSING ? -2147483648 : cell;
  }
  return count;
}

export function fillFloat64(
  cells: Int32Array,
  from: number,
  count: number,
  data: Float64Array,
  spellings: Uint8Array,
  at: number,
): number {
  for (let row = from; row < count; row++) {
    const cell = cells[row]!;
    if (cell < LEAST_INTEGER) return row;
    data[at + row] = cell === MISSING ? Number.NaN : cell;
    spellings[at + row] = 0;
  }
  return count;
}

/** Is there a value among the first rows? */
export function hasValue(data: Int8Array, rows: number): boolean {
  for (let i = 0; i < rows; i++) if (data[i] !== MISSING) return true;
  return false;
}
