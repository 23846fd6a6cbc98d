import { describe, expect, it } from "vitest";
import {
  codeCounts,
  countedCodes,
  runReducer,
  ValueCounter,
  valuesOfCodes,
} from "../../../src/engine/reducers/index.js";
import { memorySource } from "../../../src/engine/rows/index.js";
import { plainStore, planOf } from "../../../src/matrix/index.js";
import { blockOf, filled, normal } from "./passes.js";

const ROWS = 40_000;
const block = blockOf({
  byte: { ...plainStore(filled(new Int8Array(ROWS), -128, 127, 1)), missing: -128, center: 3, scale: -0.5 },
  unsigned: filled(new Uint8Array(ROWS), 0, 255, 2),
  float: normal(new Float32Array(ROWS), 0, 1, 3),
  wide: { ...plainStore(filled(new Int16Array(ROWS), -32768, 32767, 4)), missing: -32768 },
  gaps: { ...plainStore(filled(new Int8Array(ROWS), -128, -128, 5)), missing: -128 },
});

describe("the reducer codeCounts", () => {
  it.each([
    ["rows", {}],
    ["weights", { w: normal(new Float64Array(ROWS), 5, 1, 6).fill(0, 7, 99) }],
  ] as const)("counts %s as the counter of values does", async (_, rest) => {
    const counted = { ...block, ...rest };
    const params = countedCodes(planOf(block.x));
    const parts = await runReducer(memorySource(counted), codeCounts, params);
    const counter = new ValueCounter(planOf(block.x));
    counter.add(counted);
    counter.result().forEach((expected, j) => {
      if (j === 2) return;
      const found = valuesOfCodes(parts, params, j);
      expect(found.values).toEqual(expected.values);
      // Weights are summed by blocks here and all at once there.
      const apart = found.weights.map((weight, k) => Math.abs(weight / expected.weights[k]! - 1));
      expect(apart.reduce((most, one) => Math.max(most, one), 0)).toBeLessThan(1e-12);
      expect(found.missing).toBeCloseTo(expected.missing, 6);
    });
  });

  it("leaves out columns that hold no codes of one or two bytes", () => {
    const { slots } = countedCodes(planOf(block.x));
    expect(Array.from(slots!)).toEqual([0, 256, 512, 512, 512 + 65_536, 768 + 65_536]);
  });
});
