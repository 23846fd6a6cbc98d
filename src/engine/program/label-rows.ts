import type { FeatureMatrix } from "../../matrix/index.js";
import {
  comparer,
  comparerWords,
  type RowPacking,
  rowPacking,
  type Scores,
  TILE,
  tileBytes,
} from "../numeric/distances/index.js";
import type { Kernels } from "../wasm/index.js";

/** How rows find their nearest centroid. */
export interface Labeling {
  readonly clusters: number;
  /** About where each column's values lie. */
  readonly shift: Float64Array;
  /** What packed rows are compared by. */
  scores(packing: RowPacking): Scores;
  /** The centroids of rows that rounding might decide, at these positions. */
  exactly(rows: Int32Array): ArrayLike<number>;
}

/** The nearest centroid of each row: by kernels in float32 where that decides it, else exactly. */
export function labelRows(wasm: Kernels, x: FeatureMatrix, labeling: Labeling): Float64Array {
  const { clusters, shift } = labeling;
  const { scratch } = wasm;
  const tile = tileBytes(x);
  scratch.open(tile.bytes + 4 * (comparerWords(clusters, x.stores.length) + 2 * TILE + 4), tile.arrays + 10);
  const packing = rowPacking(x, shift, wasm);
  const norms = scratch.float32(TILE + 1);
  const places = scratch.int32(TILE + 3);
  const none = new Float32Array(0);
  const compare = comparer(wasm, packing, labeling.scores(packing), { norms, upper: none, lower: none });
  const out = new Float64Array(x.rows);
  const rows = Int32Array.from(out, (_, i) => i);
  const doubtful: number[] = [];
  for (let from = 0; from < x.rows; from += TILE) {
    const size = Math.min(TILE, x.rows - from);
    packing.pack(rows, from, size);
    places.set(rows.subarray(0, size));
    norms.fill(-1);
    const labels = compare(places, 0, size);
    for (let i = 0; i < size; i++) {
      if (labels[i] === 0) doubtful.push(from + i);
      else out[from + i] = labels[i]! - 1;
    }
  }
  const found = labeling.exactly(Int32Array.from(doubtful));
  doubtful.forEach((row, k) => {
    out[row] = found[k]!;
  });
  return out;
}
