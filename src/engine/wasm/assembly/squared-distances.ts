import { squaredAdded } from "./squared-added";

/** One value in both lanes, in float64. */
// @ts-ignore: decorator
@inline
function both<T>(x: usize): v128 {
  if (sizeof<T>() == 4) return f64x2.promote_low_f32x4(v128.load32_splat(x));
  return v128.load64_splat(x);
}

/**
 * The squared distances of `rows` rows (a multiple of 4) to 4 points, to `out`, a row every `outBytes`. `panel` holds the points column by
 * column; each lane is one of them and is summed in the order of the columns, as a plain loop would.
 */
// @ts-ignore: decorator
@inline
function distances<T>(x: usize, rows: i32, columns: i32, panel: usize, out: usize, outBytes: usize): void {
  const rowBytes = <usize>columns * sizeof<T>();
  for (let i = 0; i < rows; i += 4) {
    let a0 = f64x2.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    let d0 = a0;
    let d1 = a0;
    let xb = x + rowBytes;
    let xc = xb + rowBytes;
    let xd = xc + rowBytes;
    const end = xb;
    let p = panel;
    while (x < end) {
      const p0 = v128.load(p);
      const p1 = v128.load(p, 16);
      let v = both<T>(x);
      a0 = squaredAdded(a0, v, p0);
      a1 = squaredAdded(a1, v, p1);
      v = both<T>(xb);
      b0 = squaredAdded(b0, v, p0);
      b1 = squaredAdded(b1, v, p1);
      v = both<T>(xc);
      c0 = squaredAdded(c0, v, p0);
      c1 = squaredAdded(c1, v, p1);
      v = both<T>(xd);
      d0 = squaredAdded(d0, v, p0);
      d1 = squaredAdded(d1, v, p1);
      x += sizeof<T>();
      xb += sizeof<T>();
      xc += sizeof<T>();
      xd += sizeof<T>();
      p += 32;
    }
    x = xd;
    v128.store(out, a0);
    v128.store(out, a1, 16);
    out += outBytes;
    v128.store(out, b0);
    v128.store(out, b1, 16);
    out += outBytes;
    v128.store(out, c0);
    v128.store(out, c1, 16);
    out += outBytes;
    v128.store(out, d0);
    v128.store(out, d1, 16);
    out += outBytes;
  }
}

export function squaredDistances32(x: usize, rows: i32, columns: i32, panel: usize, out: usize, outBytes: usize): void {
  distances<f32>(x, rows, columns, panel, out, outBytes);
}

export function squaredDistances64(x: usize, rows: i32, columns: i32, panel: usize, out: usize, outBytes: usize): void {
  distances<f64>(x, rows, columns, panel, out, outBytes);
}
