import { exp, log, log1p } from "../engine/numeric/math/index.js";
import type { ScoreCurve } from "../engine/program/index.js";

/** Scores with what came of them. */
export interface Observed {
  readonly scores: Float64Array;
  /** 1 where the class was the one in question. */
  readonly hits: ArrayLike<number>;
  readonly weights: Float64Array;
}

const MAX_STEPS = 100;

/**
 * The sigmoid that fits best (J. Platt, 1999, with targets drawn a little from 0 and 1), by Newton's method with halved steps (H. Lin and
 * others, 2007).
 */
export function sigmoidOf({ scores, hits, weights }: Observed): ScoreCurve {
  let positive = 0;
  let negative = 0;
  // Scores are seen on a scale of about 1, so that steps of slope and intercept are alike.
  let largest = 0;
  for (let i = 0; i < scores.length; i++) {
    if (hits[i] === 1) positive += weights[i]!;
    else negative += weights[i]!;
    if (weights[i]! > 0) largest = Math.max(largest, Math.abs(scores[i]!));
  }
  const unit = largest > 0 ? largest : 1;
  const high = (positive + 1) / (positive + 2);
  const low = 1 / (negative + 2);
  const target = (i: number): number => (hits[i] === 1 ? high : low);
  const loss = (slope: number, intercept: number): number => {
    let sum = 0;
    for (let i = 0; i < scores.length; i++) {
      const z = (slope * scores[i]!) / unit + intercept;
      // -t log p - (1 - t) log (1 - p) with p = 1 / (1 + exp(z)).
      sum += weights[i]! * ((z > 0 ? z : 0) + log1p(exp(z > 0 ? -z : z)) - (1 - target(i)) * z);
    }
    return sum;
  };
  let slope = 0;
  let intercept = Math.min(30, Math.max(-30, log((negative + 1) / (positive + 1))));
  let current = loss(slope, intercept);
  for (let step = 0; step < MAX_STEPS; step++) {
    let [g1, g2, h11, h12, h22] = [0, 0, 1e-12, 0, 1e-12];
    for (let i = 0; i < scores.length; i++) {
      const s = scores[i]! / unit;
      const z = slope * s + intercept;
      const small = exp(z > 0 ? -z : z);
      const p = z > 0 ? small / (1 + small) : 1 / (1 + small);
      const apart = weights[i]! * (target(i) - p);
      const bend = weights[i]! * p * (1 - p);
      g1 += s * apart;
      g2 += apart;
      h11 += s * s * bend;
      h12 += s * bend;
      h22 += bend;
    }
    const determinant = h11 * h22 - h12 * h12;
    const [d1, d2] =
      determinant > 0 ? [(h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant] : [g1, g2];
    let size = 1;
    let next = loss(slope - d1, intercept - d2);
    while (!(next <= current) && size > 1e-10) {
      size /= 2;
      next = loss(slope - size * d1, intercept - size * d2);
    }
    if (size <= 1e-10) break;
    slope -= size * d1;
    intercept -= size * d2;
    const gained = current - next;
    current = next;
    if (gained <= 1e-14 * Math.abs(current)) break;
  }
  return { kind: "sigmoid", slope: slope / unit, intercept };
}

/** The rising steps that fit best (pool adjacent violators), with straight lines between their corners. */
export function isotonicOf({ scores, hits, weights }: Observed): ScoreCurve {
  const order = Int32Array.from({ length: scores.length }, (_, i) => i)
    .filter((i) => weights[i]! > 0)
    .sort((a, b) => scores[a]! - scores[b]! || a - b);
  const x: number[] = [];
  const means: number[] = [];
  const sums: number[] = [];
  for (let from = 0; from < order.length; ) {
    let to = from;
    let hit = 0;
    let weight = 0;
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) {
      weight += weights[order[to]!]!;
      hit += weights[order[to]!]! * hits[order[to++]!]!;
    }
    x.push(scores[order[from]!]!);
    means.push(hit / weight);
    sums.push(weight);
    from = to;
  }
  const y = pooled(means, sums);
  const corner = (k: number): boolean => k === 0 || k === x.length - 1 || y[k] !== y[k - 1] || y[k] !== y[k + 1];
  const kept = x.map((_, k) => k).filter(corner);
  return {
    kind: "points",
    x: Float64Array.from(kept, (k) => x[k]!),
    y: Float64Array.from(kept, (k) => y[k]!),
  };
}

/** The nearest values that never fall. */
function pooled(values: readonly number[], weights: readonly number[]): Float64Array {
  const blocks: { mean: number; weight: number; count: number }[] = [];
  values.forEach((value, k) => {
    let block = { mean: value, weight: weights[k]!, count: 1 };
    for (let before = blocks.at(-1); before !== undefined && before.mean >= block.mean; before = blocks.at(-1)) {
      blocks.pop();
      const weight = before.weight + block.weight;
      block = {
        mean: (before.mean * before.weight + block.mean * block.weight) / weight,
        weight,
        count: before.count + block.count,
      };
    }
    blocks.push(block);
  });
  return Float64Array.from(blocks.flatMap(({ mean, count }) => new Array<number>(count).fill(mean)));
}

/** How many points at most say how a rank depends on a score. */
const MAX_POINTS = 2048;

/** The share of rows with a lower score (half of those of the same), as a curve. */
export function ranksOf(scores: Float64Array): ScoreCurve {
  const sorted = scores.slice().sort();
  const x: number[] = [];
  const y: number[] = [];
  const every = Math.max(1, sorted.length / MAX_POINTS);
  let next = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (from >= next || to === sorted.length) {
      x.push(sorted[from]!);
      y.push((from + to) / 2 / sorted.length);
      next = from + every;
    }
    from = to;
  }
  return { kind: "points", x: Float64Array.from(x), y: Float64Array.from(y) };
}
