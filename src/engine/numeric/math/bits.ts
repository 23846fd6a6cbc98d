const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const bytes = new Uint8Array(float.buffer);
float[0] = 1;
/** Where the word with sign and exponent lies. */
const HIGH = bytes[7] === 0x3f ? 1 : 0;

/** Sign, exponent and the first 20 bits of the fraction. */
export function highWord(x: number): number {
  float[0] = x;
  return words[HIGH]!;
}

/** The number with another high word. */
export function withHighWord(x: number, high: number): number {
  float[0] = x;
  words[HIGH] = high;
  return float[0];
}

/** x * 2^k, exact but for results below the normal range. */
export function scaled(x: number, k: number): number {
  if (k > 1023) return scaled(x * 2 ** 1023, k - 1023);
  if (k < -1022) return scaled(x * 2 ** -1022, k + 1022);
  return x * withHighWord(1, (k + 1023) << 20);
}
