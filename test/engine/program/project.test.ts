import { describe, expect, it } from "vitest";
import { compileRow, type ProjectOperation, runProgram } from "../../../src/engine/program/index.js";
import { useReference } from "../../../src/engine/wasm/index.js";
import { FeatureMatrix, plainStore, valueAt } from "../../../src/matrix/index.js";
import { blockOf, filled, normal } from "../reducers/passes.js";

const ROWS = 1301;

const block = blockOf({
  byte: { ...plainStore(filled(new Int8Array(ROWS), -127, 127, 1)), missing: -128, center: 3.3, scale: 0.7 },
  unsigned: filled(new Uint8Array(ROWS), 0, 9, 2),
  wide: filled(new Int16Array(ROWS), -2300, 2300, 3),
  words: filled(new Int32Array(ROWS), 0, 100_000, 4),
  single: normal(new Float32Array(ROWS), 1000, 2, 5),
  double: normal(new Float64Array(ROWS), -1, 1, 6),
  gaps: { ...plainStore(filled(new Int8Array(ROWS), -128, -126, 7)), missing: -128 },
});
const width = block.x.stores.length;

function operation(outputs: number, singleSums: boolean, single = singleSums): ProjectOperation {
  return {
    op: "project",
    weights: normal(new Float64Array(width * outputs), 0, 1, 8),
    bias: normal(new Float64Array(outputs), 0, 1, 9),
    center: Float64Array.of(0.1, 4, 30, 5e4, 1000, 0, -127),
    names: Array.from({ length: outputs }, (_, c) => `out${c}`),
    single,
    singleSums,
  };
}

describe("the operation project", () => {
  const cases = [1, 3, 8, 13].flatMap((outputs) => [
    operation(outputs, false),
    operation(outputs, false, true),
    operation(outputs, true),
  ]);

  it.each(cases)(
    "gives the same bits by block, by row and by the reference: $names.length outputs, float32 sums $singleSums",
    (one) => {
      const result = runProgram([one], block);
      useReference(true);
      const plain = runProgram([one], block);
      useReference(false);
      expect(plain.stores[0]!.data).toEqual(result.stores[0]!.data);
      expect(runProgram([one], { ...block, x: block.x.slice(17, 20) }).toRows()).toEqual(result.toRows().slice(17, 20));
      const row = compileRow([one]);
      for (let i = 0; i < ROWS; i += 97) {
        const values = Float64Array.from(block.x.stores, (store) => valueAt(store, i));
        expect(Array.from(row(values))).toEqual(result.stores.map((store) => valueAt(store, i)));
      }
    },
  );

  it("does not look at how values are stored", () => {
    const plain = FeatureMatrix.dense(ROWS, block.x.columns, block.x.toDense());
    for (const one of cases)
      expect(runProgram([one], { x: plain, row: 0 }).stores[0]!.data).toEqual(runProgram([one], block).stores[0]!.data);
  });

  it("is as near to float64 as float32 can be, where values are centered", () => {
    const exact = runProgram([operation(13, false)], block).toRows();
    const close = runProgram([operation(13, true)], block).toRows();
    exact.forEach((row, i) => {
      if (row.some(Number.isNaN)) return;
      // Seven terms of up to 1e5 round to 6e-8 of themselves each, and so does each sum.
      for (const [c, value] of row.entries()) expect(Math.abs(value - close[i]![c]!)).toBeLessThan(14 * 6e-8 * 3e5);
    });
  });
});
