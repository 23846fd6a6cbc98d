/** Two values of a row side by side in float64. */
// @ts-ignore: decorator
@inline
function two<T>(x: usize): v128 {
  if (sizeof<T>() == 4) return f64x2.promote_low_f32x4(v128.load64_zero(x));
  return v128.load(x);
}

/**
 * Moves rows between float64 sums by cluster, each times its weight: `to` holds the label that a row takes (one more than the cluster), `from`
 * the one that it leaves; 0 stands for none.
 */
// @ts-ignore: decorator
@inline
function move<T>(x: usize, rows: i32, columns: i32, from: usize, to: usize, weights: usize, sums: usize): void {
  for (let i = 0; i < rows; i++) {
    const before = load<i32>(from);
    const after = load<i32>(to);
    if (before != after) {
      const weight = load<f64>(weights);
      if (before != 0) add<T>(x, columns, -weight, sums + (<usize>((before - 1) * columns) << 3));
      if (after != 0) add<T>(x, columns, weight, sums + (<usize>((after - 1) * columns) << 3));
    }
    x += <usize>columns * sizeof<T>();
    from += 4;
    to += 4;
    weights += 8;
  }
}

function add<T>(x: usize, columns: i32, weight: f64, sums: usize): void {
  const weights = f64x2.splat(weight);
  const end = sums + (<usize>(columns & ~1) << 3);
  while (sums < end) {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(weights, two<T>(x))));
    x += 2 * sizeof<T>();
    sums += 16;
  }
  if ((columns & 1) != 0) store<f64>(sums, load<f64>(sums) + weight * <f64>load<T>(x));
}

export function moveRows32(x: usize, rows: i32, columns: i32, from: usize, to: usize, weights: usize, sums: usize): void {
  move<f32>(x, rows, columns, from, to, weights, sums);
}

export function moveRows64(x: usize, rows: i32, columns: i32, from: usize, to: usize, weights: usize, sums: usize): void {
  move<f64>(x, rows, columns, from, to, weights, sums);
}

/** The squared distance of each row, times `scales`, to the centroid of its label. */
// @ts-ignore: decorator
@inline
function own<T>(x: usize, rows: i32, columns: i32, scales: usize, centroids: usize, labels: usize, out: usize): void {
  for (let i = 0; i < rows; i++) {
    let c = centroids + (<usize>((load<i32>(labels) - 1) * columns) << 3);
    let s = scales;
    let sums = f64x2.splat(0);
    const end = c + (<usize>(columns & ~1) << 3);
    while (c < end) {
      const d = f64x2.sub(f64x2.mul(two<T>(x), v128.load(s)), v128.load(c));
      sums = f64x2.add(sums, f64x2.mul(d, d));
      x += 2 * sizeof<T>();
      c += 16;
      s += 16;
    }
    let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
    if ((columns & 1) != 0) {
      const d = <f64>load<T>(x) * load<f64>(s) - load<f64>(c);
      sum += d * d;
      x += sizeof<T>();
    }
    store<f64>(out, sum);
    labels += 4;
    out += 8;
  }
}

export function ownDistances32(
  x: usize,
  rows: i32,
  columns: i32,
  scales: usize,
  centroids: usize,
  labels: usize,
  out: usize,
): void {
  own<f32>(x, rows, columns, scales, centroids, labels, out);
}

export function ownDistances64(
  x: usize,
  rows: i32,
  columns: i32,
  scales: usize,
  centroids: usize,
  labels: usize,
  out: usize,
): void {
  own<f64>(x, rows, columns, scales, centroids, labels, out);
}

/** Rows of float64 less `origins`, rounded to float32. */
export function narrowRows(x: usize, rows: i32, columns: i32, origins: usize, out: usize): void {
  for (let i = 0; i < rows; i++) {
    let o = origins;
    const end = x + (<usize>(columns & ~1) << 3);
    while (x < end) {
      v128.store64_lane(out, f32x4.demote_f64x2_zero(f64x2.sub(v128.load(x), v128.load(o))), 0);
      x += 16;
      o += 16;
      out += 8;
    }
    if ((columns & 1) != 0) {
      store<f32>(out, <f32>(load<f64>(x) - load<f64>(o)));
      x += 8;
      out += 4;
    }
  }
}

/** Takes `origins` from rows of float32. */
export function shiftRows(x: usize, rows: i32, columns: i32, origins: usize): void {
  for (let i = 0; i < rows; i++) {
    let o = origins;
    const end = x + (<usize>(columns & ~3) << 2);
    while (x < end) {
      v128.store(x, f32x4.sub(v128.load(x), v128.load(o)));
      x += 16;
      o += 16;
    }
    for (let j = columns & 3; j > 0; j--) {
      store<f32>(x, load<f32>(x) - load<f32>(o));
      x += 4;
      o += 4;
    }
  }
}
