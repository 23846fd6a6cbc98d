// Columns as their callers lay them down: see ../wasm/lay-columns.ts, which writes the same 32 bytes.

export const INT8: u32 = 0;
export const UINT8: u32 = 1;
export const INT16: u32 = 2;
export const FLOAT32: u32 = 3;
export const FLOAT64: u32 = 4;

/** value(i) = (data[i * stride] - center) * scale; NaN where the code is `missing`. `stride` is in bytes. */
@unmanaged
export class Column {
  data: u32;
  kind: u32;
  stride: u32;
  missing: i32;
  center: f64;
  scale: f64;
}

export const COLUMN_BYTES: usize = 32;

// @ts-ignore: decorator
@inline
export function columnAt(columns: usize, j: i32): Column {
  return changetype<Column>(columns + <usize>j * COLUMN_BYTES);
}

// @ts-ignore: decorator
@inline
function widened(codes: v128, missing: v128, center: v128, scale: v128, out: usize): void {
  const gone = i32x4.eq(codes, missing);
  const high = i8x16.shuffle(codes, codes, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  const low = f64x2.mul(f64x2.sub(f64x2.convert_low_i32x4_s(codes), center), scale);
  const next = f64x2.mul(f64x2.sub(f64x2.convert_low_i32x4_s(high), center), scale);
  // All bits set are a NaN.
  v128.store(out, v128.or(low, i64x2.extend_low_i32x4_s(gone)));
  v128.store(out, v128.or(next, i64x2.extend_high_i32x4_s(gone)), 16);
}

/** The values of rows [from, from + rows) in float64, one after the other. */
export function readColumn(column: Column, from: i32, rows: i32, out: usize): void {
  const stride = <usize>column.stride;
  const kind = column.kind;
  const center = column.center;
  const scale = column.scale;
  const missing = column.missing;
  const centers = f64x2.splat(center);
  const scales = f64x2.splat(scale);
  const gone = i32x4.splat(missing);
  let at = <usize>column.data + <usize>from * stride;
  const end = out + (<usize>rows << 3);
  const last = out + (<usize>(rows & ~7) << 3);
  if (kind == INT8 && stride == 1) {
    while (out < last) {
      const codes = v128.load8x8_s(at);
      widened(i32x4.extend_low_i16x8_s(codes), gone, centers, scales, out);
      widened(i32x4.extend_high_i16x8_s(codes), gone, centers, scales, out + 32);
      at += 8;
      out += 64;
    }
  } else if (kind == UINT8 && stride == 1) {
    while (out < last) {
      const codes = v128.load8x8_u(at);
      widened(i32x4.extend_low_i16x8_s(codes), gone, centers, scales, out);
      widened(i32x4.extend_high_i16x8_s(codes), gone, centers, scales, out + 32);
      at += 8;
      out += 64;
    }
  } else if (kind == INT16 && stride == 2) {
    while (out < last) {
      widened(v128.load16x4_s(at), gone, centers, scales, out);
      widened(v128.load16x4_s(at, 8), gone, centers, scales, out + 32);
      at += 16;
      out += 64;
    }
  } else if (kind == FLOAT32 && stride == 4) {
    while (out < last) {
      v128.store(out, f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(at)), centers), scales));
      v128.store(out, f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(at, 8)), centers), scales), 16);
      v128.store(out, f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(at, 16)), centers), scales), 32);
      v128.store(out, f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(at, 24)), centers), scales), 48);
      at += 32;
      out += 64;
    }
  } else if (kind == FLOAT64 && stride == 8) {
    while (out < last) {
      v128.store(out, f64x2.mul(f64x2.sub(v128.load(at), centers), scales));
      v128.store(out, f64x2.mul(f64x2.sub(v128.load(at, 16), centers), scales), 16);
      v128.store(out, f64x2.mul(f64x2.sub(v128.load(at, 32), centers), scales), 32);
      v128.store(out, f64x2.mul(f64x2.sub(v128.load(at, 48), centers), scales), 48);
      at += 64;
      out += 64;
    }
  }
  if (kind == FLOAT32)
    for (; out < end; at += stride, out += 8) store<f64>(out, (<f64>load<f32>(at) - center) * scale);
  while (out < end) {
    store<f64>(out, valueAt(kind, at, missing, center, scale));
    at += stride;
    out += 8;
  }
}

function valueAt(kind: u32, at: usize, missing: i32, center: f64, scale: f64): f64 {
  if (kind == FLOAT64) return (load<f64>(at) - center) * scale;
  const code = codeAt(kind, at);
  return code == missing ? NaN : (<f64>code - center) * scale;
}

export function codeAt(kind: u32, at: usize): i32 {
  if (kind == INT8) return <i32>load<i8>(at);
  if (kind == UINT8) return <i32>load<u8>(at);
  return <i32>load<i16>(at);
}
