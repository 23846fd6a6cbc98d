import { describe, expect, it } from "vitest";
import { allFinite, FeatureMatrix, plainStore } from "../../src/matrix/index.js";

describe("allFinite", () => {
  const dense = (values: number[]): FeatureMatrix => FeatureMatrix.from([values.slice(0, 2), values.slice(2)]);

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("finds %d wherever it is", (bad) => {
    expect(allFinite(dense([1, -1e308, 1e308, 0]))).toBe(true);
    for (let at = 0; at < 4; at++)
      expect(allFinite(dense([1, 2, 3, 4].map((v, i) => (i === at ? bad : v))))).toBe(false);
    expect(allFinite(FeatureMatrix.fromColumns({ a: [1, 2], b: [3, bad] }))).toBe(false);
  });

  it("finds missing codes, and values that their map makes infinite", () => {
    const of = (data: Int8Array, extra: object): boolean =>
      allFinite(new FeatureMatrix(2, ["a"], [plainStore(data, extra)]));
    expect(of(Int8Array.of(1, -128), {})).toBe(true);
    expect(of(Int8Array.of(1, -128), { missing: -128 })).toBe(false);
    expect(of(Int8Array.of(1, 2), { scale: Number.POSITIVE_INFINITY })).toBe(false);
  });

  it("is content with nothing", () => {
    expect(allFinite(FeatureMatrix.from([]))).toBe(true);
  });

  it("looks at its own rows alone", () => {
    expect(allFinite(dense([1, 2, 3, Number.NaN]).slice(0, 1))).toBe(true);
  });
});
