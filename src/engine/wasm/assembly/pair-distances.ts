import { squaredAdded } from "./squared-added";

/**
 * Sums of distances between rows by cluster. Rows stand in groups of four of one cluster, column by column (`panels`), those that only fill a
 * group having 0 instead of 1 in `present`. The groups from `first` to `last` are compared with groups from each one on: `sums` (clusters x rows)
 * gets what every row is away from the rows of each cluster, each pair once on either side.
 */
export function pairDistances(
  panels: usize,
  columns: i32,
  others: usize,
  first: i32,
  last: i32,
  from: i32,
  to: i32,
  present: usize,
  clusters: usize,
  sums: usize,
  sumsBytes: usize,
): void {
  const panelBytes = <usize>columns << 5;
  for (let h = from; h < to; h++) {
    const other = others + <usize>(h - from) * panelBytes;
    const otherSums = sums + (<usize>h << 5);
    const here0 = v128.load(present + (<usize>h << 5));
    const here1 = v128.load(present + (<usize>h << 5), 16);
    const cluster = <usize>load<i32>(clusters + (<usize>h << 2));
    for (let g = first; g < min(last, h + 1); g++) {
      let x = panels + <usize>(g - first) * panelBytes;
      let y = other;
      let a0 = f64x2.splat(0);
      let a1 = a0;
      let b0 = a0;
      let b1 = a0;
      let c0 = a0;
      let c1 = a0;
      let d0 = a0;
      let d1 = a0;
      const end = x + panelBytes;
      while (x < end) {
        const y0 = v128.load(y);
        const y1 = v128.load(y, 16);
        let v = v128.load64_splat(x);
        a0 = squaredAdded(a0, v, y0);
        a1 = squaredAdded(a1, v, y1);
        v = v128.load64_splat(x, 8);
        b0 = squaredAdded(b0, v, y0);
        b1 = squaredAdded(b1, v, y1);
        v = v128.load64_splat(x, 16);
        c0 = squaredAdded(c0, v, y0);
        c1 = squaredAdded(c1, v, y1);
        v = v128.load64_splat(x, 24);
        d0 = squaredAdded(d0, v, y0);
        d1 = squaredAdded(d1, v, y1);
        x += 32;
        y += 32;
      }
      a0 = f64x2.mul(here0, f64x2.sqrt(a0));
      a1 = f64x2.mul(here1, f64x2.sqrt(a1));
      b0 = f64x2.mul(here0, f64x2.sqrt(b0));
      b1 = f64x2.mul(here1, f64x2.sqrt(b1));
      c0 = f64x2.mul(here0, f64x2.sqrt(c0));
      c1 = f64x2.mul(here1, f64x2.sqrt(c1));
      d0 = f64x2.mul(here0, f64x2.sqrt(d0));
      d1 = f64x2.mul(here1, f64x2.sqrt(d1));
      const rowSums = sums + cluster * sumsBytes + (<usize>g << 5);
      v128.store(rowSums, f64x2.add(v128.load(rowSums), across(f64x2.add(a0, a1), f64x2.add(b0, b1))));
      v128.store(rowSums, f64x2.add(v128.load(rowSums, 16), across(f64x2.add(c0, c1), f64x2.add(d0, d1))), 16);
      if (g == h) continue;
      const mine = present + (<usize>g << 5);
      const pa = v128.load64_splat(mine);
      const pb = v128.load64_splat(mine, 8);
      const pc = v128.load64_splat(mine, 16);
      const pd = v128.load64_splat(mine, 24);
      const e0 = f64x2.add(
        f64x2.add(f64x2.mul(pa, a0), f64x2.mul(pb, b0)),
        f64x2.add(f64x2.mul(pc, c0), f64x2.mul(pd, d0)),
      );
      const e1 = f64x2.add(
        f64x2.add(f64x2.mul(pa, a1), f64x2.mul(pb, b1)),
        f64x2.add(f64x2.mul(pc, c1), f64x2.mul(pd, d1)),
      );
      const columnSums = otherSums + <usize>load<i32>(clusters + (<usize>g << 2)) * sumsBytes;
      v128.store(columnSums, f64x2.add(v128.load(columnSums), e0));
      v128.store(columnSums, f64x2.add(v128.load(columnSums, 16), e1), 16);
    }
  }
}

/** The sums of the lanes of two vectors, side by side. */
// @ts-ignore: decorator
@inline
function across(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}
