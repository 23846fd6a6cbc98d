import { describe, expect, test } from "vitest";
import { missingCodeOf, type Store, validity } from "../../src/matrix/index.js";

const KINDS: readonly ((length: number) => Store)[] = [
  (length) => new Int8Array(length),
  (length) => new Uint8Array(length),
  (length) => new Int16Array(length),
  (length) => new Int32Array(length),
  (length) => new Float32Array(length),
  (length) => new Float64Array(length),
];

describe("validity", () => {
  test("has a bit for each row that does not hold the missing code, wherever the array begins", () => {
    for (const make of KINDS)
      for (let rows = 0; rows < 40; rows++)
        for (const offset of [0, 1, 3, 8]) {
          const data = make(offset + rows).subarray(offset);
          for (let i = 0; i < rows; i++) data[i] = (i * i) % 3 === 1 ? (missingCodeOf(data) ?? Number.NaN) : i;
          const { nullBitmap, nullCount } = validity(data, rows);
          const missing = Array.from(data, (_, i) => i).filter((i) => (i * i) % 3 === 1);
          expect(nullCount).toBe(missing.length);
          const bits = Array.from(data, (_, i) => nullBitmap === null || ((nullBitmap[i >> 3]! >> (i & 7)) & 1) === 1);
          expect(bits).toEqual(Array.from(data, (_, i) => !missing.includes(i)));
        }
  });
});
