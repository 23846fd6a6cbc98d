import { describe, expect, it } from "vitest";
import { kernels, useReference } from "../../../src/engine/wasm/index.js";

describe("the kernels' module", () => {
  it("computes on memory that the caller fills", () => {
    const { run, scratch } = kernels()!;
    scratch.open(4 * 8 * 4, 2);
    const rows = scratch.float64(8);
    const turns = scratch.float64(2);
    rows.set([1, 2, 3, 4, 5, 6, 7, 8]);
    turns.set([0, 1]);
    // A quarter turn: the first row becomes the second, and the second the first with its sign changed.
    run.rotateRows(rows.byteOffset, 4, 0, 1, turns.byteOffset);
    expect(Array.from(rows)).toEqual([-5, -6, -7, -8, 1, 2, 3, 4]);
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
