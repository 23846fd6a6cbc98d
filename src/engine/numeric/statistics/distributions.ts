import { exp, log } from "../math/index.js";
import { upperGamma } from "./gamma.js";

/** How likely a chi-squared variable with `degrees` degrees of freedom exceeds x. */
export function chiSquaredSurvival(x: number, degrees: number): number {
  return degrees <= 0 || x <= 0 ? 1 : upperGamma(degrees / 2, x / 2);
}

/** How likely a standard normal variable stays below z. */
export function normalCdf(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2);
  return z > 0 ? 1 - tail : tail;
}

/** The z that a standard normal variable stays below with probability p: Newton's method on the cdf, from the middle. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * log(p));
  let z = -(t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t));
  for (let i = 0; i < 20; i++) {
    const density = 0.3989422804014327 * exp(-(z * z) / 2);
    const step = (normalCdf(z) - p) / density;
    z -= step / (1 + (z * step) / 2);
    if (Math.abs(step) < 1e-15 * Math.max(1, Math.abs(z))) break;
  }
  return z;
}

/** How likely a Kolmogorov-Smirnov distance as large as this is by chance, for samples of these sizes (asymptotic). */
export function kolmogorovSmirnovSurvival(distance: number, rowsA: number, rowsB: number): number {
  const size = Math.sqrt((rowsA * rowsB) / (rowsA + rowsB));
  const x = distance * (size + 0.12 + 0.11 / size);
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = exp(-2 * k * k * x * x);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-17) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/** P-values adjusted for their number, so that the expected share of false discoveries is controlled (Y. Benjamini, Y. Hochberg, 1995). */
export function benjaminiHochberg(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[b]! - values[a]!);
  const adjusted = new Float64Array(values.length);
  let least = 1;
  order.forEach((i, position) => {
    least = Math.min(least, (values[i]! * values.length) / (values.length - position));
    adjusted[i] = least;
  });
  return adjusted;
}
