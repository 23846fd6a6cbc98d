import { codeAt, Column, columnAt, FLOAT32, INT16, INT8, UINT8 } from "./column";

/** Four stored values of a column less its origin, in float32; NaN where the code is `missing`. */
// @ts-ignore: decorator
@inline
function fourOf(column: Column, at: usize, origin: v128): v128 {
  const kind = column.kind;
  const stride = <usize>column.stride;
  if (kind == FLOAT32) {
    let v = stride == 4 ? v128.load(at) : v128.load32_zero(at);
    if (stride != 4) {
      v = v128.load32_lane(at + stride, v, 1);
      v = v128.load32_lane(at + 2 * stride, v, 2);
      v = v128.load32_lane(at + 3 * stride, v, 3);
    }
    return f32x4.sub(v, origin);
  }
  let codes: v128;
  if (kind == INT8 && stride == 1) codes = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(at)));
  else if (kind == UINT8 && stride == 1) codes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
  else if (kind == INT16 && stride == 2) codes = i32x4.extend_low_i16x8_s(v128.load64_zero(at));
  else {
    codes = i32x4.splat(codeAt(kind, at));
    codes = i32x4.replace_lane(codes, 1, codeAt(kind, at + stride));
    codes = i32x4.replace_lane(codes, 2, codeAt(kind, at + 2 * stride));
    codes = i32x4.replace_lane(codes, 3, codeAt(kind, at + 3 * stride));
  }
  // All bits set are a NaN.
  return v128.or(f32x4.sub(f32x4.convert_i32x4_s(codes), origin), i32x4.eq(codes, i32x4.splat(column.missing)));
}

/**
 * Stored values of rows [from, from + rows) less an origin for each column, row by row in float32; a missing one is NaN. Columns are codes
 * or float32. A group of four rows is read at once: columns have room for three rows more, and so has `out`.
 */
export function rowsOfColumns(columns: usize, origins: usize, count: i32, from: i32, rows: i32, out: usize): void {
  const row = <usize>count << 2;
  for (let i = 0; i < rows; i += 4) {
    let to = out + <usize>i * row;
    let j = 0;
    for (; j + 4 <= count; j += 4, to += 16) {
      const a = four(columns, origins, j, from + i);
      const b = four(columns, origins, j + 1, from + i);
      const c = four(columns, origins, j + 2, from + i);
      const d = four(columns, origins, j + 3, from + i);
      const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const ef = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const gh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
      v128.store(to + row, v128.shuffle<i64>(ab, cd, 1, 3));
      v128.store(to + 2 * row, v128.shuffle<i64>(ef, gh, 0, 2));
      v128.store(to + 3 * row, v128.shuffle<i64>(ef, gh, 1, 3));
    }
    for (; j < count; j++, to += 4) {
      const v = four(columns, origins, j, from + i);
      v128.store32_lane(to, v, 0);
      v128.store32_lane(to + row, v, 1);
      v128.store32_lane(to + 2 * row, v, 2);
      v128.store32_lane(to + 3 * row, v, 3);
    }
  }
}

function four(columns: usize, origins: usize, j: i32, row: i32): v128 {
  const column = columnAt(columns, j);
  return fourOf(column, <usize>column.data + <usize>row * column.stride, v128.load32_splat(origins + (<usize>j << 2)));
}

/** Puts another code in the place of one, in place. */
export function fillBytes(codes: usize, length: i32, missing: i32, value: i32): void {
  const gone = i8x16.splat(<i8>missing);
  const filled = i8x16.splat(<i8>value);
  const end = codes + <usize>length;
  for (; codes + 16 <= end; codes += 16) {
    const v = v128.load(codes);
    v128.store(codes, v128.bitselect(filled, v, i8x16.eq(v, gone)));
  }
  for (; codes < end; codes++) if (load<i8>(codes) == <i8>missing) store<i8>(codes, <i8>value);
}

export function fillShorts(codes: usize, length: i32, missing: i32, value: i32): void {
  const gone = i16x8.splat(<i16>missing);
  const filled = i16x8.splat(<i16>value);
  const end = codes + (<usize>length << 1);
  for (; codes + 16 <= end; codes += 16) {
    const v = v128.load(codes);
    v128.store(codes, v128.bitselect(filled, v, i16x8.eq(v, gone)));
  }
  for (; codes < end; codes += 2) if (load<i16>(codes) == <i16>missing) store<i16>(codes, <i16>value);
}
