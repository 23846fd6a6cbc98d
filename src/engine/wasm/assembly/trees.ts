// Kernels that grow trees. A bin of a histogram is an i64x2: the sum of gradients as a whole number, and the sum of second derivatives
// with the number of rows in its low bits. Whole numbers add up to the same bits in any order.

/** Rows whose bins are asked for at once, before they are added one after the other: memory answers all of them in the time of one. */
const TOGETHER: usize = 32;

/**
 * Adds rows to the histograms of features [from, to), both multiples of 4. `bases` holds where each feature's histogram starts. What it gives
 * means nothing: it keeps engines from leaving out the looks ahead.
 */
export function treeHistogram(
  bins: usize,
  stride: i32,
  from: i32,
  to: i32,
  index: usize,
  count: i32,
  gradients: usize,
  bases: usize,
): i32 {
  const end = index + ((<usize>count) << 2);
  const firstBase = bases + ((<usize>from) << 2);
  const first = bins + <usize>from;
  const width = <usize>(to - from);
  let seen: i32 = 0;
  while (index < end) {
    const stop = min(index + (TOGETHER << 2), end);
    for (let at = index; at < stop; at += 4) {
      const row = <usize>load<u32>(at);
      const start = first + row * <usize>stride;
      seen += <i32>load<u8>(start) + <i32>load<u8>(start + width - 1) + load<i32>(gradients + (row << 4));
    }
    for (; index < stop; index += 4) {
      const row = <usize>load<u32>(index);
      const both = v128.load(gradients + (row << 4));
      let at = first + row * <usize>stride;
      const last = at + width;
      let base = firstBase;
      for (; at < last; at += 4, base += 16) {
        const four = load<u32>(at);
        let bin = load<u32>(base) + ((four & 0xff) << 4);
        v128.store(bin, i64x2.add(v128.load(bin), both));
        bin = load<u32>(base, 4) + (((four >> 8) & 0xff) << 4);
        v128.store(bin, i64x2.add(v128.load(bin), both));
        bin = load<u32>(base, 8) + (((four >> 16) & 0xff) << 4);
        v128.store(bin, i64x2.add(v128.load(bin), both));
        bin = load<u32>(base, 12) + ((four >> 24) << 4);
        v128.store(bin, i64x2.add(v128.load(bin), both));
      }
    }
  }
  return seen;
}

/** Takes one histogram from another, bin by bin. */
export function treeSubtract(into: usize, less: usize, bins: i32): void {
  const end = into + ((<usize>bins) << 4);
  for (; into < end; into += 16, less += 16) v128.store(into, i64x2.sub(v128.load(into), v128.load(less)));
}

/**
 * The best split of each feature in [from, to) whose `usable` is 1. `facts` holds, as f64: the units of gradients and second
 * derivatives, the leaf's sums of both as whole numbers, l2, the least second derivatives and the least rows of a side, the rows of the leaf,
 * and how many low bits count rows. `out` gets 16 bytes a feature: the score (f64; -1 where there is none), the last bin on the left
 * and where missing values go (i32 each; 1 is left).
 */
export function treeScan(bases: usize, counts: usize, usable: usize, from: i32, to: i32, facts: usize, out: usize): void {
  const unitG = load<f64>(facts);
  const unitH = load<f64>(facts, 8);
  const sumG = load<f64>(facts, 16) * unitG;
  const sumH = load<f64>(facts, 24) * unitH;
  const l2 = f64x2.splat(load<f64>(facts, 32));
  const leastH = load<f64>(facts, 40);
  const least = <i64>load<f64>(facts, 48);
  const rows = <i64>load<f64>(facts, 56);
  const bits = <i64>load<f64>(facts, 64);
  const mask: i64 = (<i64>1 << bits) - 1;
  for (let f = from; f < to; f++) {
    let best: f64 = -1;
    let bestBin: i32 = 0;
    let bestWay: i32 = 0;
    if (load<u8>(usable + <usize>f) == 1) {
      const base = <usize>load<u32>(bases + ((<usize>f) << 2));
      const values = load<i32>(counts + ((<usize>f) << 2));
      const missing = base + ((<usize>values) << 4);
      const gaps = load<i64>(missing, 8) & mask;
      for (let way: i32 = 0; way < 2; way++) {
        if (way == 1 && gaps == 0) break;
        let g: i64 = way == 0 ? 0 : load<i64>(missing);
        let h: i64 = way == 0 ? 0 : load<i64>(missing, 8);
        const last = way == 0 && gaps > 0 ? values : values - 1;
        for (let t: i32 = 0; t < last; t++) {
          const bin = base + ((<usize>t) << 4);
          const more = load<i64>(bin, 8);
          if (more == 0) continue;
          g += load<i64>(bin);
          h += more;
          const left = h & mask;
          if (left < least) continue;
          if (rows - left < least) break;
          const leftH = <f64>(h >> bits) * unitH;
          if (leftH < leastH) continue;
          if (sumH - leftH < leastH) break;
          const leftG = <f64>g * unitG;
          const gs = f64x2.replace_lane(f64x2.splat(leftG), 1, sumG - leftG);
          const hs = f64x2.replace_lane(f64x2.splat(leftH), 1, sumH - leftH);
          const both = f64x2.div(f64x2.mul(gs, gs), f64x2.add(hs, l2));
          const score = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
          if (score > best) {
            best = score;
            bestBin = t;
            bestWay = way;
          }
        }
      }
    }
    const at = out + ((<usize>f) << 4);
    store<f64>(at, best);
    store<i32>(at, bestBin, 8);
    store<i32>(at, bestWay, 12);
  }
}

/** Moves the rows whose bin `goes` left (256 bytes, 1 is left) before the others, both in their order. Gives their number. */
export function treePartition(
  bins: usize,
  stride: i32,
  feature: i32,
  index: usize,
  count: i32,
  spare: usize,
  goes: usize,
): i32 {
  const column = bins + <usize>feature;
  const end = index + ((<usize>count) << 2);
  let left = index;
  let right = spare;
  for (let at = index; at < end; at += 4) {
    const row = load<u32>(at);
    const isLeft = <usize>load<u8>(goes + <usize>load<u8>(column + (<usize>row) * <usize>stride));
    store<u32>(left, row);
    store<u32>(right, row);
    left += isLeft << 2;
    right += (1 - isLeft) << 2;
  }
  memory.copy(left, spare, right - spare);
  return <i32>((left - index) >> 2);
}
