// One function a storage, so that each compiles to loops over one kind of array. They write a page's rows to data[at...]: value k (or, where there are codes, value
// codes[k]) to the k-th row that is present, the missing code to the others.

export function fillInt8Rows(
  data: Int8Array,
  at: number,
  rows: number,
  values: Int8Array,
  codes: Int32Array | undefined,
  present: Int32Array | undefined,
  missing: number,
): void {
  if (present === undefined) {
    if (codes === undefined) for (let i = 0; i < rows; i++) data[at + i] = values[i]!;
    else for (let i = 0; i < rows; i++) data[at + i] = values[codes[i]!]!;
    return;
  }
  for (let i = 0, k = 0; i < rows; i++) {
    if (present[i] === 0) data[at + i] = missing;
    else {
      data[at + i] = codes === undefined ? values[k]! : values[codes[k]!]!;
      k++;
    }
  }
}

export function fillInt16Rows(
  data: Int16Array,
  at: number,
  rows: number,
  values: Int16Array,
  codes: Int32Array | undefined,
  present: Int32Array | undefined,
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
  codes: Int32Array | undefined,
  present: Int32Array | undefined,
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
  codes: Int32Array | undefined,
  present: Int32Array | undefined,
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
