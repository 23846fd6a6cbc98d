import { describe, expect, it } from "vitest";
import { moments } from "../../../src/engine/reducers/index.js";
import { plainStore } from "../../../src/matrix/index.js";
import { blockOf, bothWays, filled, normal } from "./passes.js";

const ROWS = 9001;

describe("the reducer moments", () => {
  it("gives the reference's bits for every storage, missing values and maps", async () => {
    const block = blockOf({
      byte: { ...plainStore(filled(new Int8Array(ROWS), -128, 127, 1)), missing: -128 },
      unsigned: { ...plainStore(filled(new Uint8Array(ROWS), 0, 255, 2)), missing: 255, center: 120.5, scale: -0.25 },
      wide: { ...plainStore(filled(new Int16Array(ROWS), -32768, 32767, 3)), missing: -32768 },
      words: { ...plainStore(filled(new Int32Array(ROWS), 0, 70_000, 4)), missing: 5 },
      single: normal(new Float32Array(ROWS), 100, 1, 5).fill(Number.NaN, 10, 20),
      double: normal(new Float64Array(ROWS), -5, 1e6, 6).fill(Number.POSITIVE_INFINITY, 30, 33),
      empty: { ...plainStore(new Int8Array(ROWS).fill(-128)), missing: -128 },
    });
    for (const params of [{}, { shift: Float64Array.of(0.3, 2, -17.5, 30_000, 100.1, 0, 1) }]) {
      const { kernel, plain } = await bothWays(moments, block, params);
      expect(plain).toEqual(kernel);
    }
  });

  it("gives the reference's bits with weights, and rows of weight 0 teach nothing", async () => {
    const weights = normal(new Float64Array(ROWS), 3, 0.1, 7).fill(0, 100, 203);
    const block = blockOf(
      {
        byte: { ...plainStore(filled(new Int8Array(ROWS), -128, 127, 8)), missing: -128 },
        double: normal(new Float64Array(ROWS), -5, 2, 9).fill(Number.NaN, 100, 203),
      },
      { w: weights },
    );
    const { kernel, plain } = await bothWays(moments, block);
    expect(plain).toEqual(kernel);
    expect(kernel.missing![1]).toBe(0);
  });

  it("counts codes exactly", async () => {
    const codes = filled(new Int8Array(ROWS), -128, 127, 10);
    const known = Array.from(codes).filter((code) => code !== -128);
    const { kernel } = await bothWays(moments, blockOf({ a: { ...plainStore(codes), missing: -128 } }));
    expect(kernel.weight![0]).toBe(known.length);
    expect(kernel.missing![0]).toBe(ROWS - known.length);
    expect(kernel.sum![0]).toBe(known.reduce((sum, code) => sum + code, 0));
    expect(kernel.squares![0]).toBe(known.reduce((sum, code) => sum + code * code, 0));
    expect(kernel.smallest![0]).toBe(-127);
    expect(kernel.largest![0]).toBe(127);
  });

  it("sees no spread in a constant column, however far it lies from 0", async () => {
    const block = blockOf({
      byte: new Int8Array(ROWS).fill(77),
      wide: { ...plainStore(new Int16Array(ROWS).fill(-32_001)), center: 0.1, scale: 3 },
    });
    const mean = Float64Array.of(77, (-32_001 - 0.1) * 3);
    const { kernel } = await bothWays(moments, block, { shift: mean });
    expect(kernel.squares![0]).toBe(0);
    // What is left is the rounding of the shift itself.
    expect(kernel.squares![1]! / ROWS).toBeLessThan((mean[1]! * 2 ** -50) ** 2);
  });
});
