import { highWord, withHighWord } from "./bits.js";
import { exp } from "./exp.js";

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * The natural logarithm within one unit in the last place, the same bits on every engine: x = 2^k (1 + f), and a polynomial in
 * s = f / (2 + f) (the coefficients are those of fdlibm's remez fit).
 */
export function log(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  let value = x;
  if (value < 2.2250738585072014e-308) {
    value *= 18014398509481984;
    k -= 54;
  }
  const high = highWord(value);
  const fraction = high & 0xfffff;
  k += (high >> 20) - 1023;
  const carry = (fraction + 0x95f64) & 0x100000;
  value = withHighWord(value, fraction | (carry ^ 0x3ff00000));
  k += carry >> 20;
  const f = value - 1;
  if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const r = odd + even;
  const square = 0.5 * f * f;
  return k * LN2_HIGH - (square - (s * (square + r) + k * LN2_LOW) - f);
}

/** ln(1 + x) without losing digits near 0. */
export function log1p(x: number): number {
  if (x === 0) return x;
  const u = 1 + x;
  if (u === 1) return x;
  if (u === Number.POSITIVE_INFINITY) return u;
  return log(u) + (x - (u - 1)) / u;
}

/** x to the power y, within about 1e-15 * |y ln x|; whole powers up to 64 by multiplication. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isInteger(y) && Math.abs(y) <= 64) return wholePower(x, y);
  if (x === 0) return y < 0 ? Number.POSITIVE_INFINITY : 0;
  if (x < 0) return Number.isInteger(y) ? (y % 2 === 0 ? 1 : -1) * exp(y * log(-x)) : Number.NaN;
  return exp(y * log(x));
}

function wholePower(x: number, y: number): number {
  let result = 1;
  let base = x;
  for (let n = Math.abs(y); n > 0; n >>= 1) {
    if ((n & 1) === 1) result *= base;
    base *= base;
  }
  return y < 0 ? 1 / result : result;
}

/** ln(1 + e^x). */
export function softplus(x: number): number {
  return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
}
