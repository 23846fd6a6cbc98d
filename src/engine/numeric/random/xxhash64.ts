/** Primes of the algorithm. */
const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;

/** The lowest 64 bits: engines compute what stands in it in machine words. */
const word = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotated = (value: bigint, bits: bigint): bigint => word(value << bits) | (value >> (64n - bits));
const round = (sum: bigint, input: bigint): bigint => word(rotated(word(sum + word(input * P2)), 31n) * P1);
const merged = (hash: bigint, sum: bigint): bigint => word(word((hash ^ round(0n, sum)) * P1) + P4);

/**
 * XXH64 of bytes, a whole number of 64 bits without a sign. Source: Y. Collet, "xxHash fast digest algorithm", version 0.1.1.
 *
 * @param seed - Of 64 bits without a sign; to hash several values one after the other, as Spark does, the hash of the ones before.
 */
export function xxhash64(bytes: Uint8Array, seed: bigint): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  let at = 0;
  let hash = word(seed + P5);
  if (length >= 32) {
    let [a, b, c, d] = [word(seed + P1 + P2), word(seed + P2), seed, word(seed - P1)];
    for (; at + 32 <= length; at += 32) {
      a = round(a, view.getBigUint64(at, true));
      b = round(b, view.getBigUint64(at + 8, true));
      c = round(c, view.getBigUint64(at + 16, true));
      d = round(d, view.getBigUint64(at + 24, true));
    }
    hash = word(word(rotated(a, 1n) + rotated(b, 7n)) + word(rotated(c, 12n) + rotated(d, 18n)));
    for (const sum of [a, b, c, d]) hash = merged(hash, sum);
  }
  hash = word(hash + BigInt(length));
  for (; at + 8 <= length; at += 8)
    hash = word(word(rotated(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1) + P4);
  if (at + 4 <= length) {
    hash = word(word(rotated(hash ^ word(BigInt(view.getUint32(at, true)) * P1), 23n) * P2) + P3);
    at += 4;
  }
  for (; at < length; at++) hash = word(rotated(hash ^ word(BigInt(bytes[at]!) * P5), 11n) * P1);
  hash = word((hash ^ (hash >> 33n)) * P2);
  hash = word((hash ^ (hash >> 29n)) * P3);
  return hash ^ (hash >> 32n);
}
