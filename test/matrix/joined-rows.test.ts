import { describe, expect, it } from "vitest";
import { FeatureMatrix, JoinedRows, plainStore } from "../../src/matrix/index.js";

const block = (rows: number, from: number): FeatureMatrix =>
  FeatureMatrix.dense(
    rows,
    ["a", "b"],
    Float32Array.from({ length: 2 * rows }, (_, at) => from + at),
  );

describe("rows joined as they come", () => {
  it("are those of the blocks, in their order", () => {
    const joined = JoinedRows.like(block(3, 0), 5)!;
    expect(joined.add(block(3, 0))).toBe(true);
    expect(joined.matrix().toRows()).toEqual(block(3, 0).toRows());
    expect(joined.add(block(2, 6))).toBe(true);
    expect(joined.matrix().toRows()).toEqual(block(5, 0).toRows());
    expect(joined.matrix().columns).toEqual(["a", "b"]);
  });

  it("take no block of another kind, and none for which there is no room", () => {
    const joined = JoinedRows.like(block(3, 0), 5)!;
    joined.add(block(3, 0));
    expect(joined.add(block(3, 6))).toBe(false);
    expect(joined.add(FeatureMatrix.dense(1, ["a", "b"], Float64Array.of(1, 2)))).toBe(false);
    const apart = new FeatureMatrix(1, ["a", "b"], [plainStore(Int8Array.of(1)), plainStore(Int8Array.of(2))]);
    expect(joined.add(apart)).toBe(false);
    expect(JoinedRows.like(apart, 5)).toBeUndefined();
    expect(joined.matrix().rows).toBe(3);
  });
});
