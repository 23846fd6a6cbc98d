import { describe, expect, it } from "vitest";
import { kernels, useReference } from "../../../src/kernels/wasm/index.js";

describe("the kernels' module", () => {
  it("computes on memory that the caller fills", () => {
    const { run, scratch } = kernels()!;
    scratch.open(2 * 8 * 5, 2);
    const a = scratch.float64(5);
    const b = scratch.float64(5);
    a.set([1, 2, 3, 4, 5]);
    b.set([5, 4, 3, 2, 1]);
    expect(run.dotProduct(a.byteOffset, b.byteOffset, 5)).toBe(35);
  });

  it("grows its memory where arrays do not fit", () => {
    const { scratch } = kernels()!;
    const large = scratch.open(8 * 1_000_000, 1).float64(1_000_000);
    large[999_999] = 7;
    expect(large[999_999]).toBe(7);
  });

  it("steps aside for the reference", () => {
    useReference(true);
    expect(kernels()).toBeUndefined();
    useReference(false);
    expect(kernels()).toBeDefined();
  });
});
