import { describe, expect, it } from "vitest";
import { type DistinctValues, ValueCounter, weightedMiddle } from "../../../src/engine/reducers/index.js";
import { FeatureMatrix, planOf } from "../../../src/matrix/index.js";
import { normal } from "./passes.js";

const ROWS = 30_000;

function count(values: Float64Array, most: number, size: number): DistinctValues {
  const x = FeatureMatrix.fromColumns({ a: values });
  const counter = new ValueCounter(planOf(x), [0], most);
  for (let from = 0; from < ROWS; from += size)
    counter.add({ x: x.slice(from, Math.min(ROWS, from + size)), row: from });
  return counter.result()[0]!;
}

describe("counting more distinct values than are kept", () => {
  const values = normal(new Float64Array(ROWS), 50, 20, 1);
  const sorted = values.slice().sort();

  it("drops as few bits as leave no more, and says how wrong values may be", () => {
    const { values: kept, weights, error } = count(values, 4096, 1000);
    expect(kept.length).toBeLessThanOrEqual(4096);
    expect(kept.length).toBeGreaterThan(1024);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(ROWS);
    expect(error).toBeGreaterThan(0);
    for (const share of [0.01, 0.25, 0.5, 0.75, 0.99]) {
      const [lower] = weightedMiddle({ values: kept, weights, missing: 0, infinite: 0 }, share);
      const exact = sorted[Math.ceil(share * ROWS) - 1]!;
      expect(Math.abs(lower - exact)).toBeLessThanOrEqual(error! * Math.abs(exact));
    }
  });

  it("does not depend on order or on blocks", () => {
    const whole = count(values, 4096, ROWS);
    expect(count(values, 4096, 777)).toEqual(whole);
    expect(count(values.slice().reverse(), 4096, 1000)).toEqual(whole);
  });

  it("is exact where they are few", () => {
    const { values: kept, error } = count(values, ROWS, 1000);
    expect(kept).toEqual(Float64Array.from(new Set(sorted)));
    expect(error).toBe(0);
  });
});
