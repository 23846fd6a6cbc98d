import { afterEach, describe, expect, it } from "vitest";
import { Random } from "../../../src/engine/numeric/random/index.js";
import {
  addArrays,
  assign,
  assignBytes,
  inertia,
  type NamedArrays,
  runReducer,
} from "../../../src/engine/reducers/index.js";
import { memorySource } from "../../../src/engine/rows/index.js";
import { useReference } from "../../../src/engine/wasm/index.js";
import { type ColumnStore, FeatureMatrix } from "../../../src/matrix/index.js";

const names = (width: number): string[] => Array.from({ length: width }, (_, j) => `x${j}`);

/** Rows around a few centroids; whole numbers where `whole`. */
function values(rows: number, width: number, middle: number, whole = false): Float64Array {
  const random = new Random(rows + width);
  return Float64Array.from({ length: rows * width }, (_, at) => {
    const value = middle + 3 * ((Math.floor(at / width) % 5) - 2) + 2 * random.normal();
    return whole ? Math.round(value) : value;
  });
}

function columns(data: Float64Array, width: number, store: (column: Float64Array, j: number) => ColumnStore) {
  const rows = data.length / width;
  const stores = names(width).map((_, j) =>
    store(
      Float64Array.from({ length: rows }, (_, i) => data[i * width + j]!),
      j,
    ),
  );
  return new FeatureMatrix(rows, names(width), stores);
}

/** The ways in which rows are stored. */
const STORAGES: Record<string, (rows: number, width: number) => FeatureMatrix> = {
  "float64 rows": (n, p) => FeatureMatrix.dense(n, names(p), values(n, p, 100)),
  "float32 rows": (n, p) => FeatureMatrix.dense(n, names(p), Float32Array.from(values(n, p, 0))),
  "float32 rows far from zero": (n, p) => FeatureMatrix.dense(n, names(p), Float32Array.from(values(n, p, 5000))),
  "float64 columns": (n, p) =>
    columns(values(n, p, -3), p, (data) => ({ data, start: 0, stride: 1, center: 0, scale: 1 })),
  "codes, some scaled": (n, p) =>
    columns(values(n, p, 40, true), p, (column, j) => ({
      data: j % 2 === 0 ? Int8Array.from(column) : Int16Array.from(column),
      start: 0,
      stride: 1,
      center: j % 3 === 0 ? 0 : 38.7,
      scale: j % 3 === 0 ? 1 : 0.37,
      missing: j % 2 === 0 ? -128 : -32768,
    })),
  "codes beside float32 and float64": (n, p) =>
    columns(values(n, p, 2, true), p, (column, j) => ({
      data: j % 3 === 0 ? Uint8Array.from(column, Math.abs) : j % 3 === 1 ? Float32Array.from(column) : column,
      start: 0,
      stride: 1,
      center: 0.5,
      scale: 2,
    })),
};

interface Steps {
  readonly labels: number[][];
  readonly totals: NamedArrays;
  readonly inertia: number;
}

/** Some Lloyd steps from the first rows, by one engine. */
async function steps(x: FeatureMatrix, clusters: number, bounded: boolean, w?: Float64Array): Promise<Steps> {
  const source = memorySource({ x, row: 0, ...(w === undefined ? {} : { w }) });
  const width = x.columns.length;
  const shift = Float64Array.from(
    x.columns,
    (name) => Float64Array.from(x.column(name)).reduce((sum, value) => sum + value, 0) / x.rows,
  );
  const size = Int32Array.of(clusters);
  const bytesPerRow = assignBytes(clusters, bounded);
  const rowState = { bytesPerRow, bytes: new ArrayBuffer(x.rows * bytesPerRow) };
  const totals = assign.init({ columns: width }, { clusters: size });
  let centroids = x.slice(0, clusters).toDense();
  let params: NamedArrays = { centroids, clusters: size, shift };
  const labels: number[][] = [];
  for (let step = 0; step < 6; step++) {
    addArrays(totals, await runReducer(source, assign, params, { rowState }));
    labels.push([...labelsOf(rowState.bytes, x.rows, bytesPerRow)]);
    const next = centroids.map((centroid, at) => {
      const weight = totals.weights![Math.floor(at / width)]!;
      return weight > 0 ? totals.sums![at]! / weight : centroid;
    });
    params = { centroids: next, clusters: size, shift, ...(bounded ? boundsOf(centroids, next, clusters) : {}) };
    centroids = next;
  }
  await runReducer(source, assign, params, { rowState });
  const found = await runReducer(source, inertia, params, { rowState });
  return { labels, totals, inertia: found.inertia![0]! };
}

/** Labels stand first in the state of each block of 4,096 rows. */
function* labelsOf(bytes: ArrayBuffer, rows: number, bytesPerRow: number): Iterable<number> {
  for (let from = 0; from < rows; from += 4096)
    yield* new Int32Array(bytes, from * bytesPerRow, Math.min(4096, rows - from));
}

function boundsOf(before: Float64Array, after: Float64Array, clusters: number): NamedArrays {
  const width = before.length / clusters;
  const apart = (a: Float64Array, from: number, b: Float64Array, to: number): number =>
    Math.hypot(...a.subarray(from * width, (from + 1) * width).map((value, j) => value - b[to * width + j]!));
  const all = Array.from({ length: clusters }, (_, c) => c);
  return {
    moved: Float64Array.from(all, (c) => apart(before, c, after, c)),
    half: Float64Array.from(all, (c) => Math.min(...all.map((o) => (o === c ? 1e9 : apart(after, c, after, o) / 2)))),
  };
}

async function both(run: () => Promise<Steps>): Promise<readonly [Steps, Steps]> {
  useReference(true);
  const reference = await run();
  useReference(false);
  return [reference, await run()];
}

describe("a Lloyd step by kernels and by the reference", () => {
  afterEach(() => useReference(false));

  for (const [storage, matrix] of Object.entries(STORAGES))
    for (const bounded of [false, true])
      for (const [rows, width, clusters] of [
        [301, 1, 3],
        [4500, 7, 9],
        [700, 34, 8],
      ] as const)
        it(`gives the same bits: ${storage}, ${rows} x ${width}, ${clusters} clusters${bounded ? ", bounds" : ""}`, async () => {
          const x = matrix(rows, width);
          const [reference, kernel] = await both(() => steps(x, clusters, bounded));
          expect(kernel.labels).toEqual(reference.labels);
          expect(kernel.totals).toEqual(reference.totals);
          expect(kernel.inertia).toBe(reference.inertia);
        });

  it("weighs rows", async () => {
    const x = STORAGES["float64 rows"]!(500, 4);
    const w = Float64Array.from({ length: 500 }, (_, i) => i % 3);
    const [reference, kernel] = await both(() => steps(x, 5, true, w));
    expect(kernel.labels).toEqual(reference.labels);
    expect(kernel.totals).toEqual(reference.totals);
    expect([...kernel.totals.members!].reduce((a, b) => a + b)).toBe(333);
    expect(kernel.inertia).toBe(reference.inertia);
  });

  it("gives a row between centroids to the first of them", async () => {
    const x = FeatureMatrix.from(Array.from({ length: 400 }, (_, i) => [i % 4, Math.floor(i / 4) % 4]));
    for (const run of [false, true]) {
      const [reference, kernel] = await both(() => steps(x, 6, run));
      expect(kernel.labels).toEqual(reference.labels);
      expect(kernel.labels[0]!.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
    }
    const twice = FeatureMatrix.from([[1], [1], [5], [1], [5]]);
    const [, kernel] = await both(() => steps(twice, 2, true));
    expect(kernel.labels[0]).toEqual([1, 1, 1, 1, 1]);
  });

  it("is right where float32 overflows", async () => {
    const x = FeatureMatrix.dense(
      200,
      ["a", "b"],
      values(200, 2, 0).map((value) => value * 1e30),
    );
    for (const bounded of [false, true]) {
      const [reference, kernel] = await both(() => steps(x, 4, bounded));
      expect(kernel.labels).toEqual(reference.labels);
    }
  });
});
