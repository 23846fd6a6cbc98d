import { describe, expect, it } from "vitest";
import { concatRows, FeatureMatrix } from "../../src/matrix/index.js";

describe("Blocks of rows, one below the other", () => {
  const names = ["a", "b"];
  const doubles = FeatureMatrix.dense(3, names, Float64Array.of(1, 2, 3, 4, 5, Number.NaN));
  const singles = FeatureMatrix.dense(1, names, Float32Array.of(7, 8.5));
  const columns = FeatureMatrix.fromColumns({ a: [9], b: [10] });

  it.each([
    ["in one piece each", [doubles, doubles.slice(1, 3)], Float64Array],
    ["in one piece each, of float32", [singles, singles], Float32Array],
    ["of different kinds", [doubles, singles], Float64Array],
    ["some of them columns", [columns, doubles], Float64Array],
  ] as const)("hold the same rows: %s", (_, parts, kind) => {
    const joined = concatRows(parts);
    expect(joined.toRows()).toEqual(parts.flatMap((part) => part.toRows()));
    expect(joined.stores[0]!.data).toBeInstanceOf(kind);
    expect(joined.provenance).toBe(parts[0].provenance);
  });
});
