import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InexactNumber, numbersOf } from "../../src/io/parquet/numbers.js";

const EDGES = [0n, -1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n), 1n - 2n ** 53n, 2n ** 63n - 1n];
const long = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
  fc.constantFrom(...EDGES),
);

describe("Integers of 64 bits in Parquet", () => {
  it("are numbers where numbers hold them, and named where not, signed or unsigned", () => {
    fc.assert(
      fc.property(fc.array(long, { maxLength: 20 }), fc.boolean(), (longs, unsigned) => {
        const values = { kind: "longs", data: BigInt64Array.from(longs) } as const;
        const expected = longs.map((value) => (unsigned ? BigInt.asUintN(64, value) : value));
        const inexact = expected.find((value) => !Number.isSafeInteger(Number(value)));
        const read = (): number[] => Array.from(numbersOf(values, { type: "number", unsigned }));
        if (inexact === undefined) expect(read()).toEqual(expected.map(Number));
        else expect(read).toThrow(new InexactNumber(String(inexact)));
      }),
      { numRuns: 500 },
    );
  });

  it("are moments in milliseconds, cut towards the past", () => {
    fc.assert(
      fc.property(fc.array(long, { maxLength: 20 }), fc.constantFrom("millis", "micros", "nanos"), (longs, unit) => {
        const per = { millis: 1n, micros: 1000n, nanos: 1_000_000n }[unit as "millis"];
        const found = numbersOf(
          { kind: "longs", data: BigInt64Array.from(longs) },
          { type: "timestamp", unit: unit as "millis" },
        );
        const floor = (value: bigint): bigint => (value - (((value % per) + per) % per)) / per;
        expect(Array.from(found)).toEqual(longs.map((value) => Number(floor(value))));
      }),
      { numRuns: 500 },
    );
  });
});
