import { afterEach, describe, expect, it } from "vitest";
import { rowPacking, tileBytes } from "../../../src/engine/numeric/distances/index.js";
import { Random } from "../../../src/engine/numeric/random/index.js";
import { compileRow, type Program, type ProjectOperation, runProgram } from "../../../src/engine/program/index.js";
import { projectedScores } from "../../../src/engine/program/projected-scores.js";
import { kernels, useReference } from "../../../src/engine/wasm/index.js";
import { type ColumnStore, FeatureMatrix } from "../../../src/matrix/index.js";

const ROWS = 1103;
const WIDTH = 21;
const OUTPUTS = 10;
const CLUSTERS = 5;
const names = (count: number, what: string): string[] => Array.from({ length: count }, (_, k) => `${what}${k}`);
const columns = names(WIDTH, "x");
const random = new Random(3);
const normals = (count: number, size = 1): Float64Array =>
  Float64Array.from({ length: count }, () => size * random.normal());
const codes = Array.from({ length: WIDTH }, () => Int8Array.from({ length: ROWS }, () => random.below(5)));
codes[4]![17] = -128;

/** Scaled codes of a byte, one of them missing, and some columns of 16 bits. */
function coded(): FeatureMatrix {
  const stores = columns.map(
    (_, j): ColumnStore => ({
      data: j % 5 === 3 ? Int16Array.from(codes[j]!, (code) => 900 + 100 * code) : codes[j]!,
      start: 0,
      stride: 1,
      center: j % 5 === 3 ? 1130 : 2.25,
      scale: j % 5 === 3 ? 0.011 : 0.7,
      ...(j % 5 === 3 ? {} : { missing: -128 }),
    }),
  );
  return new FeatureMatrix(ROWS, columns, stores);
}

function scattered(): FeatureMatrix {
  const x = FeatureMatrix.dense(ROWS, columns, normals(ROWS * WIDTH));
  return new FeatureMatrix(
    ROWS,
    columns,
    x.stores.map((store, j) => (j === 2 ? { ...coded().stores[2]! } : store)),
  );
}

/** Rows far from zero, in float32. */
function far(): FeatureMatrix {
  const values = normals(ROWS * WIDTH).map((value, at) => 4000 + (at % WIDTH) + value);
  values[5 * WIDTH + 3] = Number.POSITIVE_INFINITY;
  values[6 * WIDTH] = Number.NaN;
  return FeatureMatrix.dense(ROWS, columns, Float32Array.from(values));
}

const TABLES = {
  codes: coded(),
  "float64 rows and a column of codes": scattered(),
  "float32 rows far from zero": far(),
};

function projection(more: Partial<ProjectOperation> = {}): ProjectOperation {
  return {
    op: "project",
    weights: normals(WIDTH * OUTPUTS, 0.3),
    bias: normals(OUTPUTS),
    names: names(OUTPUTS, "z"),
    single: true,
    singleSums: true,
    ...more,
  };
}

const PROJECTIONS: Record<string, ProjectOperation> = {
  "in float32": projection(),
  "in float64, rounded": projection({ singleSums: false }),
  "in float64": projection({ single: false, singleSums: false }),
  "of centered values": projection({ center: Float64Array.from(columns, (_, j) => 4000 + j) }),
};

function labeling(operation: ProjectOperation, centroids: Float64Array): Program {
  const measured = {
    op: "distances",
    centroids,
    names: names(centroids.length / OUTPUTS, "d"),
    single: false,
  } as const;
  return [operation, measured, { op: "argmin", name: "cluster" }];
}

/** One operation after the other, each on all rows. */
function unfused(program: Program, x: FeatureMatrix): number[] {
  return Array.from(program.reduce((now, operation) => runProgram([operation], { x: now, row: 0 }), x).column(0));
}

const fused = (program: Program, x: FeatureMatrix): number[] =>
  Array.from(runProgram(program, { x, row: 0 }).column(0));

describe("a projection, distances and the nearest centroid in one", () => {
  afterEach(() => useReference(false));

  for (const [what, x] of Object.entries(TABLES))
    it.each(Object.entries(PROJECTIONS))(
      `have the labels of the three one by one: ${what}, projected %s`,
      (_, operation) => {
        const program = labeling(operation, normals(CLUSTERS * OUTPUTS));
        const labels = fused(program, x);
        expect(labels).toEqual(unfused(program, x));
        const row = compileRow(program);
        expect(labels).toEqual(x.toRows().map((values) => row(Float64Array.from(values))[0]));
        expect(fused(program, x.slice(301, 420))).toEqual(labels.slice(301, 420));
        useReference(true);
        expect(fused(program, x)).toEqual(labels);
      },
    );

  it("have them where every row is as near to one centroid as to another but for rounding", () => {
    for (const operation of Object.values(PROJECTIONS)) {
      const x = TABLES.codes;
      // Two centroids on either side of each row's projection: whole numbers in one output, where the others are the same.
      const z = runProgram([operation], { x, row: 0 }).toDense();
      const program = (row: number): Program => {
        const centroids = Float64Array.from([
          ...z.subarray(row * OUTPUTS, (row + 1) * OUTPUTS),
          ...z.subarray(row * OUTPUTS, (row + 1) * OUTPUTS),
        ]);
        centroids[0]! -= 1;
        centroids[OUTPUTS]! += 1;
        return labeling(operation, centroids);
      };
      const near = x.slice(20, 90);
      for (let row = 20; row < 60; row++) expect(fused(program(row), near)).toEqual(unfused(program(row), near));
    }
  });

  it.skipIf(kernels() === undefined)(
    "decide most rows without them: the bound on rounding is far below what rows differ by",
    () => {
      const x = TABLES.codes;
      const wasm = kernels()!;
      const program = labeling(PROJECTIONS["in float32"]!, normals(CLUSTERS * OUTPUTS));
      const tile = tileBytes(x);
      wasm.scratch.open(tile.bytes, tile.arrays);
      const { lengths, unit } = projectedScores(
        program[0] as never,
        program[1] as never,
        rowPacking(x, new Float64Array(WIDTH), wasm),
      );
      // |x| is about 4 here and squared distances about 10 apart: a thousandth of that is undecided at most.
      for (const length of lengths) expect(unit * (4 + length) ** 2).toBeLessThan(0.01);
    },
  );

  it("leave other widths to the projection, which says what is wrong", () => {
    const program = labeling(PROJECTIONS["in float32"]!, normals(CLUSTERS * OUTPUTS));
    const narrow = new FeatureMatrix(ROWS, columns.slice(1), TABLES.codes.stores.slice(1));
    expect(() => fused(program, narrow)).toThrow(/was fitted on 21/);
  });
});
