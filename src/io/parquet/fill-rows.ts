import type { Unpacked } from "./bits.js";

// One function a storage, so that each compiles to loops over one kind of array; bytes by codes of a byte are most of a table of codes. They write a page's rows to data[at...]: value k (or, where there are codes, value
// codes[k]) to the k-th row that is present, the missing code to the others.

export function fillInt8Rows(
  data: Int8Array,
  at: number,
  rows: number,
  values: Int8Array,
  codes: Uint8Array,
  present: Uint8Array | undefined,
  missing: number,
): void {
  if (present === undefined) {
    for (let i = 0; i < rows; i++) data[at + i] = values[codes[i]!]!;
    return;
  }
  // Without branches, which would be guessed wrong at every missing value; behind the last present row the code is that of any.
  const last = codes.length - 1;
  if (last < 0) {
    data.fill(missing, at, at + rows);
    return;
  }
  for (let i = 0, k = 0; i < rows; i++) {
    const is = present[i]!;
    data[at + i] = (values[codes[k < last ? k : last]!]! & -is) | (missing & (is - 1));
    k += is;
  }
}

export function fillInt16Rows(
  data: Int16Array | Int8Array,
  at: number,
  rows: number,
  values: Int16Array,
  codes: Unpacked | undefined,
  present: Uint8Array | undefined,
  missing: number,
): void {
  for (let i = 0, k = 0; i < rows; i++) {
    if (present !== undefined && present[i] === 0) data[at + i] = missing;
    else {
      data[at + i] = codes === undefined ? values[k]! : values[codes[k]!]!;
      k++;
    }
  }
}

export function fillInt32Rows(
  data: Int32Array,
  at: number,
  rows: number,
  values: Int32Array,
  codes: Unpacked | undefined,
  present: Uint8Array | undefined,
  missing: number,
): void {
  for (let i = 0, k = 0; i < rows; i++) {
    if (present !== undefined && present[i] === 0) data[at + i] = missing;
    else {
      data[at + i] = codes === undefined ? values[k]! : values[codes[k]!]!;
      k++;
    }
  }
}

export function fillFloat64Rows(
  data: Float64Array,
  at: number,
  rows: number,
  values: Float64Array,
  codes: Unpacked | undefined,
  present: Uint8Array | undefined,
  missing: number,
): void {
  for (let i = 0, k = 0; i < rows; i++) {
    if (present !== undefined && present[i] === 0) data[at + i] = missing;
    else {
      data[at + i] = codes === undefined ? values[k]! : values[codes[k]!]!;
      k++;
    }
  }
}
