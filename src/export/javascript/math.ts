/** The functions of `engine/numeric/math`, word for word: the same bits on every engine. */
export const MATH: string = `const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
float[0] = 1;
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;
function highWord(x) { float[0] = x; return words[HIGH]; }
function withHighWord(x, high) { float[0] = x; words[HIGH] = high; return float[0]; }
function scaled(x, k) {
  if (k > 1023) return scaled(x * 2 ** 1023, k - 1023);
  if (k < -1022) return scaled(x * 2 ** -1022, k + 1022);
  return x * withHighWord(1, (k + 1023) << 20);
}
function exp(x) {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const k = Math.round(Math.LOG2E * x);
  const high = x - k * 0.6931471803691238;
  const low = k * 1.9082149292705877e-10;
  const r = high - low;
  const t = r * r;
  const c = r - t * (0.16666666666666602 + t * (-0.0027777777777015593 + t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  return k === 0 ? y : scaled(y, k);
}
function log(x) {
  if (x === 0) return -Infinity;
  if (!(x > 0)) return NaN;
  if (x === Infinity) return x;
  let k = 0;
  let value = x;
  if (value < 2.2250738585072014e-308) { value *= 18014398509481984; k -= 54; }
  const high = highWord(value);
  const fraction = high & 0xfffff;
  k += (high >> 20) - 1023;
  const carry = (fraction + 0x95f64) & 0x100000;
  value = withHighWord(value, fraction | (carry ^ 0x3ff00000));
  k += carry >> 20;
  const f = value - 1;
  if (f === 0) return k === 0 ? 0 : k * 0.6931471803691238 + k * 1.9082149292705877e-10;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const r = odd + even;
  const square = 0.5 * f * f;
  return k * 0.6931471803691238 - (square - (s * (square + r) + k * 1.9082149292705877e-10) - f);
}
function log1p(x) {
  if (x === 0) return x;
  const u = 1 + x;
  if (u === 1) return x;
  if (u === Infinity) return u;
  return log(u) + (x - (u - 1)) / u;
}
function expm1(x) {
  if (Math.abs(x) < 1e-5) return x + (x * x) / 2 + (x * x * x) / 6;
  if (Math.abs(x) > 0.5) return exp(x) - 1;
  const half = expm1(x / 2);
  return half * (half + 2);
}
function tanh(x) {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size > 22) return x < 0 ? -1 : 1;
  const t = expm1(2 * size);
  const value = t / (t + 2);
  return x < 0 || Object.is(x, -0) ? -value : value;
}
function sigmoid(x) {
  const small = exp(-Math.abs(x));
  return x < 0 ? small / (1 + small) : 1 / (1 + small);
}
function pow(x, y) {
  if (y === 0) return 1;
  if (Number.isInteger(y) && Math.abs(y) <= 64) {
    let result = 1;
    let base = x;
    for (let n = Math.abs(y); n > 0; n >>= 1) {
      if ((n & 1) === 1) result *= base;
      base *= base;
    }
    return y < 0 ? 1 / result : result;
  }
  if (x === 0) return y < 0 ? Infinity : 0;
  if (x < 0) return Number.isInteger(y) ? (y % 2 === 0 ? 1 : -1) * exp(y * log(-x)) : NaN;
  return exp(y * log(x));
}
`;
