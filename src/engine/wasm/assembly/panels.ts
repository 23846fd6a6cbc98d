// What is done with columns in panels of float64 (see `packValues`): four columns a panel, of each of them two rows side by side.

/** The sum of products of each row with coefficients, in the order of the columns; rows come in pairs. */
export function panelScores(panels: usize, coefficients: usize, count: i32, steps: i32, out: usize): void {
  const end = out + (<usize>steps << 4);
  for (let to = out; to < end; to += 16) v128.store(to, f64x2.splat(0));
  let at = panels;
  for (let j = 0; j < count; j += 4, coefficients += 32) {
    if (j + 4 <= count) {
      const c0 = v128.load64_splat(coefficients);
      const c1 = v128.load64_splat(coefficients, 8);
      const c2 = v128.load64_splat(coefficients, 16);
      const c3 = v128.load64_splat(coefficients, 24);
      for (let to = out; to < end; to += 16, at += 64) {
        let sum = f64x2.add(v128.load(to), f64x2.mul(v128.load(at), c0));
        sum = f64x2.add(sum, f64x2.mul(v128.load(at, 16), c1));
        sum = f64x2.add(sum, f64x2.mul(v128.load(at, 32), c2));
        v128.store(to, f64x2.add(sum, f64x2.mul(v128.load(at, 48), c3)));
      }
    } else
      for (let k = 0; k < count - j; k++) {
        const c = v128.load64_splat(coefficients + (<usize>k << 3));
        let from = at + (<usize>k << 4);
        for (let to = out; to < end; to += 16, from += 64)
          v128.store(to, f64x2.add(v128.load(to), f64x2.mul(v128.load(from), c)));
      }
  }
}

/** Adds to each column's sum its values (or with `square` their squares) times the rows' weights; even and odd rows are summed apart. */
export function panelSums(panels: usize, weights: usize, count: i32, steps: i32, square: bool, out: usize): void {
  for (let j = 0; j < count; j += 4, out += 32) {
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    const end = weights + (<usize>steps << 4);
    for (let w = weights; w < end; w += 16, panels += 64) {
      const weight = v128.load(w);
      const v0 = v128.load(panels);
      const v1 = v128.load(panels, 16);
      const v2 = v128.load(panels, 32);
      const v3 = v128.load(panels, 48);
      s0 = f64x2.add(s0, f64x2.mul(square ? f64x2.mul(weight, v0) : weight, v0));
      s1 = f64x2.add(s1, f64x2.mul(square ? f64x2.mul(weight, v1) : weight, v1));
      s2 = f64x2.add(s2, f64x2.mul(square ? f64x2.mul(weight, v2) : weight, v2));
      s3 = f64x2.add(s3, f64x2.mul(square ? f64x2.mul(weight, v3) : weight, v3));
    }
    addLanes(out, s0);
    addLanes(out + 8, s1);
    addLanes(out + 16, s2);
    addLanes(out + 24, s3);
  }
}

// @ts-ignore: decorator
@inline
function addLanes(to: usize, sums: v128): void {
  store<f64>(to, load<f64>(to) + (f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1)));
}

/**
 * Chosen rows of panels as panels of their own, as they are and times a weight; filled up with 0 to pairs. `rows` are positions in the
 * panels, as int32.
 */
export function panelRows(
  panels: usize,
  count: i32,
  steps: i32,
  rows: usize,
  weights: usize,
  used: i32,
  plain: usize,
  weighted: usize,
): void {
  const from = <usize>steps << 6;
  const filled = (used + 1) & ~1;
  const size = <usize>(filled >> 1) << 6;
  for (let p = 0; p < (count + 3) >> 2; p++, panels += from, plain += size, weighted += size)
    for (let i = 0; i < filled; i++) {
      const to = (<usize>(i >> 1) << 6) + (<usize>(i & 1) << 3);
      const row = i < used ? load<i32>(rows + (<usize>i << 2)) : 0;
      const weight = i < used ? load<f64>(weights + (<usize>i << 3)) : 0;
      const at = panels + (<usize>(row >> 1) << 6) + (<usize>(row & 1) << 3);
      for (let k: usize = 0; k < 64; k += 16) {
        const value = i < used ? load<f64>(at + k) : 0;
        store<f64>(plain + to + k, value);
        store<f64>(weighted + to + k, weight * value);
      }
    }
}
