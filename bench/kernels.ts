/**
 * How fast each kernel is on one thread, copying and packing included, beside what limits it on this machine: the memory's speed, as a large copy
 * has it, or the arithmetic of strict SIMD on three vector units, of which multiplications and additions take one each.
 * Clock cycles are told by a chain of integer multiplications, which take three each.
 *
 *     npm run bench -- kernels
 */
import { tableFromArrays } from "apache-arrow";
import { FeatureMatrix, PCA } from "kindred";
import {
  assign,
  assignBytes,
  CURVATURE,
  GROUP_ROWS,
  gram,
  logistic,
  moments,
  type NamedArrays,
  newRowState,
  pairSums,
  type Reducer,
} from "../src/engine/reducers/index.js";
import { codesFile, floatsFile } from "./harness/data.js";
import { codesMatrix, floatsMatrix } from "./harness/matrix.js";

const ROWS = 131_072;
const COLUMNS = 366;
const COMPONENTS = 150;

/** One kernel's work: what it does in a run, in operations or bytes, and how much of them a cycle or a second could do. */
interface Work {
  readonly name: string;
  readonly amount: number;
  readonly unit: "operations" | "bytes";
  /** Operations a cycle that strict SIMD can do. */
  readonly most?: number;
  run(): unknown;
}

export async function run(): Promise<void> {
  const gigahertz = median(() => chain(200_000_000)) * 1e-9;
  const bandwidth = copySpeed();
  console.log(
    `\nkernels on one thread: ${gigahertz.toFixed(2)} GHz, a copy reads ${(bandwidth * 1e-9).toFixed(1)} GB/s`,
  );
  for (const { name, amount, unit, most, run: work } of await works()) {
    const rate = median(() => amount / seconds(work));
    const limit = unit === "bytes" ? bandwidth : most! * gigahertz * 1e9;
    const shown =
      unit === "bytes"
        ? `${(rate * 1e-9).toFixed(1)} GB/s`
        : `${(rate * 1e-9).toFixed(1)} Gflop/s, ${((rate * 1e-9) / gigahertz).toFixed(1)} a cycle of ${most}`;
    console.log(`  ${name.padEnd(58)} ${shown}: ${((100 * rate) / limit).toFixed(0)} %`);
  }
}

async function works(): Promise<Work[]> {
  const codes = codesMatrix(codesFile(ROWS, COLUMNS), ROWS, COLUMNS);
  const floats = floatsMatrix(floatsFile(ROWS, COLUMNS, 12, 3), ROWS, COLUMNS);
  const doubles = FeatureMatrix.fromColumns(
    Object.fromEntries(floats.columns.map((name, j) => [name, Float64Array.from(floats.column(j), (v) => v + 1e-9)])),
  );
  const wide = FeatureMatrix.from(
    tableFromArrays(
      Object.fromEntries(
        codes.columns.map((name, j) => [name, Int16Array.from(codes.column(j), (code, i) => 37 * code + (i % 37))]),
      ),
    ),
  );
  const products = ROWS * COLUMNS * (COLUMNS + 1);
  const projected = 2 * ROWS * COLUMNS * COMPONENTS;
  const pca = await new PCA({ components: COMPONENTS }).fit(codes);
  const pcaOfFloats = await new PCA({ components: COMPONENTS }).fit(floats);
  const y = Float64Array.from(codes.column(0), (code, i) => Number(code + codes.column(1)[i]! > 6));
  const bytes = ROWS * COLUMNS;
  const of = (reducer: Reducer, x: FeatureMatrix, given: NamedArrays, target?: Float64Array) => (): void =>
    overBlocks(reducer, x, given, target);
  return [
    { name: "moments of codes", amount: bytes, unit: "bytes", run: of(moments, codes, {}) },
    { name: "moments of float32", amount: 4 * bytes, unit: "bytes", run: of(moments, floats, {}) },
    {
      name: "products of codes of 1 to 5",
      amount: products,
      unit: "operations",
      most: 24,
      run: of(gram, codes, centroidOf(codes)),
    },
    {
      name: "products of codes of 37 to 221",
      amount: products,
      unit: "operations",
      most: 24,
      run: of(gram, wide, centroidOf(wide)),
    },
    {
      name: "products of float32",
      amount: products,
      unit: "operations",
      most: 12,
      run: of(gram, floats, centroidOf(floats)),
    },
    {
      name: "products of float64",
      amount: products,
      unit: "operations",
      most: 6,
      run: of(gram, doubles, centroidOf(doubles)),
    },
    {
      name: `projection of codes to ${COMPONENTS}, float32`,
      amount: projected,
      unit: "operations",
      most: 12,
      run: () => pca.transform(codes),
    },
    {
      name: `projection of float32 to ${COMPONENTS}`,
      amount: projected,
      unit: "operations",
      most: 12,
      run: () => pcaOfFloats.transform(floats),
    },
    {
      name: "one step of k-means, float32, k 8, without bounds",
      amount: 2 * ROWS * COLUMNS * 8,
      unit: "operations",
      most: 12,
      run: lloydStep(floats, 8),
    },
    {
      name: "one step of k-means, codes, k 8, without bounds",
      amount: 2 * ROWS * COLUMNS * 8,
      unit: "operations",
      most: 12,
      run: lloydStep(codes, 8),
    },
    {
      name: "logistic loss and gradient, codes",
      amount: 4 * ROWS * COLUMNS,
      unit: "operations",
      most: 6,
      run: of(logistic, codes, logisticGiven(), y),
    },
    pairs(floats),
  ];
}

/** A whole pass of a reducer over a matrix on this thread, block by block. */
function overBlocks(reducer: Reducer, x: FeatureMatrix, given: NamedArrays, y?: Float64Array): void {
  const parts = reducer.init({ columns: COLUMNS }, given);
  for (let row = 0; row < x.rows; row += reducer.blockRows) {
    const to = Math.min(row + reducer.blockRows, x.rows);
    reducer.add(parts, { x: x.slice(row, to), row, ...(y === undefined ? {} : { y: y.subarray(row, to) }) }, given);
  }
}

function centroidOf(x: FeatureMatrix): NamedArrays {
  return {
    center: Float64Array.from(
      x.columns,
      (_, j) => Float64Array.from(x.column(j)).reduce((sum, v) => sum + v, 0) / x.rows,
    ),
  };
}

/** Every row to one of the first rows, as before any bound is known. */
function lloydStep(x: FeatureMatrix, clusters: number): () => void {
  const centroids = new Float64Array(clusters * COLUMNS);
  for (let j = 0; j < COLUMNS; j++) {
    const column = x.column(j);
    for (let c = 0; c < clusters; c++) centroids[c * COLUMNS + j] = column[c]!;
  }
  const given: NamedArrays = { centroids, clusters: Int32Array.of(clusters), shift: centroidOf(x).center! };
  return () => {
    const parts = assign.init({ columns: COLUMNS }, given);
    const state = newRowState(x.rows, assignBytes(clusters, false));
    for (let row = 0; row < x.rows; row += assign.blockRows) {
      const to = Math.min(row + assign.blockRows, x.rows);
      const kept = new Uint8Array(state.bytes, row * state.bytesPerRow, (to - row) * state.bytesPerRow);
      assign.add(parts, { x: x.slice(row, to), row }, given, kept);
    }
  };
}

function logisticGiven(): NamedArrays {
  return {
    coefficients: Float64Array.from({ length: COLUMNS + 1 }, (_, j) => 0.01 * ((j % 7) - 3)),
    center: new Float64Array(COLUMNS).fill(3),
    scale: new Float64Array(COLUMNS).fill(1),
    classWeights: Float64Array.of(1, 1),
    settings: Int32Array.of(1, CURVATURE.none),
  };
}

/** Distances of all pairs of 4,096 rows, as the silhouette needs them: a subtraction, a multiplication and an addition a column. */
function pairs(x: FeatureMatrix): Work {
  const rows = 4096;
  const panels = new Float64Array(rows * COLUMNS);
  for (let j = 0; j < COLUMNS; j++) {
    const column = x.column(j);
    for (let i = 0; i < rows; i++)
      panels[(i - (i % GROUP_ROWS)) * COLUMNS + GROUP_ROWS * j + (i % GROUP_ROWS)] = column[i]!;
  }
  const clusters = Int32Array.from({ length: rows / GROUP_ROWS }, (_, g) => Math.floor((8 * g * GROUP_ROWS) / rows));
  const given: NamedArrays = { panels, present: new Float64Array(rows).fill(1), clusters, count: Int32Array.of(8) };
  const groups = FeatureMatrix.fromColumns({ cluster: clusters });
  const run = (): void => {
    const parts = pairSums.init({ columns: 1 }, given);
    for (let row = 0; row < groups.rows; row += pairSums.blockRows)
      pairSums.add(parts, { x: groups.slice(row, row + pairSums.blockRows), row }, given);
  };
  // Half of the pairs are measured. Subtractions and additions share what additions alone had: two units for three operations.
  const amount = (3 * rows * rows * COLUMNS) / 2;
  return { name: "distances of pairs, float64", amount, unit: "operations", most: 6, run };
}

/** Cycles a second, from a chain of multiplications of which each waits for the one before. */
function chain(links: number): number {
  let value = 1;
  const from = performance.now();
  for (let i = 0; i < links; i++) value = Math.imul(value, 48271);
  const took = (performance.now() - from) / 1000;
  return (3 * links * (value === 0 ? 0 : 1)) / took;
}

/** Bytes a second that a copy of much memory reads. */
function copySpeed(): number {
  const from = new Float64Array(1 << 25);
  const to = new Float64Array(1 << 25);
  return median(() => from.byteLength / seconds(() => to.set(from)));
}

function seconds(work: () => unknown): number {
  const from = performance.now();
  work();
  return (performance.now() - from) / 1000;
}

/** The middle of five measurements, after one to warm up. */
function median(measure: () => number): number {
  measure();
  return Array.from({ length: 5 }, measure).sort((a, b) => a - b)[2]!;
}
