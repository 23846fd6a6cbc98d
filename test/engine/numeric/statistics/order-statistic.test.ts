import fc from "fast-check";
import { expect, it } from "vitest";
import { median, orderStatistic } from "../../../../src/engine/numeric/statistics/index.js";

const FEW_VALUES = fc.integer({ min: -3, max: 3 });
const samples = fc.oneof(
  fc.array(FEW_VALUES, { minLength: 1, maxLength: 200 }),
  fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 200 }),
);

it("A place holds what it holds after sorting, and the values on either side keep theirs", () => {
  fc.assert(
    fc.property(samples, fc.nat(), (sample, place) => {
      const at = place % sample.length;
      const values = Float64Array.from(sample);
      const found = orderStatistic(values, at);
      expect(found === Float64Array.from(sample).sort()[at]).toBe(true);
      expect(values.every((value, i) => (i < at ? value <= found : value >= found))).toBe(true);
      expect(Float64Array.from(values).sort()).toEqual(Float64Array.from(sample).sort());
    }),
    { numRuns: 500 },
  );
});

it("The median is the middle one, or halfway between the two in the middle", () => {
  fc.assert(
    fc.property(fc.array(FEW_VALUES, { minLength: 1, maxLength: 50 }), (sample) => {
      const sorted = [...sample].sort((a, b) => a - b);
      const { length } = sorted;
      const middle = (sorted[(length - 1) >> 1]! + sorted[length >> 1]!) / 2;
      expect(median(Float64Array.from(sample))).toBe(middle + 0);
    }),
  );
  expect(median(new Float64Array(0))).toBeNaN();
});
