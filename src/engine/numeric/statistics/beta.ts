import { exp, log } from "../math/index.js";
import { logGamma } from "./gamma.js";

/** The regularized incomplete beta function I(x; a, b): by its continued fraction (Numerical Recipes, 2007, ch. 6.4). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x > 0)) return x <= 0 ? 0 : Number.NaN;
  if (x >= 1) return 1;
  // The fraction converges fast on this side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x)) / a;
  const step = (d: number): number => (Math.abs(d) < 1e-300 ? 1e-300 : d);
  let c = 1;
  let d = 1 / step(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / step(1 + even * d);
    c = step(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / step(1 + odd * d);
    c = step(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return Math.min(1, front * fraction);
}

/** The x at which the regularized incomplete beta function is p: by halving, which every p and every shape bears. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? 0 : p === 1 ? 1 : Number.NaN;
  let [low, high] = [0, 1];
  while (true) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
}

/** How likely Student's t with `degrees` degrees of freedom stays below t. */
export function studentCdf(t: number, degrees: number): number {
  const tail = incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The t that Student's t with `degrees` degrees of freedom stays below with probability p. */
export function studentQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentQuantile(1 - p, degrees);
  // x = t² / (degrees + t²) keeps its digits where t is small, its complement where t is large.
  const x = betaQuantile(1 - 2 * p, 0.5, degrees / 2);
  const y = x > 0.5 ? betaQuantile(2 * p, degrees / 2, 0.5) : 1 - x;
  return -Math.sqrt((degrees * x) / y);
}
