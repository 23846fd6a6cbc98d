import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteCursor, readCodes, readFlags, Scratch } from "../../src/io/parquet/bits.js";

/** Numbers bit by bit, the lowest first, in groups of eight. */
function packed(numbers: readonly number[], width: number): number[] {
  const bytes = new Uint8Array((Math.ceil(numbers.length / 8) * 8 * width) / 8);
  numbers.forEach((number, i) => {
    for (let k = 0; k < width; k++)
      if (Math.floor(number / 2 ** k) % 2 === 1) bytes[(i * width + k) >> 3]! |= 1 << ((i * width + k) & 7);
  });
  return [Math.ceil(numbers.length / 8) * 2 + 1, ...bytes];
}

/** A run of equal numbers. */
function run(number: number, length: number, width: number): number[] {
  const bytes = Array.from({ length: (width + 7) >> 3 }, (_, k) => Math.floor(number / 2 ** (8 * k)) & 255);
  return [length * 2, ...bytes];
}

const pages = fc.integer({ min: 0, max: 32 }).chain((width) => {
  const number = fc.integer({ min: 0, max: 2 ** width - 1 });
  // Fewer than 64 numbers, so that a header is one byte.
  const part = fc.oneof(
    fc.record({ equal: fc.constant(true), number, length: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ equal: fc.constant(false), numbers: fc.array(number, { minLength: 1, maxLength: 60 }) }),
  );
  return fc.record({ width: fc.constant(width), parts: fc.array(part, { minLength: 1, maxLength: 4 }) });
});

describe("Numbers of a page of Parquet", () => {
  it("are what their bits say, for every width, whether they come packed or as runs", () => {
    const scratch = new Scratch();
    fc.assert(
      fc.property(pages, ({ width, parts }) => {
        const expected: number[] = [];
        const bytes: number[] = [];
        parts.forEach((part, at) => {
          if ("length" in part) {
            expected.push(...Array.from({ length: part.length }, () => part.number));
            bytes.push(...run(part.number, part.length, width));
            return;
          }
          // Only the last group of a page may be cut off.
          const whole = at === parts.length - 1 ? part.numbers : part.numbers.slice(0, part.numbers.length & ~7);
          if (whole.length === 0) return;
          expected.push(...whole);
          bytes.push(...packed(whole, width));
        });
        const codes = readCodes(new ByteCursor(Uint8Array.from(bytes)), width, expected.length, 2 ** 32, scratch);
        expect(Array.from(codes, (code) => code >>> 0)).toEqual(expected);
        if (width !== 1) return;
        const { flags, count } = readFlags(new ByteCursor(Uint8Array.from(bytes)), expected.length, scratch);
        expect(Array.from(flags)).toEqual(expected);
        expect(count).toBe(expected.filter((flag) => flag === 1).length);
      }),
      { numRuns: 2000 },
    );
  });

  it("are refused where a dictionary has no such entry", () => {
    const cursor = new ByteCursor(Uint8Array.from(packed([0, 5, 2], 3)));
    expect(() => readCodes(cursor, 3, 3, 5, new Scratch())).toThrow("code 5 of a dictionary of 5");
  });
});
