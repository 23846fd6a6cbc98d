import { log, log1p } from "../../engine/numeric/math/index.js";
import { bending } from "../../engine/program/index.js";
import type { DistinctValues } from "../../engine/reducers/index.js";

const RATIO = (3 - Math.sqrt(5)) / 2;
const TOLERANCE = 1e-9;
const STEPS = 200;
/** Lambdas are looked for as far as powers do not overflow, and are not lost beside 1. */
const MAX_LAMBDA = 200;
const OVERFLOW = 700;
const UNDERFLOW = 30;

/** The lambda under which the values look most like a normal distribution: the maximum of the likelihood, by Brent's method. */
export function bestLambda(counts: DistinctValues): number {
  const { values, weights } = counts;
  if (values.length < 2) return 1;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let slopes = 0;
  for (let k = 0; k < values.length; k++) slopes += weights[k]! * signedLog(values[k]!);
  const [below, above] = [Math.max(0, -values[0]!), Math.max(0, values.at(-1)!)].map(log1p) as [number, number];
  const low = Math.max(2 - Math.min(MAX_LAMBDA, OVERFLOW / below), -UNDERFLOW / above, -MAX_LAMBDA);
  const high = Math.min(OVERFLOW / above, 2 + UNDERFLOW / below, MAX_LAMBDA);
  return minimum(low, high, (lambda) => {
    const bend = bending({ kind: "yeoJohnson", lambda });
    const { deviation } = momentsOf({ values: values.map(bend), weights }, total);
    return deviation > 0 && Number.isFinite(deviation)
      ? total * log(deviation) - (lambda - 1) * slopes
      : Number.POSITIVE_INFINITY;
  });
}

function signedLog(value: number): number {
  return value < 0 ? -log1p(-value) : log1p(value);
}

/** The weighted mean and standard deviation of ascending values, taken in units of the largest: squares of high powers overflow. */
export function momentsOf(
  { values, weights }: Pick<DistinctValues, "values" | "weights">,
  total: number,
): { mean: number; deviation: number } {
  const unit = Math.max(Math.abs(values[0] ?? 0), Math.abs(values.at(-1) ?? 0)) || 1;
  let mean = 0;
  for (let k = 0; k < values.length; k++) mean += weights[k]! * (values[k]! / unit);
  mean /= total;
  let variance = 0;
  for (let k = 0; k < values.length; k++) variance += weights[k]! * (values[k]! / unit - mean) ** 2;
  return { mean: mean * unit, deviation: Math.sqrt(variance / total) * unit };
}

/** Where a function of one valley is least, between two bounds (R. Brent, "Algorithms for Minimization without Derivatives", 1973). */
function minimum(from: number, to: number, f: (x: number) => number): number {
  let [low, high] = [from, to];
  let x = low + RATIO * (high - low);
  let [w, v] = [x, x];
  let fx = f(x);
  let [fw, fv] = [fx, fx];
  let [d, e] = [0, 0];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    const near = TOLERANCE * Math.abs(x) + TOLERANCE;
    if (Math.abs(x - middle) <= 2 * near - (high - low) / 2) break;
    let golden = true;
    if (Math.abs(e) > near) {
      const r = (x - w) * (fx - fv);
      let q = (x - v) * (fx - fw);
      let p = (x - v) * q - (x - w) * r;
      q = 2 * (q - r);
      if (q > 0) p = -p;
      else q = -q;
      const before = e;
      e = d;
      if (Math.abs(p) < Math.abs(0.5 * q * before) && p > q * (low - x) && p < q * (high - x)) {
        d = p / q;
        golden = false;
        if (x + d - low < 2 * near || high - (x + d) < 2 * near) d = x < middle ? near : -near;
      }
    }
    if (golden) {
      e = x < middle ? high - x : low - x;
      d = RATIO * e;
    }
    const u = x + (Math.abs(d) >= near ? d : d > 0 ? near : -near);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) high = x;
      else low = x;
      [v, w, x] = [w, x, u];
      [fv, fw, fx] = [fw, fx, fu];
    } else {
      if (u < x) low = u;
      else high = u;
      if (fu <= fw || w === x) {
        [v, w] = [w, u];
        [fv, fw] = [fw, fu];
      } else if (fu <= fv || v === x || v === w) {
        v = u;
        fv = fu;
      }
    }
  }
  return x;
}
