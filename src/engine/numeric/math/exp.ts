import { scaled } from "./bits.js";

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const INVERSE_LN2 = Math.LOG2E;

/**
 * e^x within one unit in the last place, the same bits on every engine: x = k ln 2 + r, and a rational approximation of e^r for
 * |r| <= ln 2 / 2 (the coefficients are those of fdlibm's remez fit).
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  const k = Math.round(INVERSE_LN2 * x);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  return k === 0 ? y : scaled(y, k);
}

/** e^x - 1 without losing digits near 0. */
export function expm1(x: number): number {
  if (Math.abs(x) < 1e-5) return x + (x * x) / 2 + (x * x * x) / 6;
  if (Math.abs(x) > 0.5) return exp(x) - 1;
  const half = expm1(x / 2);
  return half * (half + 2);
}

/** The hyperbolic tangent. */
export function tanh(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size > 22) return x < 0 ? -1 : 1;
  const t = expm1(2 * size);
  const value = t / (t + 2);
  return x < 0 || Object.is(x, -0) ? -value : value;
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: number): number {
  const small = exp(-Math.abs(x));
  return x < 0 ? small / (1 + small) : 1 / (1 + small);
}
