import { afterEach, describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/numeric/random/index.js";
import { compileRow, type Program, runProgram } from "../../../src/engine/program/index.js";
import { useReference } from "../../../src/engine/wasm/index.js";
import { type ColumnStore, FeatureMatrix } from "../../../src/matrix/index.js";

const ROWS = 1003;
const WIDTH = 6;
const CLUSTERS = 9;
const names = (count: number, what: string): string[] => Array.from({ length: count }, (_, k) => `${what}${k}`);
const random = new Random(8);
const whole = Float64Array.from({ length: ROWS * WIDTH }, () => Math.round(3 * random.normal()));
const normal = Float64Array.from(whole, (value) => value + random.normal());

function coded(missing: number): FeatureMatrix {
  const stores = names(WIDTH, "x").map((_, j): ColumnStore => {
    const data = Int8Array.from({ length: ROWS }, (_, i) => whole[i * WIDTH + j]!);
    return { data, start: 0, stride: 1, center: 0.25, scale: 1.5, missing };
  });
  return new FeatureMatrix(ROWS, names(WIDTH, "x"), stores);
}

function withInfinite(): FeatureMatrix {
  const values = normal.slice();
  values[7 * WIDTH] = Number.POSITIVE_INFINITY;
  values[8 * WIDTH + 1] = Number.NaN;
  return FeatureMatrix.dense(ROWS, names(WIDTH, "x"), values);
}

const TABLES: Record<string, FeatureMatrix> = {
  "float64 rows, one infinite, one missing": withInfinite(),
  "float32 rows": FeatureMatrix.dense(ROWS, names(WIDTH, "x"), Float32Array.from(normal)),
  "whole numbers, many of them between centroids": FeatureMatrix.dense(ROWS, names(WIDTH, "x"), whole),
  "codes, some missing": coded(3),
};
const centroids = Float64Array.from({ length: CLUSTERS * WIDTH }, (_, at) => (at % 3) + Math.round(random.normal()));
const measured = { op: "distances", centroids, names: names(CLUSTERS, "d"), single: false } as const;
const both: Program = [measured, { op: "argmin", name: "cluster" }];

/** A program row by row. */
function byRow(program: Program, x: FeatureMatrix): number[][] {
  const run = compileRow(program);
  return x.toRows().map((row) => Array.from(run(Float64Array.from(row))));
}

describe("distances and the nearest centroid", () => {
  afterEach(() => useReference(false));

  it.each(Object.entries(TABLES))("have the same bits by block, by row and by the reference: %s", (_, x) => {
    for (const program of [
      both,
      [measured],
      [{ ...measured, single: true }],
      [{ ...measured, single: true }, both[1]!],
    ]) {
      const kernel = runProgram(program, { x, row: 0 }).toRows();
      expect(kernel).toEqual(byRow(program, x));
      useReference(true);
      expect(runProgram(program, { x, row: 0 }).toRows()).toEqual(kernel);
      useReference(false);
    }
  });

  it("are the same whatever lies around a row", () => {
    const x = TABLES["float32 rows"]!;
    const all = runProgram(both, { x, row: 0 });
    const some = runProgram(both, { x: x.slice(301, 420), row: 301 });
    expect(some.toRows()).toEqual(all.slice(301, 420).toRows());
    expect(all.provenance).toEqual([{ sources: names(WIDTH, "x") }]);
  });
});
